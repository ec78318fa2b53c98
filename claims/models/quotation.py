"""Models: words attributed to somebody at an exact place in a snapshot, and the way they took to us."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import QuotationQuerySet
from claims.records.provenance import Basis, ChainEnd, Knowledge, Place, RelayRole, Transform
from claims.records.quotations import Identification, QuotationKind, ResolvedBy, ToldToKind


class Quotation(models.Model):
    """Words attributed to somebody: one or more spans of one snapshot, with everything as printed there.

    ``words`` are the spans' words joined with " [...] ", for lists; the spans hold them exactly. ``candidates`` is a
    list of ``[name, reason]``, ``damage`` a list of ``[kind, start, end]``, ``reasons`` a list of codes.
    ``chain_before`` is the chain that an editor replaced last, for the undo of that alone.
    """

    snapshot = models.ForeignKey("claims.Snapshot", models.PROTECT, related_name="quotations")
    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="quotations")
    is_primary = models.BooleanField(default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    place = models.CharField(max_length=10, choices=labels.of(Place), default=Place.CURRENT)

    kind = models.CharField(_("kind"), max_length=10, choices=labels.of(QuotationKind))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField(_("words as printed"))
    cue = models.CharField(_("cue"), max_length=200, blank=True)
    cue_start = models.PositiveIntegerField(null=True)
    cue_end = models.PositiveIntegerField(null=True)
    speaker_printed = models.CharField(_("speaker as printed"), max_length=300, blank=True)
    speaker_start = models.PositiveIntegerField(null=True)
    speaker_end = models.PositiveIntegerField(null=True)
    role_printed = models.CharField(_("role as printed"), max_length=300, blank=True)
    identification = models.CharField(
        max_length=20, choices=labels.of(Identification), default=Identification.UNATTRIBUTED
    )
    speaker_resolved = models.CharField(_("speaker as resolved"), max_length=300, blank=True)
    resolved_by = models.CharField(max_length=20, choices=labels.of(ResolvedBy), blank=True)
    candidates = models.JSONField(default=list)
    told_to = models.CharField(_("told to"), max_length=200, blank=True)
    told_to_kind = models.CharField(max_length=10, choices=labels.of(ToldToKind), blank=True)
    medium = models.CharField(_("medium"), max_length=200, blank=True)
    carried_by = models.CharField(_("carried by"), max_length=200, blank=True)
    speaker_monitors = models.BooleanField(_("described as one who monitors"), default=False)
    said_when = models.CharField(_("said when, as printed"), max_length=200, blank=True)
    floating = models.BooleanField(default=False)
    damage = models.JSONField(default=list)
    is_altered = models.BooleanField(_("the sense was changed in this copy"), default=False)

    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="marked")
    extractor = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    chain_end = models.CharField(
        _("the chain ends here because"),
        max_length=20,
        choices=labels.of(ChainEnd),
        default=ChainEnd.NOT_LOOKED,
    )
    chain_is_by_hand = models.BooleanField(_("chain built by an editor"), default=False)
    chain_before = models.JSONField(null=True, default=None, editable=False)
    created = models.DateTimeField(db_default=Now())

    objects = QuotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        indexes = (
            models.Index(fields=("snapshot", "start", "end", "id"), name="quotation_by_place"),
            models.Index(fields=("claim", "is_primary", "id"), name="quotation_by_claim"),
            models.Index(
                fields=("snapshot", "id"), name="quotation_waiting_for_place", condition=Q(place=Place.WAITING)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("claim",), condition=Q(is_primary=True), name="a_claim_has_one_primary_quotation"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="a_quotation_has_words"),
            models.CheckConstraint(
                condition=Q(found_by__isnull=True) ^ Q(extractor=""), name="a_quotation_was_found_by_one_finder"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="confidence_runs_from_nought_to_one",
            ),
            models.CheckConstraint(
                condition=Q(told_to="", told_to_kind="") | (~Q(told_to="") & ~Q(told_to_kind="")),
                name="told_to_says_outlet_or_audience",
            ),
        )

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def is_by_machine(self) -> bool:
        """Found by the extractor, not by a person."""
        return self.found_by_id is None


class Span(models.Model):
    """One unbroken piece of a quotation: position, exact words, and the words around it as an anchor."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="spans")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("quotation", "position")
        constraints = (
            models.UniqueConstraint(fields=("quotation", "position"), name="spans_of_a_quotation_are_numbered"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="a_span_has_words"),
        )

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class Relay(models.Model):
    """One step of the way the words took: position 0 uttered them, the last one is the copy we hold.

    ``roles`` is a list of RelayRole values, at least one. ``name`` is the source as printed or inferred, which a
    proposal has before any Source is linked.
    """

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="relays")
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey("claims.Source", models.PROTECT, null=True, related_name="relays")
    knowledge = models.CharField(max_length=12, choices=labels.of(Knowledge))
    name = models.CharField(_("name as printed"), max_length=300, blank=True)
    roles = models.JSONField(default=list)
    identification = models.CharField(
        max_length=20, choices=labels.of(Identification), default=Identification.UNATTRIBUTED
    )
    words = models.CharField(_("the words that say so"), max_length=300, blank=True)
    transform = models.CharField(max_length=20, choices=labels.of(Transform), default=Transform.UNKNOWN)
    is_read_by_us = models.BooleanField(_("we read this one"), default=False)
    basis = models.CharField(max_length=10, choices=labels.of(Basis))
    inferred_from = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("quotation", "position")
        indexes = (models.Index(fields=("source", "quotation"), name="relay_by_source"),)
        constraints = (
            models.UniqueConstraint(fields=("quotation", "position"), name="steps_of_a_chain_are_numbered"),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(knowledge=Knowledge.KNOWN),
                name="a_step_with_a_source_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.INFERRED) | ~Q(inferred_from=""), name="an_inferred_step_says_from_what"
            ),
            models.CheckConstraint(condition=~Q(roles=[]), name="a_step_has_a_role"),
        )

    def __str__(self) -> str:
        return self.name or self.knowledge

    @property
    def role_list(self) -> list[RelayRole]:
        """The roles as values of the enum."""
        return [RelayRole(role) for role in self.roles]
