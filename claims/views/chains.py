"""Views: the chain of a claim, built step by step by plain posts; nothing is written before it is kept."""

import re
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.errors import Refused
from claims.forms.chains import ChainForm, count_of
from claims.forms.words import VersionForm
from claims.models import Claim
from claims.permissions import Act
from claims.records.provenance import ChainEnd
from claims.selectors import chain_builder
from claims.selectors.chain_builder import Builder
from claims.services import chain_editing
from claims.views import doors, speakers

_ARRANGING = re.compile(r"(add|up|down|remove):([0-9]{1,2})")


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.CHANGE)
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain of a claim, with a set of fields for each step."""
    copy = doors.number(request.GET.get("quotation", ""))
    builder = _builder(pk, copy)
    if request.method != "POST":
        return _page(request, builder, ChainForm.of(builder))
    arranging = _ARRANGING.fullmatch(request.POST.get("do", ""))
    if arranging:
        return _arrange(request, builder, arranging[1], int(arranging[2]))
    form = ChainForm.sent(request.POST)
    if not form.is_valid():
        return _page(request, builder, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        built = chain_editing.rebuild(
            pk,
            form.given(),
            ends=ChainEnd(form.cleaned_data["ends"]),
            by=doors.actor(request),
            quotation_id=copy,
            version=form.seen,
            because=form.cleaned_data["because"],
        )
    except Refused as refused:
        speakers.put(refused, form)
        return _page(request, builder, form, status=doors.status_of(refused))
    back = doors.way_back(request)
    undo = reverse("claim-chain-back", args=[pk]) + (f"?{urlencode({'next': back})}" if back else "")
    doors.say(request, _("The chain is kept as you built it."), undo=undo, version=built.version)
    return redirect(back or reverse("claim", args=[pk]))


@require_POST
@doors.only_for(Act.CHANGE)
def chain_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain as it was before it was built anew last; a refusal is said where the form came from."""
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        chain_editing.give_back(pk, by=doors.actor(request), version=form.seen)
    except Claim.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
    else:
        doors.say(request, _("The chain is as it was."))
    return redirect(doors.way_back(request) or reverse("claim", args=[pk]))


def _arrange(request: HttpRequest, builder: Builder, do: str, at: int) -> HttpResponse:
    """The page again with its steps in another order: nothing is kept yet."""
    steps: list[int | None] = list(range(count_of(request.POST)))
    focus, said = at, ""
    if do == "add" and at < len(steps) < chain_editing.MOST_STEPS:
        steps.insert(at + 1, None)
        focus, said = at + 1, _("Step %(number)s is new.") % {"number": at + 2}
    elif do == "remove" and 0 < at < len(steps):
        del steps[at]
        focus, said = at - 1, _("Step %(number)s is taken out.") % {"number": at + 1}
    elif do in ("up", "down") and 0 < (to := at + (1 if do == "down" else -1)) < len(steps) > at > 0:
        steps[at], steps[to] = steps[to], steps[at]
        focus, said = to, _("Step %(from)s is step %(to)s now.") % {"from": at + 1, "to": to + 1}
    return _page(request, builder, ChainForm.rearranged(request.POST, steps), focus=focus, said=said)


def _page(
    request: HttpRequest,
    builder: Builder,
    form: ChainForm,
    *,
    focus: int | None = None,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "builder": builder,
        "claim": builder.claim,
        "form": form,
        "steps": list(form.each_step()),
        "may_grow": form.count < chain_editing.MOST_STEPS,
        "focus": focus,
        "said": said,
        "back": doors.way_back(request),
    }
    return render(request, "claims/claim_chain.html", context, status=status)


def _builder(pk: int, copy: int | None) -> Builder:
    try:
        builder = chain_builder.of_claim(pk, copy)
    except Claim.DoesNotExist:
        raise Http404 from None
    if builder is None:
        raise Http404
    return builder
