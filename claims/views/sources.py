"""Views: people and sources. The list, one of them, and the acts on it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.errors import Refused
from claims.forms.sealing import AskForm, MotiveForm
from claims.forms.sources import NewSourceForm, RateForm, SourceForm, SourcesFilterForm, VouchForm
from claims.models import Source
from claims.permissions import Act
from claims.selectors import source_pages
from claims.selectors.protection import Protection
from claims.services import sources as acts
from claims.views import doors

Sent: TypeAlias = RateForm | VouchForm | AskForm | MotiveForm

_NUMBERS = 15  # digits of a number in an address; more no database knows


@require_safe
@doors.only_for(Act.READ)
def sources(request: HttpRequest) -> HttpResponse:
    """People and sources by name."""
    form = SourcesFilterForm(request.GET, label_suffix="")
    asked = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    found = source_pages.page(
        words=asked["q"][:200], kind=asked["kind"], after=_number(request, "after"), before=_number(request, "before")
    )
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    context = {
        "page": found,
        "form": form,
        "is_asked": bool(asked["q"].strip() or asked["kind"]),
        "query": query.urlencode(),
        "may_add": permissions.may(doors.actor(request), Act.EDIT_SOURCE),
        "may_ask": permissions.may(doors.actor(request), Act.ASK_IDENTITY),
    }
    return render(request, "claims/sources.html", context)


@require_safe
@doors.only_for(Act.READ)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: names, reliability, what they said and relayed, and how it held up.

    The address of one that was merged leads to the one that took its place.
    """
    survivor = source_pages.survivor(pk)
    return redirect("source", survivor.pk) if survivor else page(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.EDIT_SOURCE)
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody by hand."""
    if request.method != "POST":
        return _form_page(request, NewSourceForm(initial={"name": request.GET.get("name", "")}, label_suffix=""))
    form = NewSourceForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = acts.create(by=doors.actor(request), **form.values())
    except Refused as refused:
        doors.put(refused, form)
        return _form_page(request, form, status=doors.status_of(refused))
    doors.say(request, _("“%(name)s” is added.") % {"name": made.name})
    return redirect("source", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.EDIT_SOURCE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the names and facts of a source."""
    source, initial = _editable(pk)
    if request.method != "POST":
        return _form_page(request, SourceForm(initial=initial, label_suffix=""), source=source)
    form = SourceForm(request.POST, initial=initial, label_suffix="")
    if not form.is_valid():
        return _form_page(request, form, source=source, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        acts.edit(pk, by=doors.actor(request), version=form.seen, **form.values())
    except Refused as refused:
        doors.put(refused, form)
        return _form_page(request, form, source=source, status=doors.status_of(refused))
    doors.say(request, _("The source is changed."))
    return redirect("source", pk)


@require_POST
@doors.only_for(Act.RATE)
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate how far a source can be relied on."""
    form = RateForm(request.POST, auto_id="id_rate_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: acts.rate(
            pk,
            by=doors.actor(request),
            version=form.seen,
            reliability=form.rating,
            rationale=form.cleaned_data["rationale"],
        ),
        done=_("The reliability is rated."),
    )


@require_POST
@doors.only_for(Act.VOUCH)
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the house knows who an anonymous source is."""
    form = VouchForm(request.POST, auto_id="id_vouch_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: acts.vouch(
            pk,
            by=doors.actor(request),
            version=form.seen,
            is_known=form.cleaned_data["is_known"],
            because=form.cleaned_data["because"],
        ),
        done=_("It is recorded whether the house knows who it is."),
    )


def _do(
    request: HttpRequest, pk: int, form: RateForm | VouchForm, act: Callable[[], object], *, done: str
) -> HttpResponse:
    """Do one act of the page. A refusal shows the page again, with its sentence and everything that was typed."""
    _editable(pk)
    if not form.is_valid():
        return page(request, pk, sent=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act()
    except Refused as refused:
        doors.put(refused, form)
        return page(request, pk, sent=form, status=doors.status_of(refused))
    doors.say(request, done)
    return redirect("source", pk)


def page(
    request: HttpRequest,
    pk: int,
    *,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page of a source, with the form that was refused on it."""
    try:
        whole = source_pages.whole(pk, by=doors.actor(request))
    except Source.DoesNotExist:
        raise Http404 from None
    context = {
        "whole": whole,
        "source": whole.source,
        "sent": sent,
        "rate_form": _rate_form(whole.source, sent) if whole.may_rate else None,
        "vouch_form": _vouch_form(whole.source, sent) if whole.may_vouch else None,
        **_seal_forms(whole.source, whole.protection, sent),
    }
    return render(request, "claims/source.html", context, status=status)


def _seal_forms(source: Source, protection: Protection, sent: Sent | None) -> dict[str, object]:
    """The forms of what somebody may do with a seal; the one that was refused as it was filled in."""
    given = sent.auto_id if sent else ""
    initial = {"version": source.version}
    forms: dict[str, AskForm | MotiveForm] = {}
    if protection.may_ask:
        forms["ask_form"] = AskForm(auto_id="id_ask_%s", label_suffix="")
    if protection.may_unseal:
        forms["unseal_form"] = MotiveForm(initial=initial, auto_id="id_unseal_%s", label_suffix="")
    if protection.may_redact:
        forms["redact_form"] = MotiveForm(initial=initial, auto_id="id_redact_%s", label_suffix="")
    return {name: sent if form.auto_id == given else form for name, form in forms.items()}


def _rate_form(source: Source, sent: Sent | None) -> RateForm:
    if isinstance(sent, RateForm):
        return sent
    initial = {"version": source.version, "reliability": source.reliability}
    return RateForm(initial=initial, auto_id="id_rate_%s", label_suffix="")


def _vouch_form(source: Source, sent: Sent | None) -> VouchForm:
    if isinstance(sent, VouchForm):
        return sent
    initial = {"version": source.version, "is_known": "yes" if source.known_to_the_house else "no"}
    return VouchForm(initial=initial, auto_id="id_vouch_%s", label_suffix="")


def _form_page(
    request: HttpRequest, form: SourceForm, *, source: Source | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "claims/source_form.html", {"form": form, "source": source}, status=status)


def _editable(pk: int) -> tuple[Source, dict[str, object]]:
    try:
        return source_pages.editable(pk)
    except Source.DoesNotExist:
        raise Http404 from None


def _number(request: HttpRequest, name: str) -> int | None:
    """A number that the address asks with; None when there is none that can be read."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _NUMBERS else None
