"""Views: what every session says about itself from the moment it begins. Connected when the app is ready."""

from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import User
from django.http import HttpRequest

from claims.services import addresses, sessions

_AS_GOOD: Final = frozenset({"mfa", "socialaccount"})  # a code, or the house's own sign-in


def on_signed_in(*, request: HttpRequest, user: User, **_more: Any) -> None:
    """Note when it began and whose it is, and whether it came in by more than a password."""
    methods = {record["method"] for record in get_authentication_records(request, user)}
    if methods & _AS_GOOD:
        request.session["second_factor"] = True
    else:
        request.session.pop("second_factor", None)
    agent = request.META.get("HTTP_USER_AGENT", "")
    sessions.begin(request.session, user.pk, address=addresses.of_client(request.META) or "", agent=agent)
