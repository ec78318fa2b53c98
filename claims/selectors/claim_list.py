"""Selectors: one page of the list of claims, at the same price with a hundred claims and with a million.

A page is read in two steps: which claims, from one index and no further than the page goes; then their rows. The next
page begins after the last claim of this one, not after a number of claims that would have to be counted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, FilteredRelation, IntegerField, Q, TextField, Value
from django.utils import formats
from django.utils.translation import gettext

from claims.models import Claim
from claims.querysets import ClaimQuerySet
from claims.records.provenance import SpeakerBasis
from claims.workflow import OPEN, STATUSES, Status, StatusRow, Use

PAGE = 50
COUNTED = 10_000
_LONGEST_STATEMENT = 300
_LONGEST_WORDS = 600


class Sort(StrEnum):
    """The order of the list. By status: in the order of the work, the newest first in each."""

    NEWEST = "-created"
    OLDEST = "created"
    CHANGED_LAST = "-updated"
    CHANGED_FIRST = "updated"
    STATUS = "status"

    @property
    def moment(self) -> str:
        """The field that holds the moment by which claims stand in order."""
        return "updated" if self in (Sort.CHANGED_LAST, Sort.CHANGED_FIRST) else "created"

    @property
    def is_newest_first(self) -> bool:
        """Whether the latest moment comes first."""
        return self not in (Sort.OLDEST, Sort.CHANGED_FIRST)


class Direction(StrEnum):
    """On which side of a place a page lies, in the order of the list."""

    AFTER = "after"
    BEFORE = "before"


_PLACE = re.compile(
    r"(?:(?P<status>[a-z_]{1,20})~)?(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)~(?P<pk>\d{1,18})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one claim stands in the list: its moment exactly as the database holds it (in UTC), its id, its status.

    In an address: ``2026-11-23T08:00:00.123~104``, with the status in front where the list is sorted by it.
    """

    moment: str
    pk: int
    status: Status | None = None

    def __str__(self) -> str:
        return "~".join(filter(None, (self.status, self.moment, str(self.pk))))

    @classmethod
    def read(cls, text: str, sort: Sort) -> "Place | None":
        """The place that an address names; None when it names none, or none in this order."""
        found = _PLACE.fullmatch(text)
        if found is None or bool(found["status"]) is not (sort is Sort.STATUS):
            return None
        try:
            datetime.fromisoformat(found["moment"])
            return cls(found["moment"], int(found["pk"]), Status(found["status"]) if found["status"] else None)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Position:
    """From where and in which direction a page is read."""

    direction: Direction
    place: Place


@dataclass(frozen=True, slots=True)
class Split:
    """A filter by several values of one field that has an index. Each value is a stretch of the index in order;
    several at once are not, and the database would walk through everything or sort all of it.
    """

    field: str
    values: Sequence[object]


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
class ClaimRow:
    """One claim as a list shows it. A text that is cut ends in "…"; the words of others are cut nowhere else."""

    pk: int
    statement: str
    words: str
    status: StatusRow
    is_stale: bool
    use: Use
    speaker: Speaker
    source: str
    source_id: int | None
    document: str
    document_id: int | None
    assigned_to: str
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
    places = _places(claims, sort, position, split)
    is_more, is_backwards = len(places) > PAGE, position is not None and position.direction is Direction.BEFORE
    places = places[:PAGE]
    if is_backwards:
        places.reverse()
    return ClaimPage(
        rows=_rows([place.pk for place in places]),
        previous=places[0] if places and (is_more if is_backwards else position is not None) else None,
        next=places[-1] if places and (is_backwards or is_more) else None,
        count=count(claims),
    )


def count(claims: ClaimQuerySet) -> Count:
    """Count these claims, but not on and on."""
    number = claims.order_by()[: COUNTED + 1].count()
    return Count(min(number, COUNTED), is_more=number > COUNTED)


# --- Which claims --------------------------------------------------------------------------------------------------

_ORDER = list(Status)


