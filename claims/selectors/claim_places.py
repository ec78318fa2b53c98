"""Selectors: where claims stand in their list, in each order it can have; at the same price on the last page.

A page is a stretch of an index: it begins after the last claim of the page before, not after a number of claims that
would have to be counted. Where an order or a filter falls apart into several stretches, they are merged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, IntegerField, Q, TextField, Value

from claims.querysets import ClaimQuerySet
from claims.workflow import Status

_BY_HAND = "by_hand"
_NEEDED = ["needed", "later"]  # the parts of a list in which what is needed by a time comes first
_ORDER = list(Status)


class Sort(StrEnum):
    """The order of the list. By status: in the order of the work, the newest first in each.

    By confidence, those that a person found, which have none, come last either way. As they are needed: what is needed
    by a time, the earliest first; then the rest, the oldest first.
    """

    NEWEST = "-created"
    OLDEST = "created"
    CHANGED_LAST = "-updated"
    CHANGED_FIRST = "updated"
    STATUS = "status"
    SUREST = "-confidence"
    LEAST_SURE = "confidence"
    NEEDED = "needed"

    @property
    def moment(self) -> str:
        """The field that holds the moment by which claims stand in order."""
        return "updated" if self in (Sort.CHANGED_LAST, Sort.CHANGED_FIRST) else "created"

    @property
    def is_by_confidence(self) -> bool:
        """Whether claims stand in the order of how sure the extractor is of them."""
        return self in (Sort.SUREST, Sort.LEAST_SURE)

    @property
    def has_parts(self) -> bool:
        """Whether the list is one part after the other, each in an order of its own."""
        return self in (Sort.STATUS, Sort.NEEDED) or self.is_by_confidence

    @property
    def is_falling(self) -> bool:
        """Whether the latest moment, or the highest confidence, comes first."""
        return self not in (Sort.OLDEST, Sort.CHANGED_FIRST, Sort.LEAST_SURE, Sort.NEEDED)


class Direction(StrEnum):
    """On which side of a place a page lies, in the order of the list."""

    AFTER = "after"
    BEFORE = "before"


_PLACE = re.compile(
    r"(?:(?P<group>[a-z_]{1,20}|[01](?:\.\d{1,20})?)~)?"
    r"(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)~(?P<pk>\d{1,18})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one claim stands in the list: its moment exactly as the database holds it (in UTC), its id, its group.

    The group is its status, its confidence ("by_hand" for none) or whether it is needed, where the list is sorted by
    that. In an address: ``2026-11-23T08:00:00.123~104``, with the group in front.
    """

    moment: str
    pk: int
    group: str = ""

    def __str__(self) -> str:
        return "~".join(filter(None, (self.group, self.moment, str(self.pk))))

    @classmethod
    def read(cls, text: str, sort: Sort) -> "Place | None":
        """The place that an address names; None when it names none, or none in this order."""
        found = _PLACE.fullmatch(text)
        if found is None or not _is_group(found["group"] or "", sort):
            return None
        try:
            datetime.fromisoformat(found["moment"])
        except ValueError:
            return None
        return cls(found["moment"], int(found["pk"]), found["group"] or "")

    @property
    def confidence(self) -> float:
        """The confidence that it names, where it names one."""
        return float(self.group)


@dataclass(frozen=True, slots=True)
class Position:
    """From where and in which direction a page is read."""

    direction: Direction
    place: Place

    @property
    def is_backwards(self) -> bool:
        """Whether the page lies before the place."""
        return self.direction is Direction.BEFORE


@dataclass(frozen=True, slots=True)
class Split:
    """A filter by several values of one field that has an index. Each value is a stretch of the index in order;
    several at once are not, and the database would walk through everything or sort all of it.
    """

    field: str
    values: Sequence[object]


