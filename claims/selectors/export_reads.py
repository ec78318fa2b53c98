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
    if isinstance(value, str):
        return datetime.fromisoformat(f"{value}+00:00")
    return value if value.tzinfo else value.replace(tzinfo=UTC)
