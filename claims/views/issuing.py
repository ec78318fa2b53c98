"""Views: a list is issued, of what a filter shows or of a story for the desk. First what it will hold, then the act."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.errors import Refused
from claims.exports import FORMATS
from claims.filters import ClaimFilter
from claims.forms.lists import IssueForm
from claims.models import Claim, Document
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.selectors import claim_list
from claims.selectors.claim_list import Count
from claims.services import exporting, issuing, list_drafts
from claims.services.exporting import Asked, Show
from claims.services.list_files import Prepared
from claims.views import doors
from claims.workflow import USES

_PROPOSED = 200  # claims of a story that the page proposes one by one
_USUAL, _FOR_DESK = "csv", "markdown"

Prepare = Callable[[str], Prepared]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a list for the desk, as the page proposes it."""

    label: str | Promise
    claims: Sequence[Claim]


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.ISSUE)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue what the filter in the address shows: what is verified, unless it names other statuses."""
    asked = ClaimFilter(request.GET, Claim.objects.all(), request=request)
    query = asked.query(without="sort")
    if asked.errors:
        # Without the filter that was not understood the list would hold more than was asked for.
        context = {"filter": asked, "query": query}
        return render(request, "claims/export.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def prepare(format: str) -> Prepared:
        return issuing.prepare(exporting.listed(parse_qs(query), show=_show(request)), format=format)

    context = {"chips": asked.described(), "back": f"{reverse('claims')}?{query}"}
    return _answer(request, prepare, IssueForm, context, initial={"format": _USUAL})


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.ISSUE)
def issue_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue every decided claim of a story for the desk, in sections by how to use it."""
    try:
        document = Document.objects.get(pk=pk)
    except Document.DoesNotExist:
        raise Http404 from None

    def prepare(format: str) -> Prepared:
        return issuing.prepare_for_desk(pk, format=format, show=_show(request))

    parts = _parts(prepare(_FOR_DESK))
    proposed = frozenset(claim.pk for part in parts for claim in part.claims)

    def form(*args: Any, **kwargs: Any) -> IssueForm:
        return IssueForm(*args, claims=proposed, **kwargs)

    context = {"document": document, "parts": parts, "back": reverse("document", args=[pk])}
    return _answer(request, prepare, form, context, initial={"format": _FOR_DESK, "title": document.our_title})


def _answer(
    request: HttpRequest,
    prepare: Prepare,
    form_of: Callable[..., IssueForm],
    context: Mapping[str, Any],
    *,
    initial: Mapping[str, Any],
) -> HttpResponse:
    """Show what the list will hold; when posted to, issue it."""
    document: Document | None = context.get("document")
    if request.method != "POST":
        return _page(request, form_of(initial=initial), prepare(initial["format"]), context)
    form = form_of(request.POST)
    is_sound = form.is_valid()
    format = form.cleaned_data.get("format") or initial["format"]
    prepared = prepare(format).without(frozenset(form.cleaned_data.get("leave_out", ())))
    if is_sound:
        try:
            order = form.order(document=document.pk if document else None)
            if list_drafts.is_long(prepared):
                job = list_drafts.issue_later(order, prepared, by=doors.actor(request))
                return redirect("job", job.pk)
            issued = issuing.issue(order, prepared, by=doors.actor(request))
        except Refused as refused:
            doors.put(refused, form)
        else:
            words = {"list": issued, "whom": issued.for_whom}
            doors.say(request, _("List %(list)s is issued. Send it to: %(whom)s.") % words)
            return redirect("list", issued.pk)
    return _page(request, form, prepared, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    request: HttpRequest,
    form: IssueForm,
    prepared: Prepared,
    context: Mapping[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    counts = [claim_list.count(part) for part in prepared.parts]
    count = Count(sum(one.number for one in counts), is_more=any(one.is_more for one in counts))
    formats = [known.name for known in FORMATS.values()]
    more = {"form": form, "prepared": prepared, "count": count, "formats": formats}
    return render(request, "claims/issue.html", {**context, **more}, status=status)


def _parts(prepared: Prepared) -> list[Part]:
    """The claims of a story by how to use them, as many as a page shows one by one."""
    found = [
        Part(USES[use].label, list(claims.select_related("speaker").order_by("pk")[:_PROPOSED]))
        for use, claims in zip(issuing.SECTIONS, prepared.parts, strict=True)
    ]
    return [part for part in found if part.claims]


def _show(request: HttpRequest) -> Show:
    def show(asked: Asked) -> ClaimQuerySet:
        claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all(), request=request).qs
        return claims

    return show
