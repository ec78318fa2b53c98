"""Views: a claim entered by hand."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from claims.errors import Refused
from claims.forms.claim.entering import EnterForm
from claims.models import Claim
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors.offers import ClaimAct
from claims.services import sources, wording
from claims.views import doors, speakers


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.MARK)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a claim by hand, without a quotation of ours."""
    if request.method != "POST":
        return render(request, "claims/claim_enter.html", {"form": EnterForm()})
    form = EnterForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            entered = _enter(form, doors.actor(request))
        except Refused as refused:
            speakers.put(refused, form)
            status = doors.status_of(refused)
        else:
            undo = reverse("claim-act", args=[entered.pk, ClaimAct.SET_ASIDE])
            doors.say(request, _("The claim is entered."), undo=undo, version=entered.version)
            return redirect("claim", entered.pk)
    return render(request, "claims/claim_enter.html", {"form": form}, status=status)


def _enter(form: EnterForm, by: Actor) -> Claim:
    source = form.cleaned_data["source"].strip()
    return wording.enter_by_hand(
        by=by,
        statement=form.cleaned_data["statement"],
        speaker=speakers.chosen(form),
        source=sources.called(source, field="source").pk if source else None,
    )
