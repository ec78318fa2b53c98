"""Services: notes beside claims and documents."""

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Note
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import limits, recording
from claims.services.recording import Change

NOTE_LIMIT = 5000


def add_to_claim(claim_id: int, body: str, *, by: Actor) -> Note:
    """Write a note beside a claim. The claim itself stays as it is."""
    return _add(body, by=by, claim=Claim.objects.get(pk=claim_id))


def add_to_document(document_id: int, body: str, *, by: Actor) -> Note:
    """Write a note beside a document."""
    return _add(body, by=by, document=Document.objects.get(pk=document_id))


def _add(body: str, *, by: Actor, claim: Claim | None = None, document: Document | None = None) -> Note:
    permissions.require(by, Act.NOTE)
    body = limits.within(body, NOTE_LIMIT, field="body")
    if not body:
        raise Refused(Refusal.NOTE_EMPTY, field="body")
    with recording.act(by) as recorder:
        note = Note.objects.create(
            claim=claim,
            document=document,
            body=body,
            written_by_id=permissions.person(by),
            written_at=recorder.at,
        )
        subject = {"claim": claim.pk} if claim else {"document": document.pk if document else None}
        recorder.record(Change("note.add", note, after={**subject, "body": body}))
        return note
