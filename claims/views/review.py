"""Views: reviewing a story: its text on the left, its claims on the right, and every act on them in place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from claims import permissions
from claims.choices import labels
from claims.forms.claim.acts import ActForm
from claims.forms.documents import MarkForm
from claims.models import Document
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.quotations import QuotationKind
from claims.selectors import new_stories, offers, review_page
from claims.selectors.offers import ClaimAct
from claims.selectors.review_page import Current, Stop, Way
from claims.views import acting, doors
from claims.views.claim import Card
from claims.views.claim_deeds import DEEDS

# Done at once, with one key. Whoever has more to say opens the form, with the same key in capitals.
_WITH_MORE: Mapping[ClaimAct, str | Promise] = {
    ClaimAct.ACCEPT: _("Accept with another speaker …"),
    ClaimAct.SET_ASIDE: _("Set aside, and say why …"),
}
_AT_ONCE = frozenset({*_WITH_MORE, ClaimAct.TAKE_OVER})
_BESIDE_THE_FACTS = frozenset({ClaimAct.KIND})


@dataclass(frozen=True, slots=True)
class Offered:
    """One act on the current card: where it is sent or its form stands, and its key ("" for none)."""

    act: ClaimAct
    label: str
    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Offers:
    """The acts of the card: the main one (done at once, or it opens a form), the others that are done at once, and
    those that open a form.
    """

    main: Offered | None
    main_opens: bool
    at_once: Sequence[Offered]
    opening: Sequence[Offered]


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that is open on the current card."""

    card: Card

    @property
    def is_of_the_statement(self) -> bool:
        """Whether it stands in the place of the statement."""
        return self.card.act in (ClaimAct.STATEMENT, ClaimAct.MEND_SPELLING)


@require_safe
@vary_on_headers("HX-Request")
@doors.only_for(Act.READ)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A story with somebody at one of its claims. HTMX gets the claim alone, and the one that was left."""
    way = review_page.way(pk)
    here = way.at(doors.number(request.GET.get("claim", "")))
    if here is None and way.stops:
        # The address always names the current claim: by it the page knows, later, which one it left.
        return redirect(_address(pk, way.next_to_do(doors.actor(request)) or way.stops[0]))
    return _show(request, pk, way, here, opened=_opened(request, here))


@require_safe
@doors.only_for(Act.READ)
def next_story(request: HttpRequest) -> HttpResponse:
    """Lead to the next story to be reviewed: the first of the desk's new stories."""
    stories = new_stories.new_stories(1)
    if stories:
        return redirect("review", stories[0].pk)
    return render(request, "claims/review_none.html", {"may_import": permissions.may(doors.actor(request), Act.IMPORT)})


@require_POST
@vary_on_headers("HX-Request")
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, claim: int, act: str) -> HttpResponse:
    """Do one act, and go on to the next claim where that settles this one. A refusal keeps what was typed."""
    here = review_page.way(pk).at(claim)
    if here is None:
        raise Http404
    tried = acting.attempt(request, claim, act)
    way = review_page.way(pk)
    here = way.at(claim)
    if tried.goes_on:
        doors.say(request, tried.deed.done)
    if tried.refused_as or tried.goes_on:
        return _show(
            request, pk, way, here, opened=_unfolded(tried.act, tried.form), status=tried.refused_as or HTTPStatus.OK
        )
    undo = reverse("review-act", args=[pk, claim, tried.deed.undo]) if tried.deed.undo else ""
    doors.say(request, tried.deed.done, undo=undo, version=tried.version)
    on = way.next_to_do(doors.actor(request), here) if tried.act in review_page.SETTLING else here
    on = on or here
    if not _is_part(request):
        return redirect(_address(pk, on) + (f"#c{on.number}" if on else ""))
    if on is None or tried.act in review_page.CHANGING_THE_STORY:
        return HttpResponseClientRefresh()
    return _show(request, pk, way, on, changed=[claim])


def _whole(
    request: HttpRequest, pk: int, way: Way, here: Stop | None, opened: Opened | None = None
) -> dict[str, object]:
    try:
        whole = review_page.whole(pk, way, here, by=doors.actor(request))
    except Document.DoesNotExist:
        raise Http404 from None
    mark_form = MarkForm(initial={"snapshot": whole.story.snapshot.pk}, auto_id="id_mark_%s", label_suffix="")
    context = {
        "whole": whole,
        "document": whole.story.document,
        "bearings": whole.bearings,
        "mark_form": mark_form,
    }
    return context | _around(whole.current, opened, pk, doors.actor(request))


