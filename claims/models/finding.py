"""Models: an editor's answers, and what they rest on. Kept, never overwritten: a new one supersedes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import EvidenceQuerySet
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict


class Finding(models.Model):
    """The answers to *did they say it?* and *is it true?*, with the reason, whose they are and who agreed.

    ``second_opened`` and ``second_openable`` say how many of the links and files the second reader had opened, and how
    many there were; None when no second reader has spoken.
    """

    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=labels.of(FindingState), default=FindingState.SUBMITTED)
    attribution = models.CharField(_("did they say it?"), max_length=20, choices=labels.of(Attribution))
    verdict = models.CharField(_("is it true?"), max_length=20, choices=labels.of(Verdict))
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="findings")
    made_at = models.DateTimeField(db_default=Now())
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="second_checks")
    second_at = models.DateTimeField(null=True)
    second_because = models.TextField(blank=True)
    second_opened = models.PositiveSmallIntegerField(null=True)
    second_openable = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("claim", "number")
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = (
            models.Index(
                fields=("made_at", "id"), name="finding_submitted_by_made", condition=Q(state=FindingState.SUBMITTED)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("claim", "number"), name="findings_of_a_claim_are_numbered"),
            models.UniqueConstraint(
                fields=("claim",),
                condition=Q(state__in=(FindingState.SUBMITTED, FindingState.AGREED)),
                name="one_finding_of_a_claim_stands",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_finding_has_a_reason"),
            models.CheckConstraint(
                condition=Q(second_opened__isnull=True, second_openable__isnull=True)
                | Q(second_openable__isnull=False, second_opened__lte=F("second_openable")),
                name="no_more_evidence_is_opened_than_there_is",
            ),
            models.CheckConstraint(
                condition=~Q(attribution=Attribution.UNCHECKED), name="a_finding_answers_whether_they_said_it"
            ),
        )

    def __str__(self) -> str:
        return f"{self.attribution} / {self.verdict}"


class Evidence(models.Model):
    """What a finding rests on: a link, a file, a note, or somebody asked. Given on a claim or once on a document.

    What was added by mistake and taken off again is kept, with ``removed_at``; nothing rests on it.
    """

    claim = models.ForeignKey("claims.Claim", models.CASCADE, null=True, related_name="evidence")
    document = models.ForeignKey("claims.Document", models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=6, choices=labels.of(EvidenceKind))
    stance = models.CharField(_("what it does"), max_length=12, choices=labels.of(Stance))
    relation = models.CharField(_("what it is"), max_length=12, choices=labels.of(Relation), default=Relation.UNSTATED)
    address = models.CharField(_("address"), max_length=2000, blank=True)
    text = models.TextField(_("words"), blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    asked_whom = models.CharField(_("asked whom"), max_length=300, blank=True)
    asked_how = models.CharField(_("how"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("when"), null=True)
    has_reply = models.BooleanField(null=True)
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken_over")
    erased_at = models.DateTimeField(_("erased at"), null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence")
    added_at = models.DateTimeField(db_default=Now())
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="removed_evidence")
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("added_at", "id")
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.CheckConstraint(
                condition=Q(claim__isnull=True) ^ Q(document__isnull=True), name="evidence_is_on_a_claim_or_a_document"
            ),
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.LINK) & ~Q(address=""))
                | (Q(kind=EvidenceKind.FILE) & ~Q(file_sha256=""))
                | (Q(kind=EvidenceKind.NOTE) & ~Q(text=""))
                | (Q(kind=EvidenceKind.ASKED, has_reply__isnull=False) & ~Q(asked_whom="")),
                name="evidence_holds_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) ^ Q(removed_by__isnull=False),
                name="who_took_evidence_off_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.address or self.file_name or self.asked_whom or self.text[:80]

    @property
    def original(self) -> "Evidence":
        """The evidence of the document that this one was taken over from; else this one. May query."""
        return self.taken_from or self


class EvidenceOpened(models.Model):
    """That somebody opened a piece of evidence, and when first; a second check shows it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="opened")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="opened_evidence")
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("opened evidence")
        verbose_name_plural = _("opened evidence")
        constraints = (models.UniqueConstraint(fields=("evidence", "person"), name="evidence_is_opened_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.evidence_id} / {self.person_id}"
