"""Forms: signing in, and what somebody changes about their own way in."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    _SetPassword = SetPasswordMixin[User]
else:
    _SetPassword = SetPasswordMixin


def _code(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": _("Type the code.")},
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # comes without types
    """The code after the password."""

    code = _code(_("Code"), _("Six digits from the app on your phone, or one of your recovery codes."))


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]  # comes without types
    """The code instead of the password, before something that matters."""

    code = _code(_("Code"), _("Six digits from the app on your phone, or one of your recovery codes."))


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]  # comes without types
    """The first code of a phone, which shows that it has the secret."""

    code = _code(_("Code"), _("The six digits that the app shows now."))


class PasswordAgainForm(PasswordForm):  # type: ignore[misc]  # comes without types
    """The password once more, before something that matters."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class NewPasswordForm(_SetPassword, forms.Form):
    """A new password for oneself."""

    password1, password2 = SetPasswordMixin.create_password_fields(_("New password"), _("New password again"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any] | None:
        """Both are the same, and fit for this person."""
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        return super().clean()
