"""Views: sealing who a source is, breaking the seal, redacting, asking to see it, and the page that shows it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from claims.errors import Refused
from claims.forms.sealing import AskForm, MotiveForm, SealForm
from claims.models import Source
from claims.permissions import Act
from claims.selectors import protection, source_pages
from claims.services import identity_requests, sealing
from claims.views import doors, sources

_UNDER_THE_SEAL = ("label", "true_name", "contact", "notes")


@sensitive_post_parameters(*_UNDER_THE_SEAL)
@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.SEAL_SOURCE)
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """What a seal covers and what not, and the form that puts it on."""
    source = _source(pk)
    if source.is_sealed or source.merged_into_id is not None:
        return redirect("source", pk)
    if request.method != "POST":
        return _seal_page(request, source, SealForm(initial={"version": source.version}, label_suffix=""))
    form = SealForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _seal_page(request, source, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        sealed = sealing.seal(pk, by=doors.actor(request), version=form.seen, **form.values())
    except Refused as refused:
        doors.put(refused, form)
        return _seal_page(request, source, form, status=doors.status_of(refused))
    doors.say(request, _("The source is sealed. Everybody sees “%(label)s” from now on.") % {"label": sealed.name})
    return redirect("source", pk)


@require_POST
@doors.only_for(Act.UNSEAL_SOURCE)
def unseal(request: HttpRequest, pk: int) -> HttpResponse:
    """Break the seal."""
    form = MotiveForm(request.POST, auto_id="id_unseal_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: sealing.unseal(pk, by=doors.actor(request), version=form.seen, because=form.cleaned_data["because"]),
        done=_("The seal is broken. Everybody sees again who it is."),
    )


@require_POST
@doors.only_for(Act.REDACT_SOURCE)
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it unreadable for good who it is."""
    form = MotiveForm(request.POST, auto_id="id_redact_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: sealing.redact(pk, by=doors.actor(request), version=form.seen, because=form.cleaned_data["because"]),
        done=_("Who this is can no longer be read: the key is destroyed."),
    )


@require_POST
@doors.only_for(Act.ASK_IDENTITY)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to see who it is."""
    form = AskForm(request.POST, auto_id="id_ask_%s", label_suffix="")
    return _do(
        request,
        pk,
        form,
        lambda: identity_requests.ask(pk, by=doors.actor(request), motive=form.cleaned_data["motive"]),
        done=_("You have asked. A chief decides; the answer stands here and among the requests."),
    )


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.SEE_IDENTITY)
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that shows who it is. Opened it shows nothing yet: each look is asked for, and is written down first."""
    source = _source(pk)
    if not source.is_sealed:
        return redirect("source", pk)
    shown = protection.of(source, by=doors.actor(request))
    context = {"source": source, "protection": shown, "own": shown.own, "identity": None}
    if request.method != "POST":
        return render(request, "claims/source_identity.html", context)
    try:
        seen, granted = identity_requests.see(pk, by=doors.actor(request))
    except Refused as refused:
        doors.say_refused(request, refused)
        return render(request, "claims/source_identity.html", context, status=doors.status_of(refused))
    return render(request, "claims/source_identity.html", {**context, "identity": seen, "ends_at": granted.ends_at})


def _do(
    request: HttpRequest, pk: int, form: AskForm | MotiveForm, act: Callable[[], object], *, done: str
) -> HttpResponse:
    """Do one act of the page. A refusal shows the page again, with its sentence and everything that was typed."""
    _source(pk)
    if not form.is_valid():
        return sources.page(request, pk, sent=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act()
    except Refused as refused:
        doors.put(refused, form)
        return sources.page(request, pk, sent=form, status=doors.status_of(refused))
    doors.say(request, done)
    return redirect("source", pk)


def _seal_page(
    request: HttpRequest, source: Source, form: SealForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"source": source, "form": form, "mentions": protection.mentions(source)}
    return render(request, "claims/source_seal.html", context, status=status)


def _source(pk: int) -> Source:
    try:
        return source_pages.editable(pk)[0]
    except Source.DoesNotExist:
        raise Http404 from None
