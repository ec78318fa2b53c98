"""Views: the ledger as a whole. What it is now, its checkpoints to mail or print, and how anybody can check it."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.choices import refusals
from claims.errors import Refused
from claims.models import Checkpoint
from claims.permissions import Act
from claims.records.jobs import JobKind
from claims.services import checkpoints, jobs, ledger_standing
from claims.views import doors


@require_safe
@doors.only_for(Act.READ_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """The last checkpoint as it is signed, the key to check it by, and those before it."""
    whole = ledger_standing.of_all()
    context = {
        "whole": whole,
        "mail": _mail(whole.last) if whole.last else "",
        "every": settings.CHECKPOINT_EVERY,
        "may_make": permissions.may(doors.actor(request), Act.MAKE_CHECKPOINT) and whole.is_ahead,
    }
    return render(request, "claims/ledger.html", context)


@require_POST
@doors.only_for(Act.MAKE_CHECKPOINT)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Make a checkpoint now."""
    try:
        made = checkpoints.make(by=doors.actor(request))
    except Refused as refused:
        doors.say(request, refusals.sentence(refused))
    except OSError:
        doors.say(request, _("The file of checkpoints cannot be written. Whoever keeps the server sees to it."))
    else:
        doors.say(request, _("A checkpoint was made.") if made else _("The last checkpoint covers every line already."))
    return redirect("ledger")


@require_POST
@doors.only_for(Act.READ_LEDGER)
def check(request: HttpRequest) -> HttpResponse:
    """Let the whole ledger be checked in the background, and lead to where one sees how far it is."""
    try:
        job = jobs.ask(JobKind.CHECK_LEDGER, {}, by=doors.actor(request))
    except Refused as refused:
        doors.say_refused(request, refused)
        return redirect("ledger")
    return redirect("job", job.pk)


def _mail(last: Checkpoint) -> str:
    """The address of a mail with a checkpoint in it, for the mail program of whoever sends it."""
    subject = _("Checkpoint of %(desk)s at line %(size)s") % {"desk": settings.DESK_NAME, "size": last.size}
    return f"mailto:?subject={quote(subject)}&body={quote(last.note.replace(chr(10), chr(13) + chr(10)))}"
