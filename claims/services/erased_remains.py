"""Services: what is left of erased words and sealed names where no query sees it: in files of ours."""

from collections.abc import Sequence
from typing import Final

from django.db import OperationalError, connection, models, transaction

from claims import search
from claims.models import Evidence, IssuedList, Snapshot
from claims.services import filestore

# The tables that erasing and sealing change. PostgreSQL keeps what a row was until these are vacuumed.
_TABLES = (
    "claims_snapshot",
    "claims_quotation",
    "claims_span",
    "claims_relay",
    "claims_claim",
    "claims_claimwords",
    "claims_document",
    "claims_evidence",
    "claims_finding",
    "claims_note",
    "claims_notewords",
    "claims_source",
    "claims_alias",
    "claims_rating",
    "claims_seal",
    "claims_savedview",
    "claims_export",
    "claims_issuedlist",
)


_FILES: Final[Sequence[tuple[type[models.Model], str]]] = (
    (Snapshot, "raw_sha256"),
    (Evidence, "file_sha256"),
    (IssuedList, "sha256"),
    (IssuedList, "record_sha256"),
)


def wipe(*, full: bool = False) -> bool:
    """Take the bytes of erased files away, and what the database's own files still hold of erased words.

    Whether all of it is gone: on SQLite, somebody who reads meanwhile can be in the way, and it is done by the next
    one. On PostgreSQL old pages are given free, and rewritten only when asked to do it in ``full``, which locks them.
    """
    remove_files()
    if connection.in_atomic_block:
        return False
    search.tidy(connection)
    if connection.vendor == "postgresql":
        return _vacuum_tables(full=full)
    return _vacuum_file()


def remove_files() -> None:
    """Take away the files that only what was erased names."""
    with transaction.atomic():
        erased = {
            kept
            for model, name in _FILES
            for kept in model._default_manager.exclude(erased_at=None).order_by().values_list(name, flat=True)
        } - {""}
        wanted = {
            kept
            for model, name in _FILES
            for kept in model._default_manager.filter(erased_at=None, **{f"{name}__in": erased})
            .order_by()
            .values_list(name, flat=True)
        }
    for name in erased - wanted:
        filestore.remove(name)


def _vacuum_tables(*, full: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {'(FULL) ' if full else ''}{', '.join(_TABLES)}")
    return full


def _vacuum_file() -> bool:
    """Write the database anew without what was freed in it, and empty the file beside it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_busy, _pages, _moved) = cursor.fetchone()
    except OperationalError:  # somebody else is writing
        return False
    return not is_busy
