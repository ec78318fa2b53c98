"""Middleware: what every answer tells the browser, and that whoever has no role reads so, on every page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseFileResponse

from claims import permissions

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


class HeadersMiddleware:
    """Stands outermost, so that no answer goes out without these headers: not a page of a fault, not a refused host.

    Static files apart, nothing that we answer with is kept by a browser or by anything on the way to it. After a
    sign-out, the way back shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say what a browser must not do with the answer, where the answer has not said it more strictly itself."""
        response = self.get_response(request)
        for name, value in _EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if not isinstance(response, WhiteNoiseFileResponse):
            response.headers["Cache-Control"] = "no-store, private"
        return response


class RoleRequiredMiddleware:
    """Stands after Django's LoginRequiredMiddleware and asks whoever is signed in for their role at this desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> None:
        """Turn away whoever has no role, except from a view that is for everybody."""
        if not getattr(view, "login_required", True):
            return
        if request.user.is_authenticated and permissions.role_of(request.user) is None:
            raise PermissionDenied(_("Your account has no role at this desk yet. Ask a chief to give you one."))
