"""Services: one run of a job, from when a worker takes it to when it ends; and runs whose worker was lost."""

import logging
from collections.abc import Callable
from typing import Final, TypeAlias

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from claims import permissions
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.models import Job
from claims.records.acts import Actor
from claims.records.jobs import LEASE, JobKind, JobState
from claims.services import jobs
from claims.services.jobs import Progress

# What is done at the end of a job, in the transaction in which the job is over; it gives the address of the result.
Ending: TypeAlias = Callable[[], str]

ATTEMPTS: Final = 3  # how often a worker may be lost over one job
_AT_ONCE: Final = 100
_LOG: Final = logging.getLogger(__name__)


def begin(job_id: int) -> Job | None:
    """Take a job that waits; None where it does not wait any more, or another worker was quicker."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id).waiting()
    if not taken.update(
        state=JobState.RUNNING, began_at=now, alive_at=now, attempts=F("attempts") + 1, done=0, of=None
    ):
        return None
    return Job.objects.get(pk=job_id)


def who_asked(job: Job) -> Actor:
    """Whoever asked for a job, in the role that they have now. Refuses NOT_ALLOWED where it no longer includes it."""
    by = permissions.actor(User.objects.get(pk=job.asked_by_id))
    permissions.require(by, jobs.NEEDS[JobKind(job.kind)])
    return by


def end(progress: Progress, ending: Ending) -> None:
    """End a job: what is done at its end and that it is over are written together, or neither is.

    So it is done once, however often it was begun. Raises JobStopped where this run no longer counts; refuses what
    ``who_asked`` and the ending refuse.
    """
    job, now = progress.job, timezone.now()
    with transaction.atomic():
        if not jobs.held(job).update(
            state=JobState.DONE, ended_at=now, alive_at=now, done=progress.done, of=progress.of
        ):
            raise jobs.why_not_held(job)
        who_asked(job)
        Job.objects.filter(pk=job.pk).update(result=ending())


def fail(job: Job, why: Refused) -> None:
    """End a run that came to nothing, with the sentence of why."""
    now = timezone.now()
    jobs.held(job).update(state=JobState.FAILED, ended_at=now, alive_at=now, told=refusals.sentence(why))


def put_back(job: Job) -> None:
    """Put a job back whose worker ends, as if it had not been begun."""
    with transaction.atomic():
        if jobs.held(job).update(state=JobState.WAITING, alive_at=timezone.now(), attempts=F("attempts") - 1):
            jobs.queue().put(job.pk)


def reap() -> int:
    """Put back what was begun by workers that are lost, or fail it after so many; how many jobs that were.

    A job that waits and has no place in the queue, because its worker was lost before it began, gets one again.
    """
    over = timezone.now() - LEASE
    lost = Job.objects.running().filter(alive_at__lt=over).order_by("pk")[:_AT_ONCE]
    return sum(map(_reap, lost)) + _queue_again()


def _reap(job: Job) -> bool:
    with transaction.atomic():
        still_lost = jobs.held(job).filter(alive_at=job.alive_at)
        if job.attempts >= ATTEMPTS:
            told = refusals.sentence(Refused(Refusal.JOB_LOST, times=job.attempts))
            is_reaped = still_lost.update(state=JobState.FAILED, ended_at=timezone.now(), told=told)
        elif is_reaped := still_lost.update(state=JobState.WAITING):
            jobs.queue().put(job.pk)
    if is_reaped:
        what = "given up" if job.attempts >= ATTEMPTS else "put back"
        _LOG.warning("job %s: its worker was lost at attempt %s; it is %s", job.pk, job.attempts, what)
    return bool(is_reaped)


def _queue_again() -> int:
    waiting = Job.objects.waiting().filter(asked_at__lt=timezone.now() - LEASE).order_by("pk")
    forgotten = list(waiting.values_list("pk", flat=True)[:_AT_ONCE])
    if not forgotten or not jobs.queue().is_empty():
        return 0
    for job_id in forgotten:
        jobs.queue().put(job_id)
    return len(forgotten)


def give_up_open() -> int:
    """Fail what is not over, on a desk that was just restored: nobody there remembers asking; how many that were."""
    told = refusals.sentence(Refused(Refusal.JOB_RESTORED))
    return Job.objects.open().update(state=JobState.FAILED, ended_at=timezone.now(), told=told)
