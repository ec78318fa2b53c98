"""Models: sealed sources, and the requests to see who one is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.models.source import Source
from claims.querysets import IdentityRequestQuerySet
from claims.records.sealing import RequestState


class Seal(models.Model):
    """The identity of a sealed source, encrypted. ``key`` names the file with its key, which is not in the database.

    Redacted, the key is destroyed and ``ciphertext`` is empty: nobody can read who it was.
    """

    source = models.OneToOneField(Source, models.PROTECT, primary_key=True, related_name="seal")
    key = models.CharField(max_length=100)
    ciphertext = models.BinaryField(blank=True)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seals")
    sealed_at = models.DateTimeField()
    sealed_because = models.TextField()
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="redactions")
    redacted_at = models.DateTimeField(null=True)
    redacted_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = (
            models.CheckConstraint(condition=~Q(sealed_because=""), name="a_seal_has_a_motive"),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True, redacted_by__isnull=True, redacted_because="")
                | (Q(redacted_at__isnull=False, redacted_by__isnull=False) & ~Q(redacted_because="")),
                name="who_redacted_a_source_and_why_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_redacted(self) -> bool:
        """Whether the key is destroyed."""
        return self.redacted_at is not None


class IdentityRequest(models.Model):
    """Somebody asks to see who a sealed source is, with a motive; a chief grants it for a time, or refuses.

    A grant runs until ``ends_at``, or until somebody ended it. Looks are not counted here: the ledger has each.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="identity_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="identity_requests")
    asked_at = models.DateTimeField()
    motive = models.TextField(_("motive"))
    state = models.CharField(max_length=8, choices=labels.of(RequestState), default=RequestState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="identity_grants")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)
    ends_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="ended_grants")
    version = models.PositiveIntegerField(default=1)

    objects = IdentityRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("request to see an identity")
        verbose_name_plural = _("requests to see an identity")
        indexes = (models.Index(fields=("id",), name="identity_request_open", condition=Q(state=RequestState.OPEN)),)
        constraints = (
            models.CheckConstraint(condition=~Q(motive=""), name="who_asks_for_an_identity_says_why"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="nobody_grants_their_own_request",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.GRANTED) | Q(ends_at__isnull=False, decided_by__isnull=False),
                name="a_grant_has_an_end_and_somebody_who_gave_it",
            ),
            models.UniqueConstraint(
                fields=("source", "asked_by"), condition=Q(state=RequestState.OPEN), name="one_request_of_each_is_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
