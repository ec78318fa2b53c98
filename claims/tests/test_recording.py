"""Tests: the frame of every act. Nothing is lost when many act at once, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection

from claims.errors import Refusal, Refused
from claims.models import Claim, Event
from claims.records.acts import Actor, Role, command
from claims.records.checking import EvidenceKind, Stance
from claims.services import evidence, notes, recording, review
from claims.services.evidence import Given
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_person
from claims.workflow import Status

EDITORS = 16
TURNS = 5


def in_threads(work: Callable[[int], None], count: int) -> None:
    """Do the work in so many threads at once, each with a connection of its own, and raise what one of them raised."""

    def closing(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(closing, range(count)))


def retried(act: Callable[[int], object], claim_id: int) -> None:
    """Do as an editor does: look, act, and look again when somebody was quicker."""
    while True:
        try:
            act(Claim.objects.values_list("version", flat=True).get(pk=claim_id))
        except Refused as refused:
            if refused.code is not Refusal.CHANGED_MEANWHILE:
                raise
        else:
            return


@pytest.mark.django_db(transaction=True)
def test_no_act_is_lost_when_many_editors_change_one_claim() -> None:
    editors = [acting(make_person(Role.EDITOR)) for _ in range(EDITORS)]
    claim = make_claim(status=Status.UNVERIFIED)
    before = Event.objects.count()
    given = Given(EvidenceKind.NOTE, Stance.CONTEXT, text="seen")

    def add(number: int) -> None:
        for _ in range(TURNS):
            retried(lambda version: evidence.add(claim.pk, given, by=editors[number], version=version), claim.pk)

    in_threads(add, EDITORS)
    claim.refresh_from_db()
    assert claim.evidence.count() == EDITORS * TURNS
    assert claim.version == 1 + EDITORS * TURNS
    assert Event.objects.count() - before == EDITORS * TURNS


@pytest.mark.django_db(transaction=True)
def test_events_are_numbered_without_a_gap_when_many_act_on_different_claims() -> None:
    by = acting(make_person(Role.EDITOR))
    claims = [make_claim() for _ in range(EDITORS)]

    def work(number: int) -> None:
        notes.add_to_claim(claims[number].pk, "first", by=by)
        review.accept(claims[number].pk, by=by)
        review.set_aside(claims[number].pk, by=by)

    in_threads(work, EDITORS)
    assert list(Event.objects.values_list("sequence", flat=True)) == list(range(1, 3 * EDITORS + 1))


@pytest.mark.django_db(transaction=True)
def test_one_of_many_who_take_a_claim_gets_it() -> None:
    people = [acting(make_person(Role.REPORTER)) for _ in range(EDITORS)]
    claim = make_claim(status=Status.UNVERIFIED)
    refused: list[Refusal] = []

    def take(number: int) -> None:
        try:
            review.take(claim.pk, by=people[number])
        except Refused as no:
            refused.append(no.code)

    in_threads(take, EDITORS)
    assert refused == [Refusal.WRONG_STATUS] * (EDITORS - 1)


def take_without_saying_who(claim_id: int, by: Actor) -> None:
    """Two changes in one act, the second of which the database refuses."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id)
        recorder.change(claim, "claim.statement", statement="Another sentence.")
        recorder.change(claim, "claim.take", status=Status.IN_REVIEW)


@pytest.mark.django_db
def test_an_act_that_fails_leaves_neither_change_nor_event(rosa: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    before = Event.objects.count()
    with pytest.raises(IntegrityError):
        take_without_saying_who(claim.pk, acting(rosa))
    claim.refresh_from_db()
    assert (claim.status, claim.version) == (Status.UNVERIFIED, 1)
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_a_command_may_what_a_chief_may_and_is_named_in_the_event() -> None:
    claim = make_claim()
    review.set_aside(claim.pk, by=command("tidy"), because="cleaning")
    event = Event.objects.latest("sequence")
    assert (event.actor_kind, event.actor_id, event.actor_name) == ("command", None, "tidy")
