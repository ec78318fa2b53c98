"""Search: SQLite, by an FTS5 index over the kept words.

The index holds no text of its own; triggers keep it. The words are folded before they come here, so the tokenizer has
nothing to do but part them at the spaces: ``ascii`` takes every sign beyond ASCII for a letter.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from claims.search.index import Index
from claims.search.query import MANY, Query, Term


def install(connection: BaseDatabaseWrapper, of: Index) -> None:
    """Make the index and its triggers. What is missing or different was perhaps missed too: then all is built anew."""
    triggers = _triggers(of)
    wanted = {of.name: _table(of), **triggers}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{of.name}%"])
        if wanted.items() <= dict(cursor.fetchall()).items():
            return
        for name in triggers:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {of.name}")
        for statement in wanted.values():
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {of.name} ({of.name}) VALUES ('rebuild')")  # noqa: S608 - all ours


def tidy(connection: BaseDatabaseWrapper, of: Index) -> None:
    """Merge the index into one piece: until then, pieces that are written already hold what was taken out since."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {of.name} ({of.name}) VALUES ('optimize')")  # noqa: S608 - all ours


def _table(of: Index) -> str:
    return (
        f"CREATE VIRTUAL TABLE {of.name} USING fts5("
        f"{', '.join(of.columns)}, content='{of.table}', content_rowid='{of.key}', tokenize='ascii', columnsize=0)"
    )


def _triggers(of: Index) -> dict[str, str]:
    columns = ", ".join(of.columns)
    new, old = (", ".join(f"{row}.{column}" for column in (of.key, *of.columns)) for row in ("NEW", "OLD"))
    add = f"INSERT INTO {of.name} (rowid, {columns}) VALUES ({new});"  # noqa: S608 - all ours
    take_out = f"INSERT INTO {of.name} ({of.name}, rowid, {columns}) VALUES ('delete', {old});"  # noqa: S608 - all ours
    acts = {
        "added": f"INSERT ON {of.table} BEGIN {add} END",
        "deleted": f"DELETE ON {of.table} BEGIN {take_out} END",
        "changed": f"UPDATE OF {columns} ON {of.table} BEGIN {take_out} {add} END",
    }
    return {f"{of.name}_{name}": f"CREATE TRIGGER {of.name}_{name} AFTER {act}" for name, act in acts.items()}


def among_found(of: Index, pk: str, query: Query, column: str | None, *, is_narrow: bool) -> tuple[str, list[str]]:
    """The condition that this id is among those that fit. A plus sign keeps SQLite from beginning with them."""
    sql, params = _found(of, query, column)
    return f"{'' if is_narrow else '+'}{pk} IN ({sql})", params


def is_narrow(connection: BaseDatabaseWrapper, of: Index, query: Query, column: str | None) -> bool:
    """Whether few fit. SQLite's planner knows nothing of it."""
    sql, params = _found(of, query, column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {MANY + 1})", params)  # noqa: S608 - all ours
        return bool(cursor.fetchone()[0] <= MANY)


def _found(of: Index, query: Query, column: str | None) -> tuple[str, list[str]]:
    wanted = " AND ".join(_term(term) for term in query.terms)
    return f"SELECT rowid FROM {of.name} WHERE {of.name} MATCH %s", [  # noqa: S608 - all ours
        f"{{{column}}} : ({wanted})" if column else wanted
    ]


def _term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_beginning else "")
