"""Records: work that is done in the background, by its kind, and how far it has come."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class JobKind(StrEnum):
    """What can be asked for. Each has its act in ``services.jobs.NEEDS`` and its work in ``tasks.kinds``."""

    CHECK_LEDGER = "check_ledger"
    ISSUE_LIST = "issue_list"
    CORRECT_LIST = "correct_list"


class JobState(StrEnum):
    """Where a job stands. It ends once: done, cancelled or failed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


LEASE: Final = timedelta(seconds=60)  # a worker that was not heard of for so long is lost

OPEN = frozenset({JobState.WAITING, JobState.RUNNING})
OVER = frozenset(JobState) - OPEN
