"""Tests: sessions that end: by themselves, by their owner, and when what somebody may do here changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from claims.records.acts import Role
from claims.services import people, second_factor, sessions
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim
from claims.tests.phones import PASSWORD, SECRET, give_password, is_in, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass."""
    begin = timezone.now()

    def pass_by(**time: float) -> None:
        def now() -> datetime:
            return begin + timedelta(**time)

        monkeypatch.setattr("django.utils.timezone.now", now)

    return pass_by


@pytest.fixture
def browser(rosa: User) -> Client:
    """Where Rosa is signed in."""
    browser = Client()
    give_password(browser, with_password(rosa))
    return browser


def is_let_in(browser: Client) -> bool:
    """Whether a page of the desk opens."""
    return browser.get(reverse("claims")).status_code == 200


def test_a_session_left_alone_for_eight_hours_ends(browser: Client, later: Callable[..., None]) -> None:
    later(hours=7.9)
    assert is_let_in(browser)
    later(hours=16.1)

    answer = browser.get(reverse("claims"), follow=True)
    assert "Your session had ended" in answer.content.decode()
    assert not is_in(browser)


def test_a_session_in_use_lives_for_seven_days_and_no_longer(browser: Client, later: Callable[..., None]) -> None:
    for hours in range(7, 7 * 24, 7):
        later(hours=hours)
        assert is_let_in(browser), hours
    later(days=7, minutes=1)

    assert not is_let_in(browser)


def test_what_was_being_typed_when_the_last_day_ended_is_still_taken(
    browser: Client, rosa: User, later: Callable[..., None], ledger: Ledger
) -> None:
    for hours in range(7, 7 * 24, 7):
        later(hours=hours)
        is_let_in(browser)
    later(days=7, minutes=30)
    browser.post(reverse("account-sessions-end"))

    assert ledger.acts() == [("person.sign_out_elsewhere", rosa.pk)]
    assert not is_let_in(browser)