def places(
    claims: ClaimQuerySet, sort: Sort, position: Position | None, split: Split | None, *, most: int
) -> list[Place]:
    """The places of this many claims, in the direction of reading: the stretches of an index, merged.

    ``split`` repeats one of the conditions that ``claims`` has already.
    """
    is_backwards = position is not None and position.is_backwards
    falls = sort.is_falling is not is_backwards
    statements: list[str] = []
    params: list[Any] = []
    for rank, stretch in _stretches(claims, sort, position, split):
        fields = (*_fields(sort, rank), "id")
        order = (("-" if falls else "") + field for field in fields)
        keys = stretch.order_by(*order).values_list(Value(rank, IntegerField()), *map(F, fields))
        try:
            sql, values = keys[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT * FROM ({sql}) AS stretch")  # noqa: S608 - Django wrote it
        params.extend(values)
    if not statements:
        return []
    merged = " UNION ALL ".join(statements) + _order_of_all(sort, is_backwards, falls, connections[claims.db].vendor)
    with connections[claims.db].cursor() as cursor:
        cursor.execute(f"{merged} LIMIT {most}", params)
        return [_place(row, sort) for row in cursor.fetchall()]


def _fields(sort: Sort, rank: int) -> tuple[str, ...]:
    """The fields that bring claims in order within a part of the list, before the id, which decides in the end."""
    if sort is Sort.NEEDED and rank == 0:
        return ("needed_by",)
    return ("confidence", sort.moment) if sort.is_by_confidence else (sort.moment,)


def _order_of_all(sort: Sort, is_backwards: bool, falls: bool, vendor: str) -> str:
    """How the stretches are merged.

    The parts of a list follow one another. SQLite answers them in turn and stops at the limit, unless it is told to
    sort: then it would read all of them first.
    """
    if sort.has_parts and vendor == "sqlite":
        return ""
    rank, rest = "DESC" if is_backwards else "ASC", "DESC" if falls else "ASC"
    keys = (f"{column} {rest}" for column in range(2, len(_fields(sort, 0)) + 3))
    return f" ORDER BY 1 {rank}, {', '.join(keys)}"


def _place(row: tuple[Any, ...], sort: Sort) -> Place:
    rank, *keys, moment, pk = row
    written = moment if isinstance(moment, str) else moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return Place(written.replace(" ", "T"), pk, _group(rank, keys, sort))


def _group(rank: int, keys: Sequence[float | None], sort: Sort) -> str:
    if sort is Sort.STATUS:
        return _ORDER[rank]
    if sort is Sort.NEEDED:
        return _NEEDED[rank]
    return "".join(_BY_HAND if key is None else repr(key) for key in keys)


def _is_group(group: str, sort: Sort) -> bool:
    if sort is Sort.STATUS:
        return group in set(Status)
    if sort is Sort.NEEDED:
        return group in _NEEDED
    if sort.is_by_confidence:
        return group == _BY_HAND or group[:1] in {"0", "1"}
    return not group


# --- Stretches -----------------------------------------------------------------------------------------------------


def _stretches(
    claims: ClaimQuerySet, sort: Sort, position: Position | None, split: Split | None
) -> Iterator[tuple[int, ClaimQuerySet]]:
    """The claims in stretches that each stand in order, with the rank of each."""
    if sort.has_parts:
        yield from _stretches_in_turn(claims, sort, position, split)
        return
    if position is not None:
        claims = claims.filter(_beyond(position, sort, claims.db))
    if split is None:
        yield 0, claims
    else:
        yield from ((0, claims.filter(**{split.field: value})) for value in split.values)


def _stretches_in_turn(
    claims: ClaimQuerySet, sort: Sort, position: Position | None, split: Split | None
) -> Iterator[tuple[int, ClaimQuerySet]]:
    """The parts of a list in the direction of reading, from the one that the place stands in."""
    parts = _parts(sort, split)
    here = _part_of(position.place, sort) if position else None
    is_backwards = position is not None and position.is_backwards
    for rank in reversed(parts) if is_backwards else parts:
        part = claims.filter(parts[rank])
        if position is not None and rank == here:
            yield rank, part.filter(_beyond(position, sort, claims.db))
        elif here is None or (rank < here if is_backwards else rank > here):
            yield rank, part


def _parts(sort: Sort, split: Split | None) -> dict[int, Q]:
    """What stands in each part of the list, by its rank."""
    if sort.is_by_confidence:
        return {0: Q(confidence__isnull=False), 1: Q(confidence__isnull=True)}
    if sort is Sort.NEEDED:
        return {0: Q(needed_by__isnull=False), 1: Q(needed_by__isnull=True)}
    chosen = split.values if split and split.field == "status" else _ORDER
    return {rank: Q(status=status) for rank, status in enumerate(_ORDER) if status in chosen}


def _part_of(place: Place, sort: Sort) -> int:
    if sort.is_by_confidence:
        return int(place.group == _BY_HAND)
    if sort is Sort.NEEDED:
        return _NEEDED.index(place.group)
    return _ORDER.index(Status(place.group))


def _beyond(position: Position, sort: Sort, using: str) -> Q:
    """What comes after (before) a place: written so that the database begins reading there."""
    place, falls = position.place, sort.is_falling is not position.is_backwards
    moment = "needed_by" if sort is Sort.NEEDED and place.group == _NEEDED[0] else sort.moment
    beyond = _further(moment, _moment(place.moment, using), Q(**{f"id__{'lt' if falls else 'gt'}": place.pk}), falls)
    if sort.is_by_confidence and place.group != _BY_HAND:
        return _further("confidence", place.confidence, beyond, falls)
    return beyond


def _further(field: str, value: Any, then: Q, falls: bool) -> Q:
    """Beyond a value; or just there, and beyond in what decides next."""
    way = "lt" if falls else "gt"
    return Q(**{f"{field}__{way}e": value}) & (Q(**{f"{field}__{way}": value}) | then)


def _moment(written: str, using: str) -> Any:
    """A moment as the database compares it. SQLite compares texts, in which ``.5`` is not ``.500000``."""
    if connections[using].vendor == "sqlite":
        return Value(written.replace("T", " "), output_field=TextField())
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
