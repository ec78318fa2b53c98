"""Apps: the one app of the project."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    """The one app of the project. What is set up after a migrate stands in ``management``."""

    name = "claims"
    verbose_name = _("Claimtrail")
    default_auto_field = "django.db.models.BigAutoField"
