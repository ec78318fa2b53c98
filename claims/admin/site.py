"""Admin: who comes into the back office, and how it is called.

The desk's own sign-in page is the only one, and who may come in is a row of the permission table. Django makes the site
when it starts; it is furnished here, before ``project.urls`` asks for its addresses.
"""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from claims import permissions
from claims.choices import refusals
from claims.errors import Refused
from claims.permissions import Act

# Whoever may read the ledger may come in: everything else in the back office asks for its own act.
ENTRY = Act.READ_LEDGER


def has_permission(request: HttpRequest) -> bool:
    """Whether somebody may come in at all."""
    return permissions.may(permissions.actor(request.user), ENTRY)


@never_cache
@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    """Send whoever is not signed in to the desk's sign-in page; tell the others why they may not come in."""
    there = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        there = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(there)
    try:
        permissions.require(permissions.actor(request.user), ENTRY)
    except Refused as refused:
        raise PermissionDenied(refusals.sentence(refused)) from None
    return HttpResponseRedirect(there)


def password_change(_request: HttpRequest) -> HttpResponse:
    """Lead to the one page where people give themselves a new password."""
    return HttpResponseRedirect(reverse("account-password"))


admin.site.site_header = admin.site.site_title = _("Claimtrail back office")
admin.site.index_title = _("Back office")
admin.site.has_permission = has_permission  # type: ignore[method-assign]  # Django's own way to furnish its site
admin.site.login = login  # type: ignore[method-assign,assignment]  # the same
admin.site.password_change = password_change  # type: ignore[method-assign,assignment]  # the same
# The name of the section with the accounts, which is all of Django's "auth" that is shown.
apps.get_app_config("auth").verbose_name = _("People")
