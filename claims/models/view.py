"""Models: views of the claims list that somebody keeps, for themselves or for everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.querysets import SavedViewQuerySet


class SavedView(models.Model):
    """A query of the claims list under a name. ``query`` is what stands in the address behind the question mark.

    One that was removed stays, with the moment, so that it can be brought back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="views")
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(_("query"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
            models.UniqueConstraint(
                fields=("owner", "name"),
                condition=Q(removed_at=None),
                name="views_of_a_person_have_their_own_names",
            ),
        )

    def __str__(self) -> str:
        return self.name
