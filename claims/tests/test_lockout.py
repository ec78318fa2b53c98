"""Tests: the pause after too many wrong passwords or codes."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from claims.services import addresses
from claims.tests.phones import PASSWORD, give_password, is_in, shown, with_password, with_phone

pytestmark = pytest.mark.django_db

HERE, THERE = "192.0.2.7", "192.0.2.8"
LIMIT = 5


def guess(name: str, *, times: int, address: str = HERE, agent: str = "guesser") -> Any:
    """Guess the password of a name from an address, so often; the last answer."""
    answer: Any = None
    for _ in range(times):
        answer = Client().post(
            reverse("sign-in"),
            {"username": name, "password": "wrong"},
            REMOTE_ADDR=address,
            HTTP_USER_AGENT=agent,
        )
    return answer


def comes_in(person: User, address: str = HERE) -> bool:
    """Whether somebody comes in with the right password."""
    browser = Client()
    give_password(browser, person, address=address)
    return is_in(browser)


def send_wrong_code(person: User, address: str = HERE) -> int:
    """Give the right password and a wrong code, at a new browser; the status of the answer."""
    browser = Client()
    give_password(browser, person, address=address)
    return browser.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=address).status_code


def test_after_five_wrong_passwords_the_right_one_waits_too(rosa: User) -> None:
    with_password(rosa)
    guess("rosa", times=LIMIT - 1)
    assert comes_in(rosa)
    answer = guess("rosa", times=LIMIT)

    assert answer.status_code == 429
    assert not comes_in(rosa)


def test_the_page_says_until_when_and_what_to_do(rosa: User) -> None:
    with_password(rosa)
    answer = guess("rosa", times=LIMIT)
    page = answer.content.decode()
    until = AccessAttempt.objects.get().attempt_time + timedelta(minutes=15, seconds=59)  # the next full minute

    assert until.strftime("%H:%M") in page
    assert "A chief can give you a new password" in page
    assert 0 < int(answer["Retry-After"]) <= 15 * 60


def test_the_pause_ends_when_the_page_said_however_often_somebody_knocks(rosa: User) -> None:
    with_password(rosa)
    guess("rosa", times=LIMIT)
    before = AccessAttempt.objects.get().attempt_time
    guess("rosa", times=3)
    assert AccessAttempt.objects.get().attempt_time == before

    AccessAttempt.objects.update(attempt_time=before - timedelta(minutes=15, seconds=1))
    assert comes_in(rosa)


def test_the_typing_of_one_locks_nobody_else_at_the_same_address_out(rosa: User, edith: User) -> None:
    guess("rosa", times=LIMIT)

    assert comes_in(with_password(edith), HERE)


def test_a_stranger_elsewhere_does_not_lock_somebody_out_of_their_own_desk(rosa: User) -> None:
    guess("rosa", times=LIMIT, address=THERE)

    assert comes_in(with_password(rosa), HERE)
    assert not comes_in(rosa, THERE)


def test_another_browser_at_the_same_address_counts_on(rosa: User) -> None:
    with_password(rosa)
    for agent in ("one", "two", "three", "four", "five"):
        guess("rosa", times=1, agent=agent)

    assert not comes_in(rosa)


def test_coming_in_forgets_the_typing_before(rosa: User) -> None:
    with_password(rosa)
    for _ in range(3):
        guess("rosa", times=LIMIT - 1)
        assert comes_in(rosa)


def test_an_unknown_name_a_wrong_password_and_somebody_who_left_get_the_same_answer(rosa: User, edith: User) -> None:
    with_password(rosa)
    with_password(edith)
    User.objects.filter(pk=edith.pk).update(is_active=False)
    pages = []
    for name, password in (("nobody", PASSWORD), ("rosa", "wrong"), ("edith", PASSWORD)):
        answer = Client().post(reverse("sign-in"), {"username": name, "password": password})
        pages.append((answer.status_code, answer.context["form"].non_field_errors()))

    assert pages[0] == pages[1] == pages[2]
    locked = [guess(name, times=LIMIT) for name in ("nobody", "rosa", "edith")]
    assert {answer.status_code for answer in locked} == {429}


def test_wrong_codes_count_for_the_person_wherever_they_come_from(rosa: User) -> None:
    with_phone(rosa)
    answers = [send_wrong_code(rosa, address=f"192.0.2.{step}") for step in range(LIMIT)]
    assert answers == [200] * (LIMIT - 1) + [429]

    browser = Client()
    give_password(browser, rosa, address="192.0.2.99")
    assert browser.post(reverse("mfa_authenticate"), {"code": shown()}, REMOTE_ADDR="192.0.2.99").status_code == 429
    assert not is_in(browser)


def test_the_right_password_does_not_forget_wrong_codes(rosa: User) -> None:
    with_phone(rosa)

    assert [send_wrong_code(rosa) for _ in range(LIMIT)][-1] == 429


def test_wrong_codes_of_one_lock_nobody_else_out(rosa: User, edith: User) -> None:
    with_phone(rosa)
    for _ in range(LIMIT):
        send_wrong_code(rosa)
    browser = Client()
    give_password(browser, with_phone(edith))
    browser.post(reverse("mfa_authenticate"), {"code": shown()})

    assert is_in(browser)


def test_whoever_does_not_know_the_password_cannot_lock_the_second_step(rosa: User) -> None:
    with_phone(rosa)
    guess("rosa", times=LIMIT, address=THERE)
    guess("code:rosa", times=LIMIT, address=THERE)
    browser = Client()
    give_password(browser, rosa, address=HERE)
    browser.post(reverse("mfa_authenticate"), {"code": shown()}, REMOTE_ADDR=HERE)

    assert is_in(browser)


def test_guessing_the_password_at_a_desk_left_open_ends_in_a_pause(client: Client, rosa: User) -> None:
    client.force_login(with_password(rosa))
    answers = [client.post(reverse("account_reauthenticate"), {"password": "wrong"}) for _ in range(LIMIT)]

    assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]


def test_guessing_a_code_at_a_desk_left_open_ends_in_a_pause(client: Client, rosa: User) -> None:
    client.force_login(with_phone(rosa))
    answers = [client.post(reverse("mfa_reauthenticate"), {"code": "000000"}) for _ in range(LIMIT)]

    assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]


def test_the_door_of_the_back_office_is_the_same_door(client: Client, edith: User) -> None:
    answer = client.get(reverse("admin:login"))
    assert answer["Location"].startswith(reverse("sign-in"))
    answer = client.post(reverse("admin:login"), {"username": "edith", "password": "wrong"})
    assert answer["Location"].startswith(reverse("sign-in"))


def test_neither_password_nor_code_is_kept_of_an_attempt(rosa: User) -> None:
    with_phone(rosa)
    guess("rosa", times=1)
    browser = Client()
    give_password(browser, rosa)
    browser.post(reverse("mfa_authenticate"), {"code": "12345678"})

    kept = "".join(f"{row.post_data}{row.get_data}" for row in AccessAttempt.objects.all())
    assert "wrong" not in kept
    assert "12345678" not in kept


def test_the_log_names_who_was_locked_but_no_name_that_nobody_has(rosa: User, caplog: pytest.LogCaptureFixture) -> None:
    guess("rosa", times=LIMIT)
    guess("hunter2-my-password", times=LIMIT)

    assert f"rosa from {HERE}" in caplog.text
    assert "a name nobody has from" in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize(
    ("is_behind", "passed_on", "address"),
    [
        (False, "203.0.113.5", HERE),
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (True, "[2001:db8::1]", "2001:db8::1"),
        (True, "nonsense", None),
        (True, None, HERE),
    ],
)
def test_what_a_client_says_of_its_own_address_counts_for_nothing(
    is_behind: bool, passed_on: str | None, address: str | None, settings: Settings
) -> None:
    settings.BEHIND_PROXY = is_behind
    headers = {"HTTP_X_FORWARDED_FOR": passed_on} if passed_on else {}
    request = RequestFactory().get("/", REMOTE_ADDR=HERE, **headers)  # type: ignore[arg-type]  # as a server says it

    assert addresses.of_client(request.META) == address
