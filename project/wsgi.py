"""The door for web servers: `gunicorn project.wsgi`, and `manage.py runserver` comes through here too."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

# Commands that read files or the database need none of these, so the settings let them be empty; pages do need them.
if settings.MISSING_TO_SERVE:
    raise ImproperlyConfigured(
        f"Set {' and '.join(settings.MISSING_TO_SERVE)} in the environment before serving pages "
        "(or DEBUG=1, on your own machine only)."
    )

application = get_wsgi_application()
