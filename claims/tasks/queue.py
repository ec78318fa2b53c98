"""Tasks: the queue in which jobs wait for a worker."""

from django_tasks_db.models import DBTaskResult

from claims.services import jobs
from claims.tasks.running import run_job


class DatabaseQueue:
    """The rows of the task library, in our own database."""

    def put(self, job_id: int) -> None:
        """Let a worker begin this job, once this transaction is done."""
        run_job.enqueue(job_id)

    def is_empty(self) -> bool:
        """Whether nothing waits for a worker."""
        return not DBTaskResult.objects.ready().exists()


def open_queue() -> None:
    """Let jobs wait in it."""
    jobs.wait_in(DatabaseQueue())
