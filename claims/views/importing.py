"""Views: a story comes in, as a new document or as a new version of one that is here."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from claims.errors import Refusal, Refused
from claims.extraction import LONGEST_TEXT, MOST_PROPOSALS
from claims.forms.importing import ImportForm, NewVersionForm, TextForm
from claims.models import Document, Snapshot
from claims.permissions import Act
from claims.records.documents import ReceivedText
from claims.selectors import copy_reading, document_page
from claims.services import importing
from claims.services.importing import Imported, ImportedVersion
from claims.views import doors


@dataclass(frozen=True, slots=True)
class Known:
    """The document in which a text is here already."""

    pk: int
    title: str


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.IMPORT)
def import_story(request: HttpRequest) -> HttpResponse:
    """Take a story in: pasted or as a file, with what is known of it."""
    if request.method != "POST":
        return _page(request, ImportForm(initial={"of": request.GET.get("of", "")}, limit=settings.IMPORT_MAX_BYTES))
    form = ImportForm(request.POST, request.FILES, limit=settings.IMPORT_MAX_BYTES)
    if not form.is_valid():
        return _refusal(request, form)
    received = None
    try:
        received = form.received()
        if form.cleaned_data["of"] is not None:
            return _import_into(request, form, received)
        facts = form.facts(settings.TIME_ZONE)
        imported = importing.import_text(received, facts=facts, by=doors.actor(request))
    except Document.DoesNotExist:
        form.add_error("of", _("There is no document with this number."))
        return _refusal(request, form, received=received)
    except Refused as refused:
        return _refusal(request, form, refused=refused, received=received)
    return _done(request, imported)


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.IMPORT)
def import_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text in as the next version of a document."""
    try:
        document = document_page.document_with_facts(pk)
    except Document.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        initial = {"version": document.version}
        return _page(request, NewVersionForm(initial=initial, limit=settings.IMPORT_MAX_BYTES), document=document)
    form = NewVersionForm(request.POST, request.FILES, limit=settings.IMPORT_MAX_BYTES)
    if not form.is_valid():
        return _refusal(request, form, document=document)
    received = None
    try:
        received = form.received()
        imported = importing.import_version(
            pk, received, by=doors.actor(request), version=form.seen, because=form.cleaned_data["because"]
        )
    except Refused as refused:
        return _refusal(request, form, refused=refused, received=received, document=document)
    return _done_version(request, imported)


def _import_into(request: HttpRequest, form: ImportForm, received: ReceivedText) -> HttpResponse:
    """Take a text in as the next version of the document whose number was typed, once it was seen which that is."""
    document = document_page.document_with_facts(form.cleaned_data["of"])
    if form.cleaned_data["shown"] != document.pk:
        form.show(document)
        return _refusal(request, form, received=received, status=HTTPStatus.CONFLICT)
    return _done_version(
        request, importing.import_version(document.pk, received, by=doors.actor(request), version=form.seen)
    )


def _done(request: HttpRequest, imported: Imported) -> HttpResponse:
    said = ngettext(
        "The story is here: %(count)s quoted claim proposed.",
        "The story is here: %(count)s quoted claims proposed.",
        imported.claims,
    )
    doors.say(request, _with_reading(said % {"count": imported.claims}, imported.snapshot))
    if len(imported.snapshot.text) > LONGEST_TEXT:
        unread = _("Only the first %(count)s characters were searched for quotations; mark others by hand.")
        doors.say(request, unread % {"count": f"{LONGEST_TEXT:,}"})
    if imported.claims >= MOST_PROPOSALS:
        more = _("Only the first %(count)s quotations are proposed; mark others by hand.")
        doors.say(request, more % {"count": f"{MOST_PROPOSALS:,}"})
    return redirect("document", imported.document.pk)


def _done_version(request: HttpRequest, imported: ImportedVersion) -> HttpResponse:
    doors.say(request, _with_reading(_became(imported), imported.snapshot))
    return redirect("document", imported.document.pk)


def _with_reading(said: str, snapshot: Snapshot) -> str:
    """A sentence, and after it in which language the copy was read and whether it looks damaged."""
    return " ".join(filter(None, (said, copy_reading.language_of(snapshot), copy_reading.damage_of(snapshot))))


def _became(imported: ImportedVersion) -> str:
    """What became of the quotations that stood in the version before, and what is new."""
    parts = [
        ngettext("%(count)s quotation followed", "%(count)s quotations followed", imported.followed)
        % {"count": imported.followed},
        ngettext("%(count)s waits for its place", "%(count)s wait for their place", imported.waiting)
        % {"count": imported.waiting}
        if imported.waiting
        else "",
        ngettext("%(count)s proposal gave way", "%(count)s proposals gave way", imported.replaced)
        % {"count": imported.replaced}
        if imported.replaced
        else "",
        ngettext("%(count)s decided claim went stale", "%(count)s decided claims went stale", imported.stale)
        % {"count": imported.stale}
        if imported.stale
        else "",
        ngettext("%(count)s claim proposed", "%(count)s claims proposed", imported.proposed)
        % {"count": imported.proposed},
    ]
    return _("Version %(number)s is here: %(parts)s.") % {
        "number": imported.snapshot.number,
        "parts": ", ".join(filter(None, parts)),
    }


def _refusal(
    request: HttpRequest,
    form: TextForm,
    *,
    refused: Refused | None = None,
    received: ReceivedText | None = None,
    document: Document | None = None,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """The page again, with its sentence and everything that was typed; a file that was read stays as its text."""
    known = None
    if refused is not None:
        doors.put(refused, form)
        known = _known(refused)
    if "file" in form.files and known is None:  # of a text that is here already nothing can be lost
        form.let_go_of_file(received.text if received else "")
    status = doors.status_of(refused) if refused else status
    return _page(request, form, document=document, known=known, status=status)


def _known(refused: Refused) -> Known | None:
    if refused.code is not Refusal.SAME_TEXT:
        return None
    pk, title = refused.facts["document"], refused.facts["title"]
    return Known(int(str(pk)), str(title))


def _page(
    request: HttpRequest,
    form: TextForm,
    *,
    document: Document | None = None,
    known: Known | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "document": document, "known": known}
    return render(request, "claims/import.html", context, status=status)
