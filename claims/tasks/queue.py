"""Tasks: the queue in which jobs wait for a worker."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from claims.services import jobs
from claims.tasks.running import run_job

_FINISHED: Final = timedelta(days=1)
_LOST: Final = timedelta(days=7)  # begun and never finished: its worker was killed; the job itself was put back
_AT_ONCE: Final = 500


class DatabaseQueue:
    """The rows of the task library, in our own database."""

    def put(self, job_id: int) -> None:
        """Let a worker begin this job, once this transaction is done."""
        run_job.enqueue(job_id)

    def is_empty(self) -> bool:
        """Whether nothing waits for a worker."""
        return not DBTaskResult.objects.ready().exists()

    def sweep(self) -> None:
        """Take away rows of tasks that are finished, or were begun and lost."""
        now = timezone.now()
        old = DBTaskResult.objects.filter(Q(finished_at__lt=now - _FINISHED) | Q(started_at__lt=now - _LOST))
        while some := list(old.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
            DBTaskResult.objects.filter(pk__in=some).delete()


def open_queue() -> None:
    """Let jobs wait in it."""
    jobs.wait_in(DatabaseQueue())
