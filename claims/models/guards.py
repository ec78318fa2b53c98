"""Models: triggers that no code of ours can pass by. Made anew after every migrate, as a table rebuilt loses them."""

from django.db.backends.base.base import BaseDatabaseWrapper

_CLAIM = "a claim is changed by services only: its version rises by one with every change"
_SNAPSHOT = "a text is kept exactly as received"

_SNAPSHOT_COLUMNS = "document_id, number, text, text_sha256, raw_sha256, raw_size"

_SQLITE = (
    "DROP TRIGGER IF EXISTS claim_version_rises",
    f"""CREATE TRIGGER claim_version_rises BEFORE UPDATE ON claims_claim WHEN NEW.version <> OLD.version + 1
    BEGIN SELECT RAISE(ABORT, '{_CLAIM}'); END""",
    "DROP TRIGGER IF EXISTS snapshot_stays_as_received",
    f"""CREATE TRIGGER snapshot_stays_as_received BEFORE UPDATE OF {_SNAPSHOT_COLUMNS} ON claims_snapshot
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
    FOR EACH ROW EXECUTE FUNCTION snapshot_stays_as_received()""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, replacing those that are there."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
