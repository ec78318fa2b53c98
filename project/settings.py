"""Settings of Claimtrail: read from the environment, typed, and loud.

A value that cannot be read is an error with the setting's name in it, here, at start-up. Nothing in this file touches
the database. Settings of our own stand at the end.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from project import single_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def switch(name: str, *, default: bool) -> bool:
    """Read a yes or no. django-environ takes every word it does not know for a no; a slip of the pen must not pass."""
    word = os.environ.get(name, "").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if word == "":
        return default
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")


def roles(name: str, *, default: str) -> frozenset[str]:
    """Read some of the four roles, with commas between them; nothing between them is none."""
    said = frozenset(word.strip() for word in os.environ.get(name, default).split(",")) - {""}
    if unknown := said - {"viewer", "reporter", "editor", "chief"}:
        raise ImproperlyConfigured(f"{name} must name viewer, reporter, editor or chief, not {min(unknown)!r}.")
    return said


def whole_number(name: str, *, default: int) -> int:
    """Read a whole number, zero or more."""
    digits = os.environ.get(name, "").strip() or str(default)
    if not digits.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {digits!r}.")
    return int(digits)


# --- Serving -------------------------------------------------------------------------------------------------------

# On only on one's own machine: shows error pages with source, and the demo people. `make run` turns it on.
DEBUG = switch("DEBUG", default=False)

# Off only where the desk is reached by plain http inside a house; `check --deploy` then says what that costs.
HTTPS = switch("HTTPS", default=not DEBUG)

# On when a proxy in front ends TLS and sets (never passes on) X-Forwarded-Proto.
BEHIND_PROXY = switch("BEHIND_PROXY", default=False)

# Without DEBUG both come from the environment, or project/wsgi.py refuses to serve. The key is not read by way of
# django-environ, which takes a leading $ for the name of another variable.
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-ones-own-machine" if DEBUG else "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
MISSING_TO_SERVE = [name for name, value in (("SECRET_KEY", SECRET_KEY), ("ALLOWED_HOSTS", ALLOWED_HOSTS)) if not value]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"

# --- Rooms and what stands between them and the browser ------------------------------------------------------------

INSTALLED_APPS = [
    "claims",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    # Outside of all that can fail, so that a refused host and the page of a fault have their headers too.
    "claims.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # No form is read that says it is written in anything but UTF-8.
    "claims.middleware.CharacterSetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # A session ends after a while, also before a page is asked for with it.
    "claims.middleware.SessionsEndMiddleware",
    # Every page asks for a sign-in; a view that must not says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # And for a role at the desk, with the same exceptions and those of one's own account.
    "claims.middleware.RoleRequiredMiddleware",
    # And for a second factor, where the role asks for one.
    "claims.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Innermost: gives its own answer in place of the page's when too many sign-ins went wrong.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------------------------

# With Django's own SQLite options, most acts of several editors at once failed as "database is locked". IMMEDIATE takes
# the write lock at the start of a transaction, where waiting for it works; WAL lets readers go on meanwhile; FULL,
# because a ledger may not lose its last lines when the power goes.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database() -> dict[str, Any]:
    """Say which database DATABASE_URL names; data/claimtrail.sqlite3 when it names none."""
    if os.environ.get("DATABASE_URL"):
        chosen: dict[str, Any] = env.db_url("DATABASE_URL")
    else:
        chosen = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(BASE_DIR / "data" / "claimtrail.sqlite3")}
    match chosen["ENGINE"]:
        case "django.db.backends.sqlite3":
            if chosen["NAME"] != ":memory:":
                Path(chosen["NAME"]).parent.mkdir(parents=True, exist_ok=True)
            return chosen | {"CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS | chosen.get("OPTIONS", {})}
        case "django.db.backends.postgresql":
            return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | chosen
        case other:
            raise ImproperlyConfigured(f"DATABASE_URL must be sqlite:// or postgres://, not {other}.")


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files ---------------------------------------------------------------------------------------------------------

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "data" / "files")))

# Keys of the ledger and of sealed sources, one file each: outside the database, and never in the same backup as it.
KEYS_DIR = Path(env.str("KEYS_DIR", default=str(BASE_DIR / "data" / "keys")))

# Where signed checkpoints of the ledger go. Best a place that the account of the server can only append to.
CHECKPOINTS_DIR = Path(env.str("CHECKPOINTS_DIR", default=str(BASE_DIR / "data" / "checkpoints")))

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names need `collectstatic` first, which nobody runs on their own machine.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# --- People --------------------------------------------------------------------------------------------------------

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTHENTICATION_BACKENDS = [
    # First, because it refuses whoever guessed too often before a password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# Wrong passwords of one name from one address; wrong codes of one person, from wherever.
SIGN_IN_ATTEMPTS = whole_number("SIGN_IN_ATTEMPTS", default=5)
SIGN_IN_PAUSE_MINUTES = whole_number("SIGN_IN_PAUSE_MINUTES", default=15)
AXES_FAILURE_LIMIT = SIGN_IN_ATTEMPTS
AXES_COOLOFF_TIME = timedelta(minutes=SIGN_IN_PAUSE_MINUTES)
AXES_LOCKOUT_PARAMETERS = "claims.views.lockout.counted_by"
AXES_LOCKOUT_CALLABLE = "claims.views.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "claims.views.lockout.client_address"
AXES_CLIENT_STR_CALLABLE = "claims.views.lockout.in_the_log"
AXES_RESET_ON_SUCCESS = True
# The pause ends when the page said it would, however often somebody knocks meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A session ends when nobody used it for so long, and at the latest after so many days.
SESSION_IDLE_MINUTES = whole_number("SESSION_IDLE_MINUTES", default=8 * 60)
SESSION_DAYS = whole_number("SESSION_DAYS", default=7)
SESSION_COOKIE_AGE = SESSION_DAYS * 24 * 60 * 60

# Roles that come no further without a second factor, as in: REQUIRE_SECOND_FACTOR=editor,chief
REQUIRE_SECOND_FACTOR = roles("REQUIRE_SECOND_FACTOR", default="" if DEBUG else "chief")
MFA_ADAPTER = "claims.views.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# The house's own sign-in, by OpenID Connect: docs/signing-in.md says how.
OIDC_ISSUER = single_sign_on.issuer()
OIDC_NAME = single_sign_on.button()
OIDC_ROLES = single_sign_on.roles()
OIDC_ROLES_CLAIM = env.str("OIDC_ROLES_CLAIM", default="groups")
OIDC_UNKNOWN = single_sign_on.unknown()
OIDC_LINK_BY_EMAIL = switch("OIDC_LINK_BY_EMAIL", default=False)
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(OIDC_ISSUER)
SOCIALACCOUNT_ADAPTER = "claims.views.single_sign_on.HouseAccounts"
# A link, because a form that leads elsewhere is against the policy of our pages; what comes back is bound by its state.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# Of allauth's ways in only those are routed that the desk has: no sign-up, no mail.
ACCOUNT_ADAPTER = "claims.views.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Failures are counted by axes, in the database, where all processes see them.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None, "reauthenticate": "30/m/user"}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    # Read only, for accounts that come from elsewhere; rehashed at the next sign-in.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Safety --------------------------------------------------------------------------------------------------------

# Nothing inline, nothing from elsewhere: the texts we show are other people's.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
# A browser takes a cookie so named over https alone, and from nobody but this very host.
COOKIES = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIES}sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIES}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# What happened is told from the session: a cookie of its own would carry names around.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SILENCED_SYSTEM_CHECKS = [
    # Subdomains and the browsers' preload list belong to whoever keeps the house's domain, not to one desk on it.
    "security.W005",
    "security.W021",
]

# --- API -----------------------------------------------------------------------------------------------------------

# Requests of one token within a minute, reading and acting apart; 0 for no limit.
API_READS_PER_MINUTE = whole_number("API_READS_PER_MINUTE", default=300)
API_ACTS_PER_MINUTE = whole_number("API_ACTS_PER_MINUTE", default=60)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "claims.api.authentication.ByToken",
        "claims.api.authentication.BySession",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "claims.api.negotiation.JsonAlways",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "claims.api.schema.DeskSchema",
    "EXCEPTION_HANDLER": "claims.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    # Moments in UTC, as long as the desk's zone is not asked for.
    "DATETIME_FORMAT": "iso-8601",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Claimtrail",
    "VERSION": "1",
    "DESCRIPTION": "Claims, where they come from, and what the desk found out about them: read, and acted upon.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": [],
    # Codes stand where they belong, not in lists of their own.
    "POSTPROCESSING_HOOKS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "validatorUrl": None},
}

# --- Words and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = env.str("DESK_TIME_ZONE", default="UTC")
USE_TZ = True

# --- Log: plain lines to stderr ------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers go, or each of its lines would come twice.
    "loggers": {
        # Never DEBUG: it would log every query.
        "django": {"handlers": [], "level": "INFO" if LOG_LEVEL == "DEBUG" else LOG_LEVEL, "propagate": True},
        # What went wrong at the door; not each time that somebody came in.
        "axes": {"level": "WARNING"},
        # What becomes of a job, the worker says itself.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}

# --- Work in the background: a queue in the database, that `manage.py work` works off --------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Our own -------------------------------------------------------------------------------------------------------

# What pages call this desk.
DESK_NAME = env.str("DESK_NAME", default="Claimtrail")

# Where its pages are found, as files that leave the house name it.
DESK_URL = env.str("DESK_URL", default="http://127.0.0.1:8000").rstrip("/") + "/"

# On: an editor other than the one who submitted must agree. Off, for a desk of one person.
SECOND_CHECK = switch("SECOND_CHECK", default=True)

# What checkpoints of the ledger call it: a name that no other ledger has, without blanks and plus signs.
LEDGER_NAME = env.str("LEDGER_NAME", default="claimtrail.ledger")
if not LEDGER_NAME or "+" in LEDGER_NAME or any(letter.isspace() for letter in LEDGER_NAME):
    raise ImproperlyConfigured(f"LEDGER_NAME must be a name without blanks and plus signs, not {LEDGER_NAME!r}.")

# After how many lines the ledger gets a signed checkpoint by itself; 0 for never.
CHECKPOINT_EVERY = whole_number("CHECKPOINT_EVERY", default=1000)

# Receivers of webhooks that may be in the house, each "host" or "host:port"; http:// will do for them. All others are
# sent to by https at their usual port, and never at an address that is private.
WEBHOOKS_IN_THE_HOUSE = frozenset(
    env.list("WEBHOOKS_IN_THE_HOUSE", default=["localhost", "127.0.0.1"] if DEBUG else [])
)

# A file of certificates to trust in place of the usual ones, for receivers whose certificate the house has signed.
WEBHOOKS_TRUST = env.str("WEBHOOKS_TRUST", default="")

# How long a receiver may take to answer, all in all.
WEBHOOKS_SECONDS = whole_number("WEBHOOKS_SECONDS", default=10)

# The largest text taken in, in bytes as received.
IMPORT_MAX_BYTES = whole_number("IMPORT_MAX_BYTES", default=5_000_000)

# Three times that, because a pasted text may travel percent-encoded; and so that it is the form that refuses
# a text too large, with a sentence and what was typed, and not the server with a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * IMPORT_MAX_BYTES + 100_000
