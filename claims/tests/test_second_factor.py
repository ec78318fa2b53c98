"""Tests: the second factor: on, off, taken off by a chief, codes that work once."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.errors import Refusal, Refused
from claims.models import Event
from claims.records import acts
from claims.records.acts import Role
from claims.services import keys, second_factor
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_person
from claims.tests.phones import SECRET, give_password, is_in, secret_of, shown, with_password, with_phone

pytestmark = pytest.mark.django_db


def turn_on(browser: Client) -> str:
    """Turn it on as somebody does; the secret their phone got."""
    secret: str = browser.get(reverse("mfa_activate_totp")).context["secret"].replace(" ", "")
    answer = browser.post(reverse("mfa_activate_totp"), {"code": shown(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_a_person_turns_it_on_with_a_phone_and_is_shown_recovery_codes_once(
    client: Client, rosa: User, ledger: Ledger
) -> None:
    give_password(client, with_password(rosa))

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["secret"].replace(" ", "")
    assert "data:image/svg+xml;base64," in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": shown(secret)})
    codes = client.get(answer["Location"]).context["codes"]

    assert secret_of(rosa) == secret
    assert len(set(codes)) == 10
    assert client.get(answer["Location"])["Location"] == reverse("mfa_generate_recovery_codes")
    (event,) = ledger.new()
    assert (event.act, event.subject_id, event.actor_id) == ("person.second_factor_on", rosa.pk, rosa.pk)
    assert secret not in event.body


def test_a_wrong_first_code_turns_nothing_on_and_keeps_the_secret_shown(
    client: Client, rosa: User, ledger: Ledger
) -> None:
    give_password(client, with_password(rosa))
    before = client.get(reverse("mfa_activate_totp")).context["secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.context["secret"] == before
    assert not second_factor.is_on(rosa.pk)
    assert ledger.new() == []


def test_after_the_password_a_code_is_asked_for(client: Client, rosa: User) -> None:
    leads_to = give_password(client, with_phone(rosa))

    assert leads_to == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("claims"))["Location"].startswith(reverse("sign-in"))
    assert client.post(leads_to, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(leads_to, {"code": shown()})["Location"] == reverse("home")
    assert is_in(client)


def test_one_is_led_on_to_the_page_one_wanted_after_the_code_too(client: Client, rosa: User) -> None:
    with_phone(rosa)
    client.post(reverse("sign-in"), {"username": "rosa", "password": "a long enough one", "next": reverse("sources")})

    assert client.post(reverse("mfa_authenticate"), {"code": shown()})["Location"] == reverse("sources")


def test_a_code_by_time_works_once_in_every_process(client: Client, rosa: User) -> None:
    with_phone(rosa)
    used = shown()
    row = Authenticator.objects.get(user=rosa, type="totp")

    assert second_factor.use(row.pk, used)
    assert not second_factor.use(row.pk, used)
    assert not second_factor.use(row.pk, f"{used[:3]} {used[3:]}")
    give_password(client, rosa)
    answer = client.post(reverse("mfa_authenticate"), {"code": used})
    assert "used already" in answer.content.decode()
    assert not is_in(client)


def test_a_recovery_code_lets_in_once(rosa: User) -> None:
    code = second_factor.show_codes(with_phone(rosa).pk)[0]
    tries = []
    for browser in (Client(), Client()):
        give_password(browser, rosa)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        tries.append(is_in(browser))

    assert tries == [True, False]
    assert second_factor.codes_left(rosa.pk) == 9


def test_whoever_stopped_half_way_can_begin_again_as_somebody_else(client: Client, rosa: User, edith: User) -> None:
    give_password(client, with_phone(rosa))
    assert client.get(reverse("sign-in"))["Location"] == reverse("mfa_authenticate")
    client.post(reverse("sign-out"))
    give_password(client, with_password(edith))

    assert client.session["_auth_user_id"] == str(edith.pk)


def test_turning_it_off_asks_for_the_password_again(client: Client, rosa: User, ledger: Ledger) -> None:
    with_phone(rosa)
    ledger.new()
    client.force_login(rosa)
    off = reverse("mfa_deactivate_totp")

    for answer in (client.get(off), client.post(off)):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert second_factor.is_on(rosa.pk)
    wrong = client.post(reverse("account_reauthenticate"), {"password": "wrong", "next": off})
    assert wrong.status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": "a long enough one", "next": off})
    client.post(off)

    assert not second_factor.is_on(rosa.pk)
    assert ledger.acts() == [("person.second_factor_off", rosa.pk)]


def test_a_code_does_instead_of_the_password(client: Client, rosa: User) -> None:
    with_phone(rosa)
    client.force_login(rosa)
    off = reverse("mfa_deactivate_totp")

    assert client.post(reverse("mfa_reauthenticate"), {"code": "000000", "next": off}).status_code == 200
    assert client.get(off).status_code == 302
    client.post(reverse("mfa_reauthenticate"), {"code": shown(), "next": off})
    assert client.get(off).status_code == 200


def test_new_recovery_codes_make_the_old_ones_worth_nothing(client: Client, rosa: User, ledger: Ledger) -> None:
    old = second_factor.show_codes(with_phone(rosa).pk)
    ledger.new()
    give_password(client, rosa)
    client.post(reverse("mfa_authenticate"), {"code": shown()})
    answer = client.post(reverse("mfa_generate_recovery_codes"))
    new = client.get(answer["Location"]).context["codes"]

    assert not set(old) & set(new)
    (event,) = ledger.new()
    assert event.act == "person.recovery_codes"
    assert not any(code in event.body for code in new)


def test_a_chief_takes_off_the_second_factor_of_one_who_lost_the_phone(
    client: Client, rosa: User, clara: User, ledger: Ledger
) -> None:
    with_phone(rosa)
    ledger.new()
    second_factor.reset(rosa.pk, by=acting(clara), because="Lost on the ferry.")

    assert not second_factor.is_on(rosa.pk)
    (event,) = ledger.new()
    assert (event.act, event.subject_id, event.actor_name) == ("person.second_factor_reset", rosa.pk, "clara")
    give_password(client, rosa)
    assert is_in(client)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER, Role.EDITOR, None])
def test_nobody_but_a_chief_takes_it_off_somebody_else(rosa: User, role: Role | None, ledger: Ledger) -> None:
    with_phone(rosa)
    ledger.new()
    with pytest.raises(Refused) as refused:
        second_factor.reset(rosa.pk, by=acting(make_person(role)), because="Curious.")

    assert refused.value.code is Refusal.NOT_ALLOWED
    assert second_factor.is_on(rosa.pk)
    assert ledger.new() == []


def test_taking_it_off_needs_a_reason_a_second_factor_and_somebody_else(clara: User, rosa: User) -> None:
    owner = User.objects.create_superuser("olga", password="olgas-first-word-3")
    with_phone(clara)
    second_factor.turn_on(SECRET, by=acting(owner), here=None)
    for person, because, code in (
        (clara, "Mine.", Refusal.OWN_SECOND_FACTOR),
        (rosa, "Lost.", Refusal.SECOND_FACTOR_OFF),
        (owner, "Lost.", Refusal.OWNERS_ONLY),
        (owner, "  ", Refusal.REASON_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            second_factor.reset(person.pk, by=acting(clara), because=because)
        assert refused.value.code is code


def test_a_command_takes_it_off_for_the_only_chief(clara: User) -> None:
    with_phone(clara)
    second_factor.reset(clara.pk, by=acts.command("tests"), because="The only chief lost the phone.")

    assert not second_factor.is_on(clara.pk)


def test_no_event_holds_a_secret_or_a_code(client: Client, rosa: User) -> None:
    give_password(client, with_password(rosa))
    secret = turn_on(client)
    codes = second_factor.show_codes(rosa.pk)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))

    bodies = "".join(Event.objects.values_list("body", flat=True))
    assert Event.objects.filter(subject_id=rosa.pk, act__startswith="person.").count() == 3
    assert not any(word in bodies for word in (secret, *codes))


def test_whoever_has_the_database_alone_has_no_secret(rosa: User) -> None:
    codes = second_factor.show_codes(with_phone(rosa).pk)
    kept = " ".join(str(row.data) for row in Authenticator.objects.filter(user=rosa))

    assert secret_of(rosa) == SECRET
    assert not any(word in kept for word in (SECRET, *codes))


def test_a_lost_key_lets_nobody_in_and_breaks_no_page(
    client: Client, rosa: User, clara: User, caplog: pytest.LogCaptureFixture
) -> None:
    with_phone(rosa)
    keys.destroy("second-factor")
    give_password(client, rosa)
    answer = client.post(reverse("mfa_authenticate"), {"code": shown()})

    assert answer.status_code == 200
    assert not is_in(client)
    assert "'second-factor' is not the one" in caplog.text
    second_factor.reset(rosa.pk, by=acting(clara), because="The key was lost.")
    give_password(Client(), rosa)


# --- Roles that must have one --------------------------------------------------------------------------------------


def test_a_role_that_must_have_one_comes_no_further_without(client: Client, clara: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief"})
    give_password(client, with_password(clara))

    for name in ("claims", "desk", "admin:index"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_activate_totp"), name
    assert "Your role needs one" in client.get(reverse("mfa_activate_totp")).content.decode()
    assert client.get(reverse("account")).status_code == 200
    turn_on(client)
    assert client.get(reverse("claims")).status_code == 200


def test_other_roles_are_not_asked(client: Client, rosa: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief", "editor"})
    give_password(client, with_password(rosa))

    assert client.get(reverse("claims")).status_code == 200


def test_whoever_came_in_with_a_code_is_not_asked_again(client: Client, clara: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief"})
    give_password(client, with_phone(clara))
    client.post(reverse("mfa_authenticate"), {"code": shown()})

    assert client.get(reverse("claims")).status_code == 200


def test_whoever_turns_it_off_is_asked_at_once(client: Client, clara: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief"})
    give_password(client, with_phone(clara))
    client.post(reverse("mfa_authenticate"), {"code": shown()})
    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("claims"))["Location"] == reverse("mfa_activate_totp")


def test_somebody_without_a_role_can_turn_it_on(client: Client, stranger: User) -> None:
    give_password(client, with_password(stranger))
    turn_on(client)

    assert second_factor.is_on(stranger.pk)
