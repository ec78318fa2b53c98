"""Bulk acts: what is done to many claims at once, what is left out and why, and how all of it is taken back."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from claims.errors import Refusal, Refused
from claims.models import Claim, Event
from claims.records.acts import Role
from claims.records.checking import Attribution
from claims.selectors import bulk_plans
from claims.selectors.bulk_plans import ROWS, BulkAct
from claims.services import bulk, review
from claims.services.bulk import Given
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_person
from claims.workflow import Status

pytestmark = pytest.mark.django_db

SIX = datetime(2099, 11, 23, 18, tzinfo=UTC)


def begun(act: BulkAct, number: int = 3) -> list[Claim]:
    """Claims at which an act can begin."""
    status = Status.SET_ASIDE if act is BulkAct.RESTORE else Status.PROPOSED
    return [make_claim(status=status, speaker_printed="Marta Solheim") for _ in range(number)]


def given_for(act: BulkAct) -> Given:
    match act:
        case BulkAct.ASSIGN:
            return Given(to=make_person(Role.REPORTER).pk)
        case BulkAct.NEED:
            return Given(needed_by=SIX, needed_for="Foreign")
        case BulkAct.ACCEPT | BulkAct.SET_ASIDE | BulkAct.RESTORE:
            return Given()


def ids(claims: Sequence[Claim]) -> list[int]:
    return [claim.pk for claim in claims]


def rows_of(claims: Sequence[Claim]) -> list[dict[str, object]]:
    """Everything that the claims say, but for when and how often they were changed."""
    rows = Claim.objects.filter(pk__in=ids(claims)).order_by("pk").values()
    return [{key: value for key, value in row.items() if key not in ("version", "updated")} for row in rows]


def refusal(act: BulkAct, claims: Sequence[Claim], by: User, **more: object) -> Refusal:
    with nothing_changes(), pytest.raises(Refused) as refused:
        bulk.do(act, ids(claims), by=acting(by), **{"given": given_for(act), **more})  # type: ignore[arg-type]
    return refused.value.code


@pytest.mark.parametrize("act", BulkAct)
def test_a_bulk_act_is_one_batch_marked_as_bulk_with_one_event_for_each_claim(
    act: BulkAct, edith: User, noise: None, ledger: Ledger
) -> None:
    claims, given = begun(act), given_for(act)
    ledger.new()
    with one_event_for_each_change():
        done = bulk.do(act, ids(claims), by=acting(edith), because="a long night", given=given)
    events = ledger.new()
    assert (done.number, done.stayed) == (3, 0)
    assert {event.subject_id for event in events} == set(ids(claims))
    assert {(event.batch, event.is_bulk, event.reason, event.actor_id) for event in events} == {
        (done.batch, True, "a long night", edith.pk)
    }


@pytest.mark.parametrize("act", BulkAct)
def test_undoing_brings_every_claim_of_the_batch_back_as_it_was(act: BulkAct, edith: User, noise: None) -> None:
    claims = begun(act)
    before = rows_of(claims)
    done = bulk.do(act, ids(claims), by=acting(edith), given=given_for(act))
    assert rows_of(claims) != before
    with one_event_for_each_change():
        undone = bulk.undo(done.batch, by=acting(edith))
    assert (undone.number, undone.stayed) == (3, 0)
    assert rows_of(claims) == before
    assert set(Event.objects.filter(batch=undone.batch).values_list("act", "is_bulk")) == {("claim.undo", True)}


def test_undoing_leaves_what_somebody_changed_since(edith: User, emil: User) -> None:
    claims = begun(BulkAct.SET_ASIDE)
    done = bulk.do(BulkAct.SET_ASIDE, ids(claims), by=acting(edith))
    review.restore(claims[1].pk, by=acting(emil))
    undone = bulk.undo(done.batch, by=acting(edith))
    assert (undone.number, undone.stayed) == (2, 1)
    assert set(Claim.objects.values_list("pk", "status", "version")) == {
        (claim.pk, Status.PROPOSED, 3) for claim in claims
    }
    with nothing_changes(), pytest.raises(Refused) as refused:
        bulk.undo(done.batch, by=acting(edith))
    assert refused.value.code is Refusal.NOTHING_TO_UNDO


def test_a_reporter_undoes_her_own_batch_and_nobody_elses(rosa: User, edith: User) -> None:
    hers = bulk.do(BulkAct.ACCEPT, ids(begun(BulkAct.ACCEPT)), by=acting(rosa))
    ediths = bulk.do(BulkAct.ACCEPT, ids(begun(BulkAct.ACCEPT)), by=acting(edith))
    bulk.undo(hers.batch, by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        bulk.undo(ediths.batch, by=acting(rosa))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_what_was_no_bulk_act_cannot_be_undone_as_one(edith: User, ledger: Ledger) -> None:
    review.accept(make_claim().pk, by=acting(edith))
    with nothing_changes(), pytest.raises(Event.DoesNotExist):
        bulk.undo(ledger.new()[-1].batch, by=acting(edith))


@pytest.mark.parametrize("act", BulkAct)
def test_what_the_act_cannot_begin_at_is_left_out_and_counted_by_its_status(act: BulkAct, edith: User) -> None:
    fitting = begun(act)
    make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    make_claim(status=Status.WITHDRAWN)
    everything = Claim.objects.all()
    plan = bulk_plans.plan(act, everything)
    assert list(plan.ids) == ids(fitting)
    assert [(str(some.status.label), str(some.count)) for some in plan.left_out] == [
        ("Attributed", "2"),
        ("Withdrawn", "1"),
    ]
    others = rows_of(list(everything.exclude(pk__in=ids(fitting))))
    bulk.do(act, list(everything.values_list("pk", flat=True)), by=acting(edith), given=given_for(act))
    assert rows_of(list(everything.exclude(pk__in=ids(fitting)))) == others


def test_exactly_what_was_seen_is_done_or_nothing(edith: User) -> None:
    claims = begun(BulkAct.SET_ASIDE)
    plan = bulk_plans.plan(BulkAct.SET_ASIDE, Claim.objects.all())
    Claim.objects.filter(pk=claims[0].pk).update(statement="Changed meanwhile.", version=F("version") + 1)
    assert refusal(BulkAct.SET_ASIDE, claims, edith, seal=plan.seal) is Refusal.LIST_CHANGED_MEANWHILE
    plan = bulk_plans.plan(BulkAct.SET_ASIDE, Claim.objects.all())
    assert bulk.do(BulkAct.SET_ASIDE, plan.ids, by=acting(edith), seal=plan.seal).number == 3


def test_a_plan_takes_so_many_claims_and_says_that_there_are_more(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = begun(BulkAct.SET_ASIDE)
    assert not bulk_plans.plan(BulkAct.SET_ASIDE, Claim.objects.all()).is_cut
    monkeypatch.setitem(
        ROWS,
        BulkAct.SET_ASIDE,
        bulk_plans.BulkRow(ROWS[BulkAct.SET_ASIDE].permission, frozenset({Status.PROPOSED}), most=2),
    )
    plan = bulk_plans.plan(BulkAct.SET_ASIDE, Claim.objects.all())
    assert (list(plan.ids), plan.is_cut, str(plan.most)) == (ids(claims[:2]), True, "2")
    assert bulk.do(BulkAct.SET_ASIDE, ids(claims), by=acting(edith), seal=plan.seal).number == 2


def test_who_may_do_what_to_how_much(vera: User, rosa: User, edith: User) -> None:
    for act in BulkAct:
        claims = begun(act)
        assert refusal(act, claims, vera) is Refusal.NOT_ALLOWED
        assert refusal(act, claims, rosa, is_whole_filter=True) is Refusal.NOT_ALLOWED
        bulk.do(act, ids(claims), by=acting(edith), given=given_for(act), is_whole_filter=True)
    assert refusal(BulkAct.ASSIGN, begun(BulkAct.ASSIGN), rosa) is Refusal.NOT_ALLOWED


def test_what_cannot_be_done_to_many_is_refused_as_to_one(edith: User) -> None:
    claims = begun(BulkAct.ACCEPT)
    passed = datetime(2020, 1, 1, tzinfo=UTC)
    gone = make_person(Role.EDITOR)
    gone.is_active = False
    gone.save()
    assert refusal(BulkAct.RESTORE, claims, edith) is Refusal.NOTHING_CHOSEN
    assert refusal(BulkAct.ASSIGN, claims, edith, given=Given()) is Refusal.PERSON_MISSING
    assert refusal(BulkAct.ASSIGN, claims, edith, given=Given(to=gone.pk)) is Refusal.PERSON_MISSING
    assert refusal(BulkAct.NEED, claims, edith, given=Given(needed_by=passed)) is Refusal.DATE_IN_THE_PAST
    assert refusal(BulkAct.NEED, claims, edith, given=Given(needed_for="Foreign")) is Refusal.NEEDED_HAS_NO_TIME
    assert refusal(BulkAct.NEED, claims, edith, given=Given()) is Refusal.NOTHING_CHOSEN


def test_claims_that_are_in_that_hand_already_stay_as_they_are(edith: User, rosa: User) -> None:
    claims = begun(BulkAct.ASSIGN)
    bulk.do(BulkAct.ASSIGN, ids(claims[:1]), by=acting(edith), given=Given(to=rosa.pk))
    done = bulk.do(BulkAct.ASSIGN, ids(claims), by=acting(edith), given=Given(to=rosa.pk))
    assert (done.number, done.stayed) == (2, 1)


@pytest.mark.parametrize("act", [act for act in BulkAct if act is not BulkAct.ACCEPT])
def test_the_queries_of_a_bulk_act_and_of_its_undo_do_not_grow_with_the_claims(act: BulkAct, edith: User) -> None:
    by = acting(edith)

    def cost(number: int) -> tuple[int, int]:
        claims, given = begun(act, number), given_for(act)
        with CaptureQueriesContext(connection) as doing:
            done = bulk.do(act, ids(claims), by=by, given=given)
        with CaptureQueriesContext(connection) as undoing:
            bulk.undo(done.batch, by=by)
        return len(doing), len(undoing)

    assert cost(30) == cost(3)


def test_undoing_an_acceptance_unlinks_the_speaker_again(edith: User) -> None:
    claim = begun(BulkAct.ACCEPT, 1)[0]
    claim.quotations.update(speaker_resolved="Marta Solheim", identification="named")
    done = bulk.do(BulkAct.ACCEPT, [claim.pk], by=acting(edith))
    claim.refresh_from_db()
    assert claim.speaker is not None
    bulk.undo(done.batch, by=acting(edith))
    undone = Claim.objects.get(pk=claim.pk)
    assert (undone.speaker_id, undone.speaker_basis, undone.status) == (None, "open", Status.PROPOSED)
