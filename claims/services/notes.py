"""Services: notes beside claims, quotations, documents and words of a text; threads of them, resolved and opened."""

from typing import Any

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Note, Quotation
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.quotations import Marked
from claims.services import importing, indexing, limits, placing, recording
from claims.services.recording import Change, Recorder

NOTE_LIMIT = 5000


def add_to_claim(claim_id: int, body: str, *, by: Actor, quotation: int | None = None) -> Note:
    """Write a note beside a claim, or beside one of its quotations. The claim itself stays as it is."""
    if quotation is not None:
        return _add(body, by=by, quotation=Quotation.objects.get(pk=quotation, claim=claim_id))
    return _add(body, by=by, claim=Claim.objects.get(pk=claim_id))


def add_to_document(document_id: int, body: str, *, by: Actor) -> Note:
    """Write a note beside a document."""
    return _add(body, by=by, document=Document.objects.get(pk=document_id))


def add_to_words(snapshot_id: int, body: str, marked: Marked, *, by: Actor) -> Note:
    """Write a note on words of the newest version of a document; of several pieces, on all from the first to the last.

    Raises Snapshot.DoesNotExist. Refuses what ``placing`` refuses, CHANGED_MEANWHILE (there is a newer version),
    DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.NOTE)
    body = _checked(body)
    with recording.act(by) as recorder:
        snapshot = importing.lock_newest(snapshot_id)
        spans = placing.spans_of(marked, snapshot.text)
        return _write(recorder, body, snapshot=snapshot, start=spans[0].start, end=spans[-1].end)


def reply(note_id: int, body: str, *, by: Actor, version: int | None = None) -> Note:
    """Answer in the thread that a note began. One that is resolved is open again: there is something new in it.

    ``version`` of the note that began it matters only then: who did not see it resolved does not open it again.
    Refuses: CHANGED_MEANWHILE. Raises Note.DoesNotExist for a reply, which begins no thread.
    """
    permissions.require(by, Act.NOTE)
    body = _checked(body)
    with recording.act(by) as recorder:
        begun = _begun(note_id)
        if begun.is_resolved:
            recording.check_seen(begun, version)
            _reopen(recorder, begun)
        place = {name: getattr(begun, name) for name in ("claim", "quotation", "document", "snapshot", "start", "end")}
        return _write(recorder, body, thread=begun, **place)


def edit(note_id: int, body: str, *, by: Actor, version: int | None = None) -> Note:
    """Change the words of one's own note. Refuses: NOTE_OF_SOMEBODY_ELSE, NOTHING_CHANGED, CHANGED_MEANWHILE."""
    body = _checked(body)
    with recording.act(by) as recorder:
        note = recording.lock(Note, note_id, version=version)
        permissions.require(by, Act.EDIT_NOTE, note)
        if body == note.body:
            raise Refused(Refusal.NOTHING_CHANGED, field="body")
        recorder.change(note, "note.edit", body=body, edited_at=recorder.at)
        indexing.remember_note(note)
        return note


def resolve(note_id: int, *, by: Actor, version: int | None = None) -> Note:
    """Close the thread that a note began. Refuses: NOTHING_CHANGED (it is closed), CHANGED_MEANWHILE."""
    permissions.require(by, Act.RESOLVE_NOTE)
    with recording.act(by) as recorder:
        begun = _begun(note_id, version)
        if begun.is_resolved:
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(begun, "note.resolve", resolved_at=recorder.at, resolved_by_id=permissions.person(by))
        return begun


def reopen(note_id: int, *, by: Actor, version: int | None = None) -> Note:
    """Open a resolved thread again. Refuses: NOTHING_CHANGED (it is open), CHANGED_MEANWHILE."""
    permissions.require(by, Act.RESOLVE_NOTE)
    with recording.act(by) as recorder:
        begun = _begun(note_id, version)
        if not begun.is_resolved:
            raise Refused(Refusal.NOTHING_CHANGED)
        _reopen(recorder, begun)
        return begun


def _reopen(recorder: Recorder, begun: Note) -> None:
    recorder.change(begun, "note.reopen", resolved_at=None, resolved_by=None)


def _begun(note_id: int, version: int | None = None) -> Note:
    """The note that begins a thread, held until the act is done."""
    note = recording.lock(Note, note_id)
    if note.thread_id is not None:
        raise Note.DoesNotExist
    recording.check_seen(note, version)
    return note


def _checked(body: str) -> str:
    body = limits.within(body, NOTE_LIMIT, field="body")
    if not body:
        raise Refused(Refusal.NOTE_EMPTY, field="body")
    return body


def _add(body: str, *, by: Actor, **place: Any) -> Note:
    permissions.require(by, Act.NOTE)
    body = _checked(body)
    with recording.act(by) as recorder:
        return _write(recorder, body, **place)


def _write(recorder: Recorder, body: str, **place: Any) -> Note:
    """Write one note, with its Event and the words by which it is found."""
    note = Note.objects.create(
        body=body, written_by_id=permissions.person(recorder.by), written_at=recorder.at, **place
    )
    told = {name: getattr(value, "pk", value) for name, value in place.items() if value is not None}
    recorder.record(Change("note.add", note, after={**told, "body": body}))
    indexing.remember_note(note)
    return note
