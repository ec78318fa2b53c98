"""Views: who comes in, who goes out, and whether the desk is up."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView as PlainLoginView
from django.contrib.auth.views import LogoutView
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.forms.signing_in import CodeForm
from claims.services import demo, second_factor
from claims.views import lockout
from claims.views.adapters import BACKEND

_PLAIN = "text/plain; charset=utf-8"


class SignIn(LoginView):  # type: ignore[misc]  # comes without types
    """Sign in by name and password; while DEBUG is on, as one of the demo people."""

    template_name = "claims/sign_in.html"

    def get_form_class(self) -> type[AuthenticationForm]:
        """Django's own, which axes watches: the same answer to a wrong password and to a name nobody has."""
        return AuthenticationForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Come in, or go on to the second factor."""
        person = form.get_user()
        signing_in = Login(user=person, redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {"username": person.get_username()}, signing_in)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        wanted = self.get_next_url() or ""
        return context | {
            "next": wanted,
            "single_sign_on": _single_sign_on(wanted),
            "single_sign_on_name": settings.OIDC_NAME,
            "demo_people": demo.PEOPLE if settings.DEBUG else (),
        }


def _single_sign_on(wanted: str) -> str:
    """The address of the house's own sign-in, which leads on to the page that was wanted; "" where there is none."""
    if not settings.OIDC_ISSUER:
        return ""
    address = reverse("openid_connect_login", args=["house"])
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


class SecondStep(AuthenticateView):  # type: ignore[misc]  # comes without types
    """The code after the password. Wrong ones count for the person, wherever they come from."""

    template_name = "claims/sign_in_code.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_form_class(self) -> type[CodeForm]:
        """Ours, in the words of the desk."""
        return CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not while there is a pause."""
        if not lockout.may_try(request, self.stage.login.user):
            return HttpResponse()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Each code once."""
        if not second_factor.use(form.authenticator.pk, form.cleaned_data["code"]):
            form.add_error("code", _("This code was used already. Wait for the next one."))
            return self.form_invalid(form)
        lockout.forget(self.stage.login.user)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        lockout.count(self.request, self.stage.login.user)
        answer: HttpResponse = super().form_invalid(form)
        return answer


class DemoSignIn(PlainLoginView):
    """Sign in as one of the demo people, without a password. There is nothing here unless DEBUG is on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        person = demo.find(request.POST.get("username", ""))
        if person is None:
            raise Http404
        login(request, person, backend=BACKEND)
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Sign out; also for somebody who has no role here, or stopped half-way in."""

    http_method_names = ["post"]


@never_cache
@login_not_required
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say "ok" when the database answers. Tells nothing else, because anybody may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type=_PLAIN, status=503)
    return HttpResponse("ok\n", content_type=_PLAIN)


sign_in = SignIn.as_view()
sign_in_code = SecondStep.as_view()
demo_sign_in = DemoSignIn.as_view()
sign_out = SignOut.as_view()
