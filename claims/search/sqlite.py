"""Search: SQLite, by an FTS5 index over the kept words.

The index holds no text of its own; triggers keep it. The words are folded before they come here, so the tokenizer has
nothing to do but part them at the spaces: ``ascii`` takes every sign beyond ASCII for a letter.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from claims.search.query import MANY, Query, Term

_INDEX = (
    "CREATE VIRTUAL TABLE claims_search USING fts5("
    "words, speaker, content='claims_claimwords', content_rowid='claim_id', tokenize='ascii', columnsize=0)"
)
_ADD = "INSERT INTO claims_search (rowid, words, speaker) VALUES (NEW.claim_id, NEW.words, NEW.speaker);"
_TAKE_OUT = (
    "INSERT INTO claims_search (claims_search, rowid, words, speaker) "
    "VALUES ('delete', OLD.claim_id, OLD.words, OLD.speaker);"
)
_TRIGGERS = {
    "claims_search_added": f"AFTER INSERT ON claims_claimwords BEGIN {_ADD} END",
    "claims_search_deleted": f"AFTER DELETE ON claims_claimwords BEGIN {_TAKE_OUT} END",
    "claims_search_changed": f"AFTER UPDATE OF words, speaker ON claims_claimwords BEGIN {_TAKE_OUT} {_ADD} END",
}
_WANTED = {"claims_search": _INDEX} | {name: f"CREATE TRIGGER {name} {body}" for name, body in _TRIGGERS.items()}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and its triggers. What is missing or different was perhaps missed too: then all is built anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'claims_search%'")
        if _WANTED.items() <= dict(cursor.fetchall()).items():
            return
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute("DROP TABLE IF EXISTS claims_search")
        for statement in _WANTED.values():
            cursor.execute(statement)
        cursor.execute("INSERT INTO claims_search (claims_search) VALUES ('rebuild')")


def among_found(pk: str, query: Query, column: str | None, *, is_narrow: bool) -> tuple[str, list[str]]:
    """The condition that this id is among those that fit. A plus sign keeps SQLite from beginning with them."""
    sql, params = _found(query, column)
    return f"{'' if is_narrow else '+'}{pk} IN ({sql})", params


def is_narrow(connection: BaseDatabaseWrapper, query: Query, column: str | None) -> bool:
    """Whether few claims fit. SQLite's planner knows nothing of it."""
    sql, params = _found(query, column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {MANY + 1})", params)  # noqa: S608 - all ours
        return bool(cursor.fetchone()[0] <= MANY)


def _found(query: Query, column: str | None) -> tuple[str, list[str]]:
    wanted = " AND ".join(_term(term) for term in query.terms)
    return "SELECT rowid FROM claims_search WHERE claims_search MATCH %s", [
        f"{{{column}}} : ({wanted})" if column else wanted
    ]


def _term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_beginning else "")
