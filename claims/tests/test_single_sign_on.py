"""Tests: the house's own sign-in, spoken to a provider that listens on this machine."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.records.acts import Role
from claims.services import people
from claims.tests import provider as houses
from claims.tests.conftest import Ledger
from claims.tests.factories import make_person
from claims.tests.phones import is_in, with_phone
from claims.tests.provider import CLIENT, EC_KEY, SECRET, Provider

pytestmark = pytest.mark.django_db

# The rooms do not know the installation they stand in; this is what it reads from the environment.
single_sign_on = import_module("project.single_sign_on")

BEGIN = "/sign-in/with/house/"


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider, and a desk that was set up for it by its environment."""
    with houses.running() as provider:
        for name, value in (("ISSUER", provider.address), ("CLIENT_ID", CLIENT), ("CLIENT_SECRET", SECRET)):
            monkeypatch.setenv(f"OIDC_{name}", value)
        settings.OIDC_ISSUER = single_sign_on.issuer()
        settings.OIDC_NAME = "the Harbour Post"
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(provider.address)
        yield provider


def come_by(browser: Client, house: Provider, **wanted: str) -> Any:
    """The whole way: the button, the provider's page, and back."""
    away = browser.get(BEGIN, wanted)
    assert away["Location"].startswith(f"{house.address}/authorize?")
    return browser.get(f"{BEGIN}back/", house.sign_in(away["Location"]))


def test_the_sign_in_page_offers_it_where_it_is_set_up(client: Client, house: Provider, settings: Settings) -> None:
    page = client.get(reverse("sign-in"), {"next": "/sources/"}).content.decode()
    assert "Sign in with the Harbour Post" in page
    assert f'href="{BEGIN}?next=%2Fsources%2F"' in page

    settings.OIDC_ISSUER, settings.SOCIALACCOUNT_PROVIDERS = "", {}
    assert "Harbour Post" not in client.get(reverse("sign-in")).content.decode()
    assert client.get(BEGIN).status_code == 404
    assert client.get(f"{BEGIN}back/").status_code == 404


def test_somebody_new_gets_an_account_without_a_role_and_reads_whom_to_ask(
    client: Client, house: Provider, ledger: Ledger
) -> None:
    answer = come_by(client, house)

    nora = User.objects.get(username="nora")
    assert answer["Location"] == reverse("home")
    assert is_in(client)
    assert people.role_given(nora) is None
    assert not nora.has_usable_password()
    page = client.get(reverse("claims"))
    assert page.status_code == 403
    assert "Ask a chief" in page.content.decode()
    assert ledger.acts() == [("person.make", nora.pk)]


def test_who_comes_again_is_the_same_person_whatever_they_are_called_by_then(
    client: Client, house: Provider, ledger: Ledger
) -> None:
    come_by(Client(), house)
    ledger.new()
    house.person |= {"preferred_username": "nora.married"}
    come_by(client, house, next=reverse("sources"))

    assert User.objects.count() == 1
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert ledger.new() == []


def test_nothing_the_provider_said_is_kept_but_whose_account_it_is(client: Client, house: Provider) -> None:
    house.person |= {"email": "nora@harbour.example", "groups": ["secret-project"]}
    come_by(client, house)
    come_by(Client(), house)

    assert SocialAccount.objects.get().extra_data == {}
    assert User.objects.get().email == ""


def test_one_is_led_on_to_the_page_one_wanted(client: Client, house: Provider) -> None:
    assert come_by(client, house, next=reverse("sources"))["Location"] == reverse("sources")


def test_nobody_is_led_elsewhere(client: Client, house: Provider) -> None:
    assert come_by(client, house, next="https://elsewhere.example/")["Location"] == reverse("home")


def test_a_name_that_is_taken_leads_to_no_other_account(client: Client, house: Provider) -> None:
    nora = make_person(Role.CHIEF, "nora")
    come_by(client, house)

    assert client.session["_auth_user_id"] != str(nora.pk)
    assert User.objects.filter(username="nora-2").exists()


def test_a_house_can_refuse_whom_nobody_here_knows(
    client: Client, house: Provider, settings: Settings, ledger: Ledger
) -> None:
    settings.OIDC_UNKNOWN = "refuse"
    answer = come_by(client, house)

    assert answer.status_code == 401
    assert "Ask a chief to make you one" in answer.content.decode()
    assert not User.objects.exists()
    assert ledger.new() == []


def test_an_address_the_provider_has_verified_leads_to_the_account_a_chief_made(
    client: Client, house: Provider, settings: Settings, ledger: Ledger
) -> None:
    settings.OIDC_UNKNOWN, settings.OIDC_LINK_BY_EMAIL = "refuse", True
    made = make_person(Role.EDITOR, "n.holm")
    User.objects.filter(pk=made.pk).update(email="Nora@harbour.example")
    house.person |= {"email": "nora@harbour.example", "email_verified": False}
    assert come_by(Client(), house).status_code == 401
    house.person |= {"email_verified": True}
    come_by(client, house)

    assert client.session["_auth_user_id"] == str(made.pk)
    assert ledger.acts() == [("person.single_sign_on", made.pk)]
    assert client.get(reverse("claims")).status_code == 200


def test_no_address_leads_to_an_account_that_owns_the_installation(
    client: Client, house: Provider, settings: Settings
) -> None:
    settings.OIDC_LINK_BY_EMAIL = True
    owner = User.objects.create_superuser("olga", email="nora@harbour.example", password="olgas-first-word-3")
    house.person |= {"email": "nora@harbour.example", "email_verified": True}
    come_by(client, house)

    assert client.session["_auth_user_id"] != str(owner.pk)


