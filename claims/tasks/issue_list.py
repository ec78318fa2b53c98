"""Tasks: a long list is issued, or corrected."""

from functools import partial

from django.urls import reverse

from claims.models import IssuedList, Job
from claims.records.acts import Actor
from claims.services import list_drafts
from claims.services.job_runs import Ending
from claims.services.jobs import Progress
from claims.services.list_files import Made

_PASSES = 3  # over the rows of a list, until its files are made


def work(job: Job, by: Actor, progress: Progress) -> Ending:
    """Make the files of a list; at the end it is issued."""
    made = list_drafts.make(job, by=by, tell=_telling(progress, job.draft.claims.count()))
    return partial(_issue, job, made)


def correct(job: Job, by: Actor, progress: Progress) -> Ending:
    """Make the files of a correction; at the end it is issued."""
    claims = IssuedList.objects.get(pk=list_drafts.list_of(job)).claims
    return partial(_issue, job, list_drafts.make_correction(job, by=by, tell=_telling(progress, claims)))


def _telling(progress: Progress, claims: int) -> "partial[None]":
    return partial(_tell, progress, claims * _PASSES)


def _tell(progress: Progress, least: int, done: int) -> None:
    """Say how far it is; a claim may be several rows, so that there can be more to do than its claims say."""
    progress.tell(done, max(least, done))


def _issue(job: Job, made: Made) -> str:
    return reverse("list", args=[list_drafts.end(job, made).pk])
