"""Views: turning one's own second factor on and off, and the recovery codes. How the codes work is allauth's."""

from typing import Any
from urllib.parse import quote

from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from claims import permissions
from claims.errors import Refused
from claims.forms.signing_in import FirstCodeForm
from claims.services import second_factor
from claims.views import doors
from claims.views.account import confirmed

_either = require_http_methods(["GET", "HEAD", "POST"])


class TurnOn(ActivateTOTPView):  # type: ignore[misc]  # comes without types
    """The secret, as a picture and as words; a first code shows that the phone has it."""

    template_name = "claims/second_factor_on.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_form_class(self) -> type[FirstCodeForm]:
        """Ours, in the words of the desk."""
        return FirstCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The secret in groups of four, as it is typed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        is_needed = permissions.role_of(self.request.user) in settings.REQUIRE_SECOND_FACTOR
        return context | {"secret": " ".join(groups), "is_needed": is_needed}

    def form_valid(self, form: FirstCodeForm) -> HttpResponse:
        """Let the service keep it; from here on this session has its second factor."""
        here = self.request.session.session_key
        try:
            second_factor.turn_on(form.secret, by=doors.actor(self.request), here=here)
        except Refused as refused:
            doors.say_refused(self.request, refused)
            return redirect("account")
        clear_totp_secret(self.request)
        self.request.session["second_factor"] = True
        doors.say(self.request, _("The second factor is on. Keep the recovery codes before you go on."))
        return redirect("mfa_view_recovery_codes")


@doors.for_everybody
@never_cache
@_either
@confirmed
def turn_off(request: HttpRequest) -> HttpResponse:
    """Take off one's own."""
    if not second_factor.is_on(doors.person(request).pk):
        return redirect("account")
    if request.method != "POST":
        return render(request, "claims/second_factor_off.html")
    second_factor.turn_off(by=doors.actor(request))
    request.session.pop("second_factor", None)
    doors.say(request, _("The second factor is off. From now on the password alone lets you in."))
    return redirect("account")


@doors.for_everybody
@never_cache
@require_GET
@confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, once."""
    person = doors.person(request)
    codes = second_factor.show_codes(person.pk)
    if not codes:
        return redirect("mfa_generate_recovery_codes")
    listed = "\n".join([request.get_host(), person.get_username(), "", *codes, ""])
    file = "data:text/plain;charset=utf-8," + quote(listed)
    return render(request, "claims/recovery_codes.html", {"codes": codes, "file": file})


@doors.for_everybody
@never_cache
@_either
@confirmed
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes for old ones."""
    person = doors.person(request)
    if not second_factor.is_on(person.pk):
        return redirect("account")
    if request.method == "POST":
        second_factor.make_codes(by=doors.actor(request))
        return redirect("mfa_view_recovery_codes")
    left = second_factor.codes_left(person.pk)
    return render(request, "claims/recovery_codes_new.html", {"left": left})


_hidden = method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
turn_on = doors.for_everybody(_hidden(TurnOn).as_view())
