"""Views: the list of claims, and the names that are offered while somebody types one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from claims import permissions
from claims.filters import ClaimFilter, counts
from claims.models import Claim
from claims.permissions import Act
from claims.selectors import claim_list, names
from claims.selectors.claim_places import Direction, Place, Position, Sort
from claims.tables import ClaimTable
from claims.views import bulk
from claims.views.doors import actor, only_for, person


@require_safe
@vary_on_headers("HX-Request")
@only_for(Act.READ)
def claims(request: HttpRequest) -> HttpResponse:
    """What the filter in the address leaves, a page at a time. HTMX gets the list alone, when it turns a page."""
    asked = ClaimFilter(request.GET, request=request)
    position = _position(request, asked.order)
    page = claim_list.page(asked.qs, sort=asked.order, position=position, split=asked.split)
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    is_part = bool(htmx) and not htmx.history_restore_request
    by = actor(request)
    acts = bulk.offers(by)
    context = {
        "filter": asked,
        "page": page,
        "table": ClaimTable(order=asked.order, query=asked.query, asks_confidence=asked.asks("confidence")),
        "before": page.previous and asked.query(before=str(page.previous)),
        "after": page.next and asked.query(after=str(page.next)),
        "is_lost": position is None and _place_asked_for(request) is not None,
        "is_part": is_part,
        "may_tick": bool(acts),
        "is_bare": not page.count.number and not asked.is_active and not Claim.objects.exists(),
    }
    if is_part:
        return render(request, "claims/parts/claim_table.html", context)
    context |= {
        "acts": acts,
        "may_whole": permissions.may(by, Act.WHOLE_FILTER),
        "here": request.get_full_path(),
        "people": names.people(),
        "views": counts.links(person(request).pk, here=asked.query()),
        "may_import": permissions.may(by, Act.IMPORT),
        "may_mark": permissions.may(by, Act.MARK),
        "may_export": permissions.may(by, Act.EXPORT),
    }
    return render(request, "claims/claim_list.html", context)


@require_safe
@only_for(Act.READ)
def source_names(request: HttpRequest) -> HttpResponse:
    """Sources to choose from for a field of names, as options of its list."""
    typed = request.GET.get("q", "")[:200]
    context = {"offers": names.offers(typed), "new": typed.strip() if request.GET.get("new") else ""}
    return render(request, "claims/parts/source_names.html", context)


def _place_asked_for(request: HttpRequest) -> tuple[Direction, str] | None:
    """The place that the address names, as it stands there."""
    return next(((side, request.GET[side]) for side in Direction if request.GET.get(side)), None)


def _position(request: HttpRequest, order: Sort) -> Position | None:
    asked_for = _place_asked_for(request)
    place = Place.read(asked_for[1], order) if asked_for else None
    return Position(asked_for[0], place) if asked_for and place else None
