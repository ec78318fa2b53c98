"""Services: the two answers, the second check, and what comes after a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from claims import permissions, workflow
from claims.choices import labels
from claims.errors import Refusal, Refused
from claims.models import Claim, Evidence, Finding, Quotation
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Verdict
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import DamageKind
from claims.selectors import issued_lists
from claims.services import evidence, limits, opening, recording
from claims.services.evidence import Given
from claims.services.opening import Opened
from claims.services.recording import Recorder
from claims.workflow import Move, Status

REASON_LIMIT = 5000
# What a second reader adds to a finding.
_SECOND = ("state", "second_by", "second_at", "second_because", "second_opened", "second_openable")
# What a claim holds that nobody released on one reader; and one that is not decided.
NOT_SINGLE_READ: Mapping[str, Any] = {"single_read_at": None, "single_read_by_id": None, "single_read_because": ""}
UNDECIDED: Mapping[str, Any] = {
    "attribution": Attribution.UNCHECKED,
    "verdict": Verdict.UNCHECKED,
    "stale_since": None,
    "stale_because": "",
    **NOT_SINGLE_READ,
}
_DAMAGE_THAT_NEEDS_A_STATEMENT = {DamageKind.CUT_START, DamageKind.CUT_END, DamageKind.FOREIGN_MATTER}


@dataclass(frozen=True, slots=True)
class Answers:
    """Did they say it, is it true, and why one thinks so."""

    attribution: Attribution
    verdict: Verdict
    reason: str


def submit(claim_id: int, answers: Answers, *, by: Actor, version: int | None = None) -> Claim:
    """Give the two answers on a claim in hand. Another editor has to agree, unless second checks are turned off."""
    with recording.act(by, because=answers.reason) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.SUBMIT, claim)
        workflow.check(Move.SUBMIT, Status(claim.status), because=answers.reason)
        status = _supported(claim, answers)
        finding = _find(recorder, claim, answers, FindingState.SUBMITTED)
        if settings.SECOND_CHECK:
            _move(recorder, claim, "claim.submit", finding, status=Status.SECOND_CHECK, submitted_by_id=by.person)
        else:
            _settle(recorder, finding, FindingState.AGREED)
            _decide(recorder, claim, "claim.submit", finding, status, submitted_by_id=by.person)
        return claim


def submit_with_evidence(
    claim_id: int, answers: Answers, given: Given, *, by: Actor, version: int | None = None
) -> Claim:
    """Add evidence and submit the answers that rest on it: two acts, both done or none."""
    with transaction.atomic():
        evidence.add(claim_id, given, by=by, version=version)
        return submit(claim_id, answers, by=by)


def take_back(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Withdraw one's submission; the answers stay in the history."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.TAKE_BACK, claim)
        workflow.check(Move.TAKE_BACK, Status(claim.status))
        finding = _submitted(claim)
        _settle(recorder, finding, FindingState.TAKEN_BACK)
        _move(recorder, claim, "claim.take_back", finding, status=Status.IN_REVIEW)
        return claim


def agree(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Agree with the answers of another editor; the claim is decided. Refuses one's own work."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.AGREE, claim)
        workflow.check(Move.AGREE, Status(claim.status), is_single_read=claim.is_single_read)
        finding = _submitted(claim)
        status = _supported(claim, _answers(finding))
        opened = opening.opened_by(by, claim)
        _settle(recorder, finding, FindingState.AGREED, opened)
        told = {"evidence_opened": opened.ids}
        _decide(recorder, claim, "claim.agree", finding, status, also=told, **NOT_SINGLE_READ)
        return claim


def take_back_agreement(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Undo one's agreement while nothing has happened since; the claim waits for its second check as before."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.TAKE_BACK_AGREEMENT, claim)
        workflow.check(Move.TAKE_BACK_AGREEMENT, Status(claim.status))
        finding = claim.findings.get(state=FindingState.AGREED)
        finding.state, finding.second_because = FindingState.SUBMITTED, ""
        finding.second_by = finding.second_at = finding.second_opened = finding.second_openable = None
        finding.save(update_fields=_SECOND)
        _move(recorder, claim, "claim.take_back_agreement", finding, status=Status.SECOND_CHECK, **UNDECIDED)
        return claim


def send_back(
    claim_id: int, *, by: Actor, because: str, own: Answers | None = None, version: int | None = None
) -> Claim:
    """Send a claim back to its editor with a reason, and with own answers beside the first where one has them.

    After two rounds a chief has to settle it.
    """
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.SEND_BACK, claim)
        is_single_read = claim.is_single_read
        workflow.check(Move.SEND_BACK, Status(claim.status), because=because, is_single_read=is_single_read)
        if claim.rounds >= workflow.ROUNDS_BEFORE_A_CHIEF_SETTLES:
            raise Refused(Refusal.CHIEF_SETTLES)
        finding = _submitted(claim)
        _settle(recorder, finding, FindingState.SENT_BACK, opening.opened_by(by, claim))
        if own is not None:
            _find(recorder, claim, own, FindingState.COUNTER)
        undecided = UNDECIDED if is_single_read else {}
        _move(
            recorder, claim, "claim.send_back", finding, status=Status.IN_REVIEW, rounds=claim.rounds + 1, **undecided
        )
        return claim


def release_on_one_reader(claim_id: int, *, by: Actor, because: str, version: int | None = None) -> Claim:
    """Let a submitted claim be used before anybody has agreed, with a reason.

    It is decided as submitted and marked as single-read, and goes on waiting for its second check.
    """
    permissions.require(by, Act.SINGLE_READ)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.SINGLE_READ, Status(claim.status), because=because)
        if claim.rounds >= workflow.ROUNDS_BEFORE_A_CHIEF_SETTLES:
            raise Refused(Refusal.CHIEF_SETTLES)
        finding = _submitted(claim)
        _decide(
            recorder,
            claim,
            "claim.single_read",
            finding,
            _supported(claim, _answers(finding)),
            single_read_at=recorder.at,
            single_read_by_id=by.person,
            single_read_because=because.strip(),
        )
        return claim


def settle(claim_id: int, answers: Answers, *, by: Actor, version: int | None = None) -> Claim:
    """A chief's own answers, after a claim went back twice. They decide."""
    with recording.act(by, because=answers.reason) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.SETTLE, claim)
        workflow.check(Move.SETTLE, Status(claim.status), because=answers.reason)
        if claim.rounds < workflow.ROUNDS_BEFORE_A_CHIEF_SETTLES:
            raise Refused(Refusal.NOT_YET_FOR_CHIEF)
        status = _supported(claim, answers)
        _settle(recorder, _submitted(claim), FindingState.SENT_BACK)
        finding = _find(recorder, claim, answers, FindingState.AGREED)
        _decide(recorder, claim, "claim.settle", finding, status)
        return claim