@pytest.mark.parametrize("is_part", [False, True])
def test_what_was_typed_comes_back_when_the_session_has_ended_meanwhile(
    browser: Client, rosa: User, clara: User, is_part: bool, ledger: Ledger
) -> None:
    claim = make_claim()
    ledger.new()
    sessions.end_all(rosa.pk)
    typed = {"statement": "The port <b>closed</b>\non Monday.", "version": "1", "password": "a secret"}
    headers = {"HX-Request": "true"} if is_part else {}
    answer = browser.post(reverse("claim-act", args=[claim.pk, "statement"]), typed, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == (422 if is_part else 401)
    assert "The port &lt;b&gt;closed&lt;/b&gt;\non Monday." in page
    assert "a secret" not in page
    assert ("HX-Retarget" in answer) is is_part
    assert ("<html" in page) is not is_part
    assert ledger.new() == []


def test_whoever_was_never_in_is_led_to_the_door_with_whatever_they_send(client: Client) -> None:
    answer = client.post(reverse("claim-act", args=[1, "statement"]), {"statement": "Words."})

    assert answer["Location"].startswith(reverse("sign-in"))


def test_the_limits_are_settings(browser: Client, later: Callable[..., None], settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 10
    later(minutes=9)
    assert is_let_in(browser)
    later(minutes=20)

    assert not is_let_in(browser)


def test_a_session_that_does_not_say_when_it_began_is_over(browser: Client) -> None:
    session = browser.session
    del session["signed_in_at"]
    session.save()

    assert not is_let_in(browser)


def test_a_page_costs_nothing_more_while_somebody_works(
    browser: Client, later: Callable[..., None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    later(minutes=4)
    with django_assert_num_queries(3):  # the session, the person, the role
        browser.get(reverse("home"))


def test_the_key_of_a_session_changes_when_somebody_signs_in(client: Client, rosa: User) -> None:
    session = client.session
    session["something"] = "kept from before"
    session.save()
    before = session.session_key
    give_password(client, with_password(rosa))

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_new_password_ends_every_other_session_and_keeps_this(browser: Client, rosa: User, ledger: Ledger) -> None:
    other = Client()
    give_password(other, rosa)
    typed = {"password1": "another-long-one-9", "password2": "another-long-one-9"}
    answer = browser.post(reverse("account-password"), typed)

    assert answer["Location"] == reverse("account")
    assert is_let_in(browser)
    assert not is_let_in(other)
    assert ledger.acts() == [("person.password", rosa.pk)]
    assert [row.session_key for row in UserSession.objects.filter(user=rosa)].count(browser.session.session_key) == 1


def test_a_new_password_for_oneself_asks_for_the_old_one_first(client: Client, rosa: User, ledger: Ledger) -> None:
    client.force_login(with_password(rosa))
    typed = {"password1": "another-long-one-9", "password2": "another-long-one-9"}
    answer = client.post(reverse("account-password"), typed)

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert ledger.new() == []
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("account-password")})
    assert ledger.acts() == [("person.password", rosa.pk)]


def test_a_plain_password_is_refused_beside_its_field(browser: Client, ledger: Ledger) -> None:
    answer = browser.post(reverse("account-password"), {"password1": "rosa", "password2": "rosa"})

    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert ledger.new() == []


def test_a_password_from_a_chief_ends_every_session(browser: Client, rosa: User, clara: User) -> None:
    people.set_password(rosa.pk, "another-long-one-9", by=acting(clara))

    assert not is_let_in(browser)


def as_is(user: User, **other: object) -> dict[str, object]:
    """Everything about somebody as it stands, but for what is other."""
    names = {name: getattr(user, name) for name in ("username", "first_name", "last_name", "email")}
    return {"role": people.role_given(user), "is_active": True, **names, **other}


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_whoever_loses_something_of_their_role_is_signed_out(
    browser: Client, rosa: User, clara: User, role: Role | None
) -> None:
    people.change(rosa.pk, by=acting(clara), **as_is(rosa, role=role))  # type: ignore[arg-type]  # all of it

    assert browser.get(reverse("account"))["Location"].startswith(reverse("sign-in"))
    assert not UserSession.objects.filter(user=rosa).exists()


def test_whoever_gains_a_role_stays_signed_in(browser: Client, rosa: User, clara: User) -> None:
    people.change(rosa.pk, by=acting(clara), **as_is(rosa, role=Role.EDITOR))  # type: ignore[arg-type]  # all of it

    assert is_let_in(browser)


def test_whoever_left_does_not_find_the_session_when_they_return(browser: Client, rosa: User, clara: User) -> None:
    people.change(rosa.pk, by=acting(clara), **as_is(rosa, is_active=False))  # type: ignore[arg-type]  # all of it
    people.change(rosa.pk, by=acting(clara), **as_is(rosa))  # type: ignore[arg-type]  # all of it

    assert not is_let_in(browser)


def test_a_second_factor_taken_off_by_a_chief_ends_every_session(browser: Client, rosa: User, clara: User) -> None:
    second_factor.turn_on(SECRET, by=acting(rosa), here=browser.session.session_key)
    assert is_let_in(browser)
    second_factor.reset(rosa.pk, by=acting(clara), because="Lost.")

    assert not is_let_in(browser)


def test_one_signs_out_everywhere_else_with_a_button(browser: Client, rosa: User, edith: User, ledger: Ledger) -> None:
    others = [Client(), Client()]
    for other in others:
        give_password(other, rosa)
    hers = Client()
    give_password(hers, with_password(edith))
    browser.post(reverse("account-sessions-end"))

    assert is_let_in(browser)
    assert is_let_in(hers)
    assert not any(is_let_in(other) for other in others)
    assert ledger.acts() == [("person.sign_out_elsewhere", rosa.pk)]


def test_the_account_lists_ones_own_sessions_and_no_others(browser: Client, edith: User) -> None:
    give_password(Client(HTTP_USER_AGENT="Ediths browser"), with_password(edith))
    page = browser.get(reverse("account")).content.decode()

    assert "here, now" in page
    assert "Ediths browser" not in page
    assert str(browser.session.session_key) not in page


def test_somebody_without_a_role_has_an_account_too(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    assert client.get(reverse("account")).status_code == 200
    assert client.get(reverse("claims")).status_code == 403
