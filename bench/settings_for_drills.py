"""Bench: the settings of drills: those of production, with static files straight from where they are written."""

from project.settings import *  # noqa: F403 - everything, changed below

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
