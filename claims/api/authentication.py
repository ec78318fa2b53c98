"""API: who comes in. A program by its token, somebody with a browser by the session they have."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.request import Request

from claims import permissions
from claims.api.problems import Problem
from claims.models import Token
from claims.services import tokens

_BEARER: Final = b"bearer"
_CHALLENGE: Final = 'Bearer realm="Claimtrail"'


class ByToken(BaseAuthentication):  # type: ignore[misc]  # comes without types
    """``Authorization: Bearer ct_…``. Whoever sends the header means it: a token that is not good is refused."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The person of the token, and the token."""
        said = get_authorization_header(request).split()
        if not said or said[0].lower() != _BEARER:
            return None
        token = tokens.come_in(said[1].decode("latin-1")) if len(said) == 2 else None
        if token is None:
            raise Problem("not_signed_in", headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """What whoever came without anything is asked for."""
        return _CHALLENGE


class BySession(SessionAuthentication):  # type: ignore[misc]  # comes without types
    """Somebody who is signed in, as the pages ask for it: with a role, the second factor where it needs one, CSRF."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """The person of the session."""
        found: Any = super().authenticate(request)
        if found is None:
            return None
        role = permissions.role_of(found[0])
        if role is None:
            raise Problem("no_role")
        if role in settings.REQUIRE_SECOND_FACTOR and not request._request.session.get("second_factor"):
            raise Problem("second_factor_missing")
        return found[0], None

    def enforce_csrf(self, request: Request) -> None:
        """Refuse what another site may have sent."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise Problem("forbidden", detail="CSRF: the page that this came from is not ours, or too old.") from None
