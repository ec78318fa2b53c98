"""Views: the page of a claim, and every act on it."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.forms.claim.acts import ActForm
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import issued_lists, note_threads, offers, recall_notice
from claims.selectors.claim_page import WholeClaim
from claims.selectors.offers import ClaimAct
from claims.services import ledger_standing
from claims.views import acting, doors
from claims.views.claim_deeds import DEEDS, Deed

# What changes the claim itself stands apart from its moves; evidence and notes stand with what they belong to.
_CHANGES = frozenset(
    {
        ClaimAct.STATEMENT,
        ClaimAct.SPEAKER,
        ClaimAct.WORDS,
        ClaimAct.KIND,
        ClaimAct.JOIN,
        ClaimAct.JOIN_BEFORE,
        ClaimAct.SPLIT,
        ClaimAct.CUT_OUT,
        ClaimAct.SOURCE,
        ClaimAct.CREDIBILITY,
        ClaimAct.NEEDED,
        ClaimAct.ASSIGN,
    }
)
_ELSEWHERE = frozenset({ClaimAct.EVIDENCE, ClaimAct.TAKE_OVER, ClaimAct.NOTE})


@dataclass(frozen=True, slots=True)
class Card:
    """One act as the page offers it: a button, or a form that unfolds. ``back``: where it leads on to, if elsewhere."""

    act: ClaimAct
    deed: Deed
    form: ActForm
    is_main: bool = False
    is_open: bool = False
    back: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """The acts of the page, by where they stand. ``sent`` is the one that was refused."""

    main: Card | None
    moves: list[Card]
    changes: list[Card]
    evidence: Card | None
    take_over: Card | None
    note: Card | None
    sent: Card | None


@require_safe
@doors.only_for(Act.READ)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what was said and where, the way it took, what was found out, and what may be done now."""
    return _page(request, acting.whole_of(pk))


@require_POST
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act. A refusal shows the page again, with its sentence and everything that was typed."""
    tried = acting.attempt(request, pk, act)
    if tried.goes_on:
        doors.say(request, tried.deed.done)
    back = doors.way_back(request)
    if tried.refused_as or tried.goes_on:
        status = tried.refused_as or HTTPStatus.OK
        sent = Card(tried.act, DEEDS[tried.act], tried.form, is_open=True, back=back)
        return _page(request, acting.whole_of(pk), sent=sent, status=status)
    undo = _address(pk, tried.deed.undo, back) if tried.deed.undo else ""
    doors.say(request, tried.deed.done, undo=undo, version=tried.version)
    return redirect(back or reverse("claim", args=[pk]))


def _page(
    request: HttpRequest,
    whole: WholeClaim,
    *,
    sent: Card | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    by = doors.actor(request)
    uses = issued_lists.where_used(whole.claim.pk)
    context = {
        "whole": whole,
        "claim": whole.claim,
        "acts": _cards(whole, by, sent),
        "threads": note_threads.of_claim(whole.claim.pk, by=by),
        "ledger": ledger_standing.of_claim(whole.claim.pk),
        "may_read_ledger": permissions.may(by, Act.READ_LEDGER),
        "uses": uses,
        "notice": recall_notice.notice(whole.claim, uses, desk=settings.DESK_NAME),
        "may_build_chain": offers.may_build_chain(whole.claim, by),
    }
    return render(request, "claims/claim.html", context, status=status)


def _cards(whole: WholeClaim, by: Actor, sent: Card | None) -> Cards:
    """What this person may do now; and what was just refused, with what was typed, even if it is no longer offered."""
    offered = offers.offers(whole.claim, by)
    main = offers.main_of(offered)
    refused = replace(sent, is_main=sent.act is main) if sent else None
    cards = {act: Card(act, DEEDS[act], acting.form_of(act, whole), is_main=act is main) for act in offered}
    if refused:
        cards[refused.act] = refused
    return Cards(
        main=cards.get(main) if main else None,
        moves=[card for act, card in cards.items() if act is not main and act not in _CHANGES | _ELSEWHERE],
        changes=[card for act, card in cards.items() if act in _CHANGES],
        evidence=cards.get(ClaimAct.EVIDENCE),
        take_over=cards.get(ClaimAct.TAKE_OVER),
        note=cards.get(ClaimAct.NOTE),
        sent=refused,
    )


def _address(pk: int, act: ClaimAct, back: str = "") -> str:
    """Where an act is sent to, and where that leads back to if not to the claim."""
    return reverse("claim-act", args=[pk, act]) + (f"?{urlencode({'next': back})}" if back else "")
