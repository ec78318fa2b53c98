"""Models: annotations on a claim, a quotation, a document or a free span."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """What somebody wrote beside a claim, a quotation, a document or a span of a snapshot.

    A reply has a ``thread``: the note that began it, and stands where that one does. ``edited_at`` is when its writer
    last changed the words; what they were stands in the ledger.
    """

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
    edited_at = models.DateTimeField(null=True, editable=False)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="resolved_notes"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("written_at", "id")
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = (models.Index(fields=("id",), name="note_open_by_id", condition=Q(thread=None, resolved_at=None)),)
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
            models.CheckConstraint(
                condition=Q(thread=None) | Q(resolved_at=None), name="a_thread_is_resolved_as_a_whole"
            ),
        )

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def is_resolved(self) -> bool:
        """Whether the thread that this note began is closed."""
        return self.resolved_at is not None


class NoteWords(models.Model):
    """The words of a note, folded for search; kept by services, read by ``search``."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="search_words")
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words of a note")
        verbose_name_plural = _("words of notes")

    def __str__(self) -> str:
        return self.words[:80]
