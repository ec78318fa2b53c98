"""Models: work that somebody asked for and that a worker does in the background."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import JobQuerySet
from claims.records.jobs import OPEN, OVER, JobKind, JobState


class Job(models.Model):
    """One piece of work. It is no subject of the ledger: what it does writes its own events.

    ``order`` is what was asked for, as canonical JSON. ``attempts`` counts how often a worker began, and tells the run
    under way from an earlier one. ``alive_at`` is when its worker was last heard of: its lease runs from there.
    ``done`` and ``of`` say how far it is; ``of`` is None while nobody can say. ``result`` is the address of what came
    of it, ``told`` the sentence of why it failed.
    """

    kind = models.CharField(max_length=30, choices=labels.of(JobKind))
    order = models.TextField()
    state = models.CharField(max_length=9, choices=labels.of(JobState), default=JobState.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(db_default=Now())
    began_at = models.DateTimeField(null=True)
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=500, blank=True)
    told = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (
            models.Index(fields=("asked_by", "-id"), name="jobs_of_a_person"),
            models.Index(fields=("state", "alive_at"), name="jobs_open", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=("alive_at",), name="jobs_last_heard_of"),
            models.Index(fields=("ended_at",), name="jobs_over"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(began_at__isnull=False, alive_at__isnull=False),
                name="a_job_that_runs_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), ended_at__isnull=True)
                | Q(state__in=sorted(OVER), ended_at__isnull=False),
                name="a_job_has_an_end_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED) | ~Q(told=""), name="a_job_that_failed_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has it."""
        return self.state == JobState.WAITING

    @property
    def is_running(self) -> bool:
        """Whether a worker has it, or had it when it was last heard of."""
        return self.state == JobState.RUNNING

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN
