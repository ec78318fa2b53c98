"""Tests: the two answers, the second check, and what comes after a decision."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.errors import Refusal, Refused
from claims.models import Claim, Finding
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import Identification
from claims.services import evidence, findings, notes, opening, sources, wording
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.speaking import SpeakerChoice
from claims.tests.books import one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_source
from claims.tests.stories import put
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address="https://example.org/record")
NOTE = Given(EvidenceKind.NOTE, Stance.SUPPORTS, Relation.INDEPENDENT, text="I remember it so.")
RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")
RELAYED_AND_TRUE = Answers(Attribution.RELAYED, Verdict.TRUE, "The register confirms it.")


def in_hand(person: User, **values: Any) -> Claim:
    """A claim that somebody has taken, of a speaker who is known."""
    values.setdefault("speaker", make_source())
    return make_claim(status=Status.IN_REVIEW, assigned_to=person, **values)


def submitted(person: User, answers: Answers = RELAYED) -> Claim:
    """A claim that somebody has submitted, with evidence."""
    claim = in_hand(person)
    evidence.add(claim.pk, LINK, by=acting(person))
    return findings.submit(claim.pk, answers, by=acting(person))


def refusal_of(claim: Claim, answers: Answers, person: User) -> Refusal:
    """Why a submission is refused."""
    with pytest.raises(Refused) as refused:
        findings.submit(claim.pk, answers, by=acting(person))
    return refused.value.code


def test_a_claim_is_decided_when_another_editor_agrees(rosa: User, edith: User, ledger: Ledger) -> None:
    claim = submitted(rosa, RELAYED_AND_TRUE)
    assert claim.status == Status.SECOND_CHECK
    decided = findings.agree(claim.pk, by=acting(edith))
    assert (decided.status, decided.attribution, decided.verdict) == (Status.VERIFIED, "relayed", "true")
    finding = claim.findings.get()
    assert (finding.state, finding.made_by, finding.second_by) == (FindingState.AGREED, rosa, edith)
    assert ledger.acts() == [(f"claim.{act}", claim.pk) for act in ("evidence", "submit", "agree")]


def test_an_editor_may_not_agree_with_her_own_submission(edith: User) -> None:
    claim = submitted(edith)
    with pytest.raises(Refused) as refused:
        findings.agree(claim.pk, by=acting(edith))
    assert refused.value.code is Refusal.OWN_WORK


def test_an_editor_who_last_changed_the_claim_may_not_agree(edith: User, emil: User, rosa: User) -> None:
    claim = in_hand(rosa)
    wording.change_statement(claim.pk, "Nothing was signed.", by=acting(edith))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    with pytest.raises(Refused) as refused:
        findings.agree(claim.pk, by=acting(edith))
    assert refused.value.code is Refusal.OWN_WORK
    assert findings.agree(claim.pk, by=acting(emil)).status == Status.ATTRIBUTED


@pytest.mark.parametrize("change", ["statement", "speaker", "evidence"])
def test_a_change_during_the_second_check_sends_it_back_to_review(rosa: User, edith: User, change: str) -> None:
    claim = submitted(rosa)
    match change:
        case "statement":
            wording.change_statement(claim.pk, "Something else was said.", by=acting(edith))
        case "speaker":
            wording.change_speaker(claim.pk, SpeakerChoice(source=make_source().pk), by=acting(edith))
        case _:
            evidence.add(claim.pk, LINK, by=acting(edith))
    claim.refresh_from_db()
    assert claim.status == Status.IN_REVIEW
    assert claim.findings.get().state == FindingState.TAKEN_BACK


def test_a_note_during_the_second_check_changes_nothing(rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    notes.add_to_claim(claim.pk, "Seen.", by=acting(edith))
    claim.refresh_from_db()
    assert claim.status == Status.SECOND_CHECK


def test_mending_spelling_keeps_the_second_check_and_lets_the_same_reader_agree(rosa: User, edith: User) -> None:
    claim = in_hand(rosa, statement="The brigde was closed on Monday.")
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    mended = wording.mend_spelling(claim.pk, "The bridge was closed on Monday.", by=acting(edith))
    assert (mended.status, mended.statement) == (Status.SECOND_CHECK, "The bridge was closed on Monday.")
    assert findings.agree(claim.pk, by=acting(edith)).status == Status.ATTRIBUTED


def test_mending_more_than_spelling_is_refused(rosa: User, edith: User) -> None:
    claim = in_hand(rosa, statement="The bridge was not closed on Monday.")
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    with pytest.raises(Refused) as refused:
        wording.mend_spelling(claim.pk, "The bridge was now closed on Monday.", by=acting(edith))
    assert refused.value.code is Refusal.MORE_THAN_SPELLING


def test_sending_back_keeps_the_second_readers_answers_beside_the_first(rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    own = Answers(Attribution.ALTERED, Verdict.UNCHECKED, "The record has another verb.")
    sent = findings.send_back(claim.pk, by=acting(edith), because="Listen to the record.", own=own)
    assert (sent.status, sent.rounds, sent.assigned_to) == (Status.IN_REVIEW, 1, rosa)
    states = list(claim.findings.values_list("state", "attribution"))
    assert states == [(FindingState.SENT_BACK, "relayed"), (FindingState.COUNTER, "altered")]


def test_sending_back_needs_a_reason(rosa: User, edith: User) -> None:
    with pytest.raises(Refused) as refused:
        findings.send_back(submitted(rosa).pk, by=acting(edith), because=" ")
    assert refused.value.code is Refusal.REASON_MISSING


def test_after_two_rounds_a_chief_settles_it(rosa: User, edith: User, clara: User) -> None:
    claim = submitted(rosa)
    with pytest.raises(Refused) as refused:
        findings.settle(claim.pk, RELAYED, by=acting(clara))
    assert refused.value.code is Refusal.NOT_YET_FOR_CHIEF
    for _ in range(2):
        findings.send_back(claim.pk, by=acting(edith), because="I read it otherwise.")
        findings.submit(claim.pk, RELAYED, by=acting(rosa))
    with pytest.raises(Refused) as refused:
        findings.send_back(claim.pk, by=acting(edith), because="Still not.")
    assert refused.value.code is Refusal.CHIEF_SETTLES
    settled = findings.settle(claim.pk, RELAYED, by=acting(clara))
    assert settled.status == Status.ATTRIBUTED
    assert Finding.objects.get(claim=claim, state=FindingState.AGREED).made_by == clara


def test_a_submission_can_be_withdrawn_by_whoever_made_it(rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    with pytest.raises(Refused):
        findings.take_back(claim.pk, by=acting(edith))
    assert findings.take_back(claim.pk, by=acting(rosa)).status == Status.IN_REVIEW
    assert claim.findings.get().state == FindingState.TAKEN_BACK


def test_only_whoever_has_the_claim_in_hand_may_submit_it(rosa: User, edith: User) -> None:
    assert refusal_of(in_hand(rosa), RELAYED, edith) is Refusal.TAKEN_BY_SOMEBODY_ELSE


def test_with_second_checks_turned_off_a_submission_decides(edith: User, settings: Settings) -> None:
    settings.SECOND_CHECK = False
    claim = submitted(edith, RELAYED_AND_TRUE)
    assert claim.status == Status.VERIFIED
    assert claim.findings.get().state == FindingState.AGREED


def test_a_finding_needs_a_reason(rosa: User) -> None:
    claim = in_hand(rosa)
    answers = Answers(Attribution.RELAYED, Verdict.UNCHECKED, " \n ")
    assert refusal_of(claim, answers, rosa) is Refusal.REASON_MISSING


@pytest.mark.parametrize("attribution", [Attribution.CONFIRMED, Attribution.ALTERED, Attribution.MISATTRIBUTED])
def test_this_attribution_needs_evidence_other_than_a_note(rosa: User, attribution: Attribution) -> None:
    claim = in_hand(rosa)
    evidence.add(claim.pk, NOTE, by=acting(rosa))
    answers = Answers(attribution, Verdict.UNCHECKED, "Heard it.")
    assert refusal_of(claim, answers, rosa) is Refusal.ATTRIBUTION_NEEDS_EVIDENCE
    evidence.add(claim.pk, LINK, by=acting(rosa))
    assert findings.submit(claim.pk, answers, by=acting(rosa)).status == Status.SECOND_CHECK


@pytest.mark.parametrize("verdict", [Verdict.TRUE, Verdict.MISLEADING, Verdict.FALSE])
def test_this_verdict_needs_evidence_other_than_a_note(rosa: User, verdict: Verdict) -> None:
    claim = in_hand(rosa)
    evidence.add(claim.pk, NOTE, by=acting(rosa))
    answers = Answers(Attribution.RELAYED, verdict, "Looked it up.")
    assert refusal_of(claim, answers, rosa) is Refusal.VERDICT_NEEDS_EVIDENCE


@pytest.mark.parametrize("relation", [Relation.SAME_STORY, Relation.SPEAKER])
def test_no_verdict_rests_on_a_copy_of_the_story_or_on_the_speakers_own_words(rosa: User, relation: Relation) -> None:
    claim = in_hand(rosa)
    given = Given(EvidenceKind.LINK, Stance.SUPPORTS, relation, address="https://example.org/copy")
    evidence.add(claim.pk, given, by=acting(rosa))
    assert refusal_of(claim, RELAYED_AND_TRUE, rosa) is Refusal.VERDICT_RESTS_ON_SAME_STORY


def test_a_link_to_a_document_that_carries_the_claim_is_a_copy_of_the_story_whatever_is_said(rosa: User) -> None:
    claim = in_hand(rosa)
    document = claim.quotations.get().snapshot.document
    type(document).objects.filter(pk=document.pk).update(address=LINK.address, address_knowledge="known")
    assert evidence.add(claim.pk, LINK, by=acting(rosa)).relation == Relation.SAME_STORY


@pytest.mark.parametrize("attribution", [Attribution.CONFIRMED, Attribution.IN_SUBSTANCE])
def test_an_anonymous_speaker_reaches_at_most_relayed_until_a_chief_vouches(
    rosa: User, clara: User, attribution: Attribution
) -> None:
    somebody = make_source("a source near the port", identification=Identification.DESCRIBED)
    claim = in_hand(rosa, speaker=somebody)
    evidence.add(claim.pk, LINK, by=acting(rosa))
    answers = Answers(attribution, Verdict.UNCHECKED, "Heard the recording.")
    assert refusal_of(claim, answers, rosa) is Refusal.ANONYMOUS_AT_MOST_RELAYED
    sources.vouch(somebody.pk, by=acting(clara), version=1, is_known=True, because="I spoke to them.")
    assert findings.submit(claim.pk, answers, by=acting(rosa)).status == Status.SECOND_CHECK


def test_what_a_bare_speaker_says_is_true_only_by_independent_evidence(rosa: User) -> None:
    claim = in_hand(rosa, speaker=make_source("a source", identification=Identification.BARE))
    unstated = Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://example.org/somewhere")
    evidence.add(claim.pk, unstated, by=acting(rosa))
    assert refusal_of(claim, RELAYED_AND_TRUE, rosa) is Refusal.BARE_NEEDS_INDEPENDENT_EVIDENCE
    evidence.add(claim.pk, LINK, by=acting(rosa))
    assert findings.submit(claim.pk, RELAYED_AND_TRUE, by=acting(rosa)).status == Status.SECOND_CHECK


@pytest.mark.parametrize("kind", ["cut_start", "cut_end", "foreign_matter"])
def test_a_damaged_quotation_needs_a_statement_by_an_editor(rosa: User, kind: str) -> None:
    claim = in_hand(rosa)
    claim.quotations.update(damage=[[kind, 0, 3]])
    assert refusal_of(claim, RELAYED, rosa) is Refusal.DAMAGED_NEEDS_STATEMENT
    wording.change_statement(claim.pk, claim.statement, by=acting(rosa))
    assert findings.submit(claim.pk, RELAYED, by=acting(rosa)).status == Status.SECOND_CHECK


def test_nobody_can_be_found_to_have_said_what_has_no_speaker(rosa: User) -> None:
    claim = in_hand(rosa, speaker=None)
    assert claim.speaker_basis == SpeakerBasis.OPEN
    assert refusal_of(claim, RELAYED, rosa) is Refusal.SPEAKER_OPEN
    not_established = Answers(Attribution.NOT_ESTABLISHED, Verdict.UNCHECKED, "Nobody can tell who he is.")
    assert findings.submit(claim.pk, not_established, by=acting(rosa)).status == Status.SECOND_CHECK


def test_reopening_keeps_earlier_findings_as_superseded(rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    findings.agree(claim.pk, by=acting(edith))
    reopened = findings.reopen(claim.pk, by=acting(edith), because="A recording turned up.")
    assert (reopened.status, reopened.attribution, reopened.assigned_to) == (Status.IN_REVIEW, "unchecked", edith)
    assert claim.findings.get().state == FindingState.SUPERSEDED


def test_a_recalled_claim_can_be_reopened(edith: User, clara: User) -> None:
    claim = make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE)
    recalled = findings.recall(claim.pk, by=acting(clara), because="The agency killed the story.")
    assert recalled.status == Status.WITHDRAWN
    assert findings.reopen(claim.pk, by=acting(edith), because="Corrected copy came.").status == Status.IN_REVIEW


def test_a_stale_claim_is_cleared_with_a_reason(edith: User, ledger: Ledger) -> None:
    claim = make_claim(
        status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE, stale_since=timezone.now()
    )
    with pytest.raises(Refused) as refused:
        findings.still_holds(claim.pk, by=acting(edith), because="")
    assert refused.value.code is Refusal.REASON_MISSING
    cleared = findings.still_holds(claim.pk, by=acting(edith), because="Only the date line changed.")
    assert (cleared.stale_since, cleared.how_to_use) == (None, "quote")
    assert ledger.acts() == [("claim.still_holds", claim.pk)]


def test_the_statement_of_a_decided_claim_is_changed_only_after_reopening(edith: User) -> None:
    claim = make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE)
    with pytest.raises(Refused) as refused:
        wording.change_statement(claim.pk, "Another sentence.", by=acting(edith))
    assert refused.value.code is Refusal.REOPEN_FIRST


# --- Released on one reader ----------------------------------------------------------------------------------------


def released(rosa: User, clara: User, answers: Answers = RELAYED_AND_TRUE) -> Claim:
    """A claim that the chief has released before anybody agreed."""
    claim = submitted(rosa, answers)
    return findings.release_on_one_reader(claim.pk, by=acting(clara), because="The paper closes at eleven.")


def test_a_chief_releases_a_claim_on_one_reader_with_a_reason(rosa: User, clara: User) -> None:
    claim = submitted(rosa, RELAYED_AND_TRUE)
    with one_event_for_each_change():
        claim = findings.release_on_one_reader(claim.pk, by=acting(clara), because="The paper closes at eleven.")
    assert (claim.status, claim.attribution, claim.verdict) == (Status.VERIFIED, "relayed", "true")
    assert (claim.is_single_read, claim.single_read_by) == (True, clara)
    assert claim.single_read_because == "The paper closes at eleven."
    assert claim.findings.get().state == FindingState.SUBMITTED


def test_releasing_on_one_reader_needs_a_reason(rosa: User, clara: User) -> None:
    claim = submitted(rosa)
    with pytest.raises(Refused) as refused:
        findings.release_on_one_reader(claim.pk, by=acting(clara), because=" ")
    assert refused.value.code is Refusal.REASON_MISSING


def test_an_editor_may_not_release_on_one_reader(rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    with pytest.raises(Refused) as refused:
        findings.release_on_one_reader(claim.pk, by=acting(edith), because="Now.")
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_what_went_back_twice_is_settled_and_not_released_on_one_reader(rosa: User, clara: User) -> None:
    claim = put(submitted(rosa), Status.SECOND_CHECK, rounds=2)
    with pytest.raises(Refused) as refused:
        findings.release_on_one_reader(claim.pk, by=acting(clara), because="Now.")
    assert refused.value.code is Refusal.CHIEF_SETTLES


def test_a_claim_stays_single_read_until_somebody_else_agrees(rosa: User, edith: User, clara: User) -> None:
    claim = released(rosa, clara)
    assert list(Claim.objects.awaiting_second_check()) == [claim]
    with one_event_for_each_change():
        claim = findings.agree(claim.pk, by=acting(edith))
    assert (claim.status, claim.is_single_read, claim.single_read_because) == (Status.VERIFIED, False, "")
    finding = claim.findings.get()
    assert (finding.state, finding.second_by) == (FindingState.AGREED, edith)
    assert not Claim.objects.awaiting_second_check().exists()


def test_nobody_agrees_with_their_own_work_after_it_was_released(edith: User, clara: User) -> None:
    claim = released(edith, clara)
    with pytest.raises(Refused) as refused:
        findings.agree(claim.pk, by=acting(edith))
    assert refused.value.code is Refusal.OWN_WORK


def test_a_single_read_claim_that_is_sent_back_is_in_review_and_undecided(rosa: User, edith: User, clara: User) -> None:
    claim = released(rosa, clara)
    with one_event_for_each_change():
        claim = findings.send_back(claim.pk, by=acting(edith), because="The register says no such thing.")
    assert (claim.status, claim.attribution, claim.verdict) == (Status.IN_REVIEW, "unchecked", "unchecked")
    assert (claim.is_single_read, claim.rounds, claim.assigned_to) == (False, 1, rosa)
    assert claim.findings.get().state == FindingState.SENT_BACK


def test_a_single_read_claim_can_be_reopened_and_recalled(rosa: User, clara: User) -> None:
    reopened = findings.reopen(released(rosa, clara).pk, by=acting(clara), because="A mistake of ours.")
    assert (reopened.status, reopened.is_single_read) == (Status.IN_REVIEW, False)
    assert reopened.findings.get().state == FindingState.SUPERSEDED
    recalled = findings.recall(released(rosa, clara).pk, by=acting(clara), because="It was never said.")
    assert (recalled.status, recalled.is_single_read) == (Status.WITHDRAWN, True)
    assert not Claim.objects.awaiting_second_check().exists()


def test_the_ledger_says_which_evidence_was_opened_before_agreeing(rosa: User, edith: User, ledger: Ledger) -> None:
    claim = submitted(rosa)
    link = claim.evidence.get()
    opening.note(link, by=acting(edith))
    findings.agree(claim.pk, by=acting(edith))
    assert json.loads(ledger.new()[-1].body)["after"]["evidence_opened"] == [link.pk]
