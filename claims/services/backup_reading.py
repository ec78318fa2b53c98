"""Services: a backup read as it lies there, and refused when any part of it is not what was written."""

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from claims.errors import Refusal, Refused
from claims.services import backup_manifest
from claims.services.backup_manifest import FILES, NAME, Manifest, Part, Step, Tell

_AT_ONCE: Final = 1 << 20
# What reading a damaged archive can end in.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def verify(path: Path, *, tell: Tell) -> Manifest:
    """Read every part of a backup and compare it with the manifest. Nothing is written anywhere.

    Refuses, naming the part: BACKUP_UNREADABLE, BACKUP_MANIFEST_CHANGED, BACKUP_PART_MISSING, BACKUP_PART_CHANGED,
    BACKUP_PART_UNKNOWN.
    """
    with opened(path) as archive:
        manifest = _manifest(archive)
        known = {part.name for part in manifest.parts} | {NAME}
        there = Counter(archive.namelist())
        for name, times in there.items():
            if name not in known or times > 1:
                raise Refused(Refusal.BACKUP_PART_UNKNOWN, part=name)
        size = sum(part.size for part in manifest.parts)
        done = 0
        for part in manifest.parts:
            if part.name not in there:
                raise Refused(Refusal.BACKUP_PART_MISSING, part=part.name)
            for piece in pieces(archive, part):
                done += len(piece)
                tell(Step.VERIFYING, done, size)
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, open for reading. Refuses BACKUP_UNREADABLE what is none, or has lost its end."""
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise Refused(Refusal.BACKUP_UNREADABLE, name=path.name, why=str(error)) from None
    with archive:
        yield archive


def pieces(archive: zipfile.ZipFile, part: Part) -> Iterator[bytes]:
    """A part piece by piece. Refuses BACKUP_PART_CHANGED, at the latest at its end, when it is not what was written.

    No more is ever read than the manifest says it has.
    """
    seen, left = sha256(), part.size
    try:
        with archive.open(part.name) as file:
            while piece := file.read(min(_AT_ONCE, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                seen.update(piece)
                yield piece
    except _DAMAGED:
        left = -1
    if left or seen.hexdigest() != part.sha256 or not _is_named_by_its_hash(part):
        raise Refused(Refusal.BACKUP_PART_CHANGED, part=part.name)


def extract(archive: zipfile.ZipFile, part: Part, into: BinaryIO) -> None:
    """Write a part into a file, verified once more as it is read."""
    into.writelines(pieces(archive, part))


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        content = archive.read(NAME)
    except KeyError:
        raise Refused(Refusal.BACKUP_PART_MISSING, part=NAME) from None
    except _DAMAGED as error:
        raise Refused(Refusal.BACKUP_MANIFEST_CHANGED, why=str(error)) from None
    return backup_manifest.read(content)


def _is_named_by_its_hash(part: Part) -> bool:
    return not part.name.startswith(FILES) or part.name.removeprefix(FILES) == part.sha256
