"""Services: people and their roles."""

from django.contrib.auth.models import Group, User

from claims import permissions
from claims.permissions import Act
from claims.records.acts import Actor, Role
from claims.services import recording
from claims.services.recording import Change

_AT_THE_BACK_OFFICE = (Role.EDITOR, Role.CHIEF)


def make(
    *, by: Actor, username: str, role: Role, first_name: str = "", last_name: str = "", password: str = ""
) -> User:
    """Add somebody with a role. Without a password nobody can sign in as them by one."""
    permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = User(username=username, first_name=first_name, last_name=last_name)
        user.set_password(password or None)
        user.is_staff = role in _AT_THE_BACK_OFFICE
        user.save()
        user.groups.set([Group.objects.get(name=role.value)])
        recorder.record(Change("person.make", user, after={"username": username, "role": role}))
        return user


def change(user_id: int, *, by: Actor, role: Role | None, is_active: bool, **names: str) -> User:
    """Change somebody's role, names and whether they may sign in. One who leaves is made inactive, never deleted.

    ``names`` may hold ``username``, ``first_name``, ``last_name`` and ``email``.
    """
    permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = recording.lock(User, user_id)
        before = {"username": user.username, "role": permissions.role_of(user), "is_active": user.is_active}
        for field, value in names.items():
            setattr(user, field, value)
        user.is_active, user.is_staff = is_active, user.is_superuser or role in _AT_THE_BACK_OFFICE
        user.save(update_fields=[*names, "is_active", "is_staff"])
        user.groups.set(Group.objects.filter(name=role.value) if role else [])
        after = {"username": user.username, "role": role, "is_active": is_active}
        recorder.record(Change("person.change", user, before=before, after=after))
        return user


def set_password(user_id: int, password: str, *, by: Actor) -> User:
    """Give somebody a new password."""
    if by.person != user_id:
        permissions.require(by, Act.MANAGE_PEOPLE)
    with recording.act(by) as recorder:
        user = recording.lock(User, user_id)
        user.set_password(password)
        user.save(update_fields=["password"])
        recorder.record(Change("person.password", user))
        return user
