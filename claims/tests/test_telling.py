"""Tests: news is told: what happens reaches each receiver, in order, signed, once; and whatever a receiver does."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.errors import Refusal, Refused
from claims.models import Claim, Delivery, Event, Webhook
from claims.records.checking import Attribution, Verdict
from claims.records.news import DeliveryState, NewsKind, Problem, TurnedOff
from claims.selectors import news
from claims.services import findings, keys, telling, webhooks
from claims.services.findings import Answers
from claims.services.webhooks import Given, WithSecret
from claims.tasks import teller
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_source
from claims.tests.receivers import Receiver, receiver, verify
from claims.tests.test_workers import Desk
from claims.workflow import Status

pytestmark = pytest.mark.django_db

RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def this_machine_is_in_the_house(settings: Settings) -> None:
    """Receivers of tests listen on this machine."""
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset({"127.0.0.1"})
    settings.WEBHOOKS_SECONDS = 1


def hook(by: User, to: Receiver, *kinds: NewsKind) -> WithSecret:
    """A webhook that tells a receiver everything, or some kinds of news."""
    return webhooks.make(Given("The site", to.address, kinds or news.FOR_READERS), by=acting(by))


def decided(rosa: User, edith: User, statement: str = "The harbour stays closed [in Tolvik].") -> Claim:
    """A claim that is decided, as it happens at the desk."""
    claim = make_claim(statement, status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source("Marta Solheim"))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    return findings.agree(claim.pk, by=acting(edith))


def later(by: timedelta) -> None:
    """So much time passes: everything that has a time is that much older."""
    for name in ("next_try", "tried_at"):
        Delivery.objects.exclude(**{name: None}).update(**{name: F(name) - by})
    for name in ("rests_until", "failing_since", "held_until"):
        Webhook.objects.exclude(**{name: None}).update(**{name: F(name) - by})


def delivery() -> Delivery:
    """The one that there is."""
    return Delivery.objects.get()


# --- What arrives -----------------------------------------------------------------------------------------------------


def test_a_decision_is_told_signed_and_as_it_stands(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        secret = hook(clara, here).secret
        claim = decided(rosa, edith)
        assert telling.turn() == 1
    ((headers, body),) = here.came
    verify(secret, headers, body)
    line = Event.objects.get(act="claim.agree")
    (message,) = here.messages
    assert message["type"] == "claim.decided"
    assert message["timestamp"].endswith("Z")
    assert message["data"] == {
        "sequence": line.sequence,
        "address": f"http://127.0.0.1:8000/claims/{claim.pk}/",
        "status": "attributed",
        "claim": {
            "id": claim.pk,
            "version": claim.version,
            "status": "attributed",
            "how_to_use": "with_attribution",
            "is_stale": False,
            "is_single_read": False,
            "statement": "The harbour stays closed [in Tolvik].",
            "speaker": "Marta Solheim",
        },
    }
    assert headers["content-type"].startswith("application/json")


def test_every_kind_of_news_is_told_in_the_order_in_which_it_happened(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        hook(clara, here)
        claim = decided(rosa, edith)
        findings.take_back_agreement(claim.pk, by=acting(edith))
        findings.agree(claim.pk, by=acting(edith))
        findings.recall(claim.pk, by=acting(clara), because="It was another port.")
        findings.reopen(claim.pk, by=acting(edith), because="The port answered.")
        assert telling.turn() == 5
        assert telling.turn() == 0
    kinds = ["claim.decided", "claim.reopened", "claim.decided", "claim.withdrawn", "claim.reopened"]
    assert here.types == kinds
    sequences = [message["data"]["sequence"] for message in here.messages]
    assert sequences == sorted(sequences)
    assert [message["data"]["status"] for message in here.messages][-2:] == ["withdrawn", "in_review"]
    assert {message["data"]["claim"]["status"] for message in here.messages} == {"in_review"}


def test_a_receiver_is_told_only_what_it_asked_for_and_only_from_then_on(rosa: User, edith: User, clara: User) -> None:
    before = decided(rosa, edith)
    with receiver() as here, receiver() as there:
        hook(clara, here, NewsKind.CLAIM_WITHDRAWN)
        webhooks.make(Given("The radio", there.address, {NewsKind.CLAIM_DECIDED}), by=acting(clara))
        findings.recall(before.pk, by=acting(clara), because="It was another port.")
        decided(rosa, edith, "The ferries sail.")
        telling.turn()
    assert (here.types, there.types) == (["claim.withdrawn"], ["claim.decided"])
    assert there.messages[0]["data"]["claim"]["statement"] == "The ferries sail."


def test_a_test_is_told_to_the_one_webhook_whatever_it_asked_for(clara: User) -> None:
    with receiver() as here, receiver() as there:
        tested = hook(clara, here, NewsKind.CLAIM_STALE)
        webhooks.make(Given("The radio", there.address, news.FOR_READERS), by=acting(clara))
        webhooks.send_test(tested.webhook.pk, by=acting(clara))
        telling.turn()
    assert (here.types, there.types) == (["webhook.test"], [])
    verify(tested.secret, *here.came[0])


def test_with_a_new_secret_the_next_message_is_signed_with_that(rosa: User, edith: User, clara: User) -> None:
    with receiver(answers=[400, 204]) as here:
        old = hook(clara, here)
        decided(rosa, edith)
        telling.turn()
        new = webhooks.new_secret(old.webhook.pk, by=acting(clara))
        later(10 * SECOND)
        telling.turn()
    verify(old.secret, *here.came[0])
    verify(new.secret, *here.came[1])
    assert new.secret != old.secret
    assert here.came[0][0]["webhook-id"] == here.came[1][0]["webhook-id"]


def test_telling_leaves_no_line_in_the_ledger_and_its_log_says_what_came_of_it(
    rosa: User, edith: User, clara: User, ledger: Ledger
) -> None:
    with receiver() as here:
        hook(clara, here)
        decided(rosa, edith)
        ledger.new()
        telling.turn()
    assert ledger.new() == []
    told = delivery()
    assert (told.state, told.attempts, told.answer, told.problem) == (DeliveryState.TOLD, 1, 204, "")
    assert told.next_try is None
    assert told.tried_at is not None
    assert told.took_ms is not None


def test_where_there_is_nothing_to_do_a_few_queries_say_so(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        hook(clara, here)
        decided(rosa, edith)
        telling.turn()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert telling.turn() == 0
    assert len(asked) == 3


# --- What a receiver may do -------------------------------------------------------------------------------------------


def test_what_was_refused_is_sent_again_after_growing_waits_and_given_up_in_the_end(
    rosa: User, edith: User, clara: User
) -> None:
    with receiver(answers=[500]) as here:
        hook(clara, here)
        decided(rosa, edith)
        for number, wait in enumerate(telling.WAITS, start=1):
            assert telling.turn() == 1
            assert (delivery().state, delivery().attempts) == (DeliveryState.WAITING, number)
            later(wait - SECOND)
            assert telling.turn() == 0
            # So that it is not turned off for having failed for days, which is another story.
            Webhook.objects.update(failing_since=timezone.now())
            later(SECOND)
        assert telling.turn() == 1
        later(30 * DAY)
        assert telling.turn() == 0
    assert (delivery().state, delivery().answer) == (DeliveryState.GIVEN_UP, 500)
    assert len({headers["webhook-id"] for headers, _body in here.came}) == 1
    assert len(here.came) == len(telling.WAITS) + 1


def test_one_message_that_is_refused_does_not_hold_up_the_next(rosa: User, edith: User, clara: User) -> None:
    with receiver(answers=[422, 204]) as here:
        hook(clara, here)
        decided(rosa, edith)
        decided(rosa, edith, "The ferries sail.")
        assert telling.turn() == 2
        assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.WAITING, DeliveryState.TOLD}
        later(10 * SECOND)
        assert telling.turn() == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.TOLD}


@pytest.mark.parametrize("answer", [429, 502, 503, 504])
def test_a_receiver_that_is_away_rests_and_nothing_overtakes(answer: int, rosa: User, edith: User, clara: User) -> None:
    with receiver(answers=[answer, answer, 204]) as here:
        hook(clara, here)
        first, second = decided(rosa, edith), decided(rosa, edith, "The ferries sail.")
        assert telling.turn() == 1
        assert telling.turn() == 0
        later(10 * SECOND)
        assert telling.turn() == 1
        later(59 * SECOND)
        assert telling.turn() == 0
        later(SECOND)
        assert telling.turn() == 2
    told = [message["data"]["claim"]["id"] for message in here.messages]
    assert told == [first.pk, first.pk, first.pk, second.pk]
    assert Webhook.objects.get().failing_since is None


def test_nobody_there_keeps_nobody_else_waiting(rosa: User, edith: User, clara: User) -> None:
    with receiver() as gone:
        pass
    with receiver() as here, receiver(dribbles=True) as slow:
        hook(clara, gone)
        webhooks.make(Given("The radio", slow.address, news.FOR_READERS), by=acting(clara))
        webhooks.make(Given("The paper", here.address, news.FOR_READERS), by=acting(clara))
        for number in range(5):
            decided(rosa, edith, f"Ferry {number} sails.")
        assert telling.turn() == 7
    assert here.types == ["claim.decided"] * 5
    problems = {one.webhook.name: one.problem for one in Delivery.objects.exclude(problem="")}
    assert problems == {"The site": Problem.UNREACHABLE, "The radio": Problem.TOO_SLOW}


def test_a_receiver_that_is_gone_for_good_is_turned_off_by_itself(
    rosa: User, edith: User, clara: User, ledger: Ledger
) -> None:
    with receiver(answers=[410]) as here:
        webhook = hook(clara, here).webhook
        decided(rosa, edith)
        ledger.new()
        telling.turn()
        assert ledger.acts() == [("webhook.turn_off", webhook.pk)]
        decided(rosa, edith, "The ferries sail.")
        assert telling.turn() == 0
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (False, TurnedOff.GONE)
    assert delivery().state == DeliveryState.GIVEN_UP


def test_a_receiver_that_takes_nothing_for_days_is_turned_off_and_told_all_that_waits_once_it_is_on_again(
    rosa: User, edith: User, clara: User, ledger: Ledger
) -> None:
    with receiver(answers=[503]) as here:
        webhook = hook(clara, here).webhook
        decided(rosa, edith)
        telling.turn()
        ledger.new()
        later(telling.FAILING_FOR + SECOND)
        telling.turn()
        assert ledger.acts() == [("webhook.turn_off", webhook.pk)]
        webhook.refresh_from_db()
        assert webhook.off_because == TurnedOff.FAILING
        missed = decided(rosa, edith, "The ferries sail.")
        here.answers = [204]
        webhooks.turn_on(webhook.pk, by=acting(clara), version=webhook.version)
        assert telling.turn() == 1
    assert missed.pk not in [message["data"]["claim"]["id"] for message in here.messages]
    assert delivery().state == DeliveryState.TOLD


def test_somebody_sends_again_what_was_given_up_or_told(rosa: User, edith: User, clara: User, ledger: Ledger) -> None:
    with receiver() as here:
        webhook = hook(clara, here).webhook
        decided(rosa, edith)
        telling.turn()
        ledger.new()
        for version in (1, 2):
            event = delivery().event_id
            webhooks.send_again(webhook.pk, event, by=acting(clara), version=version)
            assert telling.turn() == 1
    assert ledger.acts() == [("webhook.send_again", webhook.pk)] * 2
    assert len(here.came) == 3
    assert len({headers["webhook-id"] for headers, _body in here.came}) == 1


def test_what_was_not_tried_yet_is_not_sent_again(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        webhook = hook(clara, here).webhook
        Webhook.objects.update(rests_until=timezone.now() + DAY)
        decided(rosa, edith)
        telling.turn()
        with pytest.raises(Refused) as refused:
            webhooks.send_again(webhook.pk, delivery().event_id, by=acting(clara))
    assert refused.value.code is Refusal.DELIVERY_WAITS


def test_what_is_no_news_any_more_keeps_nothing_waiting(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        webhook = hook(clara, here).webhook
        first = Event.objects.order_by("sequence")[0]
        waiting = {"kind": NewsKind.CLAIM_DECIDED, "next_try": timezone.now()}
        Delivery.objects.create(webhook=webhook, event=first, **waiting)
        decided(rosa, edith)
        assert telling.turn() == 1
    assert here.types == ["claim.decided"]
    assert Delivery.objects.get(event=first).state == DeliveryState.GIVEN_UP


def test_without_its_secret_nothing_is_sent(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        webhook = hook(clara, here).webhook
        decided(rosa, edith)
        keys.destroy(webhook.key)
        telling.turn()
    assert here.came == []
    assert delivery().problem == Problem.SECRET_MISSING


def test_whoever_holds_a_webhook_sends_for_it_alone(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        hook(clara, here)
        Webhook.objects.update(held_until=timezone.now() + timedelta(minutes=1))
        decided(rosa, edith)
        assert telling.turn() == 0
        later(timedelta(minutes=1))  # whoever held it has died
        assert telling.turn() == 1
    assert Webhook.objects.get().held_until is None


@pytest.mark.django_db(transaction=True)
def test_beside_the_worker_news_is_told_as_it_happens(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        hook(clara, here)
        with teller.beside():
            decided(rosa, edith)
            assert here.arrived.wait(PATIENCE)
    assert here.types == ["claim.decided"]
    assert delivery().state == DeliveryState.TOLD


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_started_once_in_a_while_tells_what_has_happened(
    rosa: User, edith: User, clara: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOKS_IN_THE_HOUSE", "127.0.0.1")
    with receiver() as here:
        hook(clara, here)
        decided(rosa, edith)
        log = Desk(tmp_path).work_off()
    assert here.types == ["claim.decided"]
    assert "1 messages sent" in log


def test_who_stops_finishes_what_is_under_way_and_begins_nothing_more(rosa: User, edith: User, clara: User) -> None:
    with receiver() as here:
        hook(clara, here)
        decided(rosa, edith)
        decided(rosa, edith, "The ferries sail.")
        assert telling.turn(stops=lambda: True) == 1
        assert Webhook.objects.get().held_until is None
        assert telling.turn() == 1
    assert here.types == ["claim.decided"] * 2


# --- What the page about it says --------------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "telling.md").read_text(encoding="utf-8")


def test_the_page_knows_every_kind_of_news_and_every_wait() -> None:
    table = {line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `") and ".md" not in line}
    assert {kind.value for kind in NewsKind} <= table
    (waits,) = [line for line in PAGE.splitlines() if line.startswith("| after another")]
    seconds = {"s": 1, "min": 60, "h": 3600}
    told = [cell.split() for cell in waits.strip("|").split("|")[1:]]
    assert [timedelta(seconds=int(number) * seconds[unit]) for number, unit in told] == list(telling.WAITS)


def test_the_lines_by_which_a_receiver_checks_a_message_do_so(rosa: User, edith: User, clara: User) -> None:
    (lines,) = [code for code in re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL) if "hmac" in code]
    given: dict[str, Any] = {}
    exec(lines, given)  # noqa: S102 - from our own page
    is_from_the_desk = given["is_from_the_desk"]
    with receiver() as here:
        secret = hook(clara, here).secret
        decided(rosa, edith)
        telling.turn()
    ((headers, body),) = here.came
    assert is_from_the_desk(secret, headers, body)
    assert not is_from_the_desk(secret, headers, body.replace(b"attributed", b"verified"))
    assert not is_from_the_desk(secret, {**headers, "webhook-timestamp": "1"}, body)
