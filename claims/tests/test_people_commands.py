"""Tests: the first chief, and the phone that the only chief lost: commands on the server."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from claims import permissions
from claims.records.acts import Role
from claims.services import second_factor
from claims.tests.conftest import Ledger
from claims.tests.phones import PASSWORD, give_password, is_in, with_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What comes in by a pipe."""
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", said)
    return said


def add(pipe: io.StringIO, name: str, password: str, role: str = "chief") -> None:
    """Add somebody, whose password comes by the pipe."""
    pipe.write(password + "\n")
    pipe.seek(0)
    call_command("add_person", name, role=role, password_from_stdin=True, stdout=io.StringIO())


def test_the_first_chief_is_added_by_a_command_and_can_add_the_others(pipe: io.StringIO, ledger: Ledger) -> None:
    add(pipe, "clara", PASSWORD)
    clara = User.objects.get(username="clara")
    browser = Client()
    give_password(browser, clara)

    assert is_in(browser)
    assert permissions.role_of(clara) is Role.CHIEF
    assert not clara.is_superuser
    assert browser.get(reverse("admin:auth_user_add")).status_code == 200
    (event,) = ledger.new()
    assert (event.act, event.subject_id, event.actor_name) == ("person.make", clara.pk, "add_person")
    assert PASSWORD not in event.body


def test_at_a_terminal_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "a slip of the hand"])
    monkeypatch.setattr("claims.management.commands.add_person.getpass", lambda _prompt: next(typed))
    call_command("add_person", "clara", role="chief", stdout=io.StringIO())
    with pytest.raises(CommandError, match="differ"):
        call_command("add_person", "cora", role="chief", stdout=io.StringIO())

    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [("clara", "short", "too short"), ("clara", "clara123", "too similar"), ("ROSA", PASSWORD, "rosa|ROSA")],
)
def test_what_the_pages_would_refuse_is_refused_here_too(
    pipe: io.StringIO, rosa: User, ledger: Ledger, name: str, password: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        add(pipe, name, password)

    assert User.objects.count() == 1
    assert ledger.new() == []


def test_the_phone_of_the_only_chief_is_given_up_by_a_command(clara: User, ledger: Ledger) -> None:
    with_phone(clara)
    ledger.new()
    call_command("reset_second_factor", "clara", because="The phone was stolen.", stdout=io.StringIO())

    assert not second_factor.is_on(clara.pk)
    (event,) = ledger.new()
    assert (event.act, event.subject_id, event.reason) == (
        "person.second_factor_reset",
        clara.pk,
        "The phone was stolen.",
    )


def test_the_command_says_when_there_is_nobody_or_nothing(clara: User) -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("reset_second_factor", "cora", because="Lost.")
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", "clara", because="Lost.")
