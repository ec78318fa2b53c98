"""Views: the list of documents, the page of one, and everything that is done on it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.errors import Refusal, Refused
from claims.forms.claim.evidence import DocumentEvidenceForm
from claims.forms.documents import DocumentNoteForm, EditFactsForm, MarkForm, PlaceForm, WithdrawForm
from claims.forms.words import VersionForm
from claims.models import Document, Quotation, Snapshot
from claims.permissions import Act
from claims.selectors import document_facts, document_history, document_list, document_page
from claims.selectors.document_list import SHOWN_LABELS, Shown
from claims.selectors.document_page import Spot, WholeDocument
from claims.selectors.offers import ClaimAct
from claims.services import documents as acts
from claims.services import filestore, importing, marking, rereading
from claims.views import doors
from claims.views.document_deeds import DEEDS


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent and refused: by which name the page knows it, and where else the words could stand."""

    name: str
    form: forms.Form
    spots: list[Spot]


@require_safe
@doors.only_for(Act.READ)
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that came in, newest first."""
    words, shown = request.GET.get("q", "")[:200], request.GET.get("show", "")
    asked = Shown(shown) if shown in set(Shown) else Shown.IN_USE
    page = document_list.page(
        words=words, shown=asked, after=_number(request, "after"), before=_number(request, "before")
    )
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    context = {
        "page": page,
        "words": words,
        "shown": asked,
        "choices": SHOWN_LABELS.items(),
        "query": query.urlencode(),
    }
    return render(request, "claims/documents.html", context)


@require_safe
@doors.only_for(Act.READ)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its text with what was found in it, and the claims beside it."""
    return _page(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.EDIT_DOCUMENT)
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a document."""
    document = _document(pk)
    if request.method != "POST":
        initial = {**document_facts.written(document), "version": document.version}
        return _facts_page(request, document, EditFactsForm(initial=initial, label_suffix=""))
    form = EditFactsForm(request.POST, initial=document_facts.written(document), label_suffix="")
    if not form.is_valid():
        return _facts_page(request, document, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        acts.edit_facts(
            pk,
            form.facts(settings.TIME_ZONE),
            by=doors.actor(request),
            version=form.seen,
            because=form.cleaned_data["because"],
        )
    except Refused as refused:
        doors.put(refused, form)
        return _facts_page(request, document, form, doors.status_of(refused))
    doors.say(request, _("The facts of this copy are changed."))
    return redirect("document", pk)


@require_POST
@doors.only_for(Act.MARK)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a claim of words that were marked in the story, or pasted."""
    _document(pk)
    form = MarkForm(request.POST, auto_id="id_mark_%s", label_suffix="")
    if not form.is_valid():
        return _refusal(request, pk, "mark", form)
    try:
        claim = marking.mark(form.cleaned_data["snapshot"], form.marked, by=doors.actor(request), **form.how())
    except Snapshot.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.put(refused, form)
        return _refusal(request, pk, "mark", form, refused, spots=_spots(refused, form, form.cleaned_data["snapshot"]))
    # A page that asks to be led back may name the new claim in its address.
    back = doors.way_back(request).replace("{claim}", str(claim.pk))
    here = back or f"{reverse('document', args=[pk])}#c{document_page.number_of(claim)}"
    undo = f"{reverse('claim-act', args=[claim.pk, ClaimAct.SET_ASIDE])}?{urlencode({'next': here})}"
    doors.say(request, _("The words are a claim now. Open it to say who said it."), undo=undo, version=claim.version)
    return redirect(here)


