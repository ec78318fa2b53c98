"""Tasks: a job is run, and whatever happens is said in a sentence."""

import logging
from time import monotonic
from typing import Final

from django_tasks import task

from claims.choices import refusals
from claims.errors import JobCancelled, JobOvertaken, Refusal, Refused, WorkerEnds
from claims.models import Job
from claims.records.jobs import JobKind
from claims.services import job_runs
from claims.services.jobs import Progress
from claims.tasks import worker
from claims.tasks.kinds import KINDS

_LOG: Final = logging.getLogger(__name__)


@task
def run_job(job_id: int) -> None:
    """Run a job, unless it was cancelled meanwhile or another worker has it."""
    job = job_runs.begin(job_id)
    if job is None:
        return
    begun = monotonic()
    _LOG.info("job %s: %s begins, attempt %s", job.pk, job.kind, job.attempts)
    with Progress(job, worker_ends=worker.ends) as progress:
        became = _run(job, progress)
    _LOG.info("job %s: %s after %.1f s", job.pk, became, monotonic() - begun)


def _run(job: Job, progress: Progress) -> str:
    """Run it; what became of it, in a word for the log."""
    try:
        by = job_runs.who_asked(job)
        job_runs.end(progress, KINDS[JobKind(job.kind)](job, by, progress))
    except Refused as refused:
        job_runs.fail(job, refused)
        return f"refused ({refusals.sentence(refused)})"
    except JobCancelled:
        return "cancelled"
    except JobOvertaken:
        return "left to another worker"
    except WorkerEnds:
        job_runs.put_back(job)
        return "put back, as the worker ends"
    except Exception:
        _LOG.exception("job %s: failed", job.pk)
        job_runs.fail(job, Refused(Refusal.JOB_UNFORESEEN, number=job.pk))
        return "failed"
    return "done"
