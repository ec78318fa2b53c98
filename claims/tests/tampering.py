"""Tests: the triggers on the ledger, taken away where a test that commits has to empty every table."""

from django.db import connection

_ON_LINES = ("line_is_never_changed", "line_is_never_removed", "lines_are_never_removed")


def drop_triggers() -> None:
    """Take away what keeps the lines of the ledger from being changed and removed."""
    of_table = " ON claims_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _ON_LINES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")