def _show(
    request: HttpRequest,
    pk: int,
    way: Way,
    here: Stop | None,
    *,
    opened: Opened | None = None,
    changed: Iterable[int] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if not _is_part(request) or here is None:
        return render(request, "claims/review.html", _whole(request, pk, way, here, opened), status=status)
    by = doors.actor(request)
    stops = (way.at(claim) for claim in {_left(request), *changed})
    left = [stop for stop in stops if stop and stop.claim != here.claim]
    current, slips = review_page.step(way, here, left, by=by)
    context = {
        "document": current.words.document,
        "bearings": review_page.bearings(way, here, by=by),
        "slips": slips,
    }
    context |= _around(current, opened, pk, by)
    answer = render(request, "claims/parts/review_part.html", context, status=status)
    answer["HX-Replace-Url"] = _address(pk, here)
    return answer


def _around(current: Current | None, opened: Opened | None, pk: int, by: Actor) -> dict[str, object]:
    """What the card of the current claim needs beside it."""
    return {
        "current": current,
        "opened": opened,
        "offered": _offered(current, pk) if current else None,
        "speaking": _speaking(current) if current else None,
        "other_kinds": _other_kinds(current) if current else [],
        "chain": _chain(current, pk, by) if current else "",
    }


def _offered(current: Current, pk: int) -> Offers:
    """The acts of the card, in the order in which they are offered."""
    claim = current.claim.pk
    forms = f"{reverse('review', args=[pk])}?claim={claim}&act="
    at_once, opening = list[Offered](), list[Offered]()
    for act in (act for act in current.acts if act not in _BESIDE_THE_FACTS):
        deed = DEEDS[act]
        if deed.form is not ActForm and act not in _AT_ONCE:
            opening.append(Offered(act, str(deed.opens or deed.label), deed.key, forms + act))
        else:
            at_once.append(Offered(act, str(deed.label), deed.key, reverse("review-act", args=[pk, claim, act])))
    opening += [
        Offered(act, str(_WITH_MORE[act]), DEEDS[act].key.upper(), forms + act)
        for act in current.acts
        if act in _WITH_MORE
    ]
    main = next((offer for offer in (*at_once, *opening) if offer.act is current.main), None)
    return Offers(
        main=main,
        main_opens=main in opening,
        at_once=[offer for offer in at_once if offer is not main],
        opening=[offer for offer in opening if offer is not main],
    )


def _speaking(current: Current) -> ClaimAct | None:
    """The act that takes one of the candidates as speaker: with a proposal it is accepted, else changed."""
    return next((act for act in (ClaimAct.ACCEPT, ClaimAct.SPEAKER) if act in current.acts), None)


def _other_kinds(current: Current) -> list[tuple[str, str]]:
    """The kinds that the quotation could be as well, the next one first: one key goes round through all of them."""
    if ClaimAct.KIND not in current.acts:
        return []
    kinds = list(QuotationKind)
    at = kinds.index(QuotationKind(current.words.quotation.kind))
    return [(kind.value, labels.short_label(kind)) for kind in (*kinds[at + 1 :], *kinds[:at])]


def _chain(current: Current, pk: int, by: Actor) -> str:
    """Where the chain of the words is built, with the way back to their card; "" where this person may not now."""
    if not offers.may_build_chain(current.claim, by):
        return ""
    quotation = current.words.quotation
    of_copy = {} if quotation.is_primary else {"quotation": quotation.pk}
    asked = urlencode({**of_copy, "next": _address(pk, current.stop)})
    return f"{reverse('claim-chain', args=[current.claim.pk])}?{asked}"


def _opened(request: HttpRequest, here: Stop | None) -> Opened | None:
    """The form that the address asks for, where this person may send it."""
    name = request.GET.get("act", "")
    if here is None or name not in set(ClaimAct):
        return None
    act, whole = ClaimAct(name), acting.whole_of(here.claim)
    if not offers.is_offered(act, whole.claim, doors.actor(request)):
        return None
    return _unfolded(act, acting.form_of(act, whole))


def _unfolded(act: ClaimAct, form: ActForm) -> Opened:
    return Opened(Card(act, DEEDS[act], form, is_main=True, is_open=True))


def _is_part(request: HttpRequest) -> bool:
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    return bool(htmx) and not htmx.history_restore_request


def _left(request: HttpRequest) -> int | None:
    """The claim that the page showed as the current one when it asked."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    asked = parse_qs(urlsplit(htmx.current_url or "").query).get("claim", [""])
    return doors.number(asked[0])


def _address(pk: int, here: Stop | None) -> str:
    return reverse("review", args=[pk]) + (f"?{urlencode({'claim': here.claim})}" if here else "")
