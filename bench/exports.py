"""Bench: lists as files, each by the command as a process of its own, against a database's own command line.

Rows per second of processor time (user and system, as the operating system counts them for the whole process, from its
start to its end), the most memory the process had, for a tenth of the list and for all of it, and how long somebody
waits at the page's door for the first byte. The newsroom is ``bench.decided``, the peer ``bench.export_peer``. CSV and
the peer take turns, three times; the table has the best of each. On PostgreSQL the server's own time is in neither.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from bench import database, decided, export_peer
from claims.exports import FORMATS
from claims.models import Claim, Export
from claims.views.export import export_claims

_HERE = Path(__file__).resolve().parent.parent
_TURNS = 3
_LOOK_EVERY = 0.02
# These take so long over each claim that a tenth of the list must do.
_SLOW = frozenset({"prov", "markdown"})


@dataclass(frozen=True)
class Run:
    """What one process took: seconds of processor time, and the most memory in megabytes."""

    seconds: float
    peak: float


def measure(*, claims: int) -> None:
    """Print the table."""
    database.filled(claims, decided.fill)
    tenth = _tenth()
    with tempfile.TemporaryDirectory(prefix="claimtrail-exports-") as folder:
        out = Path(folder, "list")
        theirs, ours = _take_turns(out)
        rows = Export.objects.latest("pk").rows
        peer = rows / theirs.seconds
        print(f"\n{rows:,} rows of {Claim.objects.count():,} decided claims on {connection.display_name}.\n")
        print(
            f"{'what':14} {'rows':>9} {'rows/CPU s':>11} {'x peer':>7} {'MB, tenth':>10} {'MB':>6} {'1st byte s':>11}"
        )
        print(f"{_peer()[0]:14} {rows:9,} {peer:11,.0f} {1:7.2f} {'':10} {theirs.peak:6.0f}")
        for key in FORMATS:
            some = _export(key, tenth, out)
            whole = ours if key == "csv" else some if key in _SLOW else _export(key, [], out)
            number = rows if key == "csv" else Export.objects.latest("pk").rows
            each = number / whole.seconds
            first = f"{_first_byte(key):8.2f} s" if FORMATS[key].pieces else "made whole first"
            print(f"{key:14} {number:9,} {each:11,.0f} {each / peer:7.2f} {some.peak:10.0f} {whole.peak:6.0f} {first}")


def _take_turns(out: Path) -> tuple[Run, Run]:
    """The best of the peer and of CSV."""
    theirs, ours = [], []
    for _turn in range(_TURNS):
        theirs.append(_run(_peer(), out))
        ours.append(_export("csv", [], out))
    return min(theirs, key=_seconds), min(ours, key=_seconds)


def _seconds(run: Run) -> float:
    return run.seconds


def _peer() -> list[str]:
    if connection.vendor == "postgresql":
        return export_peer.by_postgresql(database.url().replace("postgres://", "postgresql://"))
    return export_peer.by_sqlite(str(connection.settings_dict["NAME"]))


def _export(key: str, options: Sequence[str], out: Path) -> Run:
    command = [sys.executable, "manage.py", "export_claims", "--verbosity", "0", "--status", "all", "--format", key]
    return _run([*command, "--output", str(out), *options], Path(os.devnull), {"DATABASE_URL": database.url()})


def _run(command: Sequence[str], out: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end.

    Its memory is looked at while it runs: what the system tells afterwards counts whoever started it as well.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with out.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own command, and the peer's
            command, stdout=file, cwd=_HERE, env={**os.environ, **(environment or {})}
        )
        peaks = [0.0]
        while process.poll() is None:
            peaks.append(_peak(process.pid))
            time.sleep(_LOOK_EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, max(peaks))


def _peak(process: int) -> float:
    """The most memory that a process had so far, in megabytes, where the system tells (Linux)."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    kilobytes = told.partition("VmHWM:")[2].split()
    return int(kilobytes[0]) * 1024 / 1_000_000 if kilobytes else 0


def _tenth() -> list[str]:
    """The option that leaves the older tenth of the claims."""
    claims = Claim.objects.order_by("created", "pk")
    last = claims.values_list("created", flat=True)[claims.count() // 10]
    return ["--created-to", f"{last:%Y-%m-%d}"]


def _first_byte(key: str) -> float:
    """Seconds until the page's door has given the first byte of the whole list; then whoever asked hangs up."""
    request = RequestFactory(SERVER_PROTOCOL="HTTP/1.1", SERVER_SOFTWARE="gunicorn").post(
        f"{reverse('export')}?show=all", {"what": "all", "format": key}
    )
    request.user = User.objects.get(username="editor7")
    begun = time.perf_counter()
    answer = export_claims(request)
    next(iter(answer))
    taken = time.perf_counter() - begun
    answer.close()
    return taken
