"""Models: what is remembered. One file a table with its parts; no acts."""

from claims.models.claim import Claim, ClaimWords
from claims.models.document import FACTS, Document, Snapshot
from claims.models.event import Event
from claims.models.export import Export
from claims.models.finding import Evidence, Finding
from claims.models.note import Note
from claims.models.quotation import Quotation, Relay, Span
from claims.models.source import ANONYMOUS, Alias, Source

__all__ = [
    "ANONYMOUS",
    "FACTS",
    "Alias",
    "Claim",
    "ClaimWords",
    "Document",
    "Event",
    "Evidence",
    "Export",
    "Finding",
    "Note",
    "Quotation",
    "Relay",
    "Snapshot",
    "Source",
    "Span",
]
