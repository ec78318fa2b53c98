"""Tests: who comes in, who goes out, and whether the desk is up."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from pytest_django import DjangoAssertNumQueries, Settings

from claims.records import acts
from claims.services import demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_people(settings: Settings) -> None:
    """A desk to try things out at."""
    settings.DEBUG = True
    demo.make_people(by=acts.command("tests"))


def test_every_page_but_sign_in_and_health_asks_for_a_sign_in(client: Client) -> None:
    for name in ("claims", "documents", "sources", "import", "claim-enter", "home"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("sign-in")), name


def test_an_address_with_a_number_asks_for_a_sign_in_before_it_says_whether_there_is_something(client: Client) -> None:
    answer = client.get(reverse("claim", args=[999_999]))

    assert answer.status_code == 302


def test_one_signs_in_with_name_and_password(client: Client, rosa: User) -> None:
    rosa.set_password("a long enough one")
    rosa.save()

    answer = client.post(reverse("sign-in"), {"username": "rosa", "password": "a long enough one"})

    assert answer["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(rosa.pk)


def test_a_wrong_password_keeps_the_name_and_says_so(client: Client, rosa: User) -> None:
    answer = client.post(reverse("sign-in"), {"username": "rosa", "password": "wrong"})

    page = answer.content.decode()
    assert 'value="rosa"' in page
    assert 'role="alert"' in page
    assert "wrong" not in page


def test_one_is_led_to_the_page_one_wanted(client: Client, rosa: User) -> None:
    rosa.set_password("a long enough one")
    rosa.save()
    wanted = reverse("sources")

    page = client.get(reverse("sign-in"), {"next": wanted}).content.decode()
    answer = client.post(reverse("sign-in"), {"username": "rosa", "password": "a long enough one", "next": wanted})

    assert f'name="next" value="{wanted}"' in page
    assert answer["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: Client, demo_people: None, elsewhere: str) -> None:
    answer = client.post(reverse("demo-sign-in"), {"username": "rosa", "next": elsewhere})

    assert answer["Location"] == reverse("home")


def test_while_debug_is_on_the_page_offers_the_demo_people(client: Client, demo_people: None) -> None:
    page = client.get(reverse("sign-in")).content.decode()

    assert all(f'value="{person.username}"' in page and person.full_name in page for person in demo.PEOPLE)


def test_a_demo_person_signs_in_with_one_click(client: Client, demo_people: None) -> None:
    answer = client.post(reverse("demo-sign-in"), {"username": "edith"})

    assert answer["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(User.objects.get(username="edith").pk)


def test_without_debug_there_are_no_demo_people(client: Client, demo_people: None, settings: Settings) -> None:
    settings.DEBUG = False

    assert "demo people" not in client.get(reverse("sign-in")).content.decode()
    assert client.post(reverse("demo-sign-in"), {"username": "edith"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_but_a_demo_person_signs_in_with_one_click(client: Client, demo_people: None, vera: User) -> None:
    for username in ("vera", "", "nobody", "rosa\x00"):
        assert client.post(reverse("demo-sign-in"), {"username": username}).status_code == 404


def test_demo_sign_in_is_never_a_link(client: Client, demo_people: None) -> None:
    assert client.get(reverse("demo-sign-in"), {"username": "edith"}).status_code == 405


def test_one_signs_out_by_a_button_and_never_by_a_link(client: Client, rosa: User) -> None:
    client.force_login(rosa)

    assert client.get(reverse("sign-out")).status_code == 405
    answer = client.post(reverse("sign-out"))

    assert answer["Location"] == reverse("sign-in")
    assert "_auth_user_id" not in client.session


def test_somebody_signed_in_who_opens_sign_in_is_led_to_the_desk(client: Client, rosa: User) -> None:
    client.force_login(rosa)

    assert client.get(reverse("sign-in"))["Location"] == reverse("home")


def test_somebody_without_a_role_reads_whom_to_ask(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    for name in ("home", "claims", "documents", "sources", "import"):
        answer = client.get(reverse(name))
        assert answer.status_code == 403, name
        assert "Ask a chief" in answer.content.decode()


def test_somebody_without_a_role_can_sign_out(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    assert client.post(reverse("sign-out"))["Location"] == reverse("sign-in")


def test_somebody_who_left_is_signed_out_at_once(client: Client, rosa: User) -> None:
    client.force_login(rosa)
    rosa.is_active = False
    rosa.save()

    assert client.get(reverse("claims"))["Location"].startswith(reverse("sign-in"))


def test_health_needs_no_sign_in_and_asks_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get(reverse("health"))

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain; charset=utf-8")


def test_health_says_when_the_database_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise DatabaseError

    monkeypatch.setattr("django.db.connection.cursor", silent)

    assert client.get(reverse("health")).status_code == 503


def test_only_these_addresses_are_open_to_everybody() -> None:
    open_to_all = {
        pattern.name
        for pattern in get_resolver("claims.urls").url_patterns
        if isinstance(pattern, URLPattern) and not getattr(pattern.callback, "login_required", True)
    }

    assert open_to_all == {
        "sign-in",
        "account_login",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "demo-sign-in",
        "sign-out",
        "health",
        "feed-news",  # by the token of a person
    }
