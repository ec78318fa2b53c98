"""Services: everything the desk holds, taken out into one file that can be verified without the desk."""

import os
import secrets
import shutil
import socket
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, Final

from django.db import connection
from django.utils import timezone

from claims.errors import Refusal, Refused
from claims.services import backup_manifest, backup_postgresql, backup_reading, backup_sqlite, filestore
from claims.services.backup_manifest import FILES, Facts, Manifest, Part, Step, Tell

_AT_ONCE: Final = 1 << 20
_WORKPLACE: Final = ".claimtrail-backup"


def make(target: Path, *, tell: Tell, with_gaps: bool = False) -> Manifest:
    """Back up the database and the file store into one file, read it back, and only then give it its name.

    The database is copied first, as it is at one moment: a file is kept before the act that names it is written, so
    every file that the copy names is there. Refuses: BACKUP_THERE_ALREADY, BACKUP_LACKS_FILE (unless ``with_gaps``),
    PROGRAM_MISSING, PROGRAM_FAILED.
    """
    if target.exists():
        raise Refused(Refusal.BACKUP_THERE_ALREADY, name=target.name)
    database = kind()
    with _workplace(target.parent) as folder:
        copied, beside = folder / database.PART, folder / target.name
        at = timezone.now()
        facts = database.copy(copied, tell=tell)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            parts, gaps = _write_parts(archive, copied, facts, tell=tell, with_gaps=with_gaps)
            manifest = backup_manifest.of(facts, at=at, database=connection.vendor, gaps=gaps, parts=parts)
            archive.writestr(backup_manifest.NAME, manifest.written())
        backup_reading.verify(beside, tell=tell)
        _put(beside, target)
    return manifest


def kind() -> ModuleType:
    """What copies the kind of database that this desk has, and puts it in place."""
    return backup_postgresql if connection.vendor == "postgresql" else backup_sqlite


def _write_parts(
    archive: zipfile.ZipFile, copied: Path, facts: Facts, *, tell: Tell, with_gaps: bool
) -> tuple[Sequence[Part], Sequence[str]]:
    """The database, then every file of the store; and those that the database names and that are not to be had."""
    with copied.open("rb") as file:
        parts = [_write(archive, copied.name, iter(lambda: file.read(_AT_ONCE), b""))]
    copied.unlink()
    names, gaps = sorted(facts.files | set(filestore.names())), []
    for number, name in enumerate(names, start=1):
        try:
            parts.append(_write(archive, f"{FILES}{name}", [filestore.read(name)]))
        except Refused as refused:
            if name in facts.files and not with_gaps:
                raise Refused(Refusal.BACKUP_LACKS_FILE, name=name, why=refused.facts["why"]) from None
            gaps.append(name)
        tell(Step.FILES, number, len(names))
    return parts, gaps


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Part:
    seen, size = sha256(), 0
    entry = zipfile.ZipInfo(name)
    # A dump is compressed already.
    entry.compress_type = zipfile.ZIP_STORED if name == backup_postgresql.PART else zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
            seen.update(piece)
            size += len(piece)
    return Part(name=name, size=size, sha256=seen.hexdigest())


def _put(beside: Path, target: Path) -> None:
    """Give a finished backup its name, once it is on the disk. Only its owner may read it."""
    with beside.open("rb") as file:
        sync(file)
    beside.chmod(0o600)
    beside.replace(target)
    filestore.sync_folder(target.parent)


def sync(file: BinaryIO) -> None:
    """Make sure that a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A folder for half a backup, which goes whatever happens; one that a killed process left is taken away first."""
    here = f"{_WORKPLACE}-{socket.gethostname()}-"
    for left in beside.glob(f"{here}*"):
        if not _is_running(left.name.removeprefix(here).partition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    folder = beside / f"{here}{os.getpid()}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError):
        return False
    return True
