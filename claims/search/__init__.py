"""Search: plain words in claims, the same answers on SQLite and PostgreSQL."""

from types import ModuleType
from typing import Any, Literal, TypeAlias

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from claims.search import postgresql, sqlite
from claims.search.query import Query, parse

__all__ = ["Column", "Matching", "Query", "install", "matching", "parse"]

Column: TypeAlias = Literal["words", "speaker"]


class Matching(Func):
    """A condition on claims: what a query looks for occurs in them. Exact, however many fit; for ``filter``.

    ``is_narrow``: so few fit that one begins with them, and not with the newest claims. SQLite's planner cannot know
    it and has to be told; the wrong way round costs a hundred times as much.
    """

    def __init__(self, query: Query, column: Column | None = None, *, is_narrow: bool = False) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.query, self.column, self.is_narrow = query, column, is_narrow

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """``id IN (...)``; a plus sign keeps SQLite from going through these ids first."""
        pk, params = compiler.compile(self.source_expressions[0])
        if not self.query:
            return f"{pk} IS NULL", (*params,)
        subquery, more = _backend(connection).found(self.query, self.column)
        plus = "+" if connection.vendor == "sqlite" and not self.is_narrow else ""
        return f"{plus}{pk} IN ({subquery})", (*params, *more)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what the search needs in this database."""
    _backend(connection).install(connection)


def matching(text: str, *, column: Column | None = None, using: str = "default") -> Matching:
    """The condition that plain words make. Without any word in them, nothing fits.

    Asks how many claims fit where the database needs to know it (one query on SQLite, which counts to 10,000).
    """
    query, connection = parse(text), connections[using]
    is_narrow = not query or _backend(connection).is_narrow(connection, query, column)
    return Matching(query, column, is_narrow=is_narrow)


def _backend(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
