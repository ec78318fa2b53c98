"""Services: an SQLite database copied by its own backup interface, and put in place."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from django.db import connection

from claims.errors import Refusal, Refused
from claims.services import filestore
from claims.services.backup_manifest import Facts, Query, Step, Tell, facts_of

PART: Final = "database.sqlite3"
_PAGES_AT_ONCE = 2000


def copy(target: Path, *, tell: Tell) -> Facts:
    """Copy the database as it is now into a file, while others go on writing; what the copy holds."""
    with closing(_open(_place())) as source, closing(_open(target)) as copied:
        # Held open, the read keeps the copy at one moment: without it, every write of others would begin it anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(
            copied, pages=_PAGES_AT_ONCE, progress=lambda _s, left, all_: tell(Step.DATABASE, all_ - left, all_)
        )
        source.rollback()
        # One file and no second one beside it that could be forgotten.
        copied.execute("PRAGMA journal_mode = DELETE")
        return facts_of(_asking(copied))


def check(copied: Path) -> None:
    """Refuse a copy that is no sound database."""
    with closing(_open(copied)) as database:
        try:
            (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            said = str(error)
    if said != "ok":
        raise Refused(Refusal.BACKUP_PART_CHANGED, part=PART)


def refuse_in_use() -> None:
    """Refuse when another process has the database open: it would go on writing into the file that was put away."""
    if not _place().exists():
        return
    connection.close()
    with closing(_open(_place())) as database:
        try:
            # Leaving WAL needs the file for oneself, and tidies away what stands beside it.
            (mode,) = database.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            mode = ""
    if mode != "delete":
        raise Refused(Refusal.DATABASE_IN_USE)


def put(copied: Path, *, aside: str) -> str:
    """Put a checked copy in the place of the database in one step; where what was there is kept, "" if nowhere."""
    connection.close()
    place = _place()
    kept = place.with_name(f"{place.name}.{aside}") if aside and place.exists() else None
    if kept is not None:
        kept.hardlink_to(place)
    copied.chmod(0o640)
    copied.replace(place)
    for beside in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            place.with_name(place.name + beside).unlink()
    filestore.sync_folder(place.parent)
    return str(kept or "")


def folder() -> Path:
    """Where a copy has to lie to be put in place in one step."""
    return _place().parent


def version() -> str:
    """What made the copy, by name and version."""
    return f"SQLite {sqlite3.sqlite_version}"


def _place() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=20)


def _asking(database: sqlite3.Connection) -> Query:
    return lambda sql: database.execute(sql).fetchall()
