"""Drill: another installation, as a drill or a test needs one: its own database, files and keys, run by commands."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from django.conf import settings
from django.db import connection

from bench import database

Connection: TypeAlias = "sqlite3.Connection | psycopg.Connection[tuple[Any, ...]]"


@dataclass
class Place:
    """One installation, by its address of the database and its folder."""

    url: str
    folder: Path
    said: str = ""

    @property
    def files(self) -> Path:
        """Its file store."""
        return self.folder / "files"

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a process of ours work there."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "DEBUG": "1",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.files),
            "KEYS_DIR": str(self.folder / "keys"),
            "CHECKPOINTS_DIR": str(self.folder / "checkpoints"),
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *arguments: object) -> bool:
        """Run ``manage.py`` there; whether it went well. What it said is kept."""
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said = done.stdout + done.stderr
        return done.returncode == 0

    def open(self) -> Connection:
        """Its database, asked without Django."""
        if self.url.startswith("sqlite"):
            return sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
        return psycopg.connect(self.url, autocommit=True)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What its database answers."""
        with closing(self.open()) as database:
            return list(database.execute(sql).fetchall())


@contextmanager
def empty(folder: Path) -> Iterator[Place]:
    """A place with nothing in it, of the kind of database that this process has."""
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        yield Place(f"sqlite:///{folder}/desk.sqlite3", folder)
        return
    here = str(connection.settings_dict["NAME"])
    name = f"{here}_elsewhere"
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    try:
        yield Place(f"{database.url().removesuffix(here)}{name}", folder)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