def reopen(claim_id: int, *, by: Actor, because: str, version: int | None = None) -> Claim:
    """Take a decided or recalled claim into review again, with a reason. Earlier findings stay as superseded."""
    permissions.require(by, Act.REOPEN)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.REOPEN, Status(claim.status), because=because)
        standing = claim.findings.filter(state__in=(FindingState.SUBMITTED, FindingState.AGREED))
        standing.update(state=FindingState.SUPERSEDED)
        recorder.change(
            claim,
            "claim.reopen",
            status=Status.IN_REVIEW,
            assigned_to_id=by.person,
            submitted_by=None,
            rounds=0,
            **UNDECIDED,
        )
        return claim


def still_holds(claim_id: int, *, by: Actor, because: str, version: int | None = None) -> Claim:
    """Say that a stale claim still holds, with a reason; the mark goes."""
    permissions.require(by, Act.STILL_HOLDS)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        if not claim.is_stale:
            raise Refused(Refusal.NOT_STALE)
        if not because.strip():
            raise Refused(Refusal.REASON_MISSING, field="because")
        recorder.change(claim, "claim.still_holds", stale_since=None, stale_because="")
        return claim


def recall(claim_id: int, *, by: Actor, because: str, version: int | None = None) -> Claim:
    """Recall a decided claim that has left the house, with a reason. The ledger names every list that carried it."""
    permissions.require(by, Act.RECALL)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.RECALL, Status(claim.status), because=because)
        lists = [str(use.issued) for use in issued_lists.where_used(claim.pk)]
        recorder.change(claim, "claim.recall", also={"lists": lists} if lists else None, status=Status.WITHDRAWN)
        return claim


def status_on(
    claim: Claim,
    attribution: Attribution,
    verdict: Verdict,
    *,
    quotation: Quotation | None,
    rests_on: Iterable[Evidence],
) -> Status:
    """The status that these answers give on this ground, or a refusal that says what they lack.

    ``quotation`` is the primary one of the claim, ``rests_on`` all its evidence. Asks the database for nothing.
    """
    status = workflow.decide(attribution, verdict)
    _refuse_open_speaker(claim, attribution)
    _refuse_damaged_words(claim, quotation)
    carrying = [item for item in rests_on if item.kind != EvidenceKind.NOTE]
    _refuse_unsupported_attribution(claim, attribution, carrying)
    _refuse_unsupported_verdict(claim, verdict, carrying)
    return status


