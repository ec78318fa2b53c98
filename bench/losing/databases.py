"""Bench: databases of lanes: copies of the one that is connected to, which go away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def copies(folder: Path, number: int) -> Iterator[list[str]]:
    """So many copies of the database, by their names."""
    if connection.vendor == "sqlite":
        yield [_copied_file(folder / f"lane-{lane}.sqlite3") for lane in range(number)]
        return
    original = connection.settings_dict["NAME"]
    names = [f"{original}_{lane}" for lane in range(number)]
    connections.close_all()
    try:
        _tell_server(*(f'CREATE DATABASE "{name}" TEMPLATE "{original}"' for name in names))
        yield names
    finally:
        connections.close_all()
        _tell_server(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))


def enter(name: str) -> None:
    """Be connected to another database from here on."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def cut_off_others() -> None:
    """End what every other process does at this database, from the side of the server. SQLite has no such side."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connections.close_all()


def _copied_file(path: Path) -> str:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return str(path)


def _tell_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
