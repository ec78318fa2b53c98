"""Views: evidence: to open what it names, and to take it off again."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from claims.choices import refusals
from claims.errors import Refused
from claims.forms.words import VersionForm
from claims.models import Evidence
from claims.permissions import Act
from claims.selectors import claim_page, evidence
from claims.services import evidence_removal, filestore, opening
from claims.views import doors


@require_safe
@never_cache
@doors.only_for(Act.READ)
def open_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a link names, or to a file, and write down that this person has opened it."""
    try:
        kept = claim_page.evidence_to_open(pk)
    except Evidence.DoesNotExist:
        raise Http404 from None
    if _is_by_hand(request):
        opening.note(kept, by=doors.actor(request))
    answer = HttpResponseRedirect(kept.address or reverse("evidence-file", args=[kept.pk]))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_POST
@doors.only_for(Act.ADD_EVIDENCE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a piece of evidence off its claim or document."""
    return _do(request, pk, evidence_removal.remove, _("The evidence is taken off."), undo="evidence-restore")


@require_POST
@doors.only_for(Act.ADD_EVIDENCE)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a piece of evidence back that was taken off."""
    return _do(request, pk, evidence_removal.bring_back, _("The evidence is back."))


def _do(request: HttpRequest, pk: int, act: Callable[..., Evidence], done: str, *, undo: str = "") -> HttpResponse:
    """Do one of the two, and lead to where the evidence is; a refusal is said there."""
    try:
        found = evidence.by_number(pk)
    except Evidence.DoesNotExist:
        raise Http404 from None
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        given = act(pk, by=doors.actor(request), version=form.seen)
    except Refused as refused:
        doors.say_refused(request, refused)
    else:
        on = given.claim or given.document
        doors.say(request, done, undo=reverse(undo, args=[pk]) if undo else "", version=on.version if on else None)
    page, number = ("claim", found.claim_id) if found.claim_id else ("document", found.document_id)
    return redirect(reverse(page, args=[number]) + "#evidence")


def _is_by_hand(request: HttpRequest) -> bool:
    """Whether somebody follows a link of ours: no question about the answer, no fetch ahead, no page of others."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or "Purpose" in request.headers
    return request.method == "GET" and not is_ahead and request.headers.get("Sec-Fetch-Site") != "cross-site"


@require_safe
@doors.only_for(Act.READ)
def evidence_file(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence, to be saved and never shown: it came from somebody else."""
    try:
        kept = claim_page.evidence_with_file(pk)
        content = filestore.read(kept.file_sha256)
    except Evidence.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        raise Http404(refusals.sentence(refused)) from None
    return doors.as_download(HttpResponse(content, content_type="application/octet-stream"), kept.file_name)
