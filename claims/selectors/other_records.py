"""Selectors: documents, sources and notes as programs read them, by the same lists as the pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

from claims.models import Document, Note, Snapshot, Source
from claims.records.acts import Actor
from claims.selectors import document_list, note_list, note_threads, source_pages
from claims.selectors.history import full_name
from claims.selectors.note_threads import About

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Records(Generic[Record]):
    """One page of records, and the number of the one after which the next page begins."""

    items: Sequence[Record]
    next: int | None


# --- Documents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """One received copy of a story. Of a fact that has no value, ``..._knowledge`` says why."""

    document_id: int
    document_version: int
    our_title: str
    headline: str | None
    headline_knowledge: str
    publisher: str | None
    publisher_id: int | None
    publisher_knowledge: str
    agency: str | None
    agency_id: int | None
    agency_knowledge: str
    address: str | None
    address_knowledge: str
    published: datetime | None
    published_precision: str | None
    published_zone: str | None
    published_knowledge: str
    language: str | None
    language_knowledge: str
    translation: str
    received: datetime
    is_done_with: bool
    is_withdrawn: bool
    is_erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """One version of the text. The offsets of quotations are code points of the text with this hash."""

    number: int
    text_sha256: str
    raw_sha256: str
    received: datetime
    is_erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDocumentRecord(DocumentRecord):
    """A document with its versions, oldest first, and the text of the newest exactly as received."""

    versions: tuple[VersionRecord, ...]
    text: str


def documents(*, words: str, shown: document_list.Shown, after: int | None) -> Records[DocumentRecord]:
    """Documents as their page lists them, newest first."""
    page = document_list.page(words=words, shown=shown, after=after)
    return Records([DocumentRecord(**_document(row.document)) for row in page.rows], page.older)


def document(pk: int) -> WholeDocumentRecord:
    """One document with its text. Raises Document.DoesNotExist."""
    found = Document.objects.select_related("publisher", "agency").get(pk=pk)
    snapshots = list(found.snapshots.defer("text", "damage").order_by("number"))
    text = Snapshot.objects.values_list("text", flat=True).get(pk=snapshots[-1].pk)
    return WholeDocumentRecord(**_document(found), versions=tuple(map(_version, snapshots)), text=text)


def _document(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.pk,
        "document_version": document.version,
        "our_title": document.our_title,
        "headline": document.headline or None,
        "publisher": document.publisher.name if document.publisher else None,
        "publisher_id": document.publisher_id,
        "agency": document.agency.name if document.agency else None,
        "agency_id": document.agency_id,
        "address": document.address or None,
        "published": document.published,
        "published_precision": document.published_precision or None,
        "published_zone": document.published_zone or None,
        "language": document.language or None,
        "translation": document.translation,
        "received": document.created,
        "is_done_with": document.read_at is not None,
        "is_withdrawn": document.is_withdrawn,
        "is_erased": document.is_erased,
        **{name: getattr(document, name) for name in _KNOWLEDGE},
    }


_KNOWLEDGE = tuple(field.name for field in fields(DocumentRecord) if field.name.endswith("_knowledge"))


def _version(snapshot: Snapshot) -> VersionRecord:
    return VersionRecord(
        number=snapshot.number,
        text_sha256=snapshot.text_sha256,
        raw_sha256=snapshot.raw_sha256,
        received=snapshot.received,
        is_erased=snapshot.erased_at is not None,
    )


# --- Sources -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """Somebody whom words come from or pass through. Of one that is protected there is its label, and nothing else."""

    source_id: int
    source_version: int
    name: str
    aliases: tuple[str, ...]
    kind: str
    identification: str
    role: str | None
    is_monitor: bool
    is_protected: bool
    reliability: str | None
    described_in: int | None
    merged_into: int | None


def sources(*, words: str, kind: str, after: int | None) -> Records[SourceRecord]:
    """People and sources as their page lists them, by name."""
    page = source_pages.page(words=words, kind=kind, after=after)
    return Records([_source(row.source) for row in page.rows], page.next)


def source(pk: int) -> SourceRecord:
    """One source. Raises Source.DoesNotExist."""
    return _source(Source.objects.prefetch_related("aliases").get(pk=pk))


def _source(source: Source) -> SourceRecord:
    return SourceRecord(
        source_id=source.pk,
        source_version=source.version,
        name=source.name,
        aliases=tuple(alias.name for alias in source.aliases.all()) if not source.is_sealed else (),
        kind=source.kind,
        identification=source.identification,
        role=(source.role or None) if not source.is_sealed else None,
        is_monitor=source.is_monitor,
        is_protected=source.is_sealed,
        reliability=source.reliability or None,
        described_in=source.document_id,
        merged_into=source.merged_into_id,
    )


# --- Notes ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """One note, and what it is about. ``thread`` is the note that began it, which may be itself."""

    note_id: int
    note_version: int
    body: str
    written_by: str
    written_at: datetime
    edited_at: datetime | None
    thread: int
    is_resolved: bool
    claim_id: int | None
    quotation_id: int | None
    document_id: int | None
    snapshot_number: int | None
    start: int | None
    end: int | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRecord(NoteRecord):
    """A note that began a thread, with the answers to it, oldest first."""

    answers: tuple[NoteRecord, ...]


def notes(*, words: str, shown: note_list.Shown, by: Actor, after: int | None) -> Records[NoteRecord]:
    """Notes as their page lists them, newest first."""
    page = note_list.page(words=words, shown=shown, by=by, after=after)
    rows = [NoteRecord(**_note(row.note, row.about, is_resolved=row.is_resolved)) for row in page.rows]
    return Records(rows, page.older)


def notes_of_claim(pk: int, *, by: Actor) -> list[ThreadRecord]:
    """The threads beside a claim and its quotations, the open ones first."""
    threads = note_threads.of_claim(pk, by=by)
    return [_thread(thread) for thread in (*threads.open, *threads.resolved)]


def thread(pk: int, *, by: Actor) -> ThreadRecord:
    """The thread that a note began or answers. Raises Note.DoesNotExist."""
    return _thread(note_threads.thread_of(pk, by=by))


def _thread(thread: note_threads.Thread) -> ThreadRecord:
    return ThreadRecord(
        **_note(thread.begun.note, thread.about, is_resolved=thread.begun.note.is_resolved),
        answers=tuple(_answers(thread)),
    )


def _answers(thread: note_threads.Thread) -> Iterable[NoteRecord]:
    is_resolved = thread.begun.note.is_resolved
    return (NoteRecord(**_note(entry.note, thread.about, is_resolved=is_resolved)) for entry in thread.answers)


def _note(note: Note, about: About, *, is_resolved: bool) -> dict[str, Any]:
    return {
        "note_id": note.pk,
        "note_version": note.version,
        "body": note.body,
        "written_by": full_name(note.written_by),
        "written_at": note.written_at,
        "edited_at": note.edited_at,
        "thread": note.thread_id or note.pk,
        "is_resolved": is_resolved,
        "claim_id": about.claim,
        "quotation_id": note.quotation_id,
        "document_id": about.document.pk if about.document else None,
        "snapshot_number": about.version,
        "start": note.start,
        "end": note.end,
        "words": about.words or None,
    }
