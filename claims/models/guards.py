"""Models: triggers that no code of ours can pass by. Made anew after every migrate, as a table rebuilt loses them."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_CLAIM = "a claim is changed by services only: its version rises by one with every change"
_SNAPSHOT = "a text is kept exactly as received"
_LEDGER = "a line of the ledger is never changed and never removed"

_SNAPSHOT_COLUMNS = "document_id, number, text, text_sha256, raw_sha256, raw_size, erased_at"

# The one change of a text that passes: once, to nothing, with the moment, and everything else as it was.
_ERASING = (
    "NEW.text = '' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.document_id = OLD.document_id "
    "AND NEW.number = OLD.number AND NEW.text_sha256 = OLD.text_sha256 AND NEW.raw_sha256 = OLD.raw_sha256 "
    "AND NEW.raw_size = OLD.raw_size"
)

_SQLITE = (
    "DROP TRIGGER IF EXISTS claim_version_rises",
    f"""CREATE TRIGGER claim_version_rises BEFORE UPDATE ON claims_claim WHEN NEW.version <> OLD.version + 1
    BEGIN SELECT RAISE(ABORT, '{_CLAIM}'); END""",
    "DROP TRIGGER IF EXISTS snapshot_stays_as_received",
    f"""CREATE TRIGGER snapshot_stays_as_received BEFORE UPDATE OF {_SNAPSHOT_COLUMNS} ON claims_snapshot
    WHEN NOT ({_ERASING})
    BEGIN SELECT RAISE(ABORT, '{_SNAPSHOT}'); END""",
    "DROP TRIGGER IF EXISTS line_is_never_changed",
    # Events of a desk from before the ledger had lines get theirs once.
    f"""CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON claims_event WHEN OLD.line <> ''
    BEGIN SELECT RAISE(ABORT, '{_LEDGER}'); END""",
    "DROP TRIGGER IF EXISTS line_is_never_removed",
    f"""CREATE TRIGGER line_is_never_removed BEFORE DELETE ON claims_event
    BEGIN SELECT RAISE(ABORT, '{_LEDGER}'); END""",
)

_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION claim_version_rises() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION '{_CLAIM}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    "DROP TRIGGER IF EXISTS claim_version_rises ON claims_claim",
    """CREATE TRIGGER claim_version_rises BEFORE UPDATE ON claims_claim
    FOR EACH ROW EXECUTE FUNCTION claim_version_rises()""",
    f"""CREATE OR REPLACE FUNCTION snapshot_stays_as_received() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{_SNAPSHOT}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    "DROP TRIGGER IF EXISTS snapshot_stays_as_received ON claims_snapshot",
    f"""CREATE TRIGGER snapshot_stays_as_received BEFORE UPDATE OF {_SNAPSHOT_COLUMNS} ON claims_snapshot
    FOR EACH ROW WHEN (NOT ({_ERASING})) EXECUTE FUNCTION snapshot_stays_as_received()""",
    f"""CREATE OR REPLACE FUNCTION line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{_LEDGER}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    "DROP TRIGGER IF EXISTS line_is_never_changed ON claims_event",
    """CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON claims_event
    FOR EACH ROW WHEN (OLD.line <> '') EXECUTE FUNCTION line_stays()""",
    "DROP TRIGGER IF EXISTS line_is_never_removed ON claims_event",
    """CREATE TRIGGER line_is_never_removed BEFORE DELETE ON claims_event
    FOR EACH ROW EXECUTE FUNCTION line_stays()""",
    "DROP TRIGGER IF EXISTS lines_are_never_removed ON claims_event",
    """CREATE TRIGGER lines_are_never_removed BEFORE TRUNCATE ON claims_event
    FOR EACH STATEMENT EXECUTE FUNCTION line_stays()""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, replacing those that are there."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        of_snapshots, of_events = (_columns(connection, cursor, f"claims_{name}") for name in ("snapshot", "event"))
        for statement in statements:
            if "OLD.line" in statement and "line" not in of_events:
                continue  # on the way back to a release whose events had no lines
            cursor.execute(statement if "erased_at" in of_snapshots else _before_erasing(statement))


def _columns(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> set[str]:
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _before_erasing(statement: str) -> str:
    """The same trigger on the way back to a release that knew no erasing."""
    for part in (f"WHEN NOT ({_ERASING})", f"WHEN (NOT ({_ERASING}))", ", erased_at"):
        statement = statement.replace(part, "")
    return statement
