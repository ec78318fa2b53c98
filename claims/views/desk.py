"""Views: the desk, what somebody should look at now; and the figures of the last days."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims import permissions
from claims.forms.importing import PasteForm
from claims.permissions import Act
from claims.selectors import desk as on_desk
from claims.selectors import erasing, issued_lists, protection, webhook_pages
from claims.selectors import figures as in_figures
from claims.views import doors

_PERIODS: Final = (7, 28)


@require_safe
@doors.only_for(Act.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """What must not wait, what is somebody's own, and what came in."""
    by = doors.actor(request)
    may_import = permissions.may(by, Act.IMPORT)
    context = {
        "desk": on_desk.desk(by),
        "form": PasteForm(limit=settings.IMPORT_MAX_BYTES) if may_import else None,
        "may_check": permissions.may(by, Act.AGREE),
        "identity_requests": protection.waiting(by),
        "documents_to_erase": erasing.waiting(by),
        "webhooks_off": webhook_pages.turned_off(by),
        "in_lists": issued_lists.waiting(),
    }
    return render(request, "claims/desk.html", context)


@require_safe
@doors.only_for(Act.READ)
def figures(request: HttpRequest) -> HttpResponse:
    """What happened in the last 7 days, or 28."""
    asked = request.GET.get("days", "")
    days = next((days for days in _PERIODS if str(days) == asked), _PERIODS[0])
    return render(request, "claims/figures.html", {"figures": in_figures.figures(days), "periods": _PERIODS})
