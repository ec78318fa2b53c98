"""Views: notes found by search, one thread by itself, and what is done with a note wherever it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from claims.errors import Refused
from claims.forms.notes import NoteWordsForm
from claims.forms.words import VersionForm
from claims.models import Note
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import note_list, note_threads
from claims.selectors.note_list import SHOWN_LABELS, Shown
from claims.services import notes as acts
from claims.views import doors


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a note: its form, the service that does it, what is said of it, and its way back."""

    form: type[VersionForm]
    do: Callable[[int, Any, Actor], Note]
    done: str | Promise
    undo: str = ""


DEEDS: Mapping[str, Deed] = {
    "reply": Deed(
        NoteWordsForm,
        lambda pk, form, by: acts.reply(pk, form.cleaned_data["body"], by=by, version=form.seen),
        _("Your answer stands in the thread."),
    ),
    "edit": Deed(
        NoteWordsForm,
        lambda pk, form, by: acts.edit(pk, form.cleaned_data["body"], by=by, version=form.seen),
        _("Your note is changed. What it said before stays in the ledger."),
    ),
    "resolve": Deed(
        VersionForm,
        lambda pk, form, by: acts.resolve(pk, by=by, version=form.seen),
        _("The thread is resolved."),
        undo="reopen",
    ),
    "reopen": Deed(
        VersionForm,
        lambda pk, form, by: acts.reopen(pk, by=by, version=form.seen),
        _("The thread is open again."),
        undo="resolve",
    ),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent and refused: what was to be done with which note."""

    act: str
    note: int
    form: VersionForm


@require_safe
@doors.only_for(Act.READ)
def notes(request: HttpRequest) -> HttpResponse:
    """The notes that fit a search, or the threads that are open, newest first."""
    words, shown = request.GET.get("q", "")[:200], request.GET.get("show", "")
    asked = Shown(shown) if shown in set(Shown) else Shown.ALL if words else Shown.OPEN
    page = note_list.page(
        words=words,
        shown=asked,
        by=doors.actor(request),
        after=doors.number(request.GET.get("after", "")),
        before=doors.number(request.GET.get("before", "")),
    )
    query = urlencode({"q": words, "show": asked.value})
    context = {"page": page, "words": words, "shown": asked, "choices": SHOWN_LABELS.items(), "query": query}
    return render(request, "claims/notes.html", context)


@require_safe
@doors.only_for(Act.READ)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread by itself."""
    return _page(request, pk)


@require_POST
@doors.only_for(Act.READ)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act. A refusal shows the thread by itself, with its sentence and everything that was typed."""
    deed = DEEDS.get(act)
    if deed is None:
        raise Http404
    form = deed.form(request.POST, auto_id=f"{act}-{pk}-%s", label_suffix="")
    if not form.is_valid():
        return _page(request, pk, Sent(act, pk, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = deed.do(pk, form, doors.actor(request))
    except Note.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, pk, Sent(act, pk, form), doors.status_of(refused))
    back = doors.way_back(request)
    undo = f"{reverse('note-act', args=[pk, deed.undo])}?{urlencode({'next': back})}" if deed.undo else ""
    doors.say(request, deed.done, undo=undo, version=done.version)
    return redirect(back or reverse("note", args=[pk]))


def _page(request: HttpRequest, pk: int, sent: Sent | None = None, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    try:
        thread = note_threads.thread_of(pk, by=doors.actor(request))
    except Note.DoesNotExist:
        raise Http404 from None
    here = reverse("note", args=[pk])
    return render(request, "claims/note.html", {"thread": thread, "sent": sent, "here": here}, status=status)
