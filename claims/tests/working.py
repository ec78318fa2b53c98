"""Tests: the worker of a test. It is the real one, in this process, and ends when nothing waits any more."""

from claims.models import Job
from claims.tasks import worker


def work_off() -> None:
    """Do everything that waits in the background."""
    worker.work(until_empty=True)


def done(job: Job) -> Job:
    """A job after everything that waits was done."""
    work_off()
    job.refresh_from_db()
    return job
