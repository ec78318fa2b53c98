"""Views: requests to see who sealed sources are: a chief's list of everybody's, and what becomes of each."""

from collections.abc import Callable
from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.errors import Refused
from claims.forms.sealing import GrantForm, RefuseForm
from claims.forms.words import VersionForm
from claims.models import IdentityRequest
from claims.permissions import Act
from claims.selectors import protection
from claims.selectors.protection import Asked
from claims.services import identity_requests
from claims.views import doors


@require_safe
@doors.only_for(Act.ASK_IDENTITY)
def requests(request: HttpRequest) -> HttpResponse:
    """Those that wait, those that run, and those that are over."""
    return _page(request)


@require_POST
@doors.only_for(Act.DECIDE_IDENTITY)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody see it for a time."""
    form = GrantForm(request.POST, auto_id=f"id_grant_{pk}_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: identity_requests.grant(
            pk,
            by=doors.actor(request),
            version=form.seen,
            lasts=form.cleaned_data["lasts"],
            because=form.cleaned_data["because"],
        ),
        done=_("It is granted. Each look will be a line of the ledger."),
    )


@require_POST
@doors.only_for(Act.DECIDE_IDENTITY)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    form = RefuseForm(request.POST, auto_id=f"id_refuse_{pk}_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: identity_requests.refuse(
            pk, by=doors.actor(request), version=form.seen, because=form.cleaned_data["because"]
        ),
        done=_("It is refused, and they can read why."),
    )


@require_POST
@doors.only_for(Act.END_IDENTITY)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a grant before its time, or take a request back."""
    form = VersionForm(request.POST)
    return _do(
        request,
        pk,
        form,
        lambda: identity_requests.end(pk, by=doors.actor(request), version=form.seen),
        done=_("It is ended. Nobody sees anything on this request any more."),
    )


def _do(request: HttpRequest, pk: int, form: VersionForm, act: Callable[[], object], *, done: str) -> HttpResponse:
    """Do one act. A refusal shows the page again, with its sentence and everything that was typed."""
    try:
        protection.request(pk)
    except IdentityRequest.DoesNotExist:
        raise Http404 from None
    if not form.is_valid():
        return _page(request, sent=form, about=pk, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act()
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, sent=form, about=pk, status=doors.status_of(refused))
    doors.say(request, done)
    return redirect(doors.way_back(request) or "identity-requests")


def _page(
    request: HttpRequest, *, sent: VersionForm | None = None, about: int = 0, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    after = doors.number(request.GET.get("after", ""))
    listed = protection.requests(doors.actor(request), after=after)
    context = {
        "requests": listed,
        "open": [(asked, *_forms(asked, sent if asked.request.pk == about else None)) for asked in listed.open],
        "sent": sent,
        "is_further": after is not None,
    }
    return render(request, "claims/identity_requests.html", context, status=status)


def _forms(asked: Asked, sent: Form | None) -> tuple[GrantForm | None, RefuseForm | None]:
    """The forms of a chief's answer; the one that was refused as it was filled in."""
    if not asked.may_decide:
        return None, None
    pk, initial = asked.request.pk, {"version": asked.request.version}
    grant = GrantForm(
        initial={**initial, "lasts": GrantForm.base_fields["lasts"].initial},
        auto_id=f"id_grant_{pk}_%s",
        label_suffix="",
    )
    refuse = RefuseForm(initial=initial, auto_id=f"id_refuse_{pk}_%s", label_suffix="")
    return (sent if isinstance(sent, GrantForm) else grant), (sent if isinstance(sent, RefuseForm) else refuse)
