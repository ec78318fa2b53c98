"""Views: a list taken out as a file. First what it will hold and leave out, then the file itself."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import parse_qs

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from claims.choices import formats
from claims.exports import FORMATS
from claims.exports.contract import Format
from claims.filters import ClaimFilter
from claims.models import Claim
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.services import exporting, handing_over
from claims.services.exporting import Asked, Preview, Selection
from claims.views.doors import actor, as_download, only_for

_FORMATS = [(known, formats.MEANINGS[key]) for key, known in FORMATS.items()]


class What(StrEnum):
    """Which list: as the filter and its rule make it, or everything that the list shows."""

    LISTED = "listed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Offer:
    """One list as the panel offers it."""

    what: What
    title: str | Promise
    meaning: str | Promise
    preview: Preview
    left_out: str
    not_carried: Sequence[tuple[str, str]]


_VERIFIED = (
    _("Verified list"),
    _("The filter names no status: this is what is verified. Stale claims stay out unless the filter asks for them."),
)
_NAMED = (
    _("The statuses of the filter"),
    _("The filter names the status, and that decides. Stale claims stay out unless the filter asks for them."),
)
_ALL = (_("Everything shown"), _("Every claim that the list shows, also what must not be used."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@only_for(Act.EXPORT)
def export_claims(request: HttpRequest) -> HttpResponseBase:
    """Show what a list would hold, for the filter in the address; when posted to, hand the list over."""
    asked = ClaimFilter(request.GET, Claim.objects.all(), request=request)
    if asked.errors:
        # A filter that is not understood is left out, and then the list would hold more than was asked for.
        return _page(request, asked, (), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.method == "POST":
        what, chosen = _chosen(request)
        return _file(request, _selection(what, asked, request), chosen)
    return _page(request, asked, _offers(asked, request))


def _page(
    request: HttpRequest, asked: ClaimFilter, offers: Iterable[Offer], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    is_part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    context = {"filter": asked, "offers": offers, "formats": _FORMATS, "query": asked.query(without="sort")}
    template = "claims/parts/export_panel.html" if is_part else "claims/export.html"
    return render(request, template, context, status=status)


def _offers(asked: ClaimFilter, request: HttpRequest) -> Iterator[Offer]:
    """The list as the rule makes it; and everything shown, where that is more."""
    listed, everything = (_selection(what, asked, request) for what in What)
    yield _offer(What.LISTED, listed, _NAMED if asked.form.cleaned_data.get("status") else _VERIFIED)
    if listed.filter != everything.filter:
        yield _offer(What.ALL, everything, _ALL)


def _offer(what: What, selection: Selection, words: tuple[str | Promise, str | Promise]) -> Offer:
    preview = exporting.preview(selection)
    not_carried = [(known.name, exporting.not_carried(selection, known)) for known in FORMATS.values()]
    besides = [(name, exporting.sentence(left_out)) for name, left_out in not_carried if left_out]
    return Offer(what, *words, preview, exporting.sentence(preview.left_out), besides)


def _chosen(request: HttpRequest) -> tuple[What, Format]:
    """The list and the format that a button of the panel names."""
    try:
        return What(request.POST.get("what", "")), FORMATS[request.POST.get("format", "")]
    except (KeyError, ValueError):
        raise BadRequest("There is no such list or format.") from None


def _selection(what: What, asked: ClaimFilter, request: HttpRequest) -> Selection:
    def show(asked: Asked) -> ClaimQuerySet:
        claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all(), request=request).qs
        return claims

    of_the_filter = parse_qs(asked.query(without="sort"))
    match what:
        case What.LISTED:
            return exporting.listed(of_the_filter, show=show)
        case What.ALL:
            return exporting.shown(of_the_filter, show=show)


def _file(request: HttpRequest, selection: Selection, chosen: Format) -> HttpResponseBase:
    """The list as a file to keep; a long one while it is made, else with the hash that the ledger has of it."""
    name = _file_name(selection.statuses, chosen)
    if chosen.pieces and _shows_where_it_ends(request) and exporting.is_long(selection, chosen):
        pieces = handing_over.hand_over(selection, format=chosen.key, by=actor(request))
        return as_download(StreamingHttpResponse(pieces, content_type=chosen.media_type), name)
    exported = exporting.export(selection, format=chosen.key, by=actor(request))
    digest = b64encode(bytes.fromhex(exported.sha256)).decode()
    answer = FileResponse(
        exported.file,
        content_type=chosen.media_type,
        headers={"Repr-Digest": f"sha-256=:{digest}:", "X-SHA256": exported.sha256},
    )
    return as_download(answer, name)


def _shows_where_it_ends(request: HttpRequest) -> bool:
    """Whether a file of unknown length that breaks off is seen to have broken off.

    By HTTP/1.1 it comes in chunks, and the last one says that it is the last. By HTTP/1.0, as a proxy may ask, and
    from Django's own server it ends where the connection does: half a list would look whole.
    """
    is_chunked = request.META.get("SERVER_PROTOCOL") == "HTTP/1.1"
    return is_chunked and not request.META.get("SERVER_SOFTWARE", "").startswith("WSGIServer")


def _file_name(statuses: Iterable[str], chosen: Format) -> str:
    """Such as claimtrail-verified-2026-11-23.csv: the status, if it is one, and the desk's day."""
    named: Sequence[str] = list(statuses)
    what = named[0].replace("_", "-") if len(named) == 1 else "claims"
    return f"claimtrail-{what}-{timezone.localdate():%Y-%m-%d}{chosen.suffix}"
