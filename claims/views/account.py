"""Views: one's own account: how one comes in, from where, and what changes that."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.forms.signing_in import CodeAgainForm, NewPasswordForm, PasswordAgainForm
from claims.services import people, second_factor, sessions
from claims.views import doors, lockout

P = ParamSpec("P")


def confirmed(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Open a view to whoever gave the password or a code a moment ago; others are asked for it first."""
    return cast("Callable[P, HttpResponse]", reauthentication_required(app="allauth.mfa")(view))


def confirmed_where_there_is_a_password(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The same for whoever comes in by a password of this desk. For others the house's own sign-in looks after it."""
    asking = confirmed(view)

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        has_one = doors.person(cast("HttpRequest", args[0])).has_usable_password()
        return asking(*args, **kwargs) if has_one else view(*args, **kwargs)

    return opened


@doors.for_everybody
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, the second factor, and where one is signed in."""
    person = doors.person(request)
    return render(
        request,
        "claims/account.html",
        {
            "person": person,
            "has_second_factor": second_factor.is_on(person.pk),
            "codes_left": second_factor.codes_left(person.pk),
            "sessions": sessions.of(person),
            "here": request.session.session_key,
            "idle_hours": settings.SESSION_IDLE_MINUTES / 60,
            "days": settings.SESSION_DAYS,
        },
    )


@doors.for_everybody
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def password(request: HttpRequest) -> HttpResponse:
    """A new password for oneself; every other session ends."""
    person = doors.person(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=person)
    if form.is_valid():
        user = people.set_password(person.pk, form.cleaned_data["password1"], by=doors.actor(request))
        update_session_auth_hash(request, user)
        doors.say(request, _("Your new password is set. You were signed out everywhere else."))
        return redirect("account")
    return render(request, "claims/account_password.html", {"form": form})


@doors.for_everybody
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this."""
    ended = sessions.end_elsewhere(by=doors.actor(request), here=request.session.session_key)
    said = ngettext("%(count)s other session ended.", "%(count)s other sessions ended.", ended)
    doors.say(request, said % {"count": ended})
    return redirect("account")


class ConfirmByPassword(ReauthenticateView):  # type: ignore[misc]  # comes without types
    """The password once more, before something that matters. Wrong ones count as they do at the door."""

    template_name = "claims/account_confirm.html"

    def get_form_class(self) -> type[PasswordAgainForm]:
        """Ours, in the words of the desk."""
        return PasswordAgainForm


class ConfirmByCode(ReauthenticateByCodeView):  # type: ignore[misc]  # comes without types
    """A code instead. Wrong ones count for the person, as they do at the door."""

    template_name = "claims/account_confirm.html"

    def get_form_class(self) -> type[CodeAgainForm]:
        """Ours, in the words of the desk."""
        return CodeAgainForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Not while there is a pause."""
        if not lockout.may_try(request, doors.person(request)):
            return HttpResponse()
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: CodeAgainForm) -> HttpResponse:
        """Each code once."""
        if not second_factor.use(form.authenticator.pk, form.cleaned_data["code"]):
            form.add_error("code", _("This code was used already. Wait for the next one."))
            return self.form_invalid(form)
        lockout.forget(doors.person(self.request))
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: CodeAgainForm) -> HttpResponse:
        lockout.count(self.request, doors.person(self.request))
        answer: HttpResponse = super().form_invalid(form)
        return answer


_hidden = method_decorator([never_cache, sensitive_post_parameters("password", "code")], name="dispatch")
confirm_by_password = doors.for_everybody(_hidden(ConfirmByPassword).as_view())
confirm_by_code = doors.for_everybody(_hidden(ConfirmByCode).as_view())
