"""Admin: the people of the desk, their roles, and whether they may sign in. Only for those who manage people."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.socialaccount.admin import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import SetPasswordMixin, UsernameField
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from claims import permissions
from claims.admin import marks
from claims.admin.acts import OneAct
from claims.admin.doors import Door
from claims.admin.forms import ActForm, NeededReasonForm, RowForm
from claims.choices import labels
from claims.permissions import Act
from claims.records.acts import Actor, Role, SubjectKind
from claims.services import people, second_factor, tokens

if TYPE_CHECKING:
    _SetPassword = SetPasswordMixin[User]
else:
    _SetPassword = SetPasswordMixin

_NO_ROLE = _("None: may not do anything here")
_secret = sensitive_post_parameters("password1", "password2")


class RoleField(forms.TypedChoiceField):
    """The one role somebody has, or none."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Role"),
            required=False,
            coerce=Role,
            empty_value=None,
            choices=lambda: [("", _NO_ROLE), *labels.pairs(Role)],
            help_text=_("Editors and chiefs may come into the back office."),
        )


class PersonForm(RowForm):
    """Names, role, and whether somebody may sign in."""

    role = RoleField()

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_active")
        field_classes = {"username": UsernameField}
        help_texts = {"is_active": _("Whether they may sign in. One who leaves is not deleted: take this off.")}

    def there(self, row: User) -> dict[str, object]:
        """The role, and the last Event in place of a version."""
        return {"seen_version": people.version_of(row.pk), "role": people.role_given(row) or ""}

    def names(self) -> dict[str, str]:
        """What somebody is called and how they are reached."""
        return {name: self.cleaned_data[name] for name in ("username", "first_name", "last_name", "email")}


class NewPersonForm(_SetPassword, PersonForm):
    """Somebody new, with a first password."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    def clean(self) -> dict[str, Any] | None:
        """Both passwords are the same, and fit for somebody of these names."""
        self.validate_passwords()
        typed = {name: self.cleaned_data.get(name, "") for name in ("username", "first_name", "last_name", "email")}
        self.validate_password_for_user(User(**typed))
        return super().clean()


class PasswordForm(_SetPassword, ActForm):
    """A new password for somebody."""

    password1, password2 = SetPasswordMixin.create_password_fields(_("New password"), _("New password again"))

    def clean(self) -> dict[str, Any] | None:
        """Both are the same, and fit for this person."""
        self.validate_passwords()
        self.validate_password_for_user(cast("User", self.row))
        return super().clean()


class GivePassword(OneAct):
    """Give somebody a new password."""

    name = "password"
    act = Act.MANAGE_PEOPLE
    words = _("New password …")
    button = _("Give this password")
    done = _("The new password is set. Tell it to nobody else.")
    form = PasswordForm

    def do(self, row: User, form: PasswordForm, by: Actor) -> None:
        people.set_password(row.pk, form.cleaned_data["password1"], by=by)

    def after(self, request: HttpRequest, row: User) -> None:
        """Stay signed in, when it was one's own."""
        if request.user.pk == row.pk:
            update_session_auth_hash(request, User.objects.get(pk=row.pk))


class ResetSecondFactor(OneAct):
    """Take off the second factor of somebody who lost the phone."""

    name = "second_factor"
    act = Act.MANAGE_PEOPLE
    words = _("Take off the second factor …")
    button = _("Take it off")
    done = _(
        "The second factor is off, and they are signed out everywhere. They can turn it on again with a new phone."
    )
    form = NeededReasonForm

    def fits(self, row: User) -> bool:
        return second_factor.is_on(row.pk)

    def do(self, row: User, form: NeededReasonForm, by: Actor) -> None:
        second_factor.reset(row.pk, by=by, because=form.cleaned_data["because"])


class EndTokens(OneAct):
    """End the tokens of somebody who lost one, or is not there to end it."""

    name = "tokens"
    act = Act.MANAGE_PEOPLE
    words = _("End all tokens …")
    button = _("End them")
    done = _("Every token of theirs has ended. No program comes in as them any more.")
    form = NeededReasonForm

    def fits(self, row: User) -> bool:
        return tokens.has_any(row.pk)

    def do(self, row: User, form: NeededReasonForm, by: Actor) -> None:
        tokens.end_those_of(row.pk, by=by, because=form.cleaned_data["because"])


class RoleFilter(admin.SimpleListFilter):
    """Those of one role, or of none."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*labels.pairs(Role), ("none", _("None"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        in_group = Group.objects.filter(user=OuterRef("pk"))
        match self.value():
            case None:
                return queryset
            case "none":
                return queryset.filter(~Exists(in_group))
            case role:
                return queryset.filter(Exists(in_group.filter(name=role)))


# The libraries' own pages for accounts and what belongs to them would write past the services, and show what nobody
# has to see. They were registered by the imports above.
admin.site.unregister([User, Group, EmailAddress, Authenticator, SocialApp, SocialToken, SocialAccount, UserSession])


@admin.register(User)
class PersonAdmin(Door):
    """Everybody with an account."""

    subject = SubjectKind.PERSON
    reading = adding = changing = Act.MANAGE_PEOPLE
    one_acts = (GivePassword(), ResetSecondFactor(), EndTokens())
    form = PersonForm

    list_display = ("username", "first_name", "last_name", "role", "is_active", "owner", "last_login")
    list_filter = (RoleFilter, "is_active", "is_superuser")
    ordering = ("username",)
    sortable_by = ("username",)
    search_fields = UserAdmin.search_fields
    readonly_fields = ("is_superuser", "last_login", "date_joined")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        names = ("username", "first_name", "last_name", "email", "role")
        return (*names, "password1", "password2") if obj is None else (*names, "is_active", *self.readonly_fields)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if change else {"form": NewPersonForm}) | kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With their groups, for the column of roles."""
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account that owns the installation is only for those who own it too."""
        if obj is None:
            return super().has_change_permission(request)
        return people.may_change(permissions.actor(request.user), obj)

    def may_act_on(self, request: HttpRequest, act: OneAct, row: User) -> bool:
        return super().may_act_on(request, act, row) and self.has_change_permission(request, row)

    @method_decorator(_secret)
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With a first password, which no report of an error shows."""
        return super().add_view(request, *args, **kwargs)

    @method_decorator(_secret)
    def act_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With a new password, which no report of an error shows."""
        return super().act_view(request, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out a password by filtering for it."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def add_row(self, form: NewPersonForm, by: Actor) -> User:
        typed = form.cleaned_data
        return people.make(by=by, role=typed["role"], password=typed["password1"], **form.names())

    def change_row(self, row: User, form: PersonForm, by: Actor) -> User:
        typed = form.cleaned_data
        return people.change(
            row.pk,
            by=by,
            role=typed["role"],
            is_active=typed["is_active"],
            version=typed["seen_version"],
            **form.names(),
        )

    @admin.display(description=_("owner"))
    def owner(self, user: User) -> str:
        """Whether the installation is theirs."""
        return marks.yes(user.is_superuser)

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        """The role they were given."""
        role = people.role_given(user)
        return str(labels.label(role)) if role else marks.DASH
