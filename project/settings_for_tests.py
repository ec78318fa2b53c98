"""Settings for the tests: those of production, with what a run makes kept in a folder that goes when the run ends.

Two runs at once, and the workers of one run, never meet: each has its own database file and its own files.
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
    "REQUIRE_SECOND_FACTOR": "",
    "SIGN_IN_ATTEMPTS": "5",
    "SIGN_IN_PAUSE_MINUTES": "15",
    "SESSION_IDLE_MINUTES": "480",
    "SESSION_DAYS": "7",
    "BEHIND_PROXY": "0",
    "OIDC_ISSUER": "",
    "OIDC_NAME": "",
    "OIDC_ROLES": "",
    "OIDC_ROLES_CLAIM": "groups",
    "OIDC_UNKNOWN": "account",
    "OIDC_LINK_BY_EMAIL": "0",
    "IMPORT_MAX_BYTES": "5000000",
    "WEBHOOKS_IN_THE_HOUSE": "",
    "WEBHOOKS_SECONDS": "10",
    "WEBHOOKS_TRUST": "",
    "API_READS_PER_MINUTE": "0",
    "API_ACTS_PER_MINUTE": "0",
    # Playwright keeps an event loop in the thread of the test; Django would refuse its database there.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

from project.settings import *  # noqa: F403 - everything, changed below
from project.settings import DATABASES

# The first process makes the folder and takes it away; its workers, who end without tidying up, learn its name from it.
if "CLAIMTRAIL_TESTS_FOLDER" not in os.environ:
    MADE_HERE = tempfile.TemporaryDirectory(prefix="claimtrail-tests-", ignore_cleanup_errors=True)
    os.environ["CLAIMTRAIL_TESTS_FOLDER"] = MADE_HERE.name
FOLDER = Path(os.environ["CLAIMTRAIL_TESTS_FOLDER"])

MEDIA_ROOT = FOLDER / f"files-{os.getpid()}"
CHECKPOINTS_DIR = FOLDER / f"checkpoints-{os.getpid()}"
KEYS_DIR = FOLDER / f"keys-{os.getpid()}"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in earnest: in memory, the threads of the live server would share one connection and its transaction.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "claimtrail.sqlite3")}
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