def _places(claims: ClaimQuerySet, sort: Sort, position: Position | None, split: Split | None) -> list[Place]:
    """The places of one page and one more, in the direction of reading: the stretches of an index, merged."""
    is_backwards = position is not None and position.direction is Direction.BEFORE
    falls = sort.is_newest_first is not is_backwards
    order = ("-" if falls else "") + sort.moment, "-id" if falls else "id"
    statements: list[str] = []
    params: list[Any] = []
    for rank, stretch in _stretches(claims, sort, position, split):
        keys = stretch.order_by(*order).values_list(Value(rank, IntegerField()), F(sort.moment), "id")
        try:
            sql, values = keys[: PAGE + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT * FROM ({sql}) AS stretch")  # noqa: S608 - Django wrote it
        params.extend(values)
    if not statements:
        return []
    merged = " UNION ALL ".join(statements) + _order_of_all(sort, is_backwards, falls, connections[claims.db].vendor)
    with connections[claims.db].cursor() as cursor:
        cursor.execute(f"{merged} LIMIT {PAGE + 1}", params)
        return [_place(rank, moment, pk, sort) for rank, moment, pk in cursor.fetchall()]


def _order_of_all(sort: Sort, is_backwards: bool, falls: bool, vendor: str) -> str:
    """How the stretches are merged.

    By status they follow one another. SQLite answers them in turn and stops at the limit, unless it is told to sort:
    then it would read all fifteen first.
    """
    if sort is Sort.STATUS and vendor == "sqlite":
        return ""
    rank, rest = "DESC" if is_backwards else "ASC", "DESC" if falls else "ASC"
    return f" ORDER BY 1 {rank}, 2 {rest}, 3 {rest}"


def _place(rank: int, moment: datetime | str, pk: int, sort: Sort) -> Place:
    written = moment if isinstance(moment, str) else moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return Place(written.replace(" ", "T"), pk, _ORDER[rank] if sort is Sort.STATUS else None)


def _stretches(
    claims: ClaimQuerySet, sort: Sort, position: Position | None, split: Split | None
) -> Iterator[tuple[int, ClaimQuerySet]]:
    """The claims in parts that each stand in order, with the rank of each part."""
    if sort is Sort.STATUS:
        yield from _stretches_by_status(claims, position, split)
    else:
        if position is not None:
            claims = claims.filter(_beyond(position, sort, claims.db))
        if split is None:
            yield 0, claims
        else:
            yield from ((0, claims.filter(**{split.field: value})) for value in split.values)


def _stretches_by_status(
    claims: ClaimQuerySet, position: Position | None, split: Split | None
) -> Iterator[tuple[int, ClaimQuerySet]]:
    chosen = split.values if split and split.field == "status" else _ORDER
    here = _ORDER.index(position.place.status) if position and position.place.status else None
    is_backwards = position is not None and position.direction is Direction.BEFORE
    ranks = [rank for rank, status in enumerate(_ORDER) if status in chosen]
    for rank in reversed(ranks) if is_backwards else ranks:
        stretch = claims.filter(status=_ORDER[rank])
        if position is not None and rank == here:
            yield rank, stretch.filter(_beyond(position, Sort.STATUS, claims.db))
        elif here is None or (rank < here if is_backwards else rank > here):
            yield rank, stretch


def _beyond(position: Position, sort: Sort, using: str) -> Q:
    """What comes after (before) a place: written so that the database begins reading there."""
    falls = sort.is_newest_first is (position.direction is Direction.AFTER)
    moment, pk = _moment(position.place.moment, using), position.place.pk
    if falls:
        return Q(**{f"{sort.moment}__lte": moment}) & (Q(**{f"{sort.moment}__lt": moment}) | Q(id__lt=pk))
    return Q(**{f"{sort.moment}__gte": moment}) & (Q(**{f"{sort.moment}__gt": moment}) | Q(id__gt=pk))


def _moment(written: str, using: str) -> Any:
    """A moment as the database compares it. SQLite compares texts, in which ``.5`` is not ``.500000``."""
    if connections[using].vendor == "sqlite":
        return Value(written.replace("T", " "), output_field=TextField())
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


# --- Their rows ----------------------------------------------------------------------------------------------------

_COLUMNS = (
    "id",
    "statement",
    "status",
    "stale_since",
    "how_to_use",
    "speaker_basis",
    "speaker_id",
    "speaker__name",
    "source_id",
    "source__name",
    "assigned_to__username",
    "assigned_to__first_name",
    "assigned_to__last_name",
    "created",
    "updated",
    "quoted__words",
    "quoted__speaker_printed",
    "quoted__speaker_resolved",
    "quoted__snapshot__document_id",
    "quoted__snapshot__document__our_title",
)


def _rows(ids: Sequence[int]) -> list[ClaimRow]:
    primary = FilteredRelation("quotations", condition=Q(quotations__is_primary=True))
    rows = Claim.objects.filter(pk__in=ids).order_by().annotate(quoted=primary).values(*_COLUMNS)
    by_id = {values["id"]: _row(values) for values in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _row(values: dict[str, Any]) -> ClaimRow:
    return ClaimRow(
        pk=values["id"],
        statement=_cut(values["statement"], _LONGEST_STATEMENT),
        words=_cut(values["quoted__words"] or "", _LONGEST_WORDS),
        status=STATUSES[Status(values["status"])],
        is_stale=values["stale_since"] is not None,
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
        created=values["created"],
        updated=values["updated"],
    )


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
