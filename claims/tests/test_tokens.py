"""Tests: tokens, by which a program comes in as somebody."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from claims.errors import Refusal, Refused
from claims.models import Event, Token
from claims.records.acts import Role
from claims.records.tokens import LastsFor, TokenScope
from claims.services import ledger_checking, people, tokens
from claims.services.ledger_checking import Tally
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_person
from claims.tests.phones import give_password, with_password

pytestmark = pytest.mark.django_db

READ = [TokenScope.READ]


def make(person: User, *, had_second_factor: bool = False) -> tokens.Made:
    """A token for reading."""
    return tokens.make("My script", READ, by=acting(person), had_second_factor=had_second_factor)


def change(person: User, *, by: User, role: Role | None, is_active: bool = True) -> None:
    """What a chief changes about somebody."""
    people.change(
        person.pk,
        by=acting(by),
        role=role,
        is_active=is_active,
        username=person.username,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
    )


def test_a_token_lets_in_its_person_and_its_secret_is_kept_nowhere(rosa: User, ledger: Ledger) -> None:
    made = make(rosa)
    token = tokens.come_in(made.secret)

    assert re.fullmatch("ct_[0-9a-f]{64}", made.secret)
    assert token is not None
    assert (token.person, token.is_for) == (rosa, READ)
    (event,) = ledger.new()
    assert (event.act, event.subject_kind, event.subject_id) == ("person.token_made", "person", rosa.pk)
    row = str(Token.objects.values().get())
    for secret in (made.secret, made.secret[3:]):
        assert secret not in row + event.body
    assert token.secret_sha256 not in event.body + event.line
    assert "My script" not in event.body


def test_it_lasts_90_days_unless_said_otherwise_and_never_longer_than_a_year(rosa: User) -> None:
    token = make(rosa).token
    assert token.expires_at - token.made_at == timedelta(days=90)
    assert max(lasts.days for lasts in LastsFor) == 365


@pytest.mark.parametrize("secret", ["", "ct_", "ct_" + "0" * 64, "x", "ct_" + "\ud800", "ct_" + "0" * 9999])
def test_what_nobody_made_lets_nobody_in(rosa: User, secret: str) -> None:
    make(rosa)
    assert tokens.come_in(secret) is None


def test_one_that_expired_or_ended_lets_nobody_in(rosa: User, ledger: Ledger) -> None:
    expired, ended = make(rosa), make(rosa)
    Token.objects.filter(pk=expired.token.pk).update(expires_at=timezone.now(), made_at=timezone.now() - timedelta(9))
    ledger.new()
    tokens.end(ended.token.pk, by=acting(rosa))

    assert tokens.come_in(expired.secret) is None
    assert tokens.come_in(ended.secret) is None
    assert ledger.acts() == [("person.token_ended", rosa.pk)]
    with pytest.raises(Refused) as refused:
        tokens.end(ended.token.pk, by=acting(rosa))
    assert refused.value.code is Refusal.TOKEN_HAS_ENDED


def test_nobody_ends_the_token_of_somebody_else(rosa: User, clara: User) -> None:
    made = make(rosa)
    with pytest.raises(Token.DoesNotExist):
        tokens.end(made.token.pk, by=acting(clara))
    assert tokens.come_in(made.secret)


def test_with_the_account_off_tokens_end_and_stay_ended_when_it_is_on_again(rosa: User, clara: User) -> None:
    made = make(rosa)
    change(rosa, by=clara, role=Role.REPORTER, is_active=False)
    assert tokens.come_in(made.secret) is None

    change(rosa, by=clara, role=Role.REPORTER)
    assert tokens.come_in(made.secret) is None


def test_whoever_has_no_role_any_more_does_not_come_in_by_a_token(rosa: User, clara: User) -> None:
    made = make(rosa)
    change(rosa, by=clara, role=None)
    assert tokens.come_in(made.secret) is None


def test_a_token_is_for_no_more_than_the_role_is(vera: User, rosa: User, stranger: User) -> None:
    assert tokens.scopes_for(acting(vera)) == [TokenScope.READ, TokenScope.ACT, TokenScope.FEED]
    for person, scope in ((vera, TokenScope.IMPORT), (rosa, TokenScope.ISSUE), (stranger, TokenScope.READ)):
        with pytest.raises(Refused) as refused:
            tokens.make("My script", [scope], by=acting(person))
        assert refused.value.code is Refusal.NOT_ALLOWED
    for name, scopes, code in (("", READ, Refusal.NAME_MISSING), ("x", [], Refusal.TOKEN_FOR_NOTHING)):
        with pytest.raises(Refused) as refused:
            tokens.make(name, scopes, by=acting(rosa))
        assert refused.value.code is code


def test_where_the_role_needs_a_second_factor_a_token_made_without_one_is_worth_nothing(
    rosa: User, clara: User, settings: Settings
) -> None:
    bare, made = make(rosa), make(rosa, had_second_factor=True)
    settings.REQUIRE_SECOND_FACTOR = frozenset({"editor", "chief"})
    assert tokens.come_in(bare.secret)

    change(rosa, by=clara, role=Role.EDITOR)
    assert tokens.come_in(bare.secret) is None
    assert tokens.come_in(made.secret)


def test_that_it_was_used_is_noted_once_an_hour_and_changes_nothing_in_the_ledger(rosa: User) -> None:
    made = make(rosa)
    tokens.come_in(made.secret)
    first = Token.objects.get().used_at
    tokens.come_in(made.secret)
    assert first is not None
    assert Token.objects.get().used_at == first

    Token.objects.update(used_at=first - timedelta(hours=2))
    tokens.come_in(made.secret)
    assert Token.objects.filter(used_at__gt=first).exists()
    assert list(ledger_checking.check(Tally())) == []


def test_the_ledger_tells_when_a_token_was_slipped_in(rosa: User) -> None:
    make(rosa)
    Token.objects.update(scopes="act import read")
    assert list(ledger_checking.check(Tally()))


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_secret_once_and_never_again(client: Client, rosa: User) -> None:
    give_password(client, with_password(rosa))
    answer = client.post(
        reverse("account-token-new"), {"name": "Planning <board>", "scopes": ["read", "act"], "lasts": "30"}
    )
    shown = re.search(r"ct_[0-9a-f]{64}", answer.content.decode())

    assert answer["Cache-Control"] == "no-store, private"
    assert shown is not None
    token = tokens.come_in(shown[0])
    assert token is not None
    assert (token.name, token.scopes, token.had_second_factor) == ("Planning <board>", "act read", False)
    assert (token.expires_at - token.made_at).days == 30
    listed = client.get(reverse("account-tokens")).content.decode()
    assert "Planning &lt;board&gt;" in listed
    assert shown[0] not in listed


def test_whoever_has_a_password_gives_it_once_more_before_a_token_is_made(client: Client, rosa: User) -> None:
    client.force_login(with_password(rosa))
    for answer in (client.get(reverse("account-token-new")), client.post(reverse("account-token-new"), {"name": "x"})):
        assert answer["Location"].startswith(reverse("account_reauthenticate"))

    client.logout()
    give_password(client, rosa)
    assert client.get(reverse("account-token-new")).status_code == 200


def test_where_a_second_factor_is_needed_nobody_makes_a_token_without_one(
    client: Client, clara: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief"})
    give_password(client, with_password(clara))
    sent = {"name": "My script", "scopes": ["read"], "lasts": "90"}
    assert client.post(reverse("account-token-new"), sent)["Location"] == reverse("mfa_activate_totp")

    session = client.session
    session["second_factor"] = True
    session.save()
    client.post(reverse("account-token-new"), sent)
    assert Token.objects.get().had_second_factor


def test_what_was_typed_is_kept_when_something_is_missing(client: Client, rosa: User) -> None:
    give_password(client, with_password(rosa))
    answer = client.post(reverse("account-token-new"), {"name": "Planning board", "lasts": "30"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Planning board" in page
    assert "Choose what the token may be used for." in page
    assert not Token.objects.exists()


def test_a_token_is_ended_on_the_page_and_one_of_somebody_else_is_not_there(
    client: Client, rosa: User, edith: User
) -> None:
    mine, theirs = make(rosa), make(edith)
    client.force_login(rosa)
    answer = client.post(reverse("account-token-end", args=[mine.token.pk]), follow=True)

    assert "The token “My script” has ended." in answer.content.decode()
    assert tokens.come_in(mine.secret) is None
    assert client.post(reverse("account-token-end", args=[theirs.token.pk])).status_code == 404
    assert tokens.come_in(theirs.secret)
    assert Event.objects.filter(act="person.token_ended").count() == 1


def test_somebody_without_a_role_makes_none(client: Client) -> None:
    client.force_login(make_person(None, "nobody"))
    assert client.get(reverse("account-token-new")).status_code == 403
