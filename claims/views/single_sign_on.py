"""Views: the way in by the house's own sign-in. Allauth speaks OpenID Connect; here it is held to its strict form."""

from collections.abc import Callable
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from jwt import PyJWTError, get_unverified_header
from requests import RequestException

from claims.choices import refusals
from claims.errors import Refused
from claims.services import single_sign_on
from claims.services.single_sign_on import Vouched
from claims.views import doors

_SIGNED_WITH: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError, PyJWTError, RequestException, OAuth2Error)


class HouseProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # comes without types
    """Takes nobody in without an ID token, signed by the provider's own key, about the same person as its userinfo."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """What the provider says of somebody, checked."""
        said = self._decode_id_token(app, kwargs["response"]["id_token"])
        if "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more["sub"] != said["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            said = {**said, **more}
        return self.get_provider().sociallogin_from_response(request, {"userinfo": said})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Always with its signature, also where the standard lets one rest on the line it came by."""
        if get_unverified_header(id_token).get("alg") not in _SIGNED_WITH:
            raise OAuth2Error("unexpected algorithm")
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return said


class HouseAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]  # comes without types
    """Lets the service say whose account it is; allauth itself makes and links none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever has no account by now gets none."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Put the account in place before allauth looks whether there is one."""
        sociallogin.state["process"] = AuthProcess.LOGIN
        try:
            user = single_sign_on.welcome(_vouched(sociallogin))
        except Refused as refused:
            request.refused_because = refusals.sentence(refused)  # type: ignore[attr-defined]  # for the page
            raise PermissionDenied from None
        sociallogin.user = sociallogin.account.user = user

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **_more: Any) -> None:
        """Lead whoever changed their mind back to the door."""
        if error == AuthError.CANCELLED:
            doors.warn(request, _("You did not sign in there. Nothing has happened."))
            raise ImmediateHttpResponse(redirect("sign-in"))


def _vouched(sociallogin: SocialLogin) -> Vouched:
    said = sociallogin.account.extra_data["userinfo"]
    groups = said.get(settings.OIDC_ROLES_CLAIM) or ()
    return Vouched(
        provider=sociallogin.account.provider,
        subject=sociallogin.account.uid,
        username=str(said.get("preferred_username") or ""),
        first_name=str(said.get("given_name") or ""),
        last_name=str(said.get("family_name") or ""),
        email=str(said.get("email") or ""),
        is_email_verified=said.get("email_verified") is True,
        groups=[groups] if isinstance(groups, str) else [str(group) for group in groups],
    )


def _through(step: Any) -> Callable[[HttpRequest, str], HttpResponse]:
    """One step of the way; when the provider does not do its part, a page that says so."""

    @login_not_required
    @never_cache
    @require_GET
    def view(request: HttpRequest, provider_id: str) -> HttpResponse:
        house = HouseProvider(request, provider_id)
        try:
            answer: HttpResponse = step.adapter_view(house)(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        except _BROKEN as error:
            answer = render_authentication_error(request, house.get_provider(), exception=error)
        return answer

    return view


begin = _through(OAuth2LoginView)
back = _through(OAuth2CallbackView)
