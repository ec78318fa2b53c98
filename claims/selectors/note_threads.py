"""Selectors: notes as threads, beside what they are about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr

from claims import permissions
from claims.models import Document, Note
from claims.permissions import Act
from claims.records.acts import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One note of a thread, and whether whoever reads it may change its words."""

    note: Note
    may_edit: bool


@dataclass(frozen=True, slots=True)
class About:
    """What a note is about: a claim, or a document; ``words`` are those of a quotation or of a place in a text.

    ``version`` is the one of a place in a text; a quotation has its claim instead.
    """

    claim: int | None
    statement: str
    document: Document | None
    version: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A note, the answers to it, and what this person may do. ``is_left_behind``: its words are not in the newest text.

    ``number`` counts the open threads about places of the text, as the story shows them; 0 where it does not.
    """

    begun: Entry
    answers: Sequence[Entry]
    about: About
    may_answer: bool
    may_resolve: bool
    number: int = 0
    is_left_behind: bool = False


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads as a page shows them: the open ones first."""

    open: Sequence[Thread]
    resolved: Sequence[Thread]


@dataclass(frozen=True, slots=True)
class DocumentNotes:
    """The threads of a document, of its quotations and of places in its text; and how many are open on each claim."""

    threads: Threads
    open_on_claim: Mapping[int, int]


def of_claim(pk: int, *, by: Actor) -> Threads:
    """The threads beside a claim and its quotations. One query."""
    return _parted(_threads(_beside(pk, "claim", "quotation__claim"), by))


def of_document(pk: int, *, by: Actor, newest: int, shown: int) -> DocumentNotes:
    """The notes that a document's page shows, and counts on its cards. One query.

    ``newest`` is its newest version, ``shown`` the one whose text is shown.
    """
    arms = ("document", "snapshot__document", "quotation__snapshot__document", "claim__quotations__snapshot__document")
    threads = _threads(_beside(pk, *arms), by, newest=newest, shown=shown)
    parted = _parted([thread for thread in threads if thread.begun.note.claim_id is None])
    still_open = [thread.about.claim for thread in threads if not thread.begun.note.is_resolved]
    return DocumentNotes(parted, Counter(claim for claim in still_open if claim is not None))


def thread_of(pk: int, *, by: Actor) -> Thread:
    """The thread that a note began or answers. Raises Note.DoesNotExist. Two queries."""
    note = Note.objects.get(pk=pk)
    begun = note.thread_id or note.pk
    return _threads(with_places(Note.objects.filter(Q(pk=begun) | Q(thread=begun))), by)[0]


def with_places(notes: "QuerySet[Note]") -> "QuerySet[Note]":
    """Notes with who wrote them and what they are about; of a text only the words that are meant."""
    return (
        notes.select_related(
            "written_by", "resolved_by", "claim", "document", "quotation__claim", "quotation__snapshot__document"
        )
        .select_related("snapshot__document")
        .defer("snapshot__text", "quotation__snapshot__text")
        .annotate(place=Substr("snapshot__text", F("start") + 1, F("end") - F("start")))
    )


def about(note: Note) -> About:
    """What a note that came ``with_places`` is about."""
    claim = note.claim or (note.quotation.claim if note.quotation else None)
    snapshot = note.snapshot or (note.quotation.snapshot if note.quotation else None)
    return About(
        claim=claim.pk if claim else None,
        statement=claim.statement if claim else "",
        document=note.document or (snapshot.document if snapshot else None),
        version=snapshot.number if snapshot else None,
        words=note.quotation.words if note.quotation else note.place or "",  # type: ignore[attr-defined]  # annotated
    )


def _beside(pk: int, *ways: str) -> "QuerySet[Note]":
    """The notes that lead to a row in one of these ways; each way has an index of its own, which OR would not use."""
    first, *others = (Note.objects.order_by().filter(**{way: pk}).values("pk") for way in ways)
    return with_places(Note.objects.filter(pk__in=first.union(*others)))


def _threads(notes: Iterable[Note], by: Actor, *, newest: int | None = None, shown: int | None = None) -> list[Thread]:
    begun: list[Note] = []
    answers: dict[int, list[Entry]] = {}
    for note in notes:
        if note.thread_id is None:
            begun.append(note)
        else:
            answers.setdefault(note.thread_id, []).append(_entry(note, by))
    numbers = _numbers(begun, shown)
    return [
        Thread(
            begun=_entry(note, by),
            answers=answers.get(note.pk, ()),
            about=about(note),
            may_answer=permissions.may(by, Act.NOTE),
            may_resolve=permissions.may(by, Act.RESOLVE_NOTE),
            number=numbers.get(note.pk, 0),
            is_left_behind=newest is not None and note.snapshot_id not in (None, newest),
        )
        for note in begun
    ]


def _numbers(notes: Iterable[Note], snapshot: int | None) -> Mapping[int, int]:
    """The numbers of the open threads that stand in a version, in reading order."""
    here = [note for note in notes if snapshot is not None and note.snapshot_id == snapshot and not note.is_resolved]
    here.sort(key=lambda note: (note.start or 0, note.end or 0, note.pk))
    return {note.pk: number for number, note in enumerate(here, start=1)}


def _entry(note: Note, by: Actor) -> Entry:
    return Entry(note, permissions.may(by, Act.EDIT_NOTE, note))


def _parted(threads: Iterable[Thread]) -> Threads:
    threads = list(threads)
    return Threads(
        open=[thread for thread in threads if not thread.begun.note.is_resolved],
        resolved=[thread for thread in threads if thread.begun.note.is_resolved],
    )
