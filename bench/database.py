"""Bench: a database that is made, filled and taken away again."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import override_settings

from bench import newsroom
from claims.models import Claim
from claims.services import keys


@contextmanager
def throw_away(*, keep: bool = False, kind: str = "bench") -> Iterator[None]:
    """A database of its own, beside the one that the settings name; ``kind`` is what its name ends with."""
    name = str(settings.DATABASES["default"]["NAME"])
    # Named, or it would be one in memory, or that of the tests, which may be running.
    connection.settings_dict["TEST"]["NAME"] = f"{name}{'.' if connection.vendor == 'sqlite' else '_'}{kind}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    keys.make_missing()
    try:
        # Checkpoints of its own too: those of another database would say that lines were changed.
        with tempfile.TemporaryDirectory() as folder, override_settings(CHECKPOINTS_DIR=Path(folder)):
            yield
    finally:
        _end_other_sessions()
        connection.creation.destroy_test_db(name, verbosity=0, keepdb=keep)


def _end_other_sessions() -> None:
    """Nobody else is on the database: a server in another thread, or a process that was ended, may still seem to be."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def url() -> str:
    """The address of the database that is connected to now, for the DATABASE_URL of another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    signed_in = f"{quote(at['USER'] or '')}{':' if at['PASSWORD'] else ''}{quote(at['PASSWORD'] or '')}"
    return f"postgres://{signed_in}@{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}/{at['NAME']}"


def filled(claims: int, fill: Callable[..., None] = newsroom.fill) -> None:
    """Fill the database with a newsroom of this size, unless a kept one is there."""
    if Claim.objects.exists():
        print(f"The database holds {Claim.objects.count():,} claims already.")
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # nothing of this needs to survive
    fill(claims, say=print)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as its own housekeeper does before long; SQLite has none
