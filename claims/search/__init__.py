"""Search: plain words in claims and notes, the same answers on SQLite and PostgreSQL."""

from types import ModuleType
from typing import Any, Literal, TypeAlias

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from claims.search import index, postgresql, sqlite
from claims.search.index import CLAIMS, NOTES, Index
from claims.search.query import Query, parse

__all__ = ["CLAIMS", "NOTES", "Column", "Index", "Matching", "Query", "install", "matching", "parse", "tidy"]

Column: TypeAlias = Literal["words", "speaker"]


class Matching(Func):
    """A condition on claims or notes: what a query looks for occurs in them. Exact, however many fit; for ``filter``.

    ``is_narrow``: so few fit that one begins with them, and not with the newest ones. Planners of databases cannot
    always know it and have to be told; the wrong way round costs a hundred times as much.
    """

    def __init__(
        self, query: Query, column: Column | None = None, *, of: Index = CLAIMS, is_narrow: bool = False
    ) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.query, self.column, self.of, self.is_narrow = query, column, of, is_narrow

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """The id of the row is among those that are found."""
        pk, params = compiler.compile(self.source_expressions[0])
        if not self.query:
            return f"{pk} IS NULL", (*params,)
        sql, more = _backend(connection).among_found(self.of, pk, self.query, self.column, is_narrow=self.is_narrow)
        return sql, (*params, *more)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what the search needs in this database; on the way back to an older release not every table is there."""
    tables = connection.introspection.table_names()
    for of in index.ALL:
        if of.table in tables:
            _backend(connection).install(connection, of)


def tidy(connection: BaseDatabaseWrapper) -> None:
    """Leave nothing in the index of words that were taken out of it."""
    for of in index.ALL:
        _backend(connection).tidy(connection, of)


def matching(text: str, *, column: Column | None = None, of: Index = CLAIMS, using: str = "default") -> Matching:
    """The condition that plain words make. Without any word in them, nothing fits.

    Asks how many rows fit, and no further than 10,000, where the database's planner cannot know it: one query.
    """
    query, connection = parse(text), connections[using]
    is_narrow = not query or _backend(connection).is_narrow(connection, of, query, column)
    return Matching(query, column, of=of, is_narrow=is_narrow)


def _backend(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
