"""Services: people and their roles. One who leaves is made inactive, never deleted."""

from typing import Final

from django.contrib.auth.models import Group, User

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Event
from claims.permissions import Act
from claims.records.acts import Actor, Role, SubjectKind
from claims.services import limits, recording, sessions, tokens
from claims.services.recording import Change

AT_THE_BACK_OFFICE: Final = (Role.EDITOR, Role.CHIEF)


def role_given(user: User) -> Role | None:
    """The role somebody was given, also while they may not sign in. ``permissions.role_of`` says what they may.

    Asks for the groups, unless they were prefetched.
    """
    names = {group.name for group in user.groups.all()}
    return next((role for role in reversed(Role) if role.value in names), None)


def version_of(user_id: int) -> int:
    """What stands in for the version that an account does not have: the number of the last Event about it."""
    events = Event.objects.about(SubjectKind.PERSON, user_id)
    return events.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def make(
    *,
    by: Actor,
    username: str,
    role: Role | None,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    password: str = "",
) -> User:
    """Add somebody with a role. Without a password nobody can sign in as them by one.

    Refuses: NAME_MISSING, USERNAME_TAKEN, TOO_LONG.
    """
    permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = User(is_staff=role in AT_THE_BACK_OFFICE)
        _name(user, username=username, first_name=first_name, last_name=last_name, email=email)
        user.set_password(password or None)
        user.save()
        _give(user, role)
        recorder.record(Change("person.make", user, after={"username": user.username, "role": role}))
        return user


def change(
    user_id: int,
    *,
    by: Actor,
    role: Role | None,
    is_active: bool,
    username: str,
    first_name: str,
    last_name: str,
    email: str,
    version: int | None = None,
) -> User:
    """Change somebody's role, names and whether they may sign in.

    The ledger keeps the user name, as it does with every act; of other names and the address only that they changed.
    Whoever loses the way in, or anything of their role, is signed out everywhere; with the way in, tokens end too.
    Refuses: CHANGED_MEANWHILE, OWNERS_ONLY, OWN_CHAIR, NOTHING_CHANGED, NAME_MISSING, USERNAME_TAKEN, TOO_LONG.
    """
    permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = recording.lock(User, user_id)
        if version is not None and version != version_of(user_id):
            raise Refused(Refusal.CHANGED_MEANWHILE, version=version)
        _refuse_owners_account(by, user)
        _refuse_leaving_the_chair(by, user, role=role, is_active=is_active)
        before = _facts(user)
        _name(user, username=username, first_name=first_name, last_name=last_name, email=email)
        user.is_active, user.is_staff = is_active, user.is_superuser or role in AT_THE_BACK_OFFICE
        after = _facts(user) | {"role": role}
        if before == after:
            raise Refused(Refusal.NOTHING_CHANGED)
        user.save(update_fields=["username", "first_name", "last_name", "email", "is_active", "is_staff"])
        _give(user, role)
        if not is_active or _is_less(role, than=before["role"]):
            sessions.end_all(user_id)
        if not is_active:
            tokens.end_all(user_id, at=recorder.at)
        recorder.record(Change("person.change", user, *_as_recorded(before, after)))
        return user


def set_password(user_id: int, password: str, *, by: Actor) -> User:
    """Give somebody a new password; everybody may give themselves one. Refuses: OWNERS_ONLY."""
    if by.person != user_id:
        permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = recording.lock(User, user_id)
        _refuse_owners_account(by, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        recorder.record(Change("person.password", user))
        return user


def may_change(by: Actor, user: User) -> bool:
    """Whether somebody may change this account: one that owns the installation is only for those who own it too."""
    if not permissions.may(by, Act.MANAGE_PEOPLE):
        return False
    if not user.is_superuser or by.person is None:
        return True
    return User.objects.filter(pk=by.person, is_superuser=True).exists()


def _refuse_owners_account(by: Actor, user: User) -> None:
    if by.person != user.pk and not may_change(by, user):
        raise Refused(Refusal.OWNERS_ONLY)


def _refuse_leaving_the_chair(by: Actor, user: User, *, role: Role | None, is_active: bool) -> None:
    """Nobody takes the role of chief, or the way in, from themselves: there might be nobody left to give it back."""
    if by.person != user.pk:
        return
    if not is_active:
        raise Refused(Refusal.OWN_CHAIR, field="is_active")
    if role is not Role.CHIEF and not user.is_superuser:
        raise Refused(Refusal.OWN_CHAIR, field="role")


def _name(user: User, *, username: str, first_name: str, last_name: str, email: str) -> None:
    username = User.normalize_username(_within(username, "username"))
    if not username:
        raise Refused(Refusal.NAME_MISSING, field="username")
    if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
        raise Refused(Refusal.USERNAME_TAKEN, field="username", name=username)
    user.username = username
    user.first_name, user.last_name = _within(first_name, "first_name"), _within(last_name, "last_name")
    user.email = User.objects.normalize_email(_within(email, "email"))


def _within(text: str, field: str) -> str:
    return limits.within(text, limits.limit(User, field), field=field)


def _give(user: User, role: Role | None) -> None:
    user.groups.set(Group.objects.filter(name=role.value) if role else [])


def _is_less(role: Role | None, *, than: object) -> bool:
    ranks: list[object] = [None, *Role]
    return ranks.index(role) < ranks.index(than)


def _facts(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "role": role_given(user),
        "is_active": user.is_active,
        "names": (user.first_name, user.last_name),
        "email": user.email,
    }


_ERASABLE = frozenset({"names", "email"})


def _as_recorded(before: dict[str, object], after: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What differs, before and after; a name or an address that changed is only said to have."""
    differing = [fact for fact in before if before[fact] != after[fact]]
    kept = [fact for fact in differing if fact not in _ERASABLE]
    also: dict[str, object] = {f"{fact}_changed": True for fact in differing if fact in _ERASABLE}
    return {fact: before[fact] for fact in kept}, {fact: after[fact] for fact in kept} | also
