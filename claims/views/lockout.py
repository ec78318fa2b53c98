"""Views: the pause after too many wrong passwords or codes. Axes counts, in the database; here is what it asks us.

A wrong password counts for one name from one address, known or not, so that nobody locks a newsroom out by its typing.
A wrong code counts for the person, wherever it comes from: whoever gets that far knows the password.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, cast

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.services import addresses

_CODES: Final = "code:"  # a name nobody can have, because what follows it cannot be guessed


def client_address(request: HttpRequest) -> str | None:
    """The address that failures are counted for."""
    return addresses.of_client(request.META)


def counted_by(_request: object, credentials: dict[str, Any] | None = None) -> list[Any]:
    """What failures are added up by."""
    name = str((credentials or {}).get("username") or "")
    return ["username"] if name.startswith(_CODES) else [["username", "ip_address"]]


def in_the_log(name: str | None, address: str | None, _agent: str, path: str, _request: HttpRequest) -> str:
    """Who tried, in the log. A name that nobody has is left out: it may be a password in the wrong field."""
    known = bool(name) and User.objects.filter(username=name).exists()
    return f"{name if known else 'a name nobody has'} from {address or 'an unknown address'} at {path}"


def answer(request: HttpRequest, _page: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page that says until when, and what to do."""
    until = _until(request, credentials)
    page = TemplateResponse(
        request,
        "claims/locked_out.html",
        {"until": until + timedelta(seconds=59), "minutes": settings.SIGN_IN_PAUSE_MINUTES},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    page["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    page["Cache-Control"] = "no-store"
    return page.render()


def may_try(request: HttpRequest, person: User) -> bool:
    """Whether somebody may send a code now. When not, the answer of this request is the page that says so."""
    credentials = _codes_of(person)
    if AxesProxyHandler.is_allowed(request, credentials):
        return True
    _lock(request, credentials)
    return False


def count(request: HttpRequest, person: User) -> None:
    """A code was wrong."""
    user_login_failed.send(sender=__name__, credentials=_codes_of(person), request=request)


def forget(person: User) -> None:
    """A code was right."""
    AxesProxyHandler.reset_attempts(username=_codes_of(person)["username"])


def _codes_of(person: User) -> dict[str, str]:
    return {"username": _CODES + salted_hmac("claims.lockout", str(person.pk)).hexdigest()}


def _lock(request: HttpRequest, credentials: dict[str, str]) -> None:
    asked = cast("Any", request)
    asked.axes_locked_out, asked.axes_credentials = True, credentials


def _until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime:
    """When the last failure will have been forgotten."""
    name = (credentials or {}).get("username")
    failed = AccessAttempt.objects.filter(username=name)
    if not str(name).startswith(_CODES):
        failed = failed.filter(ip_address=client_address(request))
    last: datetime | None = failed.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or timezone.now()) + timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)
