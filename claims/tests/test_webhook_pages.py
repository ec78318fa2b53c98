"""Tests: the pages of news and webhooks."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Delivery, Event, Webhook
from claims.records.checking import Attribution
from claims.records.news import DeliveryState, NewsKind, Problem, TurnedOff
from claims.selectors import webhook_pages
from claims.services import findings, webhooks
from claims.services.webhooks import Given
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim
from claims.tests.phones import give_password, with_password
from claims.workflow import Status

pytestmark = pytest.mark.django_db

CMS = {"name": "The site", "receiver": "https://cms.example/hook", "kinds": ["claim.decided", "claim.stale"]}


@pytest.fixture
def chief(client: Client, clara: User) -> Client:
    """A chief at her browser."""
    give_password(client, with_password(clara))
    return client


def made(by: User, number: int = 0) -> Webhook:
    """A webhook."""
    given = Given(f"Site {number}", f"https://cms{number}.example/hook", {NewsKind.CLAIM_DECIDED})
    return webhooks.make(given, by=acting(by)).webhook


def told(webhook: Webhook, by: User, number: int, **facts: object) -> None:
    """So many tests that were told, as the worker would have written them."""
    usual = {"kind": NewsKind.TEST, "state": DeliveryState.TOLD, "attempts": 1, "answer": 204, "took_ms": 12}
    for _number in range(number):
        webhooks.send_test(webhook.pk, by=acting(by))
        event = Event.objects.latest("sequence")
        Delivery.objects.create(webhook=webhook, event=event, tried_at=timezone.now(), **{**usual, **facts})


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    """A page as it is read."""
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


# --- News -------------------------------------------------------------------------------------------------------------


def test_the_page_of_news_shows_what_happened_and_how_to_be_told(client: Client, vera: User, clara: User) -> None:
    claim = make_claim("The port is shut.", status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    findings.recall(claim.pk, by=acting(clara), because="It was another port.")
    client.force_login(vera)
    shown = page(client, "news")
    assert "The port is shut." in shown
    assert reverse("claim", args=[claim.pk]) in shown
    assert "http://127.0.0.1:8000/feeds/news/?token=ct_…" in shown
    assert reverse("webhooks") not in shown
    some = page(client, "news", query="?kind=claim.decided")
    assert "The port is shut." not in some
    assert "/feeds/news/?kind=claim.decided&token=ct_…" in some


def test_a_chief_finds_the_webhooks_from_there(chief: Client) -> None:
    assert reverse("webhooks") in page(chief, "news")


# --- Making and changing ----------------------------------------------------------------------------------------------


def test_a_chief_makes_a_webhook_and_sees_its_secret_once(chief: Client, ledger: Ledger) -> None:
    answer = chief.post(reverse("webhook-new"), CMS)
    assert answer.status_code == 200
    assert "whsec_" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    webhook = Webhook.objects.get()
    assert ledger.acts() == [("webhook.make", webhook.pk)]
    for name in ("webhook", "webhook-change", "webhook-secret"):
        assert "whsec_" not in page(chief, name, webhook.pk)


def test_an_open_browser_is_not_enough_to_send_news_elsewhere(client: Client, clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    client.force_login(with_password(clara))
    ledger.new()
    for name, words in (("webhook-new", []), ("webhook-change", [webhook.pk]), ("webhook-secret", [webhook.pk])):
        answer = client.post(reverse(name, args=words), {**CMS, **seen(webhook)})
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert ledger.new() == []


def test_what_is_refused_shows_the_form_again_with_everything_typed(chief: Client, ledger: Ledger) -> None:
    answer = chief.post(reverse("webhook-new"), {**CMS, "receiver": "http://cms.example/hook?a=1"})
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Give an address that begins with https://" in shown
    for typed in ("The site", "http://cms.example/hook?a=1"):
        assert f'value="{typed}"' in shown
    assert len(re.findall(r'name="kinds"[^>]* checked', shown)) == 2
    assert chief.post(reverse("webhook-new"), {**CMS, "kinds": ["weather"]}).status_code == 422
    assert chief.post(reverse("webhook-new"), {}).status_code == 422
    assert ledger.new() == []


def test_it_is_changed_and_given_a_new_secret(chief: Client, clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    ledger.new()
    assert chief.post(reverse("webhook-change", args=[webhook.pk]), {**CMS, **seen(webhook)}).status_code == 302
    assert "whsec_" in chief.post(reverse("webhook-secret", args=[webhook.pk]), seen(webhook)).content.decode()
    assert ledger.acts() == [("webhook.change", webhook.pk), ("webhook.new_secret", webhook.pk)]
    shown = page(chief, "webhook", webhook.pk)
    assert "The site" in shown
    assert "https://cms.example/hook" in shown


def test_it_is_tried_turned_off_and_turned_on_by_a_button_each(chief: Client, clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    ledger.new()
    for name in ("webhook-test", "webhook-off", "webhook-on"):
        assert reverse(name, args=[webhook.pk]) in page(chief, "webhook", webhook.pk)
        answer = chief.post(reverse(name, args=[webhook.pk]), seen(webhook), follow=True)
        assert "Site 0" in answer.content.decode()
    acts = ["webhook.test", "webhook.turn_off", "webhook.turn_on"]
    assert ledger.acts() == [(act, webhook.pk) for act in acts]


def test_who_may_not_manage_them_reads_why_not(client: Client, edith: User, clara: User) -> None:
    webhook = made(clara)
    client.force_login(edith)
    assert client.get(reverse("webhooks")).status_code == 403
    assert client.get(reverse("webhook", args=[webhook.pk])).status_code == 403
    assert "cms0" not in page(client, "news")


# --- The log ----------------------------------------------------------------------------------------------------------


def test_the_log_says_what_came_of_each_and_each_can_be_sent_again(chief: Client, clara: User, ledger: Ledger) -> None:
    webhook = made(clara)
    told(webhook, clara, 1)
    told(webhook, clara, 1, state=DeliveryState.GIVEN_UP, answer=None, problem=Problem.TOO_SLOW, attempts=9)
    ledger.new()
    shown = page(chief, "webhook", webhook.pk)
    for said in ("answered 204", "No answer in time", "Given up", "Told", "in 12 ms"):
        assert said in shown
    given_up = Delivery.objects.get(state=DeliveryState.GIVEN_UP)
    address = reverse("webhook-again", args=[webhook.pk, given_up.event_id])
    assert address in shown
    assert chief.post(address, seen(webhook)).status_code == 302
    assert ledger.acts() == [("webhook.send_again", webhook.pk)]
    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (DeliveryState.WAITING, 0)
    assert chief.post(reverse("webhook-again", args=[webhook.pk, 999_999]), seen(webhook)).status_code == 404


def test_a_long_log_is_read_page_by_page(chief: Client, clara: User) -> None:
    webhook = made(clara)
    told(webhook, clara, webhook_pages.PAGE + 2)
    first = webhook_pages.webhook(webhook.pk)
    assert len(first.log) == webhook_pages.PAGE
    rest = webhook_pages.webhook(webhook.pk, after=first.older)
    assert (len(rest.log), rest.older) == (2, None)
    sequences = [line.delivery.event_id for line in (*first.log, *rest.log)]
    assert sequences == sorted(set(sequences), reverse=True)
    assert f"?after={first.older}" in page(chief, "webhook", webhook.pk)
    assert "Newest" in page(chief, "webhook", webhook.pk, query=f"?after={first.older}")


def test_pages_take_the_same_queries_however_much_there_is(chief: Client, clara: User) -> None:
    first = made(clara)
    numbers = []
    for number in (1, 2):
        told(first, clara, 3)
        made(clara, number)
        with CaptureQueriesContext(connection) as asked:
            page(chief, "webhooks")
            page(chief, "webhook", first.pk)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


# --- When one fails ---------------------------------------------------------------------------------------------------


def test_one_that_fails_says_since_when_and_that_nothing_is_lost(chief: Client, clara: User) -> None:
    webhook = made(clara)
    now = timezone.now()
    told(webhook, clara, 1, state=DeliveryState.WAITING, next_try=now, answer=503)
    Webhook.objects.update(failing_since=now, rests_until=now, failures=1)
    for shown in (page(chief, "webhooks"), page(chief, "webhook", webhook.pk)):
        assert "Fails" in shown
        assert "answered 503" in shown
        assert "1 waiting" in shown


def test_a_chief_reads_on_the_desk_that_one_was_turned_off_until_somebody_looked_at_it(
    chief: Client, clara: User, ledger: Ledger
) -> None:
    webhook = made(clara)
    webhooks.turn_off_by_itself(webhook.pk, TurnedOff.FAILING)
    assert "1 webhook was turned off by itself" in page(chief, "desk")
    shown = page(chief, "webhook", webhook.pk)
    assert "did not take anything for days" in shown
    assert "Leave it off" in shown
    chief.post(reverse("webhook-off", args=[webhook.pk]), seen(webhook))
    assert "turned off by itself" not in page(chief, "desk")
    assert "Turned off by hand" in page(chief, "webhook", webhook.pk)


def test_nobody_else_reads_of_it_on_the_desk(client: Client, edith: User, clara: User) -> None:
    webhooks.turn_off_by_itself(made(clara).pk, TurnedOff.FAILING)
    client.force_login(edith)
    assert "turned off by itself" not in page(client, "desk")


def test_the_log_loads_itself_anew_only_while_something_is_about_to_be_sent(chief: Client, clara: User) -> None:
    webhook = made(clara)
    assert "hx-get" not in page(chief, "webhook", webhook.pk).partition('id="told"')[2]
    webhooks.send_test(webhook.pk, by=acting(clara))
    assert "hx-get" in page(chief, "webhook", webhook.pk).partition('id="told"')[2]
    Webhook.objects.update(cursor=Event.objects.latest("sequence").sequence)
    assert "hx-get" not in page(chief, "webhook", webhook.pk).partition('id="told"')[2]