def test_groups_of_the_provider_become_roles_and_follow_at_each_sign_in(
    client: Client, house: Provider, settings: Settings, ledger: Ledger
) -> None:
    settings.OIDC_ROLES = {"newsroom": "reporter", "desk": "editor"}
    roles = []
    for groups in (["newsroom", "canteen"], ["newsroom", "desk"], ["desk"], "newsroom", []):
        house.person["groups"] = groups
        come_by(client, house)
        roles.append(people.role_given(User.objects.get()))

    assert roles == [Role.REPORTER, Role.EDITOR, Role.EDITOR, Role.REPORTER, None]
    assert [event.act for event in ledger.new()] == ["person.make", *["person.change"] * 3]


def test_without_a_mapping_the_role_is_what_a_chief_gave(client: Client, house: Provider) -> None:
    come_by(Client(), house)
    nora = User.objects.get()
    nora.groups.add(1)
    before = people.role_given(User.objects.get())
    house.person["groups"] = ["chief"]
    come_by(client, house)

    assert people.role_given(User.objects.get()) is before


def test_one_who_left_does_not_come_back_this_way(client: Client, house: Provider) -> None:
    come_by(Client(), house)
    User.objects.update(is_active=False)
    answer = come_by(client, house)

    assert answer.status_code == 401
    assert not is_in(client)


def test_the_houses_own_sign_in_is_not_asked_for_our_second_factor(
    client: Client, house: Provider, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"editor"})
    settings.OIDC_ROLES = {"desk": "editor"}
    house.person["groups"] = ["desk"]
    come_by(Client(), house)
    with_phone(User.objects.get())
    come_by(client, house)

    assert is_in(client)
    assert client.get(reverse("claims")).status_code == 200


def test_a_provider_that_signs_with_an_elliptic_curve_is_understood(client: Client, house: Provider) -> None:
    house.algorithm, house.key = "ES256", EC_KEY
    come_by(client, house)

    assert is_in(client)


def _forged(house: Provider) -> None:
    house.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _unsigned(house: Provider) -> None:
    house.algorithm, house.key = "none", None


def _signed_with_the_public_key(house: Provider) -> None:
    house.algorithm, house.key = "HS256", "a-key-that-anybody-could-have-found-somewhere"


def _says(**token: object) -> Any:
    return lambda house: house.token.update(token)


@pytest.mark.parametrize(
    "spoil",
    [
        _forged,
        _unsigned,
        _signed_with_the_public_key,
        _says(aud="another-desk"),
        _says(iss="https://elsewhere.example"),
        _says(exp=1),
        lambda house: house.userinfo.update(sub="somebody-else"),
        _says(sub=None),
    ],
    ids=["forged", "unsigned", "hmac", "audience", "issuer", "expired", "other person", "no person"],
)
def test_an_answer_that_does_not_hold_lets_nobody_in(client: Client, house: Provider, spoil: Any) -> None:
    away = client.get(BEGIN)
    sent = house.sign_in(away["Location"])
    spoil(house)
    answer = client.get(f"{BEGIN}back/", sent)

    assert answer.status_code == 401
    assert "You are not signed in" in answer.content.decode()
    assert not User.objects.exists()
    assert not is_in(client)


def test_an_answer_to_another_browser_lets_nobody_in(client: Client, house: Provider) -> None:
    sent = house.sign_in(Client().get(BEGIN)["Location"])
    answer = client.get(f"{BEGIN}back/", sent)

    assert answer.status_code == 401
    assert not is_in(client)


def test_an_answer_works_once(client: Client, house: Provider) -> None:
    sent = house.sign_in(client.get(BEGIN)["Location"])
    client.get(f"{BEGIN}back/", sent)
    client.post(reverse("sign-out"))
    answer = client.get(f"{BEGIN}back/", sent)

    assert answer.status_code == 401
    assert not is_in(client)


def test_whoever_changed_their_mind_is_led_back_to_the_door(client: Client, house: Provider) -> None:
    sent = house.sign_in(client.get(BEGIN)["Location"])
    answer: Any = client.get(f"{BEGIN}back/", {"error": "access_denied", "state": sent["state"]}, follow=True)

    assert answer.request["PATH_INFO"] == reverse("sign-in")
    assert "You did not sign in there" in answer.content.decode()


def test_nobody_attaches_a_stranger_to_an_open_session(client: Client, house: Provider, rosa: User) -> None:
    client.force_login(rosa)
    come_by(client, house, process="connect")

    assert not SocialAccount.objects.filter(user=rosa).exists()
    assert client.session["_auth_user_id"] == str(User.objects.get(username="nora").pk)


def test_a_provider_that_does_not_answer_is_said_to(client: Client, house: Provider, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on.providers("http://127.0.0.1:9")
    answer = client.get(BEGIN)

    assert answer.status_code == 401
    assert "could not be used" in answer.content.decode()


def test_a_provider_that_was_not_set_up_is_not_there(client: Client, house: Provider) -> None:
    assert client.get("/sign-in/with/elsewhere/").status_code == 404


# --- What the environment says -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("OIDC_ISSUER", "http://id.harbour.example", single_sign_on.issuer),
        ("OIDC_ISSUER", "id.harbour.example", single_sign_on.issuer),
        ("OIDC_ROLES", "desk:editor", single_sign_on.roles),
        ("OIDC_ROLES", "desk=boss", single_sign_on.roles),
        ("OIDC_UNKNOWN", "maybe", single_sign_on.unknown),
        ("OIDC_CLIENT_ID", "", lambda: single_sign_on.providers("https://id.harbour.example")),
    ],
)
def test_a_slip_of_the_pen_is_named_at_start_up(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Any
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        read()


def test_a_group_may_have_an_equals_sign_in_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_ROLES", "cn=desk=editor, newsroom = reporter")

    assert single_sign_on.roles() == {"cn=desk": "editor", "newsroom": "reporter"}
