"""Bench: folders that hold what no newsroom put there, and the command that imports them."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final

from django.core.management import call_command
from django.db import transaction

from bench import database
from bench.hostility import SEED, Kind
from bench.hostility.files import NAMES, bad_files
from bench.hostility.texts import STORY
from claims.models import Snapshot

_ROOT: Final = Path(__file__).parents[2]
_WELL: Final = {0, 1}  # 1: a file was refused
_BROKEN: Final = ("Traceback", "something went wrong here")
_NAME: Final = "the story beside them.txt"
_DEEP: Final = 60
_SECONDS: Final = 60  # for a whole folder of some dozen files, and the start of the process


@contextmanager
def bad_folder(number: int) -> Iterator[Path]:
    """A folder with a dozen things in it that are no good, and one story, whose name none of them has."""
    random = Random(f"{SEED} folder {number}")
    folder = Path(tempfile.mkdtemp(prefix="claimtrail-drill-"))
    try:
        (folder / _NAME).write_text(_story(number), encoding="utf-8")
        for make in random.sample(_MAKERS, 8):
            with suppress(OSError, ValueError):  # what this file system cannot hold
                make(folder, random)
        yield folder
    finally:
        for at, _folders, _files in os.walk(folder):
            Path(at).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def import_in_a_process(number: int) -> str:
    """Import a bad folder as an editor would: by the command, in a process. What is wrong, or ""."""
    with bad_folder(number) as folder:
        told = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, str(_ROOT / "manage.py"), "import_documents", str(folder)],
            capture_output=True,
            timeout=_SECONDS,
            cwd=_ROOT,
            env={**os.environ, "DATABASE_URL": database.url()},
            check=False,
        )
    return _judged(number, told.returncode, (told.stdout + told.stderr).decode(errors="replace"))


def import_here(number: int) -> str:
    """The same in this process, and taken back again."""
    said, status = io.StringIO(), 0
    with bad_folder(number) as folder, transaction.atomic():
        try:
            call_command("import_documents", str(folder), stdout=said, stderr=said)
        except SystemExit as left:
            status = int(left.code or 0)
        fault = _judged(number, status, said.getvalue())
        transaction.set_rollback(True)
    return fault


def _story(number: int) -> str:
    return f"{number}. {STORY}"


def _judged(number: int, status: int, said: str) -> str:
    if status not in _WELL or any(sign in said for sign in _BROKEN):
        return f"error: left with {status}: {said[-600:]}"
    is_here = Snapshot.objects.filter(text_sha256=sha256(_story(number).encode()).hexdigest()).exists()
    return "" if is_here else f"lost: the story beside them did not come in: {said[:300]}"


def _files(folder: Path, random: Random) -> None:
    for bad in bad_files(
        random.choice((Kind.TEXT, Kind.PDF, Kind.DOCX, Kind.HTML, Kind.CSV)), 6, random.getrandbits(32)
    ):
        with suppress(OSError, ValueError):
            (folder / f"{random.getrandbits(16)}-{Path(bad.name).name}").with_suffix(".txt").write_bytes(bad.raw)


def _odd_names(folder: Path, random: Random) -> None:
    for name in random.sample(NAMES, 10):
        with suppress(OSError, ValueError):
            (folder / name.replace("/", "∕")).write_text(f"{name!r} {STORY}", encoding="utf-8")


def _bytes_as_name(folder: Path, random: Random) -> None:
    name = bytes(random.choice(range(128, 256)) for _ in range(20)) + b".txt"
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"{name!r} {STORY}", encoding="utf-8")


def _pipe(folder: Path, _random: Random) -> None:
    os.mkfifo(folder / "pipe.txt")


def _links(folder: Path, _random: Random) -> None:
    for name, target in {
        "zero": "/dev/zero",
        "away": "/etc/passwd",
        "gone": "/nowhere",
        "self": "self.txt",
        "mem": "/proc/self/mem",
    }.items():
        (folder / f"{name}.txt").symlink_to(target)
    (folder / "loop").symlink_to(folder, target_is_directory=True)


def _unreadable(folder: Path, _random: Random) -> None:
    path = folder / "closed.txt"
    path.write_text(STORY, encoding="utf-8")
    path.chmod(0)
    inside = folder / "closed"
    inside.mkdir()
    inside.chmod(0)


def _folder_called_so(folder: Path, _random: Random) -> None:
    (folder / "folder.txt").mkdir()


def _deep(folder: Path, random: Random) -> None:
    path = folder
    for _ in range(_DEEP):
        path /= "d" * random.randint(1, 30)
    path.mkdir(parents=True)
    (path / "deep.txt").write_text(f"Deep. {STORY}", encoding="utf-8")


def _many(folder: Path, random: Random) -> None:
    for number in range(100):
        (folder / f"{number}.{random.choice(('txt', 'bin', 'md', ''))}").write_bytes(b"")


def _twice(folder: Path, _random: Random) -> None:
    for number in range(3):
        (folder / f"same-{number}.txt").write_text(f"Twice. {STORY}", encoding="utf-8")


def _sparse(folder: Path, _random: Random) -> None:
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(50_000_000_000)


_MAKERS: Final[tuple[Callable[[Path, Random], None], ...]] = (
    _files, _files, _files, _odd_names, _bytes_as_name, _pipe, _links, _unreadable, _folder_called_so, _deep, _many,
    _twice, _sparse,
)  # fmt: skip
