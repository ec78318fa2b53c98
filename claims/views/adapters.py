"""Views: what allauth asks of the house it stands in, where our answer is another than its own."""

import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest

from claims.services import second_factor
from claims.views import lockout

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_FRESH: Final = 300  # seconds for which a password just given need not be given again


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # comes without types
    """Signing in and out: no mail, no sign-up, no messages that pages of ours do not expect."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by a chief, or by single sign-on."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only."""
        return False

    def add_message(self, *_args: Any, **_options: Any) -> None:
        """Our views say themselves what happened."""

    def send_notification_mail(self, *_args: Any, **_options: Any) -> None:
        """There is no mail."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that everything here goes by."""
        return lockout.client_address(request) or "0.0.0.0"  # noqa: S104 - nobody listens there: it says "none"

    def login(self, request: HttpRequest, user: User) -> None:
        """With the one backend that knows people; the first of them only counts failures."""
        login(request, user, backend=BACKEND)

    def get_login_stages(self) -> list[str]:
        """After the password: the second factor."""
        return [f"{SecondFactorStage.__module__}.{SecondFactorStage.__name__}"]

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Not again for whoever gave the password a moment ago."""
        records = get_authentication_records(context.request, context.request.user)
        if any(record["method"] == "password" and time.time() - record["at"] < _FRESH for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app))


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # comes without types
    """Asks for a code after the password. The house's own sign-in has a second factor of its own, or none by choice."""

    def _should_handle(self, request: HttpRequest) -> bool:
        is_by_password = "sociallogin" not in (self.login.signal_kwargs or {})
        return is_by_password and super()._should_handle(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # comes without types
    """What the app on the phone shows, and how what it shares with us is kept."""

    def encrypt(self, text: str) -> str:
        """Under a key outside the database."""
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return second_factor.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name of the desk."""
        return str(settings.DESK_NAME)

    def get_totp_label(self, user: User) -> str:
        """The name one signs in with."""
        return user.get_username()
