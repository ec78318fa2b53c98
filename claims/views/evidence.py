"""Views: files that findings rest on."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.choices import refusals
from claims.errors import Refused
from claims.models import Evidence
from claims.permissions import Act
from claims.selectors import claim_page
from claims.services import filestore, opening
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
