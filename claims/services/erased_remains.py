"""Services: what is left of erased words and sealed names where no query sees it: in files of ours."""

from django.db import OperationalError, connection, transaction

from claims import search
from claims.models import Evidence, Snapshot
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
)


def wipe(*, full: bool = False) -> bool:
    """Take the bytes of erased files away, and what the database's own files still hold of erased words.

    Whether all of it is gone: on SQLite, somebody who reads meanwhile can be in the way, and it is done by the next
    one. On PostgreSQL old pages are given free, and rewritten only when asked to do it in ``full``, which locks them.
    """
    for name in _erased_files():
        filestore.remove(name)
    if connection.in_atomic_block:
        return False
    search.tidy(connection)
    if connection.vendor == "postgresql":
        return _vacuum_tables(full=full)
    return _vacuum_file()


def _erased_files() -> set[str]:
    """The files that only what was erased names."""
    with transaction.atomic():
        snapshots, evidence = Snapshot.objects.order_by(), Evidence.objects.order_by().exclude(file_sha256="")
        erased = set(snapshots.exclude(erased_at=None).values_list("raw_sha256", flat=True))
        erased |= set(evidence.exclude(erased_at=None).values_list("file_sha256", flat=True))
        kept = set(snapshots.filter(erased_at=None, raw_sha256__in=erased).values_list("raw_sha256", flat=True))
        kept |= set(evidence.filter(erased_at=None, file_sha256__in=erased).values_list("file_sha256", flat=True))
    return erased - kept


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
