"""Models: people, groups and houses that words come from or pass through."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import SourceQuerySet
from claims.records.provenance import SourceKind
from claims.records.quotations import Identification

ANONYMOUS = (Identification.DESCRIBED, Identification.BARE, Identification.COLLECTIVE)


class Source(models.Model):
    """A person, group, organisation, state, agency, outlet or document that words come from or pass through.

    Somebody described but not named ("a source close to the talks") is a source of one document alone and never
    links by name. Of one that is sealed the row holds a label in place of the name, and nothing that tells who it
    is; that stands encrypted in its ``Seal``.
    """

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=labels.of(SourceKind))
    identification = models.CharField(
        _("identified as"),
        max_length=20,
        choices=labels.of(Identification),
        default=Identification.NAMED,
    )
    document = models.ForeignKey(
        "claims.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="described_sources",
        verbose_name=_("described in"),
    )
    role = models.CharField(_("role as known"), max_length=200, blank=True)
    is_monitor = models.BooleanField(
        _("monitor"), default=False, help_text=_("Watches events itself and is relayed for them.")
    )
    known_to_the_house = models.BooleanField(_("the house knows who it is"), default=False)
    reliability = models.CharField(_("reliability"), max_length=1, blank=True)
    reliability_rationale = models.TextField(_("rationale"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_sources",
        verbose_name=_("merged into"),
    )
    is_sealed = models.BooleanField(_("protected"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(db_default=Now(), editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("source")
        verbose_name_plural = _("people and sources")
        indexes = (
            models.Index(fields=("name", "id"), name="source_by_name"),
            models.Index(fields=("folded", "id"), name="source_by_folded_name"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="a_source_has_a_name"),
            models.CheckConstraint(
                condition=Q(identification__in=ANONYMOUS, document__isnull=False)
                | (~Q(identification__in=ANONYMOUS) & Q(document__isnull=True)),
                name="an_anonymous_source_belongs_to_one_document",
            ),
            models.CheckConstraint(
                condition=Q(reliability="") | Q(reliability__in=("A", "B", "C", "D", "E", "F")),
                name="reliability_is_a_letter_from_a_to_f",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="a_source_is_not_merged_into_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_anonymous(self) -> bool:
        """Described, bare or collective: nobody outside knows who it is."""
        return self.identification in ANONYMOUS

    @property
    def is_bare(self) -> bool:
        """With no description at all."""
        return self.identification == Identification.BARE


class Rating(models.Model):
    """Why a source was rated as it was, by the version that the rating made of it.

    A rationale tells of somebody, so it stands here, where it can be sealed, and never in the ledger.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="ratings")
    version = models.PositiveIntegerField()
    rationale = models.TextField(blank=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = (models.UniqueConstraint(fields=("source", "version"), name="a_version_is_rated_once"),)

    def __str__(self) -> str:
        return self.rationale[:80]


class Alias(models.Model):
    """Another name of a source, by which it links as by its own."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=400, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        indexes = (models.Index(fields=("folded", "source"), name="alias_by_folded_name"),)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="an_alias_has_a_name"),
            models.UniqueConstraint(fields=("source", "folded"), name="a_source_has_an_alias_once"),
        )

    def __str__(self) -> str:
        return self.name
