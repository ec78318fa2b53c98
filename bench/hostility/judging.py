"""Bench: what one bad input did: how long it took, how much memory it took, and what went wrong."""

import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from bench.hostility import Kind

SECONDS: Final = 20
MEGABYTES: Final = 768
_PEAK, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one bad input; ``fault`` is "" where all is well."""

    kind: Kind
    name: str
    fault: str
    seconds: float
    megabytes: float


class _TooLong(BaseException):
    """Not an Exception: nothing that is put to the test may catch it."""


def judged(kind: Kind, name: str, work: Callable[[], str], *, patience: int = SECONDS) -> Outcome:
    """Do the work, which returns what is wrong, and say what it did. What it raises is a fault."""
    _reset_peak()
    began = time.monotonic()
    try:
        with _at_most(patience):
            fault = work()
    except _TooLong:
        fault = f"late: not done after {patience} s"
    except Exception:
        fault = f"error: {traceback.format_exc(limit=-6)}"
    return Outcome(kind, name, fault, time.monotonic() - began, peak_megabytes())


def peak_megabytes() -> float:
    """The most memory that this process took since it was last asked to forget; or ever, where it cannot forget."""
    if _PEAK.exists():
        line = next(line for line in _PEAK.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _reset_peak() -> None:
    try:
        _RESET.write_text("5")
    except OSError:
        return


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
