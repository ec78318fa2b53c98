"""The queues of the desk: what stands in each, for whom, in which order, and that a queue is an address."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from claims.filters import ClaimFilter
from claims.models import Claim
from claims.records.checking import Attribution
from claims.records.quotations import Identification
from claims.selectors import claim_list, queues
from claims.selectors.queues import QUEUES, Queue
from claims.tests.factories import make_claim, make_document
from claims.workflow import Status

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

Ask = Callable[[Queue, User], list[str]]


@pytest.fixture
def ask() -> Ask:
    """The statements in somebody's queue, as its address lists them."""

    def statements(queue: Queue, person: User) -> list[str]:
        request = RequestFactory().get("/claims/")
        request.user = person
        asked = ClaimFilter(QueryDict(queues.query(queue)), request=request)
        assert not asked.errors
        page = claim_list.page(asked.qs, sort=asked.order, split=asked.split)
        return [row.statement for row in page.rows]

    return statements


def in_review(statement: str, person: User, **values: Any) -> Claim:
    return make_claim(statement, status=Status.IN_REVIEW, assigned_to=person, **values)


def submitted(statement: str, person: User, **values: Any) -> Claim:
    return make_claim(statement, status=Status.SECOND_CHECK, assigned_to=person, submitted_by=person, **values)


def waiting(statement: str, person: User, until: datetime | None) -> Claim:
    return make_claim(
        statement, status=Status.WAITING, assigned_to=person, waiting_for="the recording", waiting_until=until
    )


def decided(statement: str, **values: Any) -> Claim:
    return make_claim(statement, status=Status.ATTRIBUTED, attribution=Attribution.RELAYED, **values)


def test_mine_is_what_i_have_in_hand_and_nothing_that_is_settled(ask: Ask, edith: User, emil: User) -> None:
    in_review("in hand", edith, created=NOON)
    in_review("another's", emil)
    waiting("held", edith, None)
    decided("settled", assigned_to=edith)
    make_claim("nobody's")
    assert ask(Queue.MINE, edith) == ["in hand", "held"]


def test_sent_back_is_mine_again_after_a_second_reader_had_an_objection(ask: Ask, edith: User, emil: User) -> None:
    in_review("sent back", edith, rounds=1)
    in_review("never submitted", edith)
    in_review("another's", emil, rounds=1)
    assert ask(Queue.SENT_BACK, edith) == ["sent back"]


def test_due_is_what_i_held_until_a_time_that_has_come(ask: Ask, edith: User, emil: User) -> None:
    waiting("due", edith, timezone.now() - HOUR)
    waiting("not yet", edith, timezone.now() + HOUR)
    waiting("no time", edith, None)
    waiting("another's", emil, timezone.now() - HOUR)
    assert ask(Queue.DUE, edith) == ["due"]


def test_nobodys_own_work_is_in_their_second_check(ask: Ask, edith: User, emil: User, rosa: User) -> None:
    submitted("submitted by me", edith)
    submitted("changed by me", rosa, changed_by=edith)
    submitted("by others", rosa, changed_by=rosa)
    assert ask(Queue.SECOND_CHECK, edith) == ["by others"]
    assert ask(Queue.SECOND_CHECK, emil) == ["submitted by me", "changed by me", "by others"]


def test_what_is_needed_first_comes_first_then_the_oldest(ask: Ask, edith: User) -> None:
    in_review("old", edith, created=NOON)
    in_review("new", edith, created=NOON + HOUR)
    in_review("needed tomorrow", edith, created=NOON + HOUR, needed_by=NOON + 24 * HOUR)
    in_review("needed today", edith, created=NOON + 2 * HOUR, needed_by=NOON + HOUR)
    assert ask(Queue.MINE, edith) == ["needed today", "needed tomorrow", "old", "new"]
    assert ask(Queue.NEEDED, edith) == ["needed today", "needed tomorrow"]


