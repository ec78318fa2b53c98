"""Tests: people and their roles. Who may manage whom, what nobody does to themselves, and what the ledger says."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Event
from claims.records.acts import Role, SubjectKind, command
from claims.services import people
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_person

pytestmark = pytest.mark.django_db

SECRET = "a-word-nobody-guesses-7"


@pytest.fixture
def olga(db: None) -> User:
    """Somebody who owns the installation."""
    return User.objects.create_superuser("olga", password="olgas-first-word-3")


def as_is(user: User, **other: Any) -> dict[str, Any]:
    """What somebody is now, but for what is named: the arguments of ``people.change``."""
    now = {name: getattr(user, name) for name in ("username", "first_name", "last_name", "email", "is_active")}
    return now | {"role": people.role_given(user)} | other


def now(user: User) -> User:
    """The account as the database has it."""
    return User.objects.get(pk=user.pk)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> tuple[Refusal, str]:
    """What was refused, and beside which field it says so."""
    return refused.value.code, refused.value.field


# --- Making --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*Role, None])
def test_somebody_new_has_the_role_they_were_given(clara: User, role: Role | None, ledger: Ledger) -> None:
    made = people.make(by=acting(clara), username="nora", role=role, password=SECRET)

    assert permissions.role_of(now(made)) is role
    assert not made.is_superuser
    assert made.is_staff is (role in (Role.EDITOR, Role.CHIEF))
    assert ledger.acts() == [("person.make", made.pk)]


def test_without_a_password_nobody_can_sign_in_by_one(clara: User) -> None:
    made = people.make(by=acting(clara), username="nora", role=Role.REPORTER)

    assert not now(made).has_usable_password()


def test_two_never_have_the_same_user_name_whatever_its_capitals(clara: User, rosa: User, ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        people.make(by=acting(clara), username=" ROSA ", role=Role.VIEWER)

    assert refusal(refused) == (Refusal.USERNAME_TAKEN, "username")
    assert ledger.new() == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"username": "  "}, (Refusal.NAME_MISSING, "username")),
        ({"username": "n" * 151}, (Refusal.TOO_LONG, "username")),
        ({"username": "nora", "first_name": "N" * 151}, (Refusal.TOO_LONG, "first_name")),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_beside_its_field(
    clara: User, names: dict[str, str], expected: tuple[Refusal, str], ledger: Ledger
) -> None:
    with pytest.raises(Refused) as refused:
        people.make(by=acting(clara), role=Role.VIEWER, **names)

    assert refusal(refused) == expected
    assert ledger.new() == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER, Role.EDITOR, None])
def test_only_a_chief_makes_and_changes_people(role: Role | None, rosa: User, ledger: Ledger) -> None:
    by = acting(make_person(role))
    with pytest.raises(Refused) as making:
        people.make(by=by, username="nora", role=Role.CHIEF)
    with pytest.raises(Refused) as changing:
        people.change(rosa.pk, by=by, **as_is(rosa, role=Role.CHIEF))
    with pytest.raises(Refused) as giving:
        people.set_password(rosa.pk, SECRET, by=by)

    assert {refusal(refused)[0] for refused in (making, changing, giving)} == {Refusal.NOT_ALLOWED}
    assert ledger.new() == []


# --- Changing ------------------------------------------------------------------------------------------------------


def test_a_change_of_role_is_one_event_that_says_from_what_to_what(clara: User, rosa: User, ledger: Ledger) -> None:
    people.change(rosa.pk, by=acting(clara), **as_is(rosa, role=Role.EDITOR))

    assert permissions.role_of(now(rosa)) is Role.EDITOR
    assert now(rosa).is_staff
    (event,) = ledger.new()
    assert (event.act, event.subject_kind, event.subject_id) == ("person.change", SubjectKind.PERSON, rosa.pk)
    assert json.loads(event.body) == {"before": {"role": "reporter"}, "after": {"role": "editor"}}


def test_whoever_leaves_the_desk_may_not_do_anything_and_is_still_there(clara: User, emil: User) -> None:
    people.change(emil.pk, by=acting(clara), **as_is(emil, is_active=False))

    assert not now(emil).is_active
    assert permissions.role_of(now(emil)) is None
    assert people.role_given(now(emil)) is Role.EDITOR


def test_the_ledger_keeps_that_a_name_changed_and_not_the_name(clara: User, rosa: User, ledger: Ledger) -> None:
    people.change(rosa.pk, by=acting(clara), **as_is(rosa, last_name="Ekdahl", email="rosa@example.org"))

    (event,) = ledger.new()
    assert json.loads(event.body) == {"before": {}, "after": {"names_changed": True, "email_changed": True}}


def test_nothing_different_is_no_event(clara: User, rosa: User, olga: User, ledger: Ledger) -> None:
    for by, user in ((clara, rosa), (clara, clara), (olga, olga)):
        with pytest.raises(Refused) as refused:
            people.change(user.pk, by=acting(by), **as_is(user))
        assert refusal(refused) == (Refusal.NOTHING_CHANGED, "")

    assert ledger.new() == []


def test_blanks_around_a_name_are_nothing_different(clara: User, rosa: User, ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        people.change(rosa.pk, by=acting(clara), **as_is(rosa, username=" rosa ", last_name="Lindqvist  "))

    assert refusal(refused)[0] is Refusal.NOTHING_CHANGED
    assert ledger.new() == []


def test_whoever_looked_before_somebody_else_changed_it_is_refused(clara: User, rosa: User, ledger: Ledger) -> None:
    seen = people.version_of(rosa.pk)
    people.change(rosa.pk, by=acting(clara), version=seen, **as_is(rosa, first_name="Rose"))
    with pytest.raises(Refused) as refused:
        people.change(rosa.pk, by=acting(clara), version=seen, **as_is(rosa, role=Role.EDITOR))

    assert refusal(refused)[0] is Refusal.CHANGED_MEANWHILE
    assert people.role_given(now(rosa)) is Role.REPORTER
    assert len(ledger.new()) == 1


def test_an_event_about_a_claim_of_the_same_number_does_not_count_as_a_change_of_a_person(rosa: User) -> None:
    Event.objects.create(
        sequence=1,
        act="claim.take",
        subject_kind=SubjectKind.CLAIM,
        subject_id=rosa.pk,
        subject_version=2,
        actor_kind="command",
        actor_name="tidy",
        batch="00000000-0000-4000-8000-000000000000",
        at=rosa.date_joined,
        body="{}",
    )

    assert people.version_of(rosa.pk) == 0


# --- The chair of the chief ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER, Role.EDITOR, None])
def test_nobody_takes_the_role_of_chief_from_themselves(clara: User, role: Role | None, ledger: Ledger) -> None:
    make_person(Role.CHIEF, "cora")
    with pytest.raises(Refused) as refused:
        people.change(clara.pk, by=acting(clara), **as_is(clara, role=role))

    assert refusal(refused) == (Refusal.OWN_CHAIR, "role")
    assert permissions.role_of(now(clara)) is Role.CHIEF
    assert ledger.new() == []


def test_nobody_takes_the_way_in_from_themselves(clara: User, olga: User, ledger: Ledger) -> None:
    for user in (clara, olga):
        with pytest.raises(Refused) as refused:
            people.change(user.pk, by=acting(user), **as_is(user, is_active=False))
        assert refusal(refused) == (Refusal.OWN_CHAIR, "is_active")

    assert now(clara).is_active
    assert now(olga).is_active
    assert ledger.new() == []


def test_another_chief_can_take_the_role_of_chief_from_one(clara: User, ledger: Ledger) -> None:
    cora = make_person(Role.CHIEF, "cora")
    people.change(clara.pk, by=acting(cora), **as_is(clara, role=Role.EDITOR))

    assert permissions.role_of(now(clara)) is Role.EDITOR
    assert ledger.acts() == [("person.change", clara.pk)]


def test_a_chief_may_change_what_they_are_called(clara: User) -> None:
    people.change(clara.pk, by=acting(clara), **as_is(clara, first_name="Klara"))

    assert now(clara).first_name == "Klara"


# --- Accounts that own the installation ----------------------------------------------------------------------------


def test_a_chief_cannot_change_an_account_that_owns_the_installation(clara: User, olga: User, ledger: Ledger) -> None:
    for other in ({"role": Role.VIEWER}, {"is_active": False}, {"username": "gone"}, {"email": "me@example.org"}):
        with pytest.raises(Refused) as refused:
            people.change(olga.pk, by=acting(clara), **as_is(olga, **other))
        assert refusal(refused)[0] is Refusal.OWNERS_ONLY

    assert as_is(now(olga)) == as_is(olga)
    assert ledger.new() == []


def test_a_chief_cannot_give_a_password_to_an_account_that_owns_the_installation(
    clara: User, olga: User, ledger: Ledger
) -> None:
    with pytest.raises(Refused) as refused:
        people.set_password(olga.pk, SECRET, by=acting(clara))

    assert refusal(refused)[0] is Refusal.OWNERS_ONLY
    assert now(olga).check_password("olgas-first-word-3")
    assert ledger.new() == []


def test_an_owner_who_may_no_longer_sign_in_is_still_out_of_reach_of_a_chief(clara: User, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_active=False)
    with pytest.raises(Refused) as refused:
        people.change(olga.pk, by=acting(clara), **as_is(now(olga), is_active=True))

    assert refusal(refused)[0] is Refusal.OWNERS_ONLY


def test_an_owner_can_change_another_owner_and_every_chief(clara: User, olga: User) -> None:
    oskar = User.objects.create_superuser("oskar", password="oskars-first-word-3")
    people.change(oskar.pk, by=acting(olga), **as_is(oskar, is_active=False))
    people.change(clara.pk, by=acting(olga), **as_is(clara, role=Role.EDITOR))

    assert not now(oskar).is_active
    assert permissions.role_of(now(clara)) is Role.EDITOR


def test_a_change_neither_makes_nor_unmakes_an_owner(clara: User, olga: User, rosa: User) -> None:
    people.change(olga.pk, by=acting(olga), **as_is(olga, first_name="Olga"))
    people.change(rosa.pk, by=acting(olga), **as_is(rosa, role=Role.CHIEF))

    assert (now(olga).is_superuser, now(olga).is_staff) == (True, True)
    assert (now(rosa).is_superuser, now(rosa).is_staff) == (False, True)


def test_a_command_may_change_an_owner(olga: User) -> None:
    people.change(olga.pk, by=command("people"), **as_is(olga, is_active=False))

    assert not now(olga).is_active


# --- Passwords -----------------------------------------------------------------------------------------------------


def test_a_new_password_is_one_event_without_the_password(clara: User, rosa: User, ledger: Ledger) -> None:
    people.set_password(rosa.pk, SECRET, by=acting(clara))

    assert now(rosa).check_password(SECRET)
    (event,) = ledger.new()
    assert (event.act, event.subject_id, event.actor_name) == ("person.password", rosa.pk, "clara")
    assert SECRET not in event.body
    assert now(rosa).password not in event.body


def test_everybody_may_give_themselves_a_password(vera: User, olga: User, ledger: Ledger) -> None:
    for user in (vera, olga):
        people.set_password(user.pk, SECRET, by=acting(user))

    assert ledger.acts() == [("person.password", vera.pk), ("person.password", olga.pk)]
