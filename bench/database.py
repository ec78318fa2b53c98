"""Bench: a database that is made, filled and taken away again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from bench import newsroom
from claims.models import Claim


@contextmanager
def throw_away(*, keep: bool) -> Iterator[None]:
    """A database of the name that tests would use, beside the one that the settings name."""
    name = str(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite":
        # Else it would be one in memory.
        connection.settings_dict["TEST"]["NAME"] = f"{name}.bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0, keepdb=keep)


def filled(claims: int) -> None:
    """Fill the database with a newsroom of this size, unless a kept one is there."""
    if Claim.objects.exists():
        print(f"The database holds {Claim.objects.count():,} claims already.")
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # nothing of this needs to survive
    newsroom.fill(claims, say=print)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as its own housekeeper does before long; SQLite has none
