"""Views: work in the background: one's own, how far a piece of it is, and cancelling it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.models import Job
from claims.permissions import Act
from claims.selectors import job_pages
from claims.services import jobs as acts
from claims.views import doors


@never_cache
@require_safe
@doors.only_for(Act.SEE_JOB)
def jobs(request: HttpRequest) -> HttpResponse:
    """What somebody asked for, newest first; everybody's for those who may see it."""
    everybody = request.GET.get("whose") == "everybody"
    after = doors.number(request.GET.get("after", ""))
    listed = job_pages.listed(by=doors.actor(request), everybody=everybody, after=after)
    context = {"listed": listed, "everybody": everybody and listed.may_see_everybody, "is_further": after is not None}
    return render(request, "claims/jobs.html", context)


@never_cache
@require_safe
@doors.only_for(Act.SEE_JOB)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one is, and what came of it. While it is not over, the page asks again by itself."""
    try:
        told = job_pages.of(pk, by=doors.actor(request))
    except Job.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        raise PermissionDenied(refusals.sentence(refused)) from None
    if not request.headers.get("HX-Request"):
        return render(request, "claims/job.html", {"told": told})
    if told.is_open:
        return render(request, "claims/parts/job.html", {"told": told})
    return HttpResponse(headers={"HX-Refresh": "true"})  # over: the page that has been looking is shown anew


@require_POST
@doors.only_for(Act.CANCEL_JOB)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one. It ends once, so whatever somebody saw of it before, nothing is overwritten."""
    try:
        acts.cancel(pk, by=doors.actor(request))
    except Job.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        if refused.code is not Refusal.JOB_OVER:
            raise PermissionDenied(refusals.sentence(refused)) from None
        doors.say_refused(request, refused)
    else:
        doors.say(request, _("It is cancelled. Nothing of it was done."))
    return redirect("job", pk)
