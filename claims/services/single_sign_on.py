"""Services: whoever the house's own sign-in vouches for. An account is found, made or refused, and its role follows.

What the provider says of its people counts as a chief's word: whoever keeps this installation named it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.records.acts import Actor, ActorKind, Role
from claims.services import people, recording
from claims.services.recording import Change

_BY: Final = Actor(ActorKind.MACHINE, "single sign-on", role=Role.CHIEF)
_NOT_IN_A_NAME: Final = re.compile(r"[^\w.@+-]+")
_LONGEST: Final = 140


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody as the provider says. ``subject`` alone is theirs for good; all the rest may change, or be another's."""

    provider: str
    subject: str
    username: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    is_email_verified: bool = False
    groups: Collection[str] = ()


def welcome(vouched: Vouched) -> User:
    """The account of somebody the provider vouches for, with the role that their groups have now.

    Refuses: NOT_KNOWN_HERE, also for one who left.
    """
    user = _known(vouched) or _linked(vouched) or _made(vouched)
    if not user.is_active:
        raise Refused(Refusal.NOT_KNOWN_HERE)
    return _in_role(user, vouched)


def _known(vouched: Vouched) -> User | None:
    accounts = SocialAccount.objects.filter(provider=vouched.provider, uid=vouched.subject)
    # Nothing the provider said is kept beyond whose it is.
    accounts.exclude(extra_data={}).update(extra_data={})
    account = accounts.select_related("user").first()
    return account.user if account else None


def _linked(vouched: Vouched) -> User | None:
    """The one account with an address that the provider has verified, where the house wants that. Never an owner's."""
    if not (settings.OIDC_LINK_BY_EMAIL and vouched.is_email_verified and vouched.email):
        return None
    with recording.act(_BY) as recorder:
        same = list(User.objects.filter(email__iexact=vouched.email, is_active=True, is_superuser=False)[:2])
        if len(same) != 1 or SocialAccount.objects.filter(user=same[0]).exists():
            return None
        user = recording.lock(User, same[0].pk)
        _link(user, vouched)
        recorder.record(Change("person.single_sign_on", user))
        return user


def _made(vouched: Vouched) -> User:
    if settings.OIDC_UNKNOWN == "refuse":
        raise Refused(Refusal.NOT_KNOWN_HERE)
    with recording.act(_BY):
        if known := _known(vouched):  # their other window was quicker
            return known
        user = people.make(
            by=_BY,
            username=_free_name(vouched),
            role=_role_of(vouched),
            first_name=_tidy(vouched.first_name),
            last_name=_tidy(vouched.last_name),
            email=_tidy(vouched.email) if vouched.is_email_verified else "",
        )
        _link(user, vouched)
        return user


def _link(user: User, vouched: Vouched) -> None:
    SocialAccount.objects.create(user=user, provider=vouched.provider, uid=vouched.subject, extra_data={})


def _in_role(user: User, vouched: Vouched) -> User:
    """Where groups have roles, the provider decides at each sign-in; an owner stays one."""
    role = _role_of(vouched)
    if not settings.OIDC_ROLES or user.is_superuser or people.role_given(user) is role:
        return user
    return people.change(
        user.pk,
        by=_BY,
        role=role,
        is_active=True,
        username=user.username,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
    )


def _role_of(vouched: Vouched) -> Role | None:
    roles = {settings.OIDC_ROLES[group] for group in vouched.groups if group in settings.OIDC_ROLES}
    return next((role for role in reversed(Role) if role.value in roles), None)


def _free_name(vouched: Vouched) -> str:
    """The name the provider has for them, or one like it: a name that is taken is somebody else's."""
    wanted = vouched.username or vouched.email.partition("@")[0] or vouched.subject
    stem = _NOT_IN_A_NAME.sub("-", wanted)[:_LONGEST].strip("-") or "person"
    name, number = stem, 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def _tidy(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:_LONGEST].strip()