def _supported(claim: Claim, answers: Answers) -> Status:
    """The status that these answers give on what is there now."""
    quotation, rests_on = claim.quotations.primary().first(), claim.evidence.standing()
    return status_on(claim, answers.attribution, answers.verdict, quotation=quotation, rests_on=rests_on)


def _refuse_open_speaker(claim: Claim, attribution: Attribution) -> None:
    if claim.speaker_basis == SpeakerBasis.OPEN and attribution is not Attribution.NOT_ESTABLISHED:
        raise Refused(Refusal.SPEAKER_OPEN, field="attribution")


def _refuse_damaged_words(claim: Claim, quotation: Quotation | None) -> None:
    kinds = {kind for kind, _start, _end in quotation.damage} if quotation else set()
    if kinds & _DAMAGE_THAT_NEEDS_A_STATEMENT and claim.statement_by_id is None:
        raise Refused(Refusal.DAMAGED_NEEDS_STATEMENT, field="statement")


def _refuse_unsupported_attribution(claim: Claim, attribution: Attribution, carrying: list[Evidence]) -> None:
    if attribution in workflow.ATTRIBUTIONS_WITH_EVIDENCE and not carrying:
        raise Refused(Refusal.ATTRIBUTION_NEEDS_EVIDENCE, field="attribution", answer=labels.short_label(attribution))
    speaker = claim.speaker
    if (
        speaker is not None
        and speaker.is_anonymous
        and not speaker.known_to_the_house
        and attribution in workflow.NOT_FOR_ANONYMOUS
    ):
        raise Refused(Refusal.ANONYMOUS_AT_MOST_RELAYED, field="attribution")


def _refuse_unsupported_verdict(claim: Claim, verdict: Verdict, carrying: list[Evidence]) -> None:
    if verdict not in workflow.VERDICTS_WITH_EVIDENCE:
        return
    answer = labels.short_label(verdict)
    if not carrying:
        raise Refused(Refusal.VERDICT_NEEDS_EVIDENCE, field="verdict", answer=answer)
    relations = {Relation(item.relation) for item in carrying}
    if relations <= {Relation.SAME_STORY, Relation.SPEAKER}:
        raise Refused(Refusal.VERDICT_RESTS_ON_SAME_STORY, field="verdict", answer=answer)
    is_bare = claim.speaker is not None and claim.speaker.is_bare
    if is_bare and verdict is Verdict.TRUE and Relation.INDEPENDENT not in relations:
        raise Refused(Refusal.BARE_NEEDS_INDEPENDENT_EVIDENCE, field="verdict")


def _find(recorder: Recorder, claim: Claim, answers: Answers, state: FindingState) -> Finding:
    reason = limits.within(answers.reason, REASON_LIMIT, field="reason")
    if not reason:
        raise Refused(Refusal.REASON_MISSING, field="reason")
    workflow.decide(answers.attribution, answers.verdict)
    number = (claim.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    return Finding.objects.create(
        claim=claim,
        number=number,
        state=state,
        attribution=answers.attribution,
        verdict=answers.verdict,
        reason=reason,
        made_by_id=permissions.person(recorder.by),
        made_at=recorder.at,
    )


def _submitted(claim: Claim) -> Finding:
    return claim.findings.get(state=FindingState.SUBMITTED)


def _answers(finding: Finding) -> Answers:
    return Answers(Attribution(finding.attribution), Verdict(finding.verdict), finding.reason)


def _settle(recorder: Recorder, finding: Finding, state: FindingState, opened: Opened | None = None) -> None:
    finding.state, finding.second_at, finding.second_because = state, recorder.at, recorder.because
    finding.second_by_id = recorder.by.person
    if opened is not None:
        finding.second_opened, finding.second_openable = len(opened.ids), opened.of
    finding.save(update_fields=_SECOND)


def _decide(
    recorder: Recorder,
    claim: Claim,
    act: str,
    finding: Finding,
    status: Status,
    *,
    also: Mapping[str, object] | None = None,
    **values: Any,
) -> None:
    _move(
        recorder,
        claim,
        act,
        finding,
        status=status,
        attribution=Attribution(finding.attribution),
        verdict=Verdict(finding.verdict),
        also=also,
        **values,
    )


def _move(
    recorder: Recorder,
    claim: Claim,
    act: str,
    finding: Finding,
    *,
    also: Mapping[str, object] | None = None,
    **values: Any,
) -> None:
    recorder.change(claim, act, also={"finding": _told(finding), **(also or {})}, **values)


def _told(finding: Finding) -> Mapping[str, object]:
    """What the ledger keeps of a finding; the reason of the act stands in the event itself."""
    return {
        "number": finding.number,
        "state": finding.state,
        "attribution": finding.attribution,
        "verdict": finding.verdict,
        "reason": finding.reason,
    }
