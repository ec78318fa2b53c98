"""Models: the copies of stories that came in, and their texts as received."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.querysets import DocumentQuerySet
from claims.records.extractions import LanguageBasis
from claims.records.provenance import DatePrecision, Knowledge, Translation

FACTS = ("headline", "publisher", "agency", "address", "published", "language")
_NULL_WHEN_NOT_KNOWN = {"publisher", "agency", "published"}


def _knowledge() -> "models.CharField[str, str]":
    return models.CharField(max_length=12, choices=labels.of(Knowledge), default=Knowledge.UNKNOWN)


def _fact_constraints() -> Iterator[models.CheckConstraint]:
    for fact in FACTS:
        empty = Q(**{f"{fact}__isnull": True}) if fact in _NULL_WHEN_NOT_KNOWN else Q(**{fact: ""})
        known = Q(**{f"{fact}_knowledge": Knowledge.KNOWN})
        yield models.CheckConstraint(
            condition=(known & ~empty) | (~known & empty), name=f"{fact}_has_a_value_only_when_known"
        )


class Document(models.Model):
    """One received copy of a story. Every fact of it may be unknown, absent or unreadable."""

    our_title = models.CharField(_("our title"), max_length=300)
    headline = models.CharField(_("headline as received"), max_length=500, blank=True)
    headline_knowledge = _knowledge()
    publisher = models.ForeignKey(
        "claims.Source", models.PROTECT, null=True, blank=True, related_name="published", verbose_name=_("publisher")
    )
    publisher_knowledge = _knowledge()
    agency = models.ForeignKey(
        "claims.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credited",
        verbose_name=_("credited agency"),
    )
    agency_knowledge = _knowledge()
    address = models.CharField(_("address"), max_length=2000, blank=True)
    address_knowledge = _knowledge()
    published = models.DateTimeField(_("published"), null=True, blank=True)
    published_knowledge = _knowledge()
    published_precision = models.CharField(max_length=6, choices=labels.of(DatePrecision), blank=True)
    published_zone = models.CharField(max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    language_knowledge = _knowledge()
    translation = models.CharField(
        _("translation"), max_length=20, choices=labels.of(Translation), default=Translation.UNKNOWN
    )

    read_at = models.DateTimeField(_("done with at"), null=True, blank=True, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="read_documents"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_because = models.TextField(blank=True, editable=False)
    erase_asked_at = models.DateTimeField(_("asked to erase at"), null=True, blank=True, editable=False)
    erase_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="documents_asked_to_erase"
    )
    erase_asked_because = models.TextField(blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="erased_documents"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(_("received"), db_default=Now(), editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-created", "-id")
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = (
            models.Index(fields=("created", "id"), name="document_by_created"),
            models.Index(
                fields=("id",), name="document_to_be_read", condition=Q(read_at__isnull=True, withdrawn_at__isnull=True)
            ),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(our_title=""), name="a_document_has_a_title_of_ours"),
            *_fact_constraints(),
            models.CheckConstraint(
                condition=(Q(published__isnull=True, published_precision="", published_zone=""))
                | (Q(published__isnull=False) & ~Q(published_precision="") & ~Q(published_zone="")),
                name="a_date_keeps_its_precision_and_zone",
            ),
            models.CheckConstraint(
                condition=Q(erase_asked_at__isnull=True, erase_asked_by__isnull=True, erase_asked_because="")
                | (Q(erase_asked_at__isnull=False, erase_asked_by__isnull=False) & ~Q(erase_asked_because="")),
                name="who_asks_to_erase_a_document_and_why_is_known",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by__isnull=True)
                | (
                    Q(erased_at__isnull=False, withdrawn_at__isnull=False, erase_asked_by__isnull=False)
                    & ~Q(erased_by=F("erase_asked_by"))
                ),
                name="two_people_erase_a_document_that_is_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return self.our_title

    @property
    def is_withdrawn(self) -> bool:
        """Whether it should not have come in."""
        return self.withdrawn_at is not None

    @property
    def is_erased(self) -> bool:
        """Whether its words are gone for good."""
        return self.erased_at is not None


class Snapshot(models.Model):
    """The text of a document exactly as received; never edited (a trigger holds it, see ``guards``).

    It can be erased: then the text is empty, and its hashes stay.

    The raw bytes are kept in the file store under their own hash. Offsets everywhere are code points of ``text``.

    What ``extractor`` read out of the text may be read again: the language it was read in (``language_basis`` "" means
    nobody has told, ``read_whole`` is false where only direct quotations were looked for), ``damage`` as a list of
    ``[kind, start, end]`` with a score from 0 to 1 and the kinds that it rests on, ``credits`` as a list of
    ``[name_start, name_end, line_start, line_end]``.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    raw_sha256 = models.CharField(max_length=64)
    raw_size = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)
    encoding = models.CharField(max_length=40)
    encoding_basis = models.CharField(max_length=20)
    extractor = models.CharField(max_length=60, blank=True)
    language = models.CharField(_("read as"), max_length=35, blank=True)
    language_basis = models.CharField(max_length=12, choices=labels.of(LanguageBasis), blank=True)
    read_whole = models.BooleanField(_("read whole"), null=True)
    damage = models.JSONField(_("damage"), default=list)
    damage_score = models.FloatField(_("looks damaged"), null=True)
    damage_reasons = models.JSONField(default=list)
    credits = models.JSONField(_("credit lines"), default=list)
    erased_at = models.DateTimeField(_("erased at"), null=True)
    received = models.DateTimeField(db_default=Now())
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="received")

    class Meta:
        ordering = ("document", "number")
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        indexes = (models.Index(fields=("text_sha256", "id"), name="snapshot_by_text_hash"),)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="versions_of_a_document_are_numbered"),
            models.UniqueConstraint(
                fields=("text_sha256",), condition=Q(number=1), name="two_documents_never_begin_with_the_same_text"
            ),
            models.CheckConstraint(
                condition=Q(text="") ^ Q(erased_at__isnull=True), name="a_version_has_words_until_it_is_erased"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(language_basis="", language="", read_whole__isnull=True)
                | (~Q(language_basis="") & Q(read_whole__isnull=False)),
                name="a_text_that_was_read_says_in_which_language",
            ),
            models.CheckConstraint(
                condition=Q(damage_score__isnull=True) | Q(damage_score__gte=0, damage_score__lte=1),
                name="damage_runs_from_nought_to_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}.{self.number}"