def test_deaths_and_accusations_stand_in_one_queue_until_they_are_decided(ask: Ask, edith: User) -> None:
    make_claim("a death", tells_of_death=True, created=NOON)
    make_claim("an accusation", accuses=True)
    make_claim("neither")
    decided("decided", accuses=True)
    assert ask(Queue.GRAVE, edith) == ["a death", "an accusation"]


def test_stale_is_what_was_decided_on_other_words(ask: Ask, edith: User) -> None:
    decided("stale", stale_since=NOON)
    decided("fresh")
    assert ask(Queue.STALE, edith) == ["stale"]


@pytest.mark.parametrize("identification", Identification)
def test_an_anonymous_speaker_is_one_without_a_name(ask: Ask, edith: User, identification: Identification) -> None:
    claim = make_claim("said")
    claim.quotations.update(identification=identification)
    is_anonymous = identification in {Identification.DESCRIBED, Identification.BARE, Identification.COLLECTIVE}
    assert ask(Queue.ANONYMOUS, edith) == (["said"] if is_anonymous else [])


def test_damage_is_that_of_the_quotation_or_of_its_whole_copy(ask: Ask, edith: User) -> None:
    make_claim("whole")
    make_claim("cut", created=NOON).quotations.update(damage=[["cut_end", 3, 4]])
    broken = make_document()
    broken.snapshots.update(damage_score=0.8)
    make_claim("in a broken copy", document=broken)
    fair = make_document()
    fair.snapshots.update(damage_score=0.1)
    make_claim("in a fair copy", document=fair)
    assert ask(Queue.DAMAGED, edith) == ["cut", "in a broken copy"]


def test_low_confidence_begins_with_the_least_sure_proposal(ask: Ask, edith: User) -> None:
    make_claim("hardly", confidence=0.2)
    make_claim("rather", confidence=0.6)
    make_claim("sure", confidence=0.7)
    make_claim("accepted", confidence=0.1, status=Status.UNVERIFIED)
    assert ask(Queue.UNSURE, edith) == ["hardly", "rather"]


NOT_STALE = [queue for queue in Queue if queue is not Queue.STALE]


@pytest.mark.parametrize("queue", NOT_STALE)
def test_what_was_read_and_needs_nothing_leaves_the_queues(ask: Ask, edith: User, emil: User, queue: Queue) -> None:
    read: dict[str, Any] = {"read_at": NOON, "read_by": emil}
    hours_ago = timezone.now() - HOUR
    damaged = make_claim(needed_by=NOON, accuses=True, confidence=0.1, **read)
    damaged.quotations.update(damage=[["cut_end", 3, 4]], identification=Identification.BARE)
    in_review("sent back", edith, rounds=1, **read)
    submitted("by others", emil, **read)
    make_claim(status=Status.WAITING, assigned_to=edith, waiting_for="an answer", waiting_until=hours_ago, **read)
    assert ask(queue, edith) == []


def test_a_queue_of_ones_own_needs_somebody_whose_it_is() -> None:
    make_claim("still shown")
    for queue, row in QUEUES.items():
        asked = ClaimFilter({"queue": queue})
        assert bool(asked.errors.get("queue")) is row.is_own, queue


def test_a_queue_is_an_address_and_stands_above_its_list(client: Client, edith: User) -> None:
    make_claim("a death", tells_of_death=True)
    make_claim("neither")
    client.force_login(edith)
    html = client.get(f"{reverse('claims')}?{queues.query(Queue.GRAVE)}").content.decode()
    assert "a death" in html
    assert "neither" not in html
    assert 'aria-label="Take away: Queue"' in html
    assert parse_qs(queues.query(Queue.GRAVE)) == {"queue": ["grave"], "sort": ["needed"]}


def test_every_queue_has_a_word_and_a_meaning() -> None:
    assert set(QUEUES) == set(Queue)
    assert all(str(row.label) and str(row.meaning).endswith(".") for row in QUEUES.values())
