"""Selectors: what is read for some thousand rows of an export: just the columns it needs, as plain tuples.

A statement is made once for an export, by the words of the querysets, and asked again for every chunk, past Django's
own reading of rows, which costs more than all the rest. So values are as the database's driver gives them: a list is a
text of JSON, and a moment may be a text in UTC, which ``moment`` reads.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.expressions import RawSQL

Moment: TypeAlias = datetime | str
Row: TypeAlias = tuple[Any, ...]
Columns: TypeAlias = Iterable[str | Expression]
Made = TypeVar("Made")

# The place where each chunk's ids go. One value, however many they are: a statement that names them all is as long as
# the list, and is taken apart anew each time.
_IDS: Final = "ids"


class ClaimRead(NamedTuple):
    """A claim, with the names of its speaker and of the source it came through."""

    pk: int
    version: int
    statement: str
    status: str
    how_to_use: str
    attribution: str
    verdict: str
    stale_since: Moment | None
    stale_because: str
    single_read_at: Moment | None
    speaker_basis: str
    speaker_id: int | None
    source_id: int | None
    speaker__name: str | None
    speaker__kind: str | None
    speaker__role: str | None
    source__name: str | None


class QuotationRead(NamedTuple):
    """A quotation."""

    claim_id: int
    pk: int
    snapshot_id: int
    is_primary: bool
    place: str
    kind: str
    words: str
    speaker_printed: str
    speaker_resolved: str
    role_printed: str
    said_when: str
    damage: str
    is_altered: bool
    chain_end: str


class FindingRead(NamedTuple):
    """The finding that stands, with its two readers."""

    claim_id: int
    state: str
    reason: str
    made_by_id: int
    second_by_id: int | None
    last_at: Moment


class TextRead(NamedTuple):
    """A text that quotations stand in, with its document."""

    pk: int
    number: int
    text_sha256: str
    document_id: int
    document__our_title: str
    document__address: str
    document__address_knowledge: str
    document__published: Moment | None
    document__published_knowledge: str
    document__published_precision: str
    document__published_zone: str
    document__withdrawn_at: Moment | None


def among() -> RawSQL:
    """The ids of a chunk, to filter by."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", (_IDS,))
    return RawSQL("SELECT value FROM json_each(%s)", (_IDS,))


def reader(hanging: QuerySet[Any], columns: Columns) -> Callable[[Iterable[int]], list[Row]]:
    """Reads, for the ids of a chunk, just these columns of the rows that hang on them: those filtered by ``among``."""
    sql, usual = hanging.values_list(*columns).query.sql_with_params()
    form = "{%s}" if connection.vendor == "postgresql" else "[%s]"

    def read(ids: Iterable[int]) -> list[Row]:
        chosen = form % ",".join(map(str, ids))
        with connection.cursor() as cursor:
            cursor.execute(sql, [chosen if value is _IDS else value for value in usual])
            rows: list[Row] = cursor.fetchall()
            return rows

    return read


def grouped(rows: Iterable[Row], made: Callable[[Row], Made]) -> Mapping[int, list[Made]]:
    """What is made of each row, by the id in its first column, in the order read."""
    groups: dict[int, list[Made]] = {}
    for row in rows:
        if row[0] in groups:
            groups[row[0]].append(made(row))
        else:
            groups[row[0]] = [made(row)]
    return groups


def moment(value: datetime | str) -> datetime:
    """A moment as it was read; SQLite keeps them in UTC and does not say so."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)
