"""Settings for the tests: those of production, with what must not leave this run kept in a folder that goes with it.

Two runs at once, and the workers of one run, never meet: each process has its own database file and its own files.
"""

import os
import tempfile
from pathlib import Path

# Before the settings are read, so that no variable of this machine changes what the tests see.
# DATABASE_URL alone is left: it chooses the database.
os.environ |= {
    "DEBUG": "0",
    "HTTPS": "0",
    "SECRET_KEY": "only-for-tests",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DESK_TIME_ZONE": "UTC",
    "DESK_NAME": "Claimtrail",
    "SECOND_CHECK": "1",
    "IMPORT_MAX_BYTES": "5000000",
    # Playwright keeps an event loop in the thread of the test; Django would refuse its database there.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

from project.settings import *  # noqa: F403 - everything, changed below
from project.settings import DATABASES

KEPT_FOR_THIS_RUN = tempfile.TemporaryDirectory(prefix="claimtrail-tests-", ignore_cleanup_errors=True)

MEDIA_ROOT = Path(KEPT_FOR_THIS_RUN.name) / "files"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in earnest: in memory, the threads of the live server would share one connection and its transaction.
    DATABASES["default"]["TEST"] = {"NAME": f"{KEPT_FOR_THIS_RUN.name}/claimtrail.sqlite3"}
    # Nothing of a test needs to survive a power cut.
    DATABASES["default"]["OPTIONS"] |= {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from where they are written, without `collectstatic`.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
