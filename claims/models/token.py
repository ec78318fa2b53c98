"""Models: tokens, by which a program comes in as somebody."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from claims.querysets import TokenQuerySet
from claims.records.tokens import TokenScope


class Token(models.Model):
    """A program comes in as this person, for what ``scopes`` names (words with blanks between), until it expires.

    The secret itself is shown once and kept nowhere. ``beginning`` are its first characters, to tell tokens apart.
    ``had_second_factor``: whoever made it had come in by more than a password.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=10)
    scopes = models.CharField(max_length=100)
    had_second_factor = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="a_token_has_a_name"),
            models.CheckConstraint(condition=~Q(scopes=""), name="a_token_is_for_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_token_expires_after_it_is_made"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_for(self) -> list[TokenScope]:
        """What it may be used for."""
        return [TokenScope(word) for word in self.scopes.split()]

    def is_live(self, now: datetime) -> bool:
        """Whether it has neither ended nor expired."""
        return self.ended_at is None and now < self.expires_at
