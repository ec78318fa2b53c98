"""Selectors: many reads that see the database at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Read within this block as if nobody wrote anything meanwhile. Nobody is kept from writing.

    Inside a transaction that is open already, as in most tests, that one stays what it is.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred():
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """Begin a transaction of SQLite's that takes no lock until it has to.

    The settings begin every transaction with IMMEDIATE, which takes the write lock at once: every editor would wait
    until the last row is read. A deferred one takes a reader's view with its first read and, in WAL mode, is in
    nobody's way. Only reads may stand in it: it would be too late for the lock once somebody else has written.
    """
    connection.ensure_connection()  # it reads its settings when it connects
    usual = connection.transaction_mode  # type: ignore[attr-defined]  # SQLite's connections have it
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
