"""Models: a list that was exported, with what it was made from."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """One file that was made from a filter: its format, its rows and the SHA-256 of its bytes.

    The hash is "" of one that broke off while it was handed over; at most these rows of it have left.
    """

    format = models.CharField(_("format"), max_length=20)
    filter = models.TextField(_("filter"))
    rows = models.PositiveIntegerField(_("rows"))
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="exports")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    def __str__(self) -> str:
        return f"{self.format} {self.sha256[:12]}"
