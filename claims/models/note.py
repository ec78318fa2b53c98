"""Models: annotations on a claim, a quotation, a document or a free span."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """What somebody wrote beside a claim, a quotation, a document or a span of a snapshot; a reply has a ``thread``."""

    claim = models.ForeignKey("claims.Claim", models.CASCADE, null=True, related_name="notes")
    quotation = models.ForeignKey("claims.Quotation", models.CASCADE, null=True, related_name="notes")
    document = models.ForeignKey("claims.Document", models.PROTECT, null=True, related_name="notes")
    snapshot = models.ForeignKey("claims.Snapshot", models.PROTECT, null=True, related_name="notes")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    thread = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    body = models.TextField(_("note"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    written_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="resolved_notes"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("written_at", "id")
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (
            models.CheckConstraint(condition=~Q(body=""), name="a_note_has_words"),
            models.CheckConstraint(
                condition=Q(claim__isnull=False, quotation=None, document=None, snapshot=None)
                | Q(claim=None, quotation__isnull=False, document=None, snapshot=None)
                | Q(claim=None, quotation=None, document__isnull=False, snapshot=None)
                | Q(claim=None, quotation=None, document=None, snapshot__isnull=False),
                name="a_note_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(snapshot=None, start=None, end=None)
                | Q(snapshot__isnull=False, start__isnull=False, start__lt=F("end")),
                name="a_note_on_a_span_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) ^ Q(resolved_by__isnull=False),
                name="who_resolved_a_note_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.body[:80]