@require_POST
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act. A refusal shows the page again, with its sentence and everything that was typed."""
    deed = DEEDS.get(act)
    if deed is None:
        raise Http404
    _document(pk)
    form, by = deed.form(request.POST, request.FILES, auto_id=f"id_{act}_%s", label_suffix=""), doors.actor(request)
    if permissions.may(by, deed.asks) and not form.is_valid():
        return _refusal(request, pk, act, form)
    try:
        permissions.require(by, deed.asks)
        outcome = deed.do(pk, form, by)
    except (Quotation.DoesNotExist, Snapshot.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        doors.put(refused, form)
        return _refusal(request, pk, act, form, refused, spots=_spots(refused, form, _newest(pk)))
    back = doors.way_back(request)
    undo = reverse("document-act", args=[pk, deed.undo]) if deed.undo else ""
    undo = f"{undo}?{urlencode({'next': back})}" if undo and back else undo
    version = outcome.version if isinstance(outcome, Document) else None
    doors.say(request, deed.said(outcome), undo=undo, version=version)
    return redirect(back or reverse("document", args=[pk]) + deed.place(outcome))


@require_safe
@doors.only_for(Act.READ)
def snapshot_raw(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The bytes of one version exactly as they came, to be saved and never shown: they are somebody else's."""
    try:
        snapshot = document_page.version(pk, number)
    except Snapshot.DoesNotExist:
        raise Http404 from None
    try:
        content = filestore.read(snapshot.raw_sha256)
    except Refused as refused:
        form = VersionForm({})
        doors.put(refused, form)
        return _refusal(request, pk, "raw", form, refused)
    answer = HttpResponse(
        content, content_type="application/octet-stream", headers={"ETag": f'"{snapshot.raw_sha256}"'}
    )
    return doors.as_download(answer, snapshot.name, otherwise=f"document-{pk}-version-{number}.txt")


def _page(
    request: HttpRequest, pk: int, *, sent: Sent | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    whole = _whole(request, pk, None if sent else _number(request, "version"))
    version = {"version": whole.document.version}
    context = {
        "whole": whole,
        "document": whole.document,
        "sent": sent,
        "mark_form": _form(sent, "mark", MarkForm, {"snapshot": whole.snapshot.pk}),
        "withdraw_form": _form(sent, "withdraw", WithdrawForm, version),
        "evidence_form": _form(sent, "evidence", DocumentEvidenceForm, version),
        "note_form": _form(sent, "note", DocumentNoteForm, {"snapshot": whole.snapshot.pk}),
        "is_to_be_read_again": whole.allowed.read_again and rereading.is_worthwhile(whole.document),
        "places": [(waiting, _place_form(sent, waiting)) for waiting in whole.waiting],
        "here": request.path,
        "history": document_history.of_document(whole.document),
    }
    return render(request, "claims/document.html", context, status=status)


def _form(sent: Sent | None, name: str, kind: type[forms.Form], initial: dict[str, Any]) -> forms.Form:
    """The form of an act: as it was sent, when it was refused; else empty."""
    if sent is not None and sent.name == name:
        return sent.form
    return kind(initial=initial, auto_id=f"id_{name}_%s", label_suffix="")


def _place_form(sent: Sent | None, waiting: document_page.Waiting) -> forms.Form:
    """The form of a quotation that waits; several stand on one page, so their ids carry its number."""
    pk = waiting.quotation.pk
    if sent is not None and isinstance(sent.form, PlaceForm) and sent.form["quotation"].value() == str(pk):
        return sent.form
    initial = {"quotation": pk, "version": waiting.claim.version}
    return PlaceForm(initial=initial, auto_id=f"id_place{pk}_%s", label_suffix="")


def _facts_page(
    request: HttpRequest, document: Document, form: EditFactsForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"document": document, "form": form}
    return render(request, "claims/document_facts.html", context, status=status)


def _refusal(
    request: HttpRequest,
    pk: int,
    name: str,
    form: forms.Form,
    refused: Refused | None = None,
    *,
    spots: list[Spot] | None = None,
) -> HttpResponse:
    status = doors.status_of(refused) if refused else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, pk, sent=Sent(name, form, spots or []), status=status)


def _spots(refused: Refused, form: forms.Form, snapshot: int) -> list[Spot]:
    """The places to choose from, where words stand in several."""
    if refused.code is not Refusal.WORDS_IN_SEVERAL_PLACES:
        return []
    return document_page.spots_of(str(form["exact"].value()), snapshot)


def _whole(request: HttpRequest, pk: int, number: int | None = None) -> WholeDocument:
    try:
        return document_page.whole(pk, by=doors.actor(request), number=number)
    except (Document.DoesNotExist, Snapshot.DoesNotExist):
        raise Http404 from None


def _document(pk: int) -> Document:
    try:
        return document_page.document_with_facts(pk)
    except Document.DoesNotExist:
        raise Http404 from None


def _newest(pk: int) -> int:
    return importing.newest(pk).pk


def _number(request: HttpRequest, name: str) -> int | None:
    """A number that the address asks with."""
    return doors.number(request.GET.get(name, ""))
