"""Services: a backup brought back, after everything that can be wrong with it was looked for."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.errors import Refusal, Refused
from claims.ledger.stand_alone import Broken
from claims.models import Event
from claims.services import backup, backup_manifest, backup_reading, filestore, ledger_checking
from claims.services.backup_manifest import FILES, Manifest, Part, Step, Tell
from claims.services.ledger_checking import Tally


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, where that which was there before is kept ("" for nowhere), and whether it is older than
    this release, so that ``migrate`` has to follow.
    """

    manifest: Manifest
    kept: str
    is_older: bool


def restore(path: Path, *, tell: Tell, replace: bool = False) -> Restored:
    """Verify a backup, then bring back its files and, in one step at the end, its database.

    Before anything is touched it refuses what ``backup_reading.verify`` refuses, and BACKUP_OF_OTHER_DATABASE,
    BACKUP_NEWER, PLACE_NOT_EMPTY (unless told to ``replace``), DATABASE_IN_USE, PROGRAM_MISSING. Cut off half-way, it
    leaves the database as it was, and can be run again.
    """
    manifest = backup_reading.verify(path, tell=tell)
    kind = backup.kind()
    _refuse_unfit(manifest)
    is_empty = _refuse_full(manifest, replace=replace)
    kind.refuse_in_use()
    with (
        backup_reading.opened(path) as archive,
        tempfile.TemporaryDirectory(dir=kind.folder(), prefix=".claimtrail-restore-") as folder,
    ):
        copied = Path(folder) / kind.PART
        database, *files = manifest.parts
        with copied.open("xb") as into:
            backup_reading.extract(archive, database, into)
            backup.sync(into)
        kind.check(copied)
        _bring_back(archive, files, tell=tell)
        aside = "" if is_empty else f"before-restore-{timezone.now():%Y%m%dT%H%M%SZ}"
        kept: str = kind.put(copied, aside=aside)
    return Restored(manifest=manifest, kept=kept, is_older=bool(_known_migrations() - set(manifest.migrations)))


def _refuse_unfit(manifest: Manifest) -> None:
    """Refuse a backup of the other kind of database, and one that this release would not understand."""
    if manifest.database != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise Refused(
            Refusal.BACKUP_OF_OTHER_DATABASE,
            made=names.get(manifest.database, manifest.database),
            here=names[connection.vendor],
        )
    for migration in sorted(set(manifest.migrations) - _known_migrations()):
        raise Refused(Refusal.BACKUP_NEWER, migration=migration)


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _refuse_full(manifest: Manifest, *, replace: bool) -> bool:
    """Whether the database is empty. Refuses a place with something in it, unless told to replace it.

    Files of this very backup count for nothing: an earlier try may have brought them.
    """
    is_empty = not (_has_rows(Event) or _has_rows(User))
    if replace:
        return is_empty
    if not is_empty:
        raise Refused(Refusal.PLACE_NOT_EMPTY, what=_("there are people or events in the database"))
    known = {part.name.removeprefix(FILES) for part in manifest.parts}
    if any(name not in known for name in filestore.names()):
        raise Refused(Refusal.PLACE_NOT_EMPTY, what=_("there are other files in MEDIA_ROOT"))
    return is_empty


def _has_rows(model: type[models.Model]) -> bool:
    """Whether a table is there and holds anything."""
    with connection.cursor() as cursor:
        if model._meta.db_table not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT 1 FROM {model._meta.db_table} LIMIT 1")  # noqa: S608 - ours
        return cursor.fetchone() is not None


def _bring_back(archive: ZipFile, files: Sequence[Part], *, tell: Tell) -> None:
    for number, part in enumerate(files, start=1):
        filestore.keep(b"".join(backup_reading.pieces(archive, part)))
        tell(Step.FILES, number, len(files))


def verify(manifest: Manifest) -> None:
    """Ask the database in its place, once it is migrated, what it holds, and whether the files are there.

    Refuses RESTORED_OTHERWISE when that is not what was backed up.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:

            def query(sql: str) -> list[tuple[Any, ...]]:
                cursor.execute(sql)
                return list(cursor.fetchall())

            facts = backup_manifest.facts_of(query)
    except DatabaseError as error:
        raise Refused(Refusal.RESTORED_OTHERWISE, what=str(error)) from None
    for what, now in facts.counts.items():
        if manifest.counts.get(what) != now:
            raise Refused(Refusal.RESTORED_OTHERWISE, what=f"{what}: {now}, {manifest.counts.get(what)}")
    if any(facts.last_event.get(name) != value for name, value in manifest.last_event.items()):
        raise Refused(Refusal.RESTORED_OTHERWISE, what=_("the last event is another one"))
    missing = facts.files - set(filestore.names()) - set(manifest.gaps)
    if missing:
        raise Refused(Refusal.RESTORED_OTHERWISE, what=_("the file %(name)s is missing") % {"name": min(missing)})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the ledger of a restored desk is: how many lines, what is wrong, and whether keys told that it is ours."""

    lines: int
    faults: Sequence[Broken]
    is_authenticated: bool


def check_ledger(*, tell: Tell) -> Checked | None:
    """Check the whole ledger of what was restored, once ``verify`` found it to be what was backed up.

    None for a desk of an earlier release, whose events are not chained yet.

    Lines, states, texts and checkpoints always; who wrote and signed them where the keys are here. A fault is none of
    the backup's: it was there when the backup was made, or the checkpoints here know of later lines.
    """
    if not ledger_checking.is_chained():
        return None
    tally, amount, done = Tally(), ledger_checking.amount(), 0

    def more(number: int) -> None:
        nonlocal done
        done += number
        tell(Step.LEDGER, done, amount)

    is_authenticated = ledger_checking.has_keys()
    check = ledger_checking.check if is_authenticated else ledger_checking.check_without_keys
    faults = list(check(tally, tell=more))
    return Checked(tally.lines, faults, is_authenticated)
