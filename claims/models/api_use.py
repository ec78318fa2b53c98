"""Models: how often programs asked, and under which keys they brought stories in; for all processes alike."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ApiUse(models.Model):
    """How many requests of one kind somebody has sent within the present minute: one row each, counted anew.

    ``who`` is a token or a person with a browser ("token 12", "person 3").
    """

    who = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    minute = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("use of the API")
        verbose_name_plural = _("uses of the API")
        constraints = (models.UniqueConstraint(fields=("who", "kind"), name="of_each_kind_somebody_has_one_count"),)

    def __str__(self) -> str:
        return f"{self.who} {self.kind}"


class ImportKey(models.Model):
    """A key under which a program brought a story in: sent again, it is the same story and not another one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_keys")
    key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    document = models.ForeignKey("claims.Document", models.PROTECT, related_name="import_keys")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("key of an import")
        verbose_name_plural = _("keys of imports")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="a_key_is_of_one_import"),)

    def __str__(self) -> str:
        return self.key
