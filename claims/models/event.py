"""Models: the ledger, one line for each act on each subject."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import EventQuerySet
from claims.records.acts import ActorKind, SubjectKind


class Event(models.Model):
    """Who did what to which subject, when and why. Never changed, never removed.

    ``body`` is the canonical text of what changed, before and after; sources stand in it by id, never by name.
    ``sequence`` counts every event from one without a gap. ``line`` is the event as text, exactly as it is hashed: all
    other columns stand in it, with the hash of the line before and that of the subject's state; ``mac`` authenticates
    it. Both are empty only until ``prepare`` has taken an older desk's events into the chain.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    act = models.CharField(_("act"), max_length=40)
    subject_kind = models.CharField(_("subject"), max_length=10)
    subject_id = models.PositiveBigIntegerField(_("id"))
    subject_version = models.PositiveIntegerField(_("version"))
    actor_kind = models.CharField(max_length=8, choices=labels.of(ActorKind))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events")
    actor_name = models.CharField(_("who"), max_length=150)
    batch = models.UUIDField(_("batch"))
    is_bulk = models.BooleanField(_("bulk"), default=False)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("why"), blank=True)
    body = models.TextField()
    line = models.TextField(blank=True)
    mac = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        verbose_name = _("event")
        verbose_name_plural = _("ledger")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "sequence"), name="event_by_subject"),
            models.Index(fields=("batch", "sequence"), name="event_by_batch"),
            models.Index(fields=("actor", "sequence"), name="event_by_actor"),
            models.Index(fields=("act", "sequence"), name="event_by_act"),
            models.Index(fields=("actor_kind", "sequence"), name="event_by_actor_kind"),
            models.Index(fields=("at", "act"), name="event_by_time"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(sequence__gte=1), name="events_count_from_one"),
            models.CheckConstraint(
                condition=Q(subject_kind__in=sorted(SubjectKind)), name="an_event_is_about_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(actor_kind=ActorKind.PERSON) ^ Q(actor__isnull=True), name="a_person_acts_under_their_id"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="an_event_has_a_body"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"
