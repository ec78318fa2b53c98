"""Models: what is remembered. One file a table with its parts; no acts."""

from claims.models.api_use import ApiUse, ImportKey
from claims.models.claim import Claim, ClaimWords
from claims.models.document import FACTS, Document, Snapshot
from claims.models.event import Event
from claims.models.export import Export
from claims.models.finding import Evidence, EvidenceOpened, Finding
from claims.models.issued_list import DraftClaim, IssuedClaim, IssuedList, ListDraft
from claims.models.job import Job
from claims.models.ledger import Checkpoint, LedgerCheck, StateSalt
from claims.models.note import Note, NoteWords
from claims.models.phrase import Phrase
from claims.models.quotation import Quotation, Relay, Span
from claims.models.sealing import IdentityRequest, Seal
from claims.models.source import ANONYMOUS, Alias, Rating, Source
from claims.models.token import Token
from claims.models.view import SavedView
from claims.models.webhook import Delivery, Webhook

__all__ = [
    "ANONYMOUS",
    "FACTS",
    "Alias",
    "ApiUse",
    "Checkpoint",
    "Claim",
    "ClaimWords",
    "Delivery",
    "Document",
    "DraftClaim",
    "Event",
    "Evidence",
    "EvidenceOpened",
    "Export",
    "Finding",
    "IdentityRequest",
    "ImportKey",
    "IssuedClaim",
    "IssuedList",
    "Job",
    "LedgerCheck",
    "ListDraft",
    "Note",
    "NoteWords",
    "Phrase",
    "Quotation",
    "Rating",
    "Relay",
    "SavedView",
    "Seal",
    "Snapshot",
    "Source",
    "Span",
    "StateSalt",
    "Token",
    "Webhook",
]
