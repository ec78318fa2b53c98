"""Selectors: what is read for some thousand rows of an export: just the columns it needs, as plain tuples.

A field of a tuple is a path from its model, as ``values_list`` takes it; the first field says what the row hangs on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

Read = TypeVar("Read", bound=tuple[Any, ...])
Made = TypeVar("Made")


class ClaimRead(NamedTuple):
    """A claim, with the names of its speaker and of the source it came through."""

    pk: int
    version: int
    statement: str
    status: str
    how_to_use: str
    attribution: str
    verdict: str
    stale_since: datetime | None
    stale_because: str
    single_read_at: datetime | None
    speaker_basis: str
    speaker_id: int | None
    source_id: int | None
    speaker__name: str | None
    speaker__kind: str | None
    speaker__role: str | None
    source__name: str | None


class QuotationRead(NamedTuple):
    """A quotation, with its text and document."""

    claim_id: int
    pk: int
    is_primary: bool
    place: str
    kind: str
    words: str
    speaker_printed: str
    speaker_resolved: str
    role_printed: str
    said_when: str
    damage: list[tuple[str, int, int]]
    is_altered: bool
    chain_end: str
    snapshot__number: int
    snapshot__text_sha256: str
    snapshot__document_id: int
    snapshot__document__our_title: str
    snapshot__document__address: str
    snapshot__document__address_knowledge: str
    snapshot__document__published: datetime | None
    snapshot__document__published_knowledge: str
    snapshot__document__published_precision: str
    snapshot__document__published_zone: str
    snapshot__document__withdrawn_at: datetime | None


class RelayRead(NamedTuple):
    """One step of a chain."""

    quotation_id: int
    name: str
    source_id: int | None
    source__name: str | None
    knowledge: str
    roles: list[str]
    basis: str
    inferred_from: str
    words: str
    transform: str
    is_read_by_us: bool


class SpanRead(NamedTuple):
    """One unbroken piece of a quotation."""

    quotation_id: int
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class FindingRead(NamedTuple):
    """The finding that stands, with the names of its two readers."""

    claim_id: int
    state: str
    reason: str
    made_at: datetime
    made_by_id: int
    made_by__first_name: str
    made_by__last_name: str
    made_by__username: str
    second_at: datetime | None
    second_by_id: int | None
    second_by__first_name: str | None
    second_by__last_name: str | None
    second_by__username: str | None


class EvidenceRead(NamedTuple):
    """One thing that a finding rests on."""

    claim_id: int
    kind: str
    stance: str
    relation: str
    address: str
    file_name: str
    file_sha256: str
    text: str
    asked_whom: str
    asked_how: str
    asked_at: datetime | None
    has_reply: bool | None


def read(kind: Callable[..., Read], rows: QuerySet[Any]) -> Iterator[Read]:
    """Read just the columns that a kind of tuple has fields for."""
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]  # a NamedTuple has them
    return starmap(kind, rows.values_list(*fields))


def grouped(rows: Iterable[Read], made: Callable[[Read], Made]) -> Mapping[int, list[Made]]:
    """What is made of each row, by the id in its first column, in the order read."""
    groups: dict[int, list[Made]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(made(row))
    return groups
