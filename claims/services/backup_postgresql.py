"""Services: a PostgreSQL database copied by pg_dump and put in place by pg_restore."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from claims.errors import Refusal, Refused
from claims.services.backup_manifest import Facts, Step, Tell, facts_of

PART: Final = "database.pgdump"
_PUT_ASIDE: Final = "before_restore_"


def copy(target: Path, *, tell: Tell) -> Facts:
    """Copy the database as it is now into a file, while others go on writing; what the copy holds."""
    program = _program("pg_dump")
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        # The counts are read in the very moment that is dumped.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        ((moment,),) = cursor.fetchall()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={_PUT_ASIDE}*"]
        command = [program, *_where(), *options, f"--snapshot={moment}", f"--file={target}"]
        _run(command, tell=lambda: tell(Step.DATABASE, target.stat().st_size if target.exists() else 0, 0))
        return facts_of(_query)


def check(copied: Path) -> None:
    """Refuse a copy that pg_restore cannot read."""
    try:
        _run([_program("pg_restore"), "--list", str(copied)])
    except Refused as refused:
        if refused.code is Refusal.PROGRAM_FAILED:
            raise Refused(Refusal.BACKUP_PART_CHANGED, part=PART) from None
        raise


def refuse_in_use() -> None:
    """Refuse when somebody else is connected: they would go on writing into what was put away."""
    others = _query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' LIMIT 1"
    )
    if others:
        raise Refused(Refusal.DATABASE_IN_USE)


def put(copied: Path, *, aside: str) -> str:
    """Put a checked copy in the place of the database; where what was there is kept, "" if nowhere.

    What is there moves into a schema of another name first, and back if pg_restore fails.
    """
    program = _program("pg_restore")
    ((schema,),) = _query("SELECT current_schema()")
    away = _PUT_ASIDE + (aside or "empty").replace("-", "_").lower()
    _query(f'ALTER SCHEMA "{schema}" RENAME TO "{away}"', f'CREATE SCHEMA "{schema}"')
    connection.close()
    try:
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run([program, *_where(), *options, str(copied)])
    except BaseException:
        _query(f'DROP SCHEMA "{schema}" CASCADE', f'ALTER SCHEMA "{away}" RENAME TO "{schema}"')
        raise
    if aside:
        return away
    _query(f'DROP SCHEMA "{away}" CASCADE')
    return ""


def folder() -> Path:
    """Where a copy may lie before it is put in place."""
    return Path(tempfile.gettempdir())


def version() -> str:
    """What made the copy, by name and version."""
    ((number,),) = _query("SHOW server_version")
    return f"PostgreSQL {number}"


def _query(*statements: str) -> Sequence[tuple[Any, ...]]:
    """Run all of it or nothing; what the last statement answers."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refused(Refusal.PROGRAM_MISSING, program=name)
    return found


def _where() -> list[str]:
    """The options by which PostgreSQL's programs find our database."""
    arguments, _environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    *where, name = arguments[1:]
    return [*where, f"--dbname={name}"]


def _run(command: list[str], *, tell: Callable[[], None] = lambda: None) -> None:
    """Run one of PostgreSQL's programs to its end. Refuses PROGRAM_FAILED, with what it said last."""
    _arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - found by its name, with settings of our own
            command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            while process.poll() is None:
                time.sleep(0.05)
                tell()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            raise Refused(Refusal.PROGRAM_FAILED, program=Path(command[0]).name, said=_last_words(said))


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why"
