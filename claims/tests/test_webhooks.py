"""Tests: webhooks: who may manage them, what is refused, where the secret is kept, and what the ledger says of it."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from claims.errors import Refusal, Refused
from claims.models import Event, Webhook
from claims.records.news import NewsKind, TurnedOff
from claims.services import keys, ledger_checking, posting, webhooks
from claims.services.ledger_checking import Tally
from claims.services.webhooks import Given
from claims.tests.conftest import Ledger, acting

pytestmark = pytest.mark.django_db

CMS = Given("The site", "https://cms.example/hooks/desk?t=topsecret", {NewsKind.CLAIM_DECIDED, NewsKind.CLAIM_STALE})
OTHER = Given("The radio", "https://radio.example/told", {NewsKind.CLAIM_STALE})


def made(by: User, given: Given = CMS) -> Webhook:
    """A webhook."""
    return webhooks.make(given, by=acting(by)).webhook


def refusal_of(given: Given, by: User) -> tuple[Refusal, str]:
    """Why a webhook is not made, and beside which field that stands."""
    with pytest.raises(Refused) as refused:
        webhooks.make(given, by=acting(by))
    return refused.value.code, refused.value.field


def test_a_webhook_is_made_with_one_event_and_told_what_happens_from_now_on(clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    assert ledger.acts() == [("webhook.make", webhook.pk)]
    assert (webhook.name, webhook.is_on, webhook.made_by) == ("The site", True, clara)
    assert webhook.kinds == ["claim.decided", "claim.stale"]


def test_the_secret_is_shown_once_and_stands_in_no_row(clara: User) -> None:
    given = webhooks.make(CMS, by=acting(clara))
    secret = keys.read(given.webhook.key)
    assert given.secret == posting.secret_in_words(secret)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of a table
            cells = [str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
            assert not any(given.secret in cell or secret.hex() in cell for cell in cells), table


def test_the_address_of_a_receiver_stands_in_no_line_of_the_ledger(clara: User) -> None:
    webhook = made(clara)
    webhooks.change(webhook.pk, OTHER, by=acting(clara), version=1)
    lines = "".join(Event.objects.values_list("line", flat=True))
    assert "topsecret" not in lines
    assert "hooks/desk" not in lines
    body = json.loads(Event.objects.get(act="webhook.change").body)
    assert (body["before"]["host"], body["after"]["host"]) == ("cms.example", "radio.example")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(" ", CMS.receiver, CMS.kinds), (Refusal.NAME_MISSING, "name")),
        (Given("x" * 101, CMS.receiver, CMS.kinds), (Refusal.TOO_LONG, "name")),
        (Given("The site", "http://cms.example/", CMS.kinds), (Refusal.RECEIVER_NOT_HTTPS, "receiver")),
        (Given("The site", "https://10.0.0.1/", CMS.kinds), (Refusal.RECEIVER_IN_THE_HOUSE, "receiver")),
        (Given("The site", CMS.receiver, set()), (Refusal.NO_NEWS_CHOSEN, "kinds")),
        (Given("The site", CMS.receiver, {NewsKind.TEST}), (Refusal.NO_NEWS_CHOSEN, "kinds")),
        (Given("The other site", OTHER.receiver, CMS.kinds), (Refusal.RECEIVER_TAKEN, "receiver")),
    ],
)
def test_a_webhook_is_refused_with_what_is_wrong(given: Given, why: tuple[Refusal, str], clara: User) -> None:
    made(clara, OTHER)
    assert refusal_of(given, clara) == why
    assert Webhook.objects.count() == 1


def test_each_act_leaves_one_event_and_the_next_version(clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    by = acting(clara)
    webhooks.change(webhook.pk, OTHER, by=by, version=1)
    webhooks.send_test(webhook.pk, by=by, version=2)
    webhooks.new_secret(webhook.pk, by=by, version=3)
    webhooks.turn_off(webhook.pk, by=by, version=4)
    webhooks.turn_on(webhook.pk, by=by, version=5)
    acts = ["make", "change", "test", "new_secret", "turn_off", "turn_on"]
    assert ledger.acts() == [(f"webhook.{act}", webhook.pk) for act in acts]
    webhook.refresh_from_db()
    assert webhook.version == len(acts)


def test_what_is_as_it_was_or_was_changed_meanwhile_is_refused(clara: User) -> None:
    webhook, by = made(clara), acting(clara)
    with pytest.raises(Refused) as refused:
        webhooks.change(webhook.pk, CMS, by=by, version=1)
    assert refused.value.code is Refusal.NOTHING_CHANGED
    with pytest.raises(Refused) as refused:
        webhooks.turn_off(webhook.pk, by=by, version=7)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_one_that_is_on_is_not_turned_on_and_one_that_is_off_is_not_tried(clara: User) -> None:
    webhook, by = made(clara), acting(clara)
    with pytest.raises(Refused) as refused:
        webhooks.turn_on(webhook.pk, by=by)
    assert refused.value.code is Refusal.WEBHOOK_IS_ON
    webhooks.turn_off(webhook.pk, by=by)
    for act in (webhooks.turn_off, webhooks.send_test):
        with pytest.raises(Refused) as refused:
            act(webhook.pk, by=by)
        assert refused.value.code is Refusal.WEBHOOK_IS_OFF


def test_an_editor_may_not_make_one(edith: User) -> None:
    assert refusal_of(CMS, edith) == (Refusal.NOT_ALLOWED, "")


def test_one_that_is_off_already_is_not_turned_off_by_itself(clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    webhooks.turn_off(webhook.pk, by=acting(clara))
    ledger.new()
    webhooks.turn_off_by_itself(webhook.pk, TurnedOff.GONE)
    assert ledger.new() == []


def test_the_ledger_finds_nothing_wrong_however_far_the_telling_has_come(clara: User, settings: object) -> None:
    call_command("prepare", verbosity=0)
    webhook = made(clara)
    Webhook.objects.filter(pk=webhook.pk).update(cursor=99, failures=3)
    assert list(ledger_checking.check(Tally())) == []
    Webhook.objects.filter(pk=webhook.pk).update(receiver="https://elsewhere.example/")
    assert [broken.subject for broken in ledger_checking.check(Tally())] == [webhook.pk]
