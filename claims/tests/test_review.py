"""Tests: the moves of the desk."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims import workflow
from claims.errors import Refusal, Refused
from claims.models import Claim, ClaimWords, Relay, Source
from claims.records.acts import Actor, ActorKind
from claims.records.checking import Attribution, Credibility
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.records.quotations import Identification
from claims.services import review, wording
from claims.services.speaking import AS_PROPOSED, SpeakerChoice
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_source
from claims.tests.stories import bring_in
from claims.workflow import Status, Use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


def proposal(printed: str, resolved: str, identification: Identification, **values: Any) -> Claim:
    """A proposed claim whose story prints a speaker so."""
    claim = make_claim(speaker_printed=printed, **values)
    claim.quotations.update(speaker_resolved=resolved, identification=identification)
    return claim


def test_accepting_makes_the_source_that_the_story_names(rosa: User, ledger: Ledger) -> None:
    claim = proposal("Moravec", "Alena Moravec", Identification.NAMED)
    accepted = review.accept(claim.pk, by=acting(rosa), version=1)
    assert accepted.status == Status.UNVERIFIED
    assert accepted.speaker is not None
    assert (accepted.speaker.name, accepted.speaker_basis) == ("Alena Moravec", SpeakerBasis.PRINTED)
    assert ledger.acts() == [("source.make", accepted.speaker.pk), ("claim.accept", claim.pk)]


def test_accepting_links_a_source_that_has_the_name_as_an_alias(rosa: User, ledger: Ledger) -> None:
    known = make_source("Alena Moravcová", aliases=["Alena Moravec"])
    claim = proposal("Moravec", "Alena Moravec", Identification.NAMED)
    assert review.accept(claim.pk, by=acting(rosa)).speaker == known
    assert ledger.acts() == [("claim.accept", claim.pk)]


def test_a_name_that_two_sources_have_links_to_neither_by_itself(rosa: User) -> None:
    make_source("Jan Novak")
    make_source("Jan Novak")
    claim = proposal("Novak", "Jan Novak", Identification.NAMED)
    assert review.accept(claim.pk, by=acting(rosa)).speaker_basis == SpeakerBasis.OPEN
    assert Source.objects.filter(name="Jan Novak").count() == 2


def test_a_pronoun_that_nobody_resolved_stays_open(rosa: User) -> None:
    claim = proposal("He", "", Identification.UNATTRIBUTED)
    accepted = review.accept(claim.pk, by=acting(rosa))
    assert (accepted.speaker, accepted.speaker_basis) == (None, SpeakerBasis.OPEN)


def test_an_editors_reading_that_is_not_printed_says_so(edith: User) -> None:
    russia = make_source("Russia", kind=SourceKind.STATE)
    claim = proposal("He", "", Identification.UNATTRIBUTED)
    accepted = review.accept(claim.pk, by=acting(edith), speaker=SpeakerChoice(source=russia.pk))
    assert (accepted.speaker, accepted.speaker_basis) == (russia, SpeakerBasis.EDITOR)


def test_somebody_described_is_a_source_of_that_document_alone(rosa: User) -> None:
    story, other = make_document(), make_document()
    description = "a source close to the harbour"
    first, second, elsewhere = (
        review.accept(
            proposal(description, description, Identification.DESCRIBED, document=document).pk, by=acting(rosa)
        )
        for document in (story, story, other)
    )
    assert first.speaker == second.speaker
    assert first.speaker is not None
    assert first.speaker.document == story
    assert elsewhere.speaker != first.speaker


def test_a_claim_can_be_stated_by_the_copy_itself(rosa: User) -> None:
    claim = proposal("", "", Identification.UNATTRIBUTED)
    accepted = review.accept(claim.pk, by=acting(rosa), speaker=SpeakerChoice(is_copy_itself=True))
    assert (accepted.speaker, accepted.speaker_basis) == (None, SpeakerBasis.COPY)


def test_accepting_twice_is_refused(rosa: User) -> None:
    claim = make_claim()
    review.accept(claim.pk, by=acting(rosa))
    with pytest.raises(Refused) as refused:
        review.accept(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.WRONG_STATUS


def as_it_was(claim: Claim) -> dict[str, list[Any]]:
    """Everything of a claim that accepting could change, its version and the time of it aside."""
    kept = [field.attname for field in Claim._meta.concrete_fields if field.name not in ("version", "updated")]
    return {
        "claim": list(Claim.objects.filter(pk=claim.pk).values(*kept)),
        "chain": list(Relay.objects.filter(quotation__claim=claim).values()),
        "words": list(ClaimWords.objects.filter(claim=claim).values()),
    }


@pytest.mark.parametrize(
    "choice", [AS_PROPOSED, SpeakerChoice(new_name="Bram Oduya"), SpeakerChoice(is_copy_itself=True)]
)
def test_taking_back_an_acceptance_leaves_the_claim_and_its_chain_as_they_were(
    choice: SpeakerChoice, rosa: User, ledger: Ledger
) -> None:
    text = "The bridge stays closed, Alena Moravec told the Harbour Post."
    claim = Claim.objects.get(quotations__snapshot__document=bring_in(text, by=acting(rosa)).document)
    before = as_it_was(claim)
    review.accept(claim.pk, by=acting(rosa), speaker=choice)
    assert as_it_was(claim) != before
    with one_event_for_each_change():
        review.take_back_acceptance(claim.pk, by=acting(rosa))
    assert as_it_was(claim) == before
    assert ledger.acts()[-1] == ("claim.take_back_acceptance", claim.pk)


def test_a_source_that_accepting_made_stays_and_is_found_again(rosa: User) -> None:
    claim = proposal("Moravec", "Alena Moravec", Identification.NAMED)
    made = review.accept(claim.pk, by=acting(rosa)).speaker
    review.take_back_acceptance(claim.pk, by=acting(rosa))
    assert review.accept(claim.pk, by=acting(rosa)).speaker == made


def test_an_acceptance_is_taken_back_by_whoever_accepted_and_while_nothing_has_happened_since(
    rosa: User, edith: User, clara: User
) -> None:
    claim = make_claim()
    review.accept(claim.pk, by=acting(rosa))
    for person in (edith, clara):
        with nothing_changes(), pytest.raises(Refused) as refused:
            review.take_back_acceptance(claim.pk, by=acting(person))
        assert refused.value.code is Refusal.NOT_ACCEPTED_LAST
    wording.rate_credibility(claim.pk, Credibility.PROBABLE, by=acting(edith))
    with nothing_changes(), pytest.raises(Refused) as refused:
        review.take_back_acceptance(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOT_ACCEPTED_LAST


def test_many_are_accepted_with_the_queries_of_a_few_but_for_the_sources_that_are_made(rosa: User) -> None:
    by = acting(rosa)

    def cost(number: int) -> int:
        claims = [proposal("Moravec", "Alena Moravec", Identification.NAMED) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            review.accept_all([claim.pk for claim in claims], by=by)
        return len(queries)

    make_source("Alena Moravec")
    assert cost(12) == cost(3)


def test_two_claims_of_one_bulk_that_name_somebody_new_share_the_source_that_is_made(rosa: User) -> None:
    claims = [proposal("Moravec", "Alena Moravec", Identification.NAMED) for _ in range(2)]
    story = make_document()
    claims += [proposal("a clerk", "a clerk", Identification.DESCRIBED, document=story) for _ in range(2)]
    review.accept_all([claim.pk for claim in claims], by=acting(rosa))
    named, other, described, again = (Claim.objects.get(pk=claim.pk).speaker_id for claim in claims)
    assert named == other != described == again


def test_an_act_on_what_somebody_else_changed_is_refused_and_changes_nothing(rosa: User, edith: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    review.take(claim.pk, by=acting(edith), version=1)
    with pytest.raises(Refused) as refused:
        review.set_aside(claim.pk, by=acting(rosa), version=1)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE
    claim.refresh_from_db()
    assert claim.status == Status.IN_REVIEW


def test_taking_puts_a_claim_in_hand_and_releasing_lays_it_back(rosa: User, ledger: Ledger) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    taken = review.take(claim.pk, by=acting(rosa))
    assert (taken.status, taken.assigned_to) == (Status.IN_REVIEW, rosa)
    laid_back = review.release(claim.pk, by=acting(rosa))
    assert (laid_back.status, laid_back.assigned_to) == (Status.UNVERIFIED, None)
    assert ledger.acts() == [("claim.take", claim.pk), ("claim.release", claim.pk)]


def test_holding_says_for_what_from_whom_and_until_when(rosa: User) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa)
    until = timezone.now() + timedelta(days=2)
    held = review.hold(claim.pk, by=acting(rosa), waiting_for="the recording", waiting_from="the station", until=until)
    assert (held.status, held.waiting_for, held.waiting_from) == (Status.WAITING, "the recording", "the station")
    resumed = review.resume(claim.pk, by=acting(rosa))
    assert (resumed.status, resumed.waiting_for, resumed.waiting_until) == (Status.IN_REVIEW, "", None)


@pytest.mark.parametrize(
    ("waiting_for", "days", "code"),
    [("  ", 1, Refusal.HOLD_NEEDS_WHAT), ("an answer", -1, Refusal.DATE_IN_THE_PAST), ("x" * 301, 1, Refusal.TOO_LONG)],
)
def test_holding_refuses_what_nobody_could_wait_for(rosa: User, waiting_for: str, days: int, code: Refusal) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa)
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        review.hold(claim.pk, by=acting(rosa), waiting_for=waiting_for, until=until)
    assert refused.value.code is code


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.UNVERIFIED, Status.IN_REVIEW, Status.SECOND_CHECK])
def test_restoring_returns_to_the_status_before(rosa: User, status: Status) -> None:
    claim = make_claim(status=status, assigned_to=rosa)
    review.set_aside(claim.pk, by=acting(rosa), because="a duplicate")
    restored = review.restore(claim.pk, by=acting(rosa))
    assert (restored.status, restored.status_before, restored.assigned_to) == (status, "", rosa)


def test_how_to_use_is_kept_in_step(rosa: User) -> None:
    claim = make_claim()
    assert claim.how_to_use == Use.HOLD
    assert review.set_aside(claim.pk, by=acting(rosa)).how_to_use == Use.DO_NOT_USE
    assert review.restore(claim.pk, by=acting(rosa)).how_to_use == Use.HOLD


def test_a_bulk_act_leaves_one_event_for_each_claim_all_in_one_batch_and_marked(rosa: User, ledger: Ledger) -> None:
    claims = [make_claim() for _ in range(3)]
    done = make_claim(status=Status.UNVERIFIED)
    assert review.accept_all([claim.pk for claim in [*claims, done]], by=acting(rosa), because="all sound") == 3
    events = ledger.new()
    assert sorted(event.subject_id for event in events) == sorted(claim.pk for claim in claims)
    assert {(event.act, event.is_bulk, event.reason) for event in events} == {("claim.accept", True, "all sound")}
    assert len({event.batch for event in events}) == 1


def test_a_batch_that_was_set_aside_can_be_brought_back(rosa: User, ledger: Ledger) -> None:
    claims = [make_claim() for _ in range(3)]
    assert review.set_aside_all([claim.pk for claim in claims], by=acting(rosa)) == 3
    batch = ledger.new()[0].batch
    assert review.restore_all(review.set_aside_in_batch(batch), by=acting(rosa)) == 3
    assert {claim.status for claim in Claim.objects.filter(pk__in=[c.pk for c in claims])} == {Status.PROPOSED}


def test_an_editor_assigns_claims_and_one_who_has_it_already_is_left(edith: User, rosa: User, ledger: Ledger) -> None:
    fresh, hers = make_claim(), make_claim(assigned_to=rosa)
    assert review.assign([fresh.pk, hers.pk], to=rosa.pk, by=acting(edith)) == 1
    assert ledger.acts() == [("claim.assign", fresh.pk)]


def test_an_event_says_who_did_what_to_which_version_and_what_was_before(rosa: User, ledger: Ledger) -> None:
    claim = make_claim()
    review.set_aside(claim.pk, by=acting(rosa), because="not a claim")
    (event,) = ledger.new()
    assert (event.act, event.subject_kind, event.subject_id, event.subject_version) == (
        "claim.set_aside",
        "claim",
        claim.pk,
        2,
    )
    assert (event.actor_kind, event.actor, event.actor_name, event.reason) == (
        ActorKind.PERSON,
        rosa,
        "rosa",
        "not a claim",
    )
    body = json.loads(event.body)
    assert body["before"] == {"status": "proposed", "status_before": "", "how_to_use": "hold"}
    assert body["after"] == {"status": "set_aside", "status_before": "proposed", "how_to_use": "do_not_use"}


def test_no_name_of_a_source_stands_in_the_ledger(rosa: User, ledger: Ledger) -> None:
    claim = proposal("Wozniak", "Danuta Wozniak", Identification.NAMED)
    review.accept(claim.pk, by=acting(rosa))
    assert not [event for event in ledger.new() if "Wozniak" in event.body + event.reason]


@pytest.mark.parametrize(
    ("status", "do"),
    [
        (Status.PROPOSED, lambda claims, by, _to: review.set_aside_all(claims, by=by)),
        (Status.SET_ASIDE, lambda claims, by, _to: review.restore_all(claims, by=by)),
        (Status.UNVERIFIED, lambda claims, by, to: review.assign(claims, to=to, by=by)),
    ],
    ids=["set aside", "restore", "assign"],
)
def test_a_bulk_act_costs_the_same_queries_for_any_number_of_claims(
    status: Status, do: Callable[[list[int], Actor, int], int], edith: User, emil: User
) -> None:
    by = acting(edith)

    def queries_for(count: int) -> int:
        claims = [make_claim(status=status).pk for _ in range(count)]
        with one_event_for_each_change(), CaptureQueriesContext(connection) as seen:
            assert do(claims, by, emil.pk) == count
        return len(seen)

    assert queries_for(2) == queries_for(9)


# --- Read, nothing to do -------------------------------------------------------------------------------------------


def claim_at(status: Status, rosa: User) -> Claim:
    """A claim at a status, in the hand of somebody."""
    return make_claim(
        status=status,
        assigned_to=rosa,
        waiting_for="the recording" if status is Status.WAITING else "",
        attribution=Attribution.RELAYED if status in workflow.DECIDED else Attribution.UNCHECKED,
    )


@pytest.mark.parametrize("status", sorted(workflow.TO_READ))
def test_read_nothing_to_do_leaves_the_queues_and_not_the_status(status: Status, rosa: User) -> None:
    claim = claim_at(status, rosa)
    with one_event_for_each_change():
        claim = review.finish(claim.pk, by=acting(rosa))
    assert (claim.status, claim.is_read, claim.read_by) == (status, True, rosa)
    assert claim not in Claim.objects.unread()


@pytest.mark.parametrize("status", sorted(set(Status) - workflow.TO_READ))
def test_what_is_no_queue_s_to_read_is_not_read_away(status: Status, rosa: User) -> None:
    claim = claim_at(status, rosa)
    with nothing_changes(), pytest.raises(Refused) as refused:
        review.finish(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_TO_FINISH


def test_what_was_read_comes_back_by_undo(rosa: User) -> None:
    claim = review.finish(make_claim().pk, by=acting(rosa))
    with one_event_for_each_change():
        claim = review.unfinish(claim.pk, by=acting(rosa))
    assert (claim.is_read, claim.read_by) == (False, None)
    with pytest.raises(Refused) as refused:
        review.unfinish(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOT_FINISHED


def test_what_happens_to_a_claim_that_was_read_brings_it_back(rosa: User, edith: User) -> None:
    claim = review.finish(make_claim(status=Status.UNVERIFIED).pk, by=acting(rosa))
    with one_event_for_each_change():
        claim = review.take(claim.pk, by=acting(edith))
    assert (claim.is_read, claim.read_by) == (False, None)
    claim = review.finish(claim.pk, by=acting(edith))
    assert not wording.change_statement(claim.pk, "Another sentence.", by=acting(edith)).is_read


def test_what_only_changes_a_rating_does_not_bring_a_claim_back(rosa: User) -> None:
    claim = review.finish(make_claim().pk, by=acting(rosa))
    assert wording.rate_credibility(claim.pk, Credibility.DOUBTFUL, by=acting(rosa)).is_read


def test_one_claim_is_given_into_somebodys_hand_and_keeps_its_status(edith: User, rosa: User, noise: None) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    with one_event_for_each_change():
        given = review.give(claim.pk, to=rosa.pk, by=acting(edith), version=1, because="She knows the port.")
    assert (given.assigned_to, given.status) == (rosa, Status.UNVERIFIED)
    for to, code in ((rosa.pk, Refusal.NOTHING_CHANGED), (None, Refusal.PERSON_MISSING)):
        with nothing_changes(), pytest.raises(Refused) as refused:
            review.give(claim.pk, to=to, by=acting(edith))
        assert refused.value.code is code
    with nothing_changes(), pytest.raises(Refused) as refused:
        review.give(claim.pk, to=edith.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOT_ALLOWED
