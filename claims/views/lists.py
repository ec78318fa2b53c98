"""Views: lists that left the house: all of them, one with what became of its claims, its files, and a page to print."""

from collections.abc import Callable
from http import HTTPStatus
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.choices import refusals
from claims.errors import Refused
from claims.exports import FORMATS
from claims.forms.lists import BecauseForm, CheckForm
from claims.models import IssuedList
from claims.permissions import Act
from claims.selectors import issued_lists
from claims.services import correcting, filestore, issued_reading, issuing, list_checking, list_drafts, list_files
from claims.services.list_checking import Checked
from claims.views import doors


@require_safe
@doors.only_for(Act.READ)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list that was issued, newest first; or those in which something has changed since."""
    with_changes = request.GET.get("show") == "changed"
    page = issued_lists.page(before=doors.number(request.GET.get("before", "")), with_changes=with_changes)
    context = {"page": page, "changes": issued_lists.changes_in(page.lists), "with_changes": with_changes}
    return render(request, "claims/lists.html", context)


@require_safe
@doors.only_for(Act.READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what it is, its claims as they stand now, and what can be done about them."""
    return _page(request, pk, BecauseForm(initial={"version": _there(pk).version}))


def _page(
    request: HttpRequest, pk: int, form: BecauseForm, *, sent: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    whole = issued_lists.whole(pk, after=doors.number(request.GET.get("after", "")))
    context = {
        "whole": whole,
        "issued": whole.issued,
        "form": form,
        "sent": sent,
        "changes": correcting.changes_of(whole.issued),
        "may_issue": permissions.may(doors.actor(request), Act.ISSUE),
        "may_export": permissions.may(doors.actor(request), Act.EXPORT),
        "format": FORMATS.get(whole.issued.format),
    }
    return render(request, "claims/list.html", context, status=status)


@never_cache
@require_safe
@doors.only_for(Act.EXPORT)
def file(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The very file that was issued."""
    issued = _there(pk)
    known = FORMATS[issued.format]
    name = list_files.file_name(issued.number, issued.edition, known)
    return _kept(lambda: list_files.opened(issued), name, known.media_type, issued.sha256)


@never_cache
@require_safe
@doors.only_for(Act.EXPORT)
def manifest(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The manifest of a list: its hashes, and its claims with their versions."""
    issued = _there(pk)
    name = f"claimtrail-list-{issued}.manifest.json"
    return _kept(lambda: filestore.opened(issued.manifest_sha256), name, "application/json", issued.manifest_sha256)


@require_safe
@doors.only_for(Act.READ)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """A list to read, to print and to paste into a mail."""
    issued = _there(pk)
    context = {"issued": issued, "reading": _read(issued)}
    mail = render_to_string("claims/list_mail.txt", context).strip() + "\n"
    return render(request, "claims/list_print.html", {**context, "mail": mail})


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.READ)
def check(request: HttpRequest) -> HttpResponse:
    """Hold a file against the list that it is said to be."""
    if request.method != "POST":
        return render(request, "claims/list_check.html", {"form": CheckForm(initial={"list": request.GET.get("list")})})
    form = CheckForm(request.POST, request.FILES)
    checked = None
    if form.is_valid():
        try:
            checked = _checked(form)
        except Refused as refused:
            doors.put(refused, form)
    whole = issued_lists.whole(checked.issued.pk) if checked else None
    status = HTTPStatus.OK if checked else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "claims/list_check.html", {"form": form, "checked": checked, "whole": whole}, status=status)


def _checked(form: CheckForm) -> Checked:
    given, named = form.cleaned_data["file"], form.cleaned_data["list"].strip()
    issued = list_checking.named(named) if named else list_checking.find(given.file, name=given.name)
    return list_checking.check(given.file, issued)


@require_POST
@doors.only_for(Act.ISSUE)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the next version of a list, which says what has changed."""
    issued = _there(pk)
    form = BecauseForm(request.POST)
    form.is_valid()
    try:
        because = form.cleaned_data["because"]
        if issued.claims > list_drafts.LONG:
            job = list_drafts.correct_later(pk, by=doors.actor(request), because=because, version=form.seen)
            return redirect("job", job.pk)
        corrected = correcting.correct(pk, by=doors.actor(request), because=because, version=form.seen)
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, pk, form, sent="correct", status=doors.status_of(refused))
    doors.say(request, _("List %(list)s is issued. Send it to: %(whom)s.") % _words(corrected))
    return redirect("list", corrected.pk)


@require_POST
@doors.only_for(Act.ISSUE)
def settle(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """Say that a claim which changed needs no correction."""
    _there(pk)
    form = BecauseForm(request.POST)
    form.is_valid()
    try:
        because = form.cleaned_data["because"]
        issued = issuing.settle(pk, claim, by=doors.actor(request), because=because, version=form.seen)
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, pk, form, sent="settle", status=doors.status_of(refused))
    doors.say(
        request, _("Seen to: claim %(claim)s stays in list %(list)s as it is.") % {"claim": claim, "list": issued}
    )
    return redirect("list", pk)


def _words(issued: IssuedList) -> dict[str, object]:
    return {"list": issued, "whom": issued.for_whom}


def _there(pk: int) -> IssuedList:
    try:
        return IssuedList.objects.get(pk=pk)
    except IssuedList.DoesNotExist:
        raise Http404 from None


def _read(issued: IssuedList) -> issued_reading.Reading:
    try:
        return issued_reading.read(issued)
    except Refused:
        raise Http404 from None


def _kept(opened: Callable[[], BinaryIO], file_name: str, media_type: str, sha256: str) -> HttpResponseBase:
    """A file of a list, unless its words were erased."""
    try:
        kept = opened()
    except Refused as refused:
        raise Http404(refusals.sentence(refused)) from None
    return doors.as_download(FileResponse(kept, content_type=media_type, headers={"X-SHA256": sha256}), file_name)
