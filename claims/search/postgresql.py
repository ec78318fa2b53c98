"""Search: PostgreSQL, by stored vectors of the kept words under a GIN index.

PostgreSQL's own parser of texts sees numbers, addresses and signs where we see words, and not the same ones in every
locale. The words are folded before they come here, so vectors and queries are built of them as they are.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from claims.search.index import Index
from claims.search.query import MANY, Query, Term

_VECTOR = """CREATE OR REPLACE FUNCTION claims_vector(folded text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(word || ':' || place, ' '), '')::tsvector
        FROM unnest(string_to_array(folded, ' ')) WITH ORDINALITY AS words (word, place)
    $$"""


def install(connection: BaseDatabaseWrapper, of: Index) -> None:
    """Make the vectors and their indexes, unless they are there: then not even a lock is taken."""
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, of.table)}
        if there.issuperset(f"{column}_vector" for column in of.columns):
            return
        cursor.execute(_VECTOR)
        for column in of.columns:
            cursor.execute(
                f"ALTER TABLE {of.table} ADD COLUMN IF NOT EXISTS {column}_vector tsvector "
                f"GENERATED ALWAYS AS (claims_vector({column})) STORED"
            )
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {of.name}_{column} ON {of.table} USING gin ({column}_vector)")


def tidy(_connection: BaseDatabaseWrapper, _of: Index) -> None:
    """The vectors stand in the rows, and go as these are vacuumed."""


def among_found(of: Index, pk: str, query: Query, column: str | None, *, is_narrow: bool) -> tuple[str, list[str]]:
    """The condition that this id is among those that fit. Materialized, they are found first."""
    sql, params = _found(of, query, column)
    if is_narrow:
        sql = f"WITH found AS MATERIALIZED ({sql}) SELECT {of.key} FROM found"  # noqa: S608 - all ours
    return f"{pk} IN ({sql})", params


def is_narrow(connection: BaseDatabaseWrapper, of: Index, query: Query, column: str | None) -> bool:
    """Whether few fit. The planner keeps count of single words, but not of words that stand together."""
    if len(query.terms) == 1 and len(query.terms[0].words) == 1:
        return False
    sql, params = _found(of, query, column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {MANY + 1}) AS found", params)  # noqa: S608 - all ours
        return bool(cursor.fetchone()[0] <= MANY)


def _found(of: Index, query: Query, column: str | None) -> tuple[str, list[str]]:
    """The ids of the rows that fit. Each term may stand in another column."""
    columns = [column] if column else of.columns
    somewhere = " OR ".join(f"{name}_vector @@ %s::tsquery" for name in columns)
    condition = " AND ".join(f"({somewhere})" for _term in query.terms)
    params = [_term(term) for term in query.terms for _name in columns]
    return f"SELECT {of.key} FROM {of.table} WHERE {condition}", params  # noqa: S608 - signs are ours


def _term(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_beginning else "")
