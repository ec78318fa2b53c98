"""Views: acts on many claims: what was ticked, or all that a filter shows. First a page that says what it would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from claims import permissions
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.filters import ClaimFilter, counts
from claims.forms.bulk import FORMS, BulkForm
from claims.models import Claim, Event
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor
from claims.records.checking import PhraseUse
from claims.selectors import bulk_plans, phrases
from claims.selectors.bulk_plans import ROWS, BulkAct, Plan
from claims.services import bulk as acts
from claims.services.bulk import Done, Given
from claims.views import doors

_MOST_TICKED = 500  # a page of the list has fifty


@dataclass(frozen=True, slots=True)
class Words:
    """What an act is called on its button and above its page, and what is said once it is done to so many."""

    button: str | Promise
    title: str | Promise
    done: Callable[[int], str]
    key: str


WORDS: Mapping[BulkAct, Words] = {
    BulkAct.ACCEPT: Words(
        gettext_lazy("Accept …"),
        gettext_lazy("Accept proposals"),
        lambda number: ngettext("%(number)s claim is accepted.", "%(number)s claims are accepted.", number),
        "b a",
    ),
    BulkAct.SET_ASIDE: Words(
        gettext_lazy("Set aside …"),
        gettext_lazy("Set claims aside"),
        lambda number: ngettext("%(number)s claim is set aside.", "%(number)s claims are set aside.", number),
        "b s",
    ),
    BulkAct.RESTORE: Words(
        gettext_lazy("Restore …"),
        gettext_lazy("Restore claims"),
        lambda number: ngettext(
            "%(number)s claim is back where it was.", "%(number)s claims are back where they were.", number
        ),
        "b r",
    ),
    BulkAct.ASSIGN: Words(
        gettext_lazy("Assign …"),
        gettext_lazy("Assign claims"),
        lambda number: ngettext("%(number)s claim is assigned.", "%(number)s claims are assigned.", number),
        "b g",
    ),
    BulkAct.NEED: Words(
        gettext_lazy("Needed by …"),
        gettext_lazy("By when claims are needed"),
        lambda number: ngettext(
            "By when it is needed is noted on %(number)s claim.",
            "By when they are needed is noted on %(number)s claims.",
            number,
        ),
        "b n",
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as the list offers it to somebody."""

    act: BulkAct
    words: Words


def offers(by: Actor) -> list[Offer]:
    """What somebody may do to many claims."""
    return [Offer(act, words) for act, words in WORDS.items() if permissions.may(by, ROWS[act].permission)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose in the list: an act, and claims that were ticked or a filter."""

    act: BulkAct
    ticked: list[int]
    query: str
    is_whole: bool


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.READ)
def bulk(request: HttpRequest) -> HttpResponse:
    """Show what an act on many claims would do; once that was seen and confirmed, do it."""
    if request.method != "POST":
        return redirect("claims")
    chosen, by, back = _chosen(request), doors.actor(request), doors.way_back(request) or reverse("claims")
    try:
        permissions.require(by, ROWS[chosen.act].permission)
        if chosen.is_whole:
            permissions.require(by, Act.WHOLE_FILTER)
    except Refused as refused:
        raise PermissionDenied(refusals.sentence(refused)) from None
    if not chosen.is_whole and not chosen.ticked:
        doors.warn(request, _("Tick the claims first that it shall be done to."))
        return redirect(back)
    asked = counts.asked(chosen.query, visit=request) if chosen.is_whole else None
    if asked is not None and asked.errors:
        # A filter that is not understood is left out, and then it would be done to more claims than were meant.
        return _page(request, chosen, None, None, asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    plan = bulk_plans.plan(chosen.act, _claims(chosen, asked))
    if "confirmed" not in request.POST:
        return _page(request, chosen, plan, _form(chosen.act), asked)
    return _do(request, chosen, plan, asked, back)


@require_POST
@doors.only_for(Act.READ)
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take a whole batch back."""
    back = doors.way_back(request) or reverse("claims")
    try:
        done = acts.undo(batch, by=doors.actor(request))
    except Event.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        if refused.code is Refusal.NOT_ALLOWED:
            raise PermissionDenied(refusals.sentence(refused)) from None
        doors.say_refused(request, refused)
        return redirect(back)
    said = ngettext("%(number)s claim is as it was.", "%(number)s claims are as they were.", done.number)
    doors.say(request, _with_stayed(said, done, _("%(number)s changed since and stayed.")))
    return redirect(back)


def _do(request: HttpRequest, chosen: Chosen, plan: Plan, asked: ClaimFilter | None, back: str) -> HttpResponse:
    form = _form(chosen.act, request)
    if not form.is_valid():
        return _page(request, chosen, plan, form, asked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = acts.do(
            chosen.act,
            plan.ids,
            by=doors.actor(request),
            seal=request.POST.get("seal", ""),
            because=form.cleaned_data["because"],
            given=Given(**form.given()),
            is_whole_filter=chosen.is_whole,
        )
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, chosen, plan, form, asked, status=doors.status_of(refused))
    said = _with_stayed(WORDS[chosen.act].done(done.number), done, _("%(number)s were so already."))
    doors.say(request, said, undo=f"{reverse('claims-bulk-undo', args=[done.batch])}?{urlencode({'next': back})}")
    return redirect(back)


def _with_stayed(said: str, done: Done, stayed: str) -> str:
    sentences = [said % {"number": f"{done.number:,}"}]
    if done.stayed:
        sentences.append(stayed % {"number": f"{done.stayed:,}"})
    return " ".join(sentences)


def _chosen(request: HttpRequest) -> Chosen:
    """What the form of the list says. Only a made-up form says anything that it does not offer."""
    try:
        act = BulkAct(request.POST.get("act", ""))
        ticked = [int(number) for number in request.POST.getlist("claim")[: _MOST_TICKED + 1]]
    except ValueError:
        raise BadRequest("There is no such act, or no such claim.") from None
    if len(ticked) > _MOST_TICKED or any(number >= 2**63 for number in ticked):
        raise BadRequest("Nobody ticked so many claims.")
    return Chosen(act, ticked, request.POST.get("query", ""), is_whole="all" in request.POST)


def _claims(chosen: Chosen, asked: ClaimFilter | None) -> ClaimQuerySet:
    claims: ClaimQuerySet = Claim.objects.filter(pk__in=chosen.ticked) if asked is None else asked.qs
    return claims


def _form(act: BulkAct, request: HttpRequest | None = None) -> BulkForm:
    more: dict[str, Any] = {"phrases": phrases.in_use()[PhraseUse.SET_ASIDE]} if act is BulkAct.SET_ASIDE else {}
    return FORMS[act](request.POST if request else None, label_suffix="", **more)


def _page(
    request: HttpRequest,
    chosen: Chosen,
    plan: Plan | None,
    form: BulkForm | None,
    asked: ClaimFilter | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "chosen": chosen,
        "words": WORDS[chosen.act],
        "plan": plan,
        "form": form,
        "filter": asked,
        "back": doors.way_back(request) or reverse("claims"),
    }
    return render(request, "claims/bulk.html", context, status=status)
