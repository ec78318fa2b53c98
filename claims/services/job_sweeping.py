"""Services: what nobody looks up any more of work in the background is taken away, some at a time."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from claims.models import Job
from claims.services import jobs

KEPT: Final = timedelta(days=30)  # how long one can look up what became of a job
_AT_ONCE: Final = 500


def sweep() -> int:
    """Take away jobs that were over long ago, and what the queue keeps of its own; how many jobs that were."""
    jobs.queue().sweep()
    old = Job.objects.filter(ended_at__lt=timezone.now() - KEPT).order_by("ended_at").values_list("pk", flat=True)
    swept = 0
    while some := list(old[:_AT_ONCE]):
        Job.objects.filter(pk__in=some).delete()
        swept += len(some)
    return swept
