"""Views: files that findings rest on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.choices import refusals
from claims.errors import Refused
from claims.models import Evidence
from claims.permissions import Act
from claims.selectors import claim_page
from claims.services import filestore
from claims.views import doors


@require_safe
@doors.only_for(Act.READ)
def evidence_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a piece of evidence, to be saved and never shown: it came from somebody else."""
    try:
        kept = claim_page.evidence_with_file(pk)
        content = filestore.read(kept.file_sha256)
    except Evidence.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        raise Http404(refusals.sentence(refused)) from None
    disposition = content_disposition_header(as_attachment=True, filename=kept.file_name) or "attachment"
    return HttpResponse(content, content_type="application/octet-stream", headers={"Content-Disposition": disposition})
