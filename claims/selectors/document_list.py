"""Selectors: one page of the list of documents, newest first, with where its claims stand.

Numbers of documents rise with the time they came in, so one index gives both order and pages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from claims.choices import readings
from claims.models import Document, Quotation, Snapshot
from claims.querysets import DocumentQuerySet
from claims.records.provenance import Place
from claims.selectors import document_facts
from claims.workflow import STATUSES, Status

PAGE = 30
_MOST_WORDS = 10
_STANDING = (Place.CURRENT, Place.WAITING)


class Shown(StrEnum):
    """Which documents are asked for."""

    IN_USE = ""
    UNREAD = "unread"
    READ = "read"
    DAMAGED = "damaged"
    WITHDRAWN = "withdrawn"


SHOWN_LABELS = {
    Shown.IN_USE: _("All in use"),
    Shown.UNREAD: _("To be read"),
    Shown.READ: _("Done with"),
    Shown.DAMAGED: _("Look damaged"),
    Shown.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims of a document stand at one status."""

    status: Status
    label: str
    shape: str
    tone: str
    number: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as the list shows it. ``damage`` says how damaged its newest version looks; "" when it does not."""

    document: Document
    damage: str
    date: str
    tallies: Sequence[Tally]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of documents, and the documents after (before) which the neighbouring pages begin."""

    rows: Sequence[DocumentRow]
    newer: int | None
    older: int | None


def page(
    *, words: str = "", shown: Shown = Shown.IN_USE, after: int | None = None, before: int | None = None
) -> DocumentPage:
    """The documents older than ``after``, or newer than ``before``; the newest when neither is given. Three queries."""
    documents = _asked_for(words, shown)
    if before is not None:
        found = list(documents.filter(pk__gt=before).order_by("id").values_list("pk", flat=True)[: PAGE + 1])
    else:
        older = documents.filter(pk__lt=after) if after is not None else documents
        found = list(older.order_by("-id").values_list("pk", flat=True)[: PAGE + 1])
    is_more = len(found) > PAGE
    keys = sorted(found[:PAGE], reverse=True)
    return DocumentPage(
        rows=_rows(keys),
        newer=keys[0] if keys and (is_more if before is not None else after is not None) else None,
        older=keys[-1] if keys and (is_more or before is not None) else None,
    )


def _asked_for(words: str, shown: Shown) -> DocumentQuerySet:
    documents = Document.objects.all()
    match shown:
        case Shown.IN_USE:
            documents = documents.in_use()
        case Shown.UNREAD:
            documents = documents.in_use().filter(read_at=None)
        case Shown.READ:
            documents = documents.in_use().exclude(read_at=None)
        case Shown.DAMAGED:
            documents = documents.in_use().annotate(looks=score_of_newest()).filter(looks__gte=readings.LOOKS_DAMAGED)
        case Shown.WITHDRAWN:
            documents = documents.exclude(withdrawn_at=None)
    for word in words.replace("\0", " ").split()[:_MOST_WORDS]:
        documents = documents.filter(our_title__icontains=word)
    return documents


def _rows(keys: Sequence[int]) -> list[DocumentRow]:
    found = Document.objects.filter(pk__in=keys).select_related("publisher", "agency").annotate(looks=score_of_newest())
    documents = {document.pk: document for document in found}
    tallies = _tallies(keys)
    return [_row(documents[pk], tallies.get(pk, ())) for pk in keys if pk in documents]


def _row(document: Document, tallies: Sequence[Tally]) -> DocumentRow:
    score: float | None = document.looks  # type: ignore[attr-defined]  # annotated above
    return DocumentRow(document, readings.looks(score), document_facts.date_of(document), tallies)


def score_of_newest() -> Subquery:
    """How damaged the newest version of a document looks."""
    newest = Snapshot.objects.filter(document=OuterRef("pk")).order_by("-number")
    return Subquery(newest.values("damage_score")[:1])


def _tallies(keys: Iterable[int]) -> Mapping[int, Sequence[Tally]]:
    """Where the claims of these documents stand: one query, which costs what stands in one page of documents."""
    counted = (
        Quotation.objects.filter(snapshot__document__in=list(keys), place__in=_STANDING)
        .order_by()
        .values_list("snapshot__document", "claim__status")
        .annotate(number=Count("claim", distinct=True))
    )
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for document, status, number in counted:
        numbers[document][status] += number
    return {document: tallied(statuses) for document, statuses in numbers.items()}


def tallied(numbers: Mapping[str, int]) -> list[Tally]:
    """Numbers by status, in the order of the work."""
    return [
        Tally(status, str(row.label), row.shape, row.tone, numbers[status])
        for status, row in STATUSES.items()
        if numbers.get(status)
    ]
