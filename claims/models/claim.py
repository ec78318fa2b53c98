"""Models: one statement by one speaker, and where its checking stands."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims import workflow
from claims.choices import labels
from claims.querysets import ClaimQuerySet
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SpeakerBasis
from claims.workflow import Status, Use


class Claim(models.Model):
    """One statement by one speaker. Another speaker is another claim.

    Only services write here: every update must raise ``version`` by exactly one (a trigger holds it, see ``guards``)
    and leaves an Event. ``how_to_use`` follows from status, attribution and stale, and is kept for lists to filter on.
    ``attribution`` and ``verdict`` repeat the newest finding's answers for the same reason, ``confidence`` that of the
    primary quotation; None where a person found the words. ``tells_of_death`` and ``accuses`` say what the words of the
    primary quotation show; None where nobody has read them for it, or nobody can in their language.
    """

    statement = models.TextField(_("statement"))
    statement_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="stated", verbose_name=_("stated by")
    )
    # The composite indexes below begin with these three; Django's own would only cost writes.
    speaker = models.ForeignKey(
        "claims.Source",
        models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("speaker"),
    )
    speaker_basis = models.CharField(max_length=10, choices=labels.of(SpeakerBasis), default=SpeakerBasis.OPEN)
    source = models.ForeignKey(
        "claims.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relayed_claims",
        db_index=False,
        verbose_name=_("source (via)"),
    )
    source_is_chosen = models.BooleanField(_("source chosen by an editor"), default=False)

    status = models.CharField(_("status"), max_length=20, choices=workflow.status_choices, default=Status.PROPOSED)
    status_before = models.CharField(max_length=20, choices=workflow.status_choices, blank=True)
    attribution = models.CharField(
        _("attribution"), max_length=20, choices=labels.of(Attribution), default=Attribution.UNCHECKED
    )
    verdict = models.CharField(_("verdict"), max_length=20, choices=labels.of(Verdict), default=Verdict.UNCHECKED)
    how_to_use = models.CharField(_("how to use"), max_length=20, choices=workflow.use_choices, default=Use.HOLD)
    credibility = models.CharField(_("credibility"), max_length=1, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    stale_since = models.DateTimeField(_("stale since"), null=True, blank=True)
    stale_because = models.TextField(blank=True)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_claims",
        db_index=False,
        verbose_name=_("taken by"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="submitted_claims"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="changed_claims")
    rounds = models.PositiveSmallIntegerField(default=0)
    waiting_for = models.CharField(max_length=300, blank=True)
    waiting_from = models.CharField(max_length=300, blank=True)
    waiting_until = models.DateTimeField(null=True)
    needed_by = models.DateTimeField(_("needed by"), null=True, blank=True)
    needed_for = models.CharField(_("needed for"), max_length=100, blank=True)
    read_at = models.DateTimeField(_("read, nothing to do, at"), null=True, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="read_claims"
    )
    single_read_at = models.DateTimeField(_("released on one reader at"), null=True, editable=False)
    single_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="released_claims"
    )
    single_read_because = models.TextField(blank=True, editable=False)
    tells_of_death = models.BooleanField(_("tells of death"), null=True)
    accuses = models.BooleanField(_("accuses a named party"), null=True)

    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(_("created"), db_default=Now())
    updated = models.DateTimeField(_("updated"), db_default=Now())

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-created", "-id")
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = (
            models.Index(fields=("created", "id"), name="claim_by_created"),
            models.Index(fields=("updated", "id"), name="claim_by_updated"),
            models.Index(fields=("status", "created", "id"), name="claim_by_status"),
            models.Index(fields=("how_to_use", "created", "id"), name="claim_by_use"),
            models.Index(fields=("attribution", "created", "id"), name="claim_by_attribution"),
            models.Index(fields=("verdict", "created", "id"), name="claim_by_verdict"),
            models.Index(fields=("status", "verdict", "created", "id"), name="claim_by_status_verdict"),
            models.Index(fields=("speaker", "created", "id"), name="claim_by_speaker"),
            models.Index(fields=("source", "created", "id"), name="claim_by_source"),
            models.Index(fields=("assigned_to", "created", "id"), name="claim_by_assigned"),
            models.Index(fields=("confidence", "created", "id"), name="claim_by_confidence"),
            models.Index(fields=("status", "confidence", "created", "id"), name="claim_by_status_confidence"),
            models.Index(fields=("needed_by", "id"), name="claim_by_needed", condition=Q(needed_by__isnull=False)),
            models.Index(
                fields=("single_read_at", "id"),
                name="claim_by_single_read",
                condition=Q(single_read_at__isnull=False),
            ),
            models.Index(
                fields=("created", "id"),
                name="claim_grave_by_created",
                condition=Q(tells_of_death=True) | Q(accuses=True),
            ),
            models.Index(
                fields=("created", "id"), name="claim_stale_by_created", condition=Q(stale_since__isnull=False)
            ),
            models.Index(
                fields=("created", "id"), name="claim_single_read_by_created", condition=Q(single_read_at__isnull=False)
            ),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(statement=""), name="a_claim_has_a_statement"),
            models.CheckConstraint(
                condition=Q(speaker__isnull=True, speaker_basis__in=(SpeakerBasis.OPEN, SpeakerBasis.COPY))
                | Q(speaker__isnull=False, speaker_basis__in=(SpeakerBasis.PRINTED, SpeakerBasis.EDITOR)),
                name="a_linked_speaker_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SET_ASIDE) ^ Q(status_before=""),
                name="a_claim_set_aside_remembers_its_status",
            ),
            models.CheckConstraint(
                condition=Q(stale_since__isnull=True) | Q(status__in=sorted(workflow.DECIDED | {Status.WITHDRAWN})),
                name="only_a_decided_claim_goes_stale",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.IN_REVIEW) | Q(assigned_to__isnull=False),
                name="a_claim_in_review_is_in_somebodys_hand",
            ),
            models.CheckConstraint(
                condition=Q(needed_by__isnull=False) | Q(needed_for=""), name="what_is_needed_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) ^ Q(read_by__isnull=False), name="who_read_a_claim_is_known"
            ),
            models.CheckConstraint(
                condition=Q(single_read_at__isnull=True, single_read_by__isnull=True, single_read_because="")
                | (Q(single_read_at__isnull=False, single_read_by__isnull=False) & ~Q(single_read_because="")),
                name="who_released_a_claim_on_one_reader_and_why_is_known",
            ),
            models.CheckConstraint(
                condition=Q(single_read_at__isnull=True) | Q(status__in=sorted(workflow.DECIDED | {Status.WITHDRAWN})),
                name="only_a_decided_claim_is_single_read",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WAITING) | ~Q(waiting_for=""), name="a_waiting_claim_says_for_what"
            ),
        )

    def __str__(self) -> str:
        return self.statement[:80]

    @property
    def is_stale(self) -> bool:
        """Decided on words, a speaker, a date or a chain that changed since."""
        return self.stale_since is not None

    @property
    def taken_by(self) -> User | None:
        """Whoever has an open claim in hand; once it is decided nobody has, whatever the row remembers. May query."""
        return self.assigned_to if self.status in workflow.OPEN else None

    @property
    def is_single_read(self) -> bool:
        """Released by a chief on one reader; the second check is still to come."""
        return self.single_read_at is not None

    @property
    def is_read(self) -> bool:
        """Read, and nothing was to do: it stands in no queue until something happens to it."""
        return self.read_at is not None


class ClaimWords(models.Model):
    """What plain-word search looks through, folded alike for both databases; kept by services, read by ``search``."""

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="search_words")
    words = models.TextField(blank=True)
    speaker = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words of a claim")
        verbose_name_plural = _("words of claims")

    def __str__(self) -> str:
        return self.words[:80]
