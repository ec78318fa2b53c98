"""Middleware: what every answer tells the browser, when a session ends, and what somebody needs for a page to open."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseFileResponse

from claims import permissions
from claims.services import addresses, sessions

View = Callable[..., Any]
_SAFE = ("GET", "HEAD", "OPTIONS")
_SECRET = re.compile("csrf|password|code|^next$")

# Of all that a browser can do, no page of ours asks for anything.
_NOTHING_OF = ("camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "hid", "bluetooth")

_EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOTHING_OF),
}
# What a feed says: its reader keeps it anyway, and is told to ask whether it is still so.
_ASKED_EACH_TIME = "private, no-cache"
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


class _Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)


class HeadersMiddleware(_Middleware):
    """Stands outermost, so that no answer goes out without these headers: not a page of a fault, not a refused host.

    Static files and the feed apart, nothing that we answer with is kept by a browser or by anything on the way to it.
    After a sign-out, the way back shows nothing.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say what a browser must not do with the answer, where the answer has not said it more strictly itself."""
        response = self.get_response(request)
        for name, value in _EVERYWHERE.items():
            response.headers.setdefault(name, value)
        is_kept_elsewhere = response.headers.get("Cache-Control") == _ASKED_EACH_TIME
        if not isinstance(response, WhiteNoiseFileResponse) and not is_kept_elsewhere:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class CharacterSetMiddleware(_Middleware):
    """Stands before whoever reads what was sent. Our pages are in UTF-8, and so is every form that comes from them.

    Django would take any codec of Python's for a character set, also those that make bytes of bytes.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what says that it is written otherwise."""
        params: Mapping[str, str] = getattr(request, "content_params", None) or {}
        if params.get("charset", "utf-8").lower() not in _UTF_8:
            raise BadRequest("not in UTF-8")
        return super().__call__(request)


class SessionsEndMiddleware(_Middleware):
    """Signs out whose session was left alone for too long, or is too old, before anything is done with it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session, or note that somebody is still there, and pass on."""
        if SESSION_KEY in request.session:
            if sessions.is_over(request.session, is_sending=request.method not in _SAFE):
                logout(request)
                messages.info(request, _("Your session had ended. Sign in again."))
            else:
                agent = request.META.get("HTTP_USER_AGENT", "")
                address = addresses.of_client(request.META) or ""
                sessions.keep(request.session, int(request.session[SESSION_KEY]), address=address, agent=agent)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> HttpResponse | None:
        """Give back what somebody sends whose session has ended meanwhile, for whatever reason: no word is lost."""
        had_a_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.method in _SAFE or not had_a_session or not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated or not (typed := _typed(request)):
            return None
        # Where a part of a page was asked for, this comes on top of the page, which stays as it is.
        is_part = request.headers.get("HX-Request") == "true"
        page = render(
            request,
            "claims/parts/session_ended.html" if is_part else "claims/session_ended.html",
            {"typed": typed},
            status=HTTPStatus.UNPROCESSABLE_ENTITY if is_part else HTTPStatus.UNAUTHORIZED,
        )
        if is_part:
            page["HX-Retarget"], page["HX-Reswap"] = "#main", "afterbegin show:window:top"
        return page


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, by the names of its fields; no secret among it, and nothing that only a page would write."""
    sent = [(name, text) for name, texts in request.POST.lists() if not _SECRET.search(name) for text in texts]
    return [(name.replace("_", " "), text) for name, text in sent if text.strip() and not text.isdecimal()]


class RoleRequiredMiddleware(_Middleware):
    """Stands after Django's LoginRequiredMiddleware and asks whoever is signed in for their role at this desk."""

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> None:
        """Turn away whoever has no role, except from a view that is for everybody."""
        if not _is_the_desks(view):
            return
        if request.user.is_authenticated and permissions.role_of(request.user) is None:
            raise PermissionDenied(_("Your account has no role at this desk yet. Ask a chief to give you one."))


class SecondFactorMiddleware(_Middleware):
    """Leads whoever has a role that asks for a second factor to the page where it is turned on, and nowhere else."""

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponseRedirect | None:
        """Let pass who came in by more than a password, and whose role asks for no more."""
        if not settings.REQUIRE_SECOND_FACTOR or not _is_the_desks(view) or request.session.get("second_factor"):
            return None
        if permissions.role_of(request.user) not in settings.REQUIRE_SECOND_FACTOR:
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _is_the_desks(view: View) -> bool:
    """Whether a view shows or does something of the desk's: it is neither a door nor a page of one's own account."""
    return bool(getattr(view, "login_required", True) and getattr(view, "role_required", True))
