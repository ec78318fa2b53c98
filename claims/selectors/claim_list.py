"""Selectors: one page of the list of claims, at the same price with a hundred claims and with a million.

A page is read in two steps: which claims, from one index and no further than the page goes; then their rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils import formats, timezone
from django.utils.translation import gettext

from claims.models import Claim
from claims.querysets import ClaimQuerySet
from claims.records.provenance import SpeakerBasis
from claims.selectors.claim_places import Place, Position, Sort, Split, places
from claims.workflow import OPEN, STATUSES, Status, StatusRow, Use

PAGE = 50
COUNTED = 10_000
_LONGEST_STATEMENT = 300
_LONGEST_WORDS = 600


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims a filter leaves. Nobody counts further than 10,000."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return formats.number_format(self.number, force_grouping=True) + ("+" if self.is_more else "")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, as a list shows it. ``pk`` None: not linked to anybody. ``note``: what is printed, if not this."""

    name: str
    pk: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """By when a desk needs an open claim, which desk, and whether that moment has passed."""

    by: datetime
    desk: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as a list shows it. A text that is cut ends in "…"; the words of others are cut nowhere else.

    ``confidence`` is None where a person found it.
    """

    pk: int
    statement: str
    words: str
    status: StatusRow
    is_stale: bool
    is_single_read: bool
    is_read: bool
    use: Use
    speaker: Speaker
    source: str
    source_id: int | None
    document: str
    document_id: int | None
    assigned_to: str
    need: Need | None
    confidence: float | None
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One page of the list, and where the pages on both sides of it begin."""

    rows: Sequence[ClaimRow]
    previous: Place | None
    next: Place | None
    count: Count


def page(
    claims: ClaimQuerySet, *, sort: Sort = Sort.NEWEST, position: Position | None = None, split: Split | None = None
) -> ClaimPage:
    """Read one page of these claims: three queries, however many there are.

    ``split`` repeats one of the conditions that ``claims`` has already.
    """
    found = places(claims, sort, position, split, most=PAGE + 1)
    is_more, is_backwards = len(found) > PAGE, position is not None and position.is_backwards
    found = found[:PAGE]
    if is_backwards:
        found.reverse()
    return ClaimPage(
        rows=rows([place.pk for place in found]),
        previous=found[0] if found and (is_more if is_backwards else position is not None) else None,
        next=found[-1] if found and (is_backwards or is_more) else None,
        count=count(claims),
    )


def count(claims: ClaimQuerySet) -> Count:
    """Count these claims, but not on and on."""
    number = claims.order_by()[: COUNTED + 1].count()
    return Count(min(number, COUNTED), is_more=number > COUNTED)


_COLUMNS = (
    "id",
    "statement",
    "status",
    "stale_since",
    "single_read_at",
    "read_at",
    "how_to_use",
    "speaker_basis",
    "speaker_id",
    "speaker__name",
    "source_id",
    "source__name",
    "assigned_to__username",
    "assigned_to__first_name",
    "assigned_to__last_name",
    "needed_by",
    "needed_for",
    "confidence",
    "created",
    "updated",
    "quoted__words",
    "quoted__speaker_printed",
    "quoted__speaker_resolved",
    "quoted__snapshot__document_id",
    "quoted__snapshot__document__our_title",
)


def rows(ids: Sequence[int]) -> list[ClaimRow]:
    """The rows of these claims, in this order: one query."""
    primary = FilteredRelation("quotations", condition=Q(quotations__is_primary=True))
    found = Claim.objects.filter(pk__in=ids).order_by().annotate(quoted=primary).values(*_COLUMNS)
    by_id = {values["id"]: _row(values) for values in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def _row(values: dict[str, Any]) -> ClaimRow:
    return ClaimRow(
        pk=values["id"],
        statement=_cut(values["statement"], _LONGEST_STATEMENT),
        words=_cut(values["quoted__words"] or "", _LONGEST_WORDS),
        status=STATUSES[Status(values["status"])],
        is_stale=values["stale_since"] is not None,
        is_single_read=values["single_read_at"] is not None,
        is_read=values["read_at"] is not None,
        use=Use(values["how_to_use"]),
        speaker=_speaker(
            SpeakerBasis(values["speaker_basis"]),
            values["speaker_id"],
            values["speaker__name"] or "",
            printed=values["quoted__speaker_printed"] or "",
            resolved=values["quoted__speaker_resolved"] or "",
        ),
        source=values["source__name"] or "",
        source_id=values["source_id"],
        document=values["quoted__snapshot__document__our_title"] or "",
        document_id=values["quoted__snapshot__document_id"],
        assigned_to=_in_hand_of(values),
        need=need(values["status"], values["needed_by"], values["needed_for"]),
        confidence=values["confidence"],
        created=values["created"],
        updated=values["updated"],
    )


def need(status: str, by: datetime | None, desk: str) -> Need | None:
    """By when a claim is needed; once it is decided nobody waits for it any more, whatever the row remembers."""
    return Need(by, desk, is_late=by < timezone.now()) if by is not None and status in OPEN else None


def _in_hand_of(values: dict[str, Any]) -> str:
    """Whoever has an open claim in hand; once it is decided nobody has, whatever the row remembers."""
    if values["status"] not in OPEN:
        return ""
    full_name = f"{values['assigned_to__first_name'] or ''} {values['assigned_to__last_name'] or ''}".strip()
    return full_name or values["assigned_to__username"] or ""


def _speaker(basis: SpeakerBasis, pk: int | None, name: str, *, printed: str, resolved: str) -> Speaker:
    """Who said it, and how it is known. What an editor supplies stands in square brackets."""
    as_printed = gettext("printed “%(name)s”") % {"name": printed} if printed else ""
    match basis:
        case SpeakerBasis.PRINTED:
            return Speaker(name, pk, "" if printed == name else as_printed)
        case SpeakerBasis.EDITOR:
            return Speaker(f"[{name}]", pk, ", ".join(filter(None, (gettext("editor's reading"), as_printed))))
        case SpeakerBasis.COPY:
            return Speaker(gettext("stated by the copy itself"))
        case SpeakerBasis.OPEN if resolved and resolved != printed:
            return Speaker(resolved, note=", ".join(filter(None, (as_printed, gettext("not linked")))))
        case SpeakerBasis.OPEN:
            return Speaker(printed, note=gettext("as printed") if printed else "")


def _cut(text: str, letters: int) -> str:
    if len(text) <= letters:
        return text
    return text[:letters].rsplit(maxsplit=1)[0] + " …"
