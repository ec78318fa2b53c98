"""Views: one's own tokens: which there are, a new one with its secret shown once, and the end of one."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.errors import Refused
from claims.forms.tokens import TokenForm
from claims.models import Token
from claims.permissions import Act
from claims.selectors import tokens as token_list
from claims.services import tokens
from claims.views import doors
from claims.views.account import confirmed


@never_cache
@require_safe
@doors.only_for(Act.READ)
def listed(request: HttpRequest) -> HttpResponse:
    """The tokens that one has made."""
    return render(request, "claims/tokens.html", {"rows": token_list.of(doors.person(request).pk)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@doors.only_for(Act.READ)
def new(request: HttpRequest) -> HttpResponse:
    """Make one. Whoever has a password gives it once more first: an open browser is not enough."""
    return _by_password(request) if doors.person(request).has_usable_password() else _new(request)


def _new(request: HttpRequest) -> HttpResponse:
    by = doors.actor(request)
    form = TokenForm(request.POST if request.method == "POST" else None, by=by)
    if not form.is_bound:
        return render(request, "claims/token_new.html", {"form": form})
    if form.is_valid():
        try:
            made = tokens.make(
                form.cleaned_data["name"],
                form.scopes_chosen,
                by=by,
                lasts=form.lasts_chosen,
                had_second_factor=bool(request.session.get("second_factor")),
            )
        except Refused as refused:
            doors.put(refused, form)
        else:
            return render(request, "claims/token_made.html", {"made": made})
    return render(request, "claims/token_new.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


_by_password = confirmed(_new)


@require_POST
@doors.only_for(Act.READ)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one."""
    try:
        token = tokens.end(pk, by=doors.actor(request))
    except Token.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        doors.say_refused(request, refused)
    else:
        doors.say(request, _("The token “%(name)s” has ended. Nothing comes in by it any more.") % {"name": token.name})
    return redirect("account-tokens")
