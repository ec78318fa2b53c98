"""Models: receivers elsewhere that are told news, and the telling of each piece of it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.models.event import Event
from claims.records.news import DeliveryState, NewsKind, Problem, TurnedOff

# What changes as the telling goes on, without anybody's act.
AS_IT_GOES: Final = frozenset({"cursor", "failures", "failing_since", "rests_until", "held_until"})


class Webhook(models.Model):
    """A receiver that is told news of some kinds. ``key`` names the file with its secret, which is not in the database.

    ``cursor`` is the last line of the ledger that was looked at for it. While ``failures`` are counted it rests until
    ``rests_until``; one process at a time sends for it, and holds it until ``held_until`` at the latest.
    """

    name = models.CharField(_("name"), max_length=100)
    receiver = models.CharField(_("address of the receiver"), max_length=500, unique=True)
    kinds = models.JSONField(_("news"), default=list)
    key = models.CharField(max_length=100)
    is_on = models.BooleanField(_("on"), default=True)
    off_because = models.CharField(max_length=10, blank=True, choices=labels.of(TurnedOff))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="webhooks")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    cursor = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(receiver=""), name="a_webhook_has_a_name_and_a_receiver"),
            models.CheckConstraint(
                condition=Q(is_on=True, off_because="") | (Q(is_on=False) & ~Q(off_because="")),
                name="why_a_webhook_is_off_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One piece of news for one webhook. Its body is made anew each time it is sent, and kept nowhere.

    ``answer`` is the status that the receiver gave last, ``problem`` why there was none.
    """

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    kind = models.CharField(_("news"), max_length=20, choices=labels.of(NewsKind))
    state = models.CharField(_("state"), max_length=10, choices=labels.of(DeliveryState), default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, blank=True, choices=labels.of(Problem))
    took_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-event_id",)
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = (
            models.Index(
                fields=("webhook", "next_try", "event"),
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("webhook", "event"), name="a_receiver_is_told_each_news_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING) ^ Q(next_try__isnull=True),
                name="what_waits_to_be_told_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.event_id}"
