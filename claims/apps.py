"""Apps: the one app of the project."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ClaimsConfig(AppConfig):
    """The one app of the project. What is set up after a migrate stands in ``management``."""

    name = "claims"
    verbose_name = _("Claimtrail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Django tells of a sign-in, by whichever door, by its signal alone. Jobs are given their queue."""
        user_logged_in.connect(import_string("claims.views.sessions.on_signed_in"))
        import_string("claims.tasks.queue.open_queue")()
