"""Admin: who comes into the back office, and how it is called.

The desk's own sign-in page is the only one, and who may come in is a row of the permission table. Django makes the site
when it starts; it is furnished here, before ``project.urls`` asks for its addresses.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_tasks_db.admin import DBTaskResult  # type: ignore[attr-defined]  # imported there, so that its page is made

from claims import permissions
from claims.choices import refusals
from claims.errors import Refused
from claims.permissions import Act

# Whoever may read the ledger may come in: everything else in the back office asks for its own act.
ENTRY = Act.READ_LEDGER


def has_permission(request: HttpRequest) -> bool:
    """Whether somebody may come in at all."""
    return permissions.may(permissions.actor(request.user), ENTRY)


_methods = require_http_methods(["GET", "HEAD", "POST"])


def _refuse(request: HttpRequest) -> None:
    try:
        permissions.require(permissions.actor(request.user), ENTRY)
    except Refused as refused:
        raise PermissionDenied(refusals.sentence(refused)) from None


@never_cache
@_methods
def login(request: HttpRequest) -> HttpResponse:
    """Lead on whoever is signed in at the desk's own sign-in page, or tell them why they may not come in."""
    there = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        there = reverse("admin:index")
    _refuse(request)
    return HttpResponseRedirect(there)


def password_change(_request: HttpRequest) -> HttpResponse:
    """Lead to the one page where people give themselves a new password."""
    return HttpResponseRedirect(reverse("account-password"))


def admin_view(view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Callable[..., HttpResponseBase]:
    """A page of the back office: it is read or its form is sent, and whoever may not come in is told why at once."""
    opens = _of_django(view, cacheable)

    @_methods
    @wraps(opens)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _refuse(request)
        return opens(request, *args, **kwargs)

    return opened


_of_django = admin.site.admin_view

admin.site.admin_view = admin_view  # type: ignore[method-assign,assignment]  # Django's own way to furnish its site
admin.site.site_header = admin.site.site_title = _("Claimtrail back office")
admin.site.index_title = _("Back office")
admin.site.has_permission = has_permission  # type: ignore[method-assign]  # Django's own way to furnish its site
admin.site.login = login  # type: ignore[method-assign,assignment]  # the same
admin.site.password_change = password_change  # type: ignore[method-assign,assignment]  # the same
# Its own page would show the insides of a fault to people. It was registered by the import above.
admin.site.unregister(DBTaskResult)
# The name of the section with the accounts, which is all of Django's "auth" that is shown.
apps.get_app_config("auth").verbose_name = _("People")
