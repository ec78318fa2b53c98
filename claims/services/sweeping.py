"""Services: files in the store that no row names are found and taken away.

A file is kept before the act that names it is written: where a power cut or a kill comes between the two, the file is
there and the act never was. Nothing refers to such a file, so nothing is lost with it; it is room on the disk alone.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from django.utils import timezone

from claims.models import Evidence, IssuedList, Snapshot
from claims.services import filestore

# An act that has kept its file and is not written yet is done within minutes.
SETTLED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What no row named ``before``: files by their hashes, and files that were never kept whole."""

    before: datetime
    names: Sequence[str]
    unfinished: Sequence[Path]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.names) + len(self.unfinished)


def leftovers(*, older_than: timedelta = SETTLED) -> Leftovers:
    """What no row names and nobody has touched for so long."""
    before = timezone.now() - older_than
    in_the_store = list(filestore.names())  # before the rows are read: a file is there before its row
    named = _named()
    names = [name for name in in_the_store if name not in named and _kept_before(name, before)]
    unfinished = [path for path in filestore.unfinished() if _touched(path) <= before]
    return Leftovers(before, names, unfinished)


def sweep(found: Leftovers) -> None:
    """Take them away, but for what somebody has kept again since, or a row has come to name."""
    named = _named()
    for name in found.names:
        if name not in named and _kept_before(name, found.before):
            filestore.remove(name)
    for path in found.unfinished:
        path.unlink(missing_ok=True)


def _named() -> set[str]:
    """Every file that a row names."""
    files = Evidence.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    lists = IssuedList.objects.values_list("sha256", "record_sha256", "manifest_sha256")
    return {*Snapshot.objects.values_list("raw_sha256", flat=True), *files, *chain.from_iterable(lists)}


def _kept_before(name: str, moment: datetime) -> bool:
    with suppress(FileNotFoundError):
        return filestore.kept_at(name) <= moment
    return False


def _touched(path: Path) -> datetime:
    with suppress(FileNotFoundError):
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return timezone.now()
