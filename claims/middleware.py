"""Middleware: whoever is signed in but has no role reads so, on every page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims import permissions


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
