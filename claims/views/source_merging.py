"""Views: two sources that may be one. The comparison before the merge, the merge, and its undoing."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from claims.errors import Refused
from claims.forms.sources import MergeForm, OtherForm
from claims.forms.words import VersionForm
from claims.models import Source
from claims.permissions import Act
from claims.selectors import source_pages
from claims.selectors.source_pages import Side
from claims.services import merging, sources
from claims.services.merging import Unmerged
from claims.views import doors, speakers


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.MERGE_SOURCES)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other one, compare both, and make one of them."""
    this = _side(pk)
    if request.method == "POST":
        return _merge(request, this)
    asked = OtherForm(request.GET if "other" in request.GET else None, label_suffix="")
    if not asked.is_bound or not asked.is_valid():
        return _page(request, this, asked)
    try:
        other = _side(sources.called(asked.cleaned_data["other"], field="other").pk)
        merging.refuse_unlike(this.source, other.source)
    except Refused as refused:
        speakers.put(refused, asked)
        return _page(request, this, asked, status=doors.status_of(refused))
    return _page(request, this, asked, other=other, form=MergeForm.of(this.source, other.source))


@require_POST
@doors.only_for(Act.MERGE_SOURCES)
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        undone = merging.unmerge(pk, by=doors.actor(request), version=form.seen)
    except Source.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
        return redirect("source", pk)
    doors.say(request, _said(undone))
    return redirect("source", pk)


def _merge(request: HttpRequest, this: Side) -> HttpResponse:
    form = MergeForm(request.POST, label_suffix="")
    other = _side(form.chosen) if form.is_valid() else None
    if other is None:
        return _page(request, this, OtherForm(label_suffix=""), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form.offer(this.source, other.source)
    try:
        kept, dropped = (this, other) if form.keeps_this else (other, this)
        merged = merging.merge(
            kept.source.pk,
            dropped.source.pk,
            by=doors.actor(request),
            keep_version=form.version_of(kept.source, this.source),
            drop_version=form.version_of(dropped.source, this.source),
            because=form.cleaned_data["because"],
        )
    except Refused as refused:
        doors.put(refused, form)
        form.look_again(this.source, other.source)
        asked = OtherForm(initial={"other": f"#{other.source.pk}"}, label_suffix="")
        return _page(request, this, asked, other=other, form=form, status=doors.status_of(refused))
    said = _("“%(drop)s” and “%(keep)s” are one source now.") % {"drop": dropped.source.name, "keep": kept.source.name}
    doors.say(request, said, undo=reverse("source-unmerge", args=[dropped.source.pk]), version=merged.dropped.version)
    return redirect("source", kept.source.pk)


def _said(undone: Unmerged) -> str:
    """What became of a merge that was undone, and what is left to look at."""
    said = _("“%(name)s” stands by itself again.") % {"name": undone.source.name}
    if not undone.left:
        return said
    left = ngettext(
        "%(number)s claim or document was changed since the merge and stays with “%(keep)s”.",
        "%(number)s claims or documents were changed since the merge and stay with “%(keep)s”.",
        undone.left,
    )
    return f"{said} {left % {'number': undone.left, 'keep': undone.survivor.name}}"


def _page(
    request: HttpRequest,
    this: Side,
    asked: OtherForm,
    *,
    other: Side | None = None,
    form: MergeForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"this": this, "other": other, "asked": asked, "form": form, "source": this.source}
    return render(request, "claims/source_merge.html", context, status=status)


def _side(pk: int) -> Side:
    try:
        return source_pages.side(pk)
    except Source.DoesNotExist:
        raise Http404 from None
