"""Single sign-on by OpenID Connect: what of it is read from the environment, and how allauth wants it said."""

import os
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER: Final = "house"  # as it stands in addresses: /sign-in/with/house/
_ROLES: Final = ("viewer", "reporter", "editor", "chief")
_UNKNOWN: Final = ("account", "refuse")
_OWN_MACHINE: Final = ("localhost", "127.0.0.1", "::1")


def issuer() -> str:
    """The address of the house's provider; "" for none. By https, or on one's own machine."""
    address = os.environ.get("OIDC_ISSUER", "").strip().rstrip("/")
    parts = urlsplit(address)
    if address and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _OWN_MACHINE):
        raise ImproperlyConfigured(f"OIDC_ISSUER must begin with https://, not {address!r}.")
    return address


def providers(address: str) -> dict[str, Any]:
    """What allauth wants to know of the provider; nothing when there is none."""
    if not address:
        return {}
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"OIDC_ISSUER is set: {' and '.join(missing)} must be set as well.")
    app = {
        "provider_id": PROVIDER,
        "name": button(),
        "client_id": os.environ["OIDC_CLIENT_ID"],
        "secret": os.environ["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": address, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def button() -> str:
    """What the button on the sign-in page is called after."""
    return os.environ.get("OIDC_NAME", "").strip() or "single sign-on"


def roles() -> Mapping[str, str]:
    """Which group of the provider has which role, as in OIDC_ROLES=newsroom=reporter,desk-chiefs=chief."""
    said: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in os.environ.get("OIDC_ROLES", "").split(","))):
        group, _, role = (part.strip() for part in pair.rpartition("="))
        if not group or role not in _ROLES:
            raise ImproperlyConfigured(f"OIDC_ROLES must be group=role with one of {', '.join(_ROLES)}, not {pair!r}.")
        said[group] = role
    return said


def unknown() -> str:
    """What somebody finds whom nobody here knows: an account without a role, or a closed door."""
    word = os.environ.get("OIDC_UNKNOWN", "").strip() or "account"
    if word not in _UNKNOWN:
        raise ImproperlyConfigured(f"OIDC_UNKNOWN must be account or refuse, not {word!r}.")
    return word
