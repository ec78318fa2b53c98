"""Models: triggers that no code of ours can pass by. Made anew after every migrate, as a table rebuilt loses them."""

from django.db.backends.base.base import BaseDatabaseWrapper

_CLAIM = "a claim is changed by services only: its version rises by one with every change"
_SNAPSHOT = "a text is kept exactly as received"

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
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, replacing those that are there."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "claims_snapshot")}
        for statement in statements:
            cursor.execute(statement if "erased_at" in columns else _before_erasing(statement))


def _before_erasing(statement: str) -> str:
    """The same trigger on the way back to a release that knew no erasing."""
    for part in (f"WHEN NOT ({_ERASING})", f"WHEN (NOT ({_ERASING}))", ", erased_at"):
        statement = statement.replace(part, "")
    return statement
