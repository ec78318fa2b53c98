"""Views: queues and saved views: the page of them all, their counts, and keeping, changing, removing one."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.errors import Refused
from claims.filters import counts
from claims.forms.views import ViewForm
from claims.forms.words import VersionForm
from claims.models import SavedView
from claims.permissions import Act
from claims.services import saved_views as acts
from claims.views import doors


@require_safe
@doors.only_for(Act.READ)
def views(request: HttpRequest) -> HttpResponse:
    """Every queue and saved view with how many claims it holds."""
    links = counts.counted(counts.links(doors.person(request).pk), visit=request)
    may_tidy = permissions.may(doors.actor(request), Act.TIDY_VIEWS)
    return render(request, "claims/views.html", {"links": links, "may_tidy": may_tidy})


@require_safe
@doors.only_for(Act.READ)
def view_counts(request: HttpRequest) -> HttpResponse:
    """The links that stand above the list of claims, with their counts."""
    here = request.GET.get("here", "")
    links = counts.counted(counts.links(doors.person(request).pk, here=here), visit=request)
    return render(request, "claims/parts/view_bar.html", {"links": links, "here": here, "is_counted": True})


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.KEEP_VIEW)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows under a name."""
    if request.method != "POST":
        return _page(request, _form(request, initial={"query": _query(request.GET.get("query", ""))}))
    form = _form(request, request.POST)
    form.is_valid()
    given = form.cleaned_data
    query = _query(given["query"])
    try:
        view = acts.keep(given["name"], query, by=doors.actor(request), is_shared=given.get("is_shared", False))
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, form, status=doors.status_of(refused))
    undo = reverse("view-remove", args=[view.pk])
    doors.say(request, _("The view “%(name)s” is kept.") % {"name": view.name}, undo=undo, version=view.version)
    return redirect(_address(query))


@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.KEEP_VIEW)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name, or share it or no longer."""
    view = _there(request, pk)
    if request.method != "POST":
        there = {"name": view.name, "is_shared": view.is_shared, "version": view.version}
        return _page(request, _form(request, initial=there), view=view)
    form = _form(request, request.POST)
    form.is_valid()
    given = form.cleaned_data
    is_shared = given.get("is_shared", view.is_shared)
    try:
        acts.change(pk, by=doors.actor(request), name=given["name"], is_shared=is_shared, version=form.seen)
    except SavedView.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.put(refused, form)
        return _page(request, form, view=view, status=doors.status_of(refused))
    doors.say(request, _("The view is changed."))
    return redirect("views")


@require_POST
@doors.only_for(Act.KEEP_VIEW)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a view away; the next page brings it back."""
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        view = acts.remove(pk, by=doors.actor(request), version=form.seen)
    except SavedView.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
        return redirect("views")
    undo = reverse("view-restore", args=[pk])
    doors.say(request, _("The view “%(name)s” is removed.") % {"name": view.name}, undo=undo, version=view.version)
    return redirect("views")


@require_POST
@doors.only_for(Act.KEEP_VIEW)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a view back that was removed."""
    form = VersionForm(request.POST)
    form.is_valid()
    try:
        view = acts.restore(pk, by=doors.actor(request), version=form.seen)
    except SavedView.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
    else:
        doors.say(request, _("The view “%(name)s” is back.") % {"name": view.name})
    return redirect("views")


def _there(request: HttpRequest, pk: int) -> SavedView:
    try:
        return SavedView.objects.seen_by(doors.person(request).pk).get(pk=pk)
    except SavedView.DoesNotExist:
        raise Http404 from None


def _query(text: str) -> str:
    """What a query asks of the list, without the place in it."""
    return counts.asked(text).query()


def _address(query: str) -> str:
    return reverse("claims") + (f"?{query}" if query else "")


def _form(request: HttpRequest, data: QueryDict | None = None, **more: object) -> ViewForm:
    may_share = permissions.may(doors.actor(request), Act.SHARE_VIEW)
    return ViewForm(data, may_share=may_share, label_suffix="", **more)


def _page(
    request: HttpRequest, form: ViewForm, *, view: SavedView | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    query = view.query if view else _query(form["query"].value() or "")
    chips = counts.asked(query, visit=request).described()
    context = {"form": form, "view": view, "chips": chips, "back": reverse("views") if view else _address(query)}
    return render(request, "claims/view_form.html", context, status=status)
