"""Search: plain words in claims, the same answers on SQLite and PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what the search needs in this database."""
