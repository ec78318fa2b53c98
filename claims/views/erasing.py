"""Views: the words of a document erased for good: asked for by one, carried out or declined by another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.errors import Refused
from claims.forms.documents import AskToEraseForm, DeclineToEraseForm, EraseForm
from claims.forms.words import VersionForm
from claims.models import Document
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import erasing as selectors
from claims.services import erasing
from claims.services.erasing import Erased
from claims.views import doors

_ERASED = _("The words of this document are erased.")
_NOT_WIPED = _(
    "The words of this document are erased. What the database's own files still hold of them goes with "
    "“manage.py wipe_erased”: ask whoever keeps the server to run it."
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: what it asks of whoever comes, its form, the service that does it, and what is said of it."""

    asks: Act
    form: type[VersionForm]
    do: Callable[[int, Any, Actor], object]
    done: str | Promise


def _erase(pk: int, form: EraseForm, by: Actor) -> Erased:
    return erasing.erase(pk, by=by, version=form.seen)


DEEDS: Mapping[str, Deed] = {
    "ask": Deed(
        Act.ASK_TO_ERASE,
        AskToEraseForm,
        lambda pk, form, by: erasing.ask(pk, because=form.cleaned_data["because"], by=by, version=form.seen),
        _("It is asked to erase this document. Another editor or chief has to agree."),
    ),
    "decline": Deed(
        Act.DECLINE_TO_ERASE,
        DeclineToEraseForm,
        lambda pk, form, by: erasing.decline(pk, because=form.cleaned_data["because"], by=by, version=form.seen),
        _("The document is not erased."),
    ),
    "carry-out": Deed(Act.ERASE, EraseForm, _erase, _ERASED),
}


@require_safe
@doors.only_for(Act.DECLINE_TO_ERASE)
def request_to_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What erasing a document takes, who asks for it and why, and what can be done about it."""
    return _page(request, pk)


@require_POST
@doors.only_for(Act.DECLINE_TO_ERASE)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask, decline or carry out. A refusal shows the page again, with its sentence and everything that was typed."""
    deed = DEEDS.get(act)
    if deed is None:
        raise Http404
    form, by = deed.form(request.POST, auto_id=f"id_{act}_%s", label_suffix=""), doors.actor(request)
    if permissions.may(by, deed.asks) and not form.is_valid():
        return _page(request, pk, sent=(act, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        permissions.require(by, deed.asks)
        outcome = deed.do(pk, form, by)
    except Document.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, pk, sent=(act, form), status=doors.status_of(refused))
    is_left = isinstance(outcome, Erased) and not outcome.is_wiped
    doors.say(request, _NOT_WIPED if is_left else deed.done)
    return redirect("document", pk)


def _page(
    request: HttpRequest, pk: int, *, sent: tuple[str, VersionForm] | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    try:
        there = selectors.of(pk, by=doors.actor(request))
    except Document.DoesNotExist:
        raise Http404 from None
    version = {"version": there.document.version}
    forms: dict[str, object] = {
        name.replace("-", "_"): deed.form(initial=version, auto_id=f"id_{name}_%s", label_suffix="")
        for name, deed in DEEDS.items()
    }
    if sent is not None:
        forms[sent[0].replace("-", "_")] = sent[1]
    context = {"there": there, "document": there.document, "forms": forms, "sent": sent[1] if sent else None}
    return render(request, "claims/document_erase.html", context, status=status)
