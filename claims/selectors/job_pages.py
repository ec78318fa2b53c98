"""Selectors: what pages tell of work in the background: how far it is, how long it takes, whether anybody is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from claims import permissions
from claims.models import Job
from claims.permissions import Act, Scope
from claims.records.acts import Actor
from claims.records.jobs import LEASE, JobKind, JobState

PAGE: Final = 50
_PATIENCE: Final = timedelta(seconds=20)  # so long a job may wait before anybody wonders
_TELLS: Final = timedelta(seconds=3)  # after so long its speed says something


@dataclass(frozen=True, slots=True)
class Told:
    """A job as pages show it. ``minutes_left`` is None while nobody can say, 0 for less than one.

    ``is_forgotten``: it waits, and no worker was heard of for a while. ``is_lost``: its own was not.
    """

    job: Job
    kind: JobKind
    state: JobState
    is_open: bool
    is_running: bool
    is_forgotten: bool
    is_lost: bool
    minutes_left: int | None
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of jobs, newest first; ``next`` is where the following one begins."""

    jobs: Sequence[Told]
    next: int | None
    may_see_everybody: bool


def of(job_id: int, *, by: Actor) -> Told:
    """One job. Raises Job.DoesNotExist; refuses whoever may not see it. Two queries, three while it waits."""
    job = Job.objects.select_related("asked_by").get(pk=job_id)
    permissions.require(by, Act.SEE_JOB, job)
    return _told(job, by, is_anybody_there=not job.is_waiting or _is_anybody_there())


def listed(*, by: Actor, everybody: bool = False, after: int | None = None) -> Listed:
    """Somebody's own jobs, or everybody's for those who may see them."""
    may_see_everybody = permissions.scope(by, Act.SEE_JOB) is Scope.ANY
    jobs = Job.objects.select_related("asked_by").order_by("-pk")
    if not (everybody and may_see_everybody):
        jobs = jobs.filter(asked_by=by.person)
    found = list((jobs.filter(pk__lt=after) if after is not None else jobs)[: PAGE + 1])
    is_anybody_there = _is_anybody_there()
    return Listed(
        jobs=[_told(job, by, is_anybody_there=is_anybody_there) for job in found[:PAGE]],
        next=found[PAGE - 1].pk if len(found) > PAGE else None,
        may_see_everybody=may_see_everybody,
    )


def _is_anybody_there() -> bool:
    """Whether a worker was heard of lately. One with nothing to do is not heard of, but lets nothing wait either."""
    last = Job.objects.exclude(alive_at=None).order_by("-alive_at").values_list("alive_at", flat=True).first()
    return last is not None and last > timezone.now() - LEASE


def _told(job: Job, by: Actor, *, is_anybody_there: bool) -> Told:
    now = timezone.now()
    return Told(
        job=job,
        kind=JobKind(job.kind),
        state=JobState(job.state),
        is_open=job.is_open,
        is_running=job.is_running,
        is_forgotten=job.is_waiting and job.asked_at < now - _PATIENCE and not is_anybody_there,
        is_lost=job.is_running and job.alive_at is not None and job.alive_at < now - LEASE,
        minutes_left=_minutes_left(job),
        may_cancel=job.is_open and permissions.may(by, Act.CANCEL_JOB, job),
    )


def _minutes_left(job: Job) -> int | None:
    """As long as it will take at the speed that it had so far."""
    if not (job.is_running and job.of and job.done):
        return None
    took = _between(job.began_at, job.alive_at)
    if took < _TELLS:
        return None
    return round(took * max(job.of - job.done, 0) / job.done / timedelta(minutes=1))


def _between(begin: datetime | None, end: datetime | None) -> timedelta:
    return end - begin if begin and end else timedelta(0)
