"""Views: the second check: what waits for another pair of eyes, and one claim of it at a time."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.models import Claim
from claims.permissions import Act
from claims.selectors import offers, second_check
from claims.selectors.offers import ClaimAct
from claims.views import acting, doors
from claims.views.acting import Tried
from claims.views.claim import Card
from claims.views.claim_deeds import DEEDS

# What a second reader does, the main act first. Everything else is done on the claim's own page.
_ACTS = (ClaimAct.AGREE, ClaimAct.SETTLE, ClaimAct.SEND_BACK, ClaimAct.MEND_SPELLING, ClaimAct.SINGLE_READ)
_STAYS = frozenset({ClaimAct.MEND_SPELLING})


@require_safe
@doors.only_for(Act.READ)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this reader: needed first, then the oldest; and how much of her own waits for others."""
    by = doors.actor(request)
    after = doors.number(request.GET.get("after", ""))
    context = {
        "queue": second_check.queue(by, after=after),
        "is_further": after is not None,
        "may_agree": permissions.may(by, Act.AGREE),
    }
    return render(request, "claims/second_check.html", context)


@require_safe
@doors.only_for(Act.READ)
def next_one(request: HttpRequest) -> HttpResponse:
    """Lead to the claim that comes after another, or to the queue when that was the last."""
    after = doors.number(request.GET.get("after", ""))
    claim = second_check.next_after(doors.actor(request), after)
    return redirect("second-check-claim", claim) if claim else redirect("second-check")


@require_safe
@doors.only_for(Act.READ)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what was answered and why, what that rests on, and the words it is about."""
    return _page(request, pk)


@require_POST
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Agree, send back, settle or mend, and go on to the next. A refusal keeps what was typed."""
    if act not in _ACTS:
        raise Http404
    tried = acting.attempt(request, pk, act)
    if tried.refused_as:
        return _page(request, pk, tried=tried, status=tried.refused_as)
    here = reverse("second-check-claim", args=[pk])
    undo = reverse("claim-act", args=[pk, tried.deed.undo]) + f"?{urlencode({'next': here})}" if tried.deed.undo else ""
    said = _("Claim %(number)s: %(done)s") % {"number": pk, "done": tried.deed.done}
    doors.say(request, said, undo=undo, version=tried.version)
    if tried.act in _STAYS:
        return redirect(here)
    return redirect(f"{reverse('second-check-next')}?{urlencode({'after': pk})}")


def _page(
    request: HttpRequest, pk: int, *, tried: Tried | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    by = doors.actor(request)
    try:
        checked = second_check.check(pk, by)
    except Claim.DoesNotExist:
        raise Http404 from None
    whole = checked.whole
    cards = {
        act: Card(act, DEEDS[act], acting.form_of(act, whole), is_main=act is ClaimAct.AGREE)
        for act in _ACTS
        if offers.is_offered(act, whole.claim, by)
    }
    if tried:
        cards[tried.act] = Card(tried.act, tried.deed, tried.form, is_main=tried.act is ClaimAct.AGREE, is_open=True)
    context = {
        "check": checked,
        "whole": whole,
        "claim": whole.claim,
        "cards": [(card, reverse("second-check-act", args=[pk, card.act])) for card in cards.values()],
        "sent": tried,
        "may_agree": permissions.may(by, Act.AGREE),
    }
    return render(request, "claims/second_check_claim.html", context, status=status)
