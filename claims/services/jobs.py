"""Services: work in the background. It is asked for and cancelled here, and says here how far it has come."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from types import TracebackType
from typing import Final, Protocol, Self

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from claims import permissions
from claims.errors import JobCancelled, JobOvertaken, JobStopped, Refusal, Refused, WorkerEnds
from claims.ledger import canonical
from claims.models import Job
from claims.permissions import Act
from claims.querysets import JobQuerySet
from claims.records.acts import Actor
from claims.records.jobs import JobKind, JobState

# The act that each kind is. It is asked for when somebody asks, when a worker begins, and when the job ends.
NEEDS: Final[Mapping[JobKind, Act]] = {
    JobKind.CHECK_LEDGER: Act.READ_LEDGER,
    JobKind.ISSUE_LIST: Act.ISSUE,
    JobKind.CORRECT_LIST: Act.ISSUE,
}

OPEN_AT_MOST: Final = 20  # jobs of one person that are not over
_EVERY: Final = 1.0  # seconds between two signs of life
_LOG: Final = logging.getLogger(__name__)


class Queue(Protocol):
    """Where jobs wait for a worker. It stands in the same database: a job and its place in it are written together."""

    def put(self, job_id: int) -> None:
        """Let a worker begin this job."""

    def is_empty(self) -> bool:
        """Whether nothing waits for a worker."""

    def sweep(self) -> None:
        """Take away what it keeps of places that were left long ago."""


_queues: list[Queue] = []


def wait_in(queue: Queue) -> None:
    """Let jobs wait in this queue. The room of tasks, which stands above this one, says so when the app is ready."""
    _queues[:] = [queue]


def queue() -> Queue:
    """Where jobs wait."""
    return _queues[0]


def ask(kind: JobKind, order: Mapping[str, object], *, by: Actor) -> Job:
    """Ask for work in the background; a worker begins it once this is committed.

    Asked for twice while it is not over, it is done once: the job that is there is given back. Refuses NOT_ALLOWED,
    JOBS_TOO_MANY. Whoever asks is a person, in whose name it is done.
    """
    permissions.require(by, NEEDS[kind])
    person, told = permissions.person(by), canonical(order)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person)  # one after the other, where somebody asks twice at once
        there = Job.objects.filter(asked_by=person).open()
        for same in there.filter(kind=kind, order=told):
            return same
        if there.count() >= OPEN_AT_MOST:
            raise Refused(Refusal.JOBS_TOO_MANY, limit=OPEN_AT_MOST)
        job = Job.objects.create(kind=kind, order=told, asked_by_id=person, asked_at=timezone.now())
        queue().put(job.pk)
        return job


def cancel(job_id: int, *, by: Actor) -> Job:
    """Cancel a job that waits or runs. From here on nothing of it is written, also where it still runs for a moment.

    Refuses JOB_OVER, and JOB_OF_SOMEBODY_ELSE to whoever neither asked for it nor is a chief.
    """
    job = Job.objects.get(pk=job_id)
    permissions.require(by, Act.CANCEL_JOB, job)
    ended = Job.objects.filter(pk=job_id).open().update(state=JobState.CANCELLED, ended_at=timezone.now())
    if not ended:
        raise Refused(Refusal.JOB_OVER)
    job.refresh_from_db()
    _LOG.info("job %s: cancelled by %s", job_id, by.name)
    return job


def held(job: Job) -> JobQuerySet:
    """The row of a job, while it is still the run that this one is."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts).running()


def why_not_held(job: Job) -> JobStopped:
    """Why a run is no longer the one that counts."""
    is_cancelled = Job.objects.filter(pk=job.pk, state=JobState.CANCELLED).exists()
    return JobCancelled() if is_cancelled else JobOvertaken()


class Progress:
    """How far a run has come. ``tell`` shows it, keeps the lease, and stops the work where somebody cancelled it.

    It writes over a connection of its own, because long work reads the database as it was at one moment, where nothing
    can be written. Inside a transaction that is open already, as in most tests, it writes in that one.
    """

    def __init__(self, job: Job, *, worker_ends: Callable[[], bool] = lambda: False) -> None:
        """Begin with the lease as it was just taken."""
        self.job, self.done, self.of = job, 0, job.of
        self._worker_ends, self._renewed_at = worker_ends, monotonic()
        is_within = connection.in_atomic_block
        self._aside = None if is_within else ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"job-{job.pk}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._aside:
            self._aside.submit(connection.close)
            self._aside.shutdown()

    def tell(self, done: int, of: int | None = None) -> None:
        """Say that so many are done, of so many where anybody can say. Costs a write once a second and else nothing.

        Raises JobStopped where the run has to end: let it pass. Not to be called in an act, which may hold the lock
        that it needs.
        """
        self.done, self.of = done, of
        if monotonic() - self._renewed_at >= _EVERY:
            self.renew()

    def renew(self) -> None:
        """Write how far it is, and keep the lease. Raises JobStopped where the run has to end."""
        if self._worker_ends():
            raise WorkerEnds
        is_held = self._aside.submit(self._write).result() if self._aside else self._write()
        self._renewed_at = monotonic()
        if not is_held:
            raise why_not_held(self.job)

    def _write(self) -> bool:
        now = timezone.now()
        try:
            return bool(held(self.job).update(done=self.done, of=self.of, alive_at=now))
        except DatabaseError:
            # The database is busy or gone for a moment. The end of the job asks again whether it counts.
            _LOG.warning("job %s: its lease was not renewed", self.job.pk, exc_info=True)
            connection.close_if_unusable_or_obsolete()
            return True
