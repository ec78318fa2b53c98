"""Views: who comes in, who goes out, and whether the desk is up."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.services import demo

_PLAIN = "text/plain; charset=utf-8"


class SignIn(LoginView):
    """Sign in by name and password; while DEBUG is on, as one of the demo people."""

    template_name = "claims/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"demo_people": demo.PEOPLE if settings.DEBUG else ()}


class DemoSignIn(LoginView):
    """Sign in as one of the demo people, without a password. There is nothing here unless DEBUG is on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        person = demo.find(request.POST.get("username", ""))
        if person is None:
            raise Http404
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Sign out; also for somebody who has no role here."""

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
demo_sign_in = DemoSignIn.as_view()
sign_out = SignOut.as_view()
