"""Tasks: the worker. It takes what waits in the queue, one after the other, and puts back what others have lost.

The rows of the queue, taking one so that no two workers have it, and running it are the library's. Its own loop is not
used: it takes SQLite's write lock for every look at an empty queue, and ends when somebody else has that lock too long.
"""

import logging
import os
import socket
import time
from typing import Final

from django.db import DatabaseError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from claims.services import job_runs, job_sweeping

LOOKS_EVERY: Final = 1.0  # seconds between two looks at an empty queue
REAPS_EVERY: Final = 10.0  # seconds between two looks for what was lost
SWEEPS_EVERY: Final = 3600.0  # seconds between two looks for what is old
_LOG: Final = logging.getLogger(__name__)
# No threading.Event: two signals at once would wait in it for each other.
_told_to_end: Final[list[bool]] = []


def end() -> None:
    """Let the worker of this process end: what it runs stops where it tells its progress next, and is put back."""
    _told_to_end.append(True)


def ends() -> bool:
    """Whether the worker of this process was told to end."""
    return bool(_told_to_end)


def work(*, until_empty: bool = False) -> None:
    """Work until told to end, or until nothing waits any more."""
    reaped_at = swept_at = float("-inf")
    while not ends():
        try:
            if time.monotonic() - reaped_at >= REAPS_EVERY:
                reaped_at = time.monotonic()
                job_runs.reap()
            if time.monotonic() - swept_at >= SWEEPS_EVERY:
                swept_at = time.monotonic()
                job_sweeping.sweep()
            has_run = _run_next()
        except DatabaseError:
            if until_empty:
                raise
            _LOG.exception("The database does not answer; the worker tries again.")
            has_run = False
        if not connection.in_atomic_block:  # as it is in most tests
            close_old_connections()
        if not has_run:
            if until_empty:
                return
            time.sleep(LOOKS_EVERY)


def name() -> str:
    """What this worker is called in the queue."""
    return f"{socket.gethostname()[:50]}-{os.getpid()}"


def _run_next() -> bool:
    """Run what waits first; whether anything waited. A look that finds nothing locks nothing."""
    waiting = DBTaskResult.objects.ready()
    if not waiting.exists():
        return False
    with exclusive_transaction():
        taken = waiting.get_locked()
        if taken is not None:
            taken.claim(name())
    if taken is None:
        return False  # another worker was quicker
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=1,
        worker_id=name(),
    ).run_task(taken)
    return True
