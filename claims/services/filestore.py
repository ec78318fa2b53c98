"""Services: bytes as they came, each kept once under the SHA-256 of what it holds."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.utils.translation import gettext as _

from claims.errors import Refusal, Refused

_AT_ONCE: Final = 1 << 20
_SHA256: Final = re.compile("[0-9a-f]{64}")


def keep(content: bytes) -> str:
    """Keep these bytes and say under which hash. Kept twice they are there once; a damaged copy is mended.

    A file appears whole or not at all, also when the power goes: written beside its place, synced, then renamed.
    """
    name = sha256(content).hexdigest()
    path = _path(name)
    if path.is_file() and sha256(path.read_bytes()).hexdigest() == name:
        os.utime(path)  # kept just now, for whoever sweeps away what no row names
        return name
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent.parent)
    _write(path, [content])
    return name


def keep_file(file: BinaryIO) -> str:
    """The same for a file that may be too large for the memory; it is read from where it stands to its end."""
    begin = file.tell()
    name = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
    file.seek(begin)
    path = _path(name)
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent.parent)
    _write(path, iter(lambda: file.read(_AT_ONCE), b""))
    return name


def opened(name: str) -> BinaryIO:
    """The file kept under a hash, open at its beginning. Refuses what ``read`` refuses; holds one piece in memory."""
    if not _SHA256.fullmatch(name):
        raise _unreadable(name, _("it is not in the file store"))
    try:
        file = _path(name).open("rb")
    except FileNotFoundError:
        raise _unreadable(name, _("it is not in the file store")) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != name:
        file.close()
        raise _unreadable(name, _("what is there now is not what was kept"))
    file.seek(0)
    return file


def read(name: str) -> bytes:
    """The bytes kept under a hash. Refuses with FILE_UNREADABLE when they are gone, or no longer what was kept."""
    with opened(name) as file:
        return file.read()


def names() -> Iterator[str]:
    """The hashes under which something is kept, in order."""
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        yield from sorted(file.name for file in folder.iterdir() if _SHA256.fullmatch(file.name))


def remove(name: str) -> None:
    """Take a file away for good; done twice it stays away. Copies in backups are not in reach."""
    path = _path(name)
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def unfinished() -> Iterator[Path]:
    """Files that somebody began to keep and did not get to keep; or is keeping just now."""
    yield from Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/.*.part")


def kept_at(name: str) -> datetime:
    """When a file was kept, the last time. Raises FileNotFoundError."""
    return datetime.fromtimestamp(_path(name).stat().st_mtime, tz=UTC)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o440)
        Path(beside).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the new name in the folder is on the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unreadable(name: str, why: str) -> Refused:
    return Refused(Refusal.FILE_UNREADABLE, name=name, why=why)
