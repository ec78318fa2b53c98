"""Views: the newest news, as readers elsewhere are told it, and how to be told."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims import permissions
from claims.choices import labels
from claims.permissions import Act
from claims.selectors import news as told
from claims.views import doors

_MOST: Final = 50


@require_safe
@doors.only_for(Act.READ)
def news(request: HttpRequest) -> HttpResponse:
    """The newest news, all or of some kinds, and the address of the feed that tells just these."""
    asked = request.GET.getlist("kind")
    kinds = [kind for kind in told.FOR_READERS if kind in asked]
    context = {
        "rows": told.told(told.newest(_MOST, kinds or told.FOR_READERS)),
        "kinds": [(kind.value, labels.label(kind), kind in kinds) for kind in told.FOR_READERS],
        "feed": told.feed_address(kinds),
        "may_manage": permissions.may(doors.actor(request), Act.MANAGE_WEBHOOKS),
    }
    return render(request, "claims/news.html", context)
