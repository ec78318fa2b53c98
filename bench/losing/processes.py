"""Bench: processes that are made to be killed. Each is forked from one that has read Django already: it costs little.

Each begins without a connection to the database, in a process group of its own, and writes what it says into a log.
"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import seed
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

_PR_SET_PDEATHSIG = 1
STARTS_WITHIN = 120.0  # seconds; a machine may be busy with other things


def begun(work: Callable[[], object], log: Path) -> int:
    """Begin a process that does this work, and say its number."""
    connections.close_all()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    parent = os.getpid()
    number = os.fork()
    if number:
        return number
    try:
        os.setsid()
        _end_with(parent)
        seed()
        with log.open("ab", buffering=0) as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        work()
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _end_with(parent: int) -> None:
    """Be killed when the process that began this one ends, where the system can see to that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def ended(number: int) -> int:
    """Wait for the end of a process; its exit code, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def kill(number: int) -> int:
    """Kill a process with all that it has begun: nobody is asked, nothing is tidied up. Says how it had ended."""
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
    return ended(number)


class _Desk(BaseApplication):  # type: ignore[misc]  # comes without types
    """The desk behind gunicorn, with as many workers as are asked for."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def serve(socket: Path, *, workers: int) -> None:
    """Serve the desk at a socket, until killed."""
    options = {"bind": f"unix:{socket}", "workers": workers, "threads": 8, "timeout": 600, "preload_app": True}
    _Desk({**options, "worker_class": "gthread", "loglevel": "error", "accesslog": None}).run()


@contextmanager
def server(socket: Path, log: Path, *, workers: int) -> Iterator[int]:
    """A desk that is served at a socket, by the number of its first process."""
    socket.unlink(missing_ok=True)
    number = begun(lambda: serve(socket, workers=workers), log)
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not socket.exists() and time.monotonic() < until:
            time.sleep(0.01)
        yield number
    finally:
        kill(number)
