"""Models: lists that left the house, with the claims they carried."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.querysets import IssuedClaimQuerySet


class IssuedList(models.Model):
    """One edition of a list: "12.1" is the first of list 12. Its file, its rows and its manifest are in the file store.

    ``record_sha256`` names the rows as JSON Lines, whatever the format was: what was said of each claim can be read
    again. ``erased_at``: words in it were erased or a name sealed, so that file and rows are gone; the manifest stays.
    ``changes`` says what a correction changed, claim by claim, as JSON. ``version`` is that of the row, as elsewhere.
    """

    number = models.PositiveIntegerField(_("number"))
    edition = models.PositiveIntegerField(_("version"))
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    title = models.CharField(_("title"), max_length=200)
    for_whom = models.CharField(_("for whom"), max_length=200)
    rights = models.TextField(_("rights"), blank=True)
    document = models.ForeignKey("Document", models.PROTECT, null=True, related_name="issued_lists")
    format = models.CharField(_("format"), max_length=20)
    columns = models.JSONField(_("columns"), default=list)
    filter = models.TextField(_("filter"))
    left_out = models.TextField(_("left out"), blank=True)
    changes = models.TextField(_("changes"), blank=True)
    claims = models.PositiveIntegerField(_("claims"))
    rows = models.PositiveIntegerField(_("rows"))
    sha256 = models.CharField(max_length=64)
    record_sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="issued_lists")
    issued_by_name = models.CharField(_("issued by"), max_length=150)
    issued_at = models.DateTimeField(_("issued"))
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("issued list")
        verbose_name_plural = _("issued lists")
        constraints = (
            models.UniqueConstraint(fields=("number", "edition"), name="one_list_of_a_number_and_version"),
            models.CheckConstraint(condition=~Q(for_whom=""), name="a_list_is_issued_for_somebody"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False),
                name="a_later_version_replaces_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}.{self.edition}"


class IssuedClaim(models.Model):
    """A claim as an issued list carried it. ``said`` is the hash of what the list says of it.

    ``changed_at``: since then we would say something else. ``settled`` is the hash of what we said instead when
    somebody found that no correction is needed; empty while nobody has.
    """

    issued_list = models.ForeignKey(IssuedList, models.PROTECT, related_name="carried")
    claim = models.ForeignKey("Claim", models.PROTECT, related_name="issued")
    claim_version = models.PositiveIntegerField()
    status = models.CharField(max_length=20)
    how_to_use = models.CharField(max_length=20)
    said = models.CharField(max_length=64)
    changed_at = models.DateTimeField(null=True)
    settled = models.CharField(max_length=64, blank=True, db_default="")

    objects = IssuedClaimQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issued_list", "claim"), name="a_claim_once_in_a_list"),)
        indexes = (
            models.Index(fields=("claim", "issued_list"), name="issued_by_claim"),
            models.Index(
                fields=("changed_at", "id"),
                condition=Q(changed_at__isnull=False, settled=""),
                name="issued_changed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issued_list_id}: {self.claim_id}"

    @property
    def is_unsettled(self) -> bool:
        """Whether it has changed since, and nobody has seen to it."""
        return self.changed_at is not None and not self.settled


class ListDraft(models.Model):
    """A list that is made in the background: the number reserved for it, and its claims as somebody chose them."""

    job = models.OneToOneField("Job", models.CASCADE, related_name="draft")
    number = models.PositiveIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.number}"


class DraftClaim(models.Model):
    """A claim of a list that is being made; ``part`` is the section it stands in."""

    draft = models.ForeignKey(ListDraft, models.CASCADE, related_name="claims")
    claim = models.ForeignKey("Claim", models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "part", "claim"), name="a_claim_once_in_a_draft"),)

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.claim_id}"
