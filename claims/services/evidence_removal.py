"""Services: evidence that was added by mistake, taken off again. It is kept, with who took it off and when."""

import json
from collections.abc import Sequence
from typing import Final

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Event, Evidence
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import FindingState
from claims.services import evidence as services
from claims.services import recording, substance
from claims.services.recording import Recorder

# Findings that were agreed on once; what they rested on stays.
_AGREED_ON: Final = (FindingState.AGREED, FindingState.SUPERSEDED)
_ACTS: Final = {
    "evidence_off": ("claim.evidence_off", "document.evidence_off"),
    "evidence_back": ("claim.evidence_back", "document.evidence_back"),
}
_ADDING: Final = frozenset({"claim.evidence", "claim.take_over"})


def remove(evidence_id: int, *, by: Actor, version: int | None = None) -> Evidence:
    """Take a piece of evidence off its claim or document.

    Refuses EVIDENCE_DECIDED_ON, EVIDENCE_TAKEN_OVER, EVIDENCE_IS_OFF. Raises Evidence.DoesNotExist.
    """
    permissions.require(by, Act.ADD_EVIDENCE)
    with recording.act(by) as recorder:
        evidence, subject = _locked(evidence_id, version)
        if evidence.removed_at is not None:
            raise Refused(Refusal.EVIDENCE_IS_OFF)
        _take_off(recorder, subject, [evidence])
        return evidence


def bring_back(evidence_id: int, *, by: Actor, version: int | None = None) -> Evidence:
    """Put a piece of evidence back that was taken off. Refuses EVIDENCE_IS_ON. Raises Evidence.DoesNotExist."""
    permissions.require(by, Act.ADD_EVIDENCE)
    with recording.act(by) as recorder:
        evidence, subject = _locked(evidence_id, version)
        if evidence.removed_at is None:
            raise Refused(Refusal.EVIDENCE_IS_ON)
        evidence.removed_at = evidence.removed_by = None
        evidence.save(update_fields=["removed_at", "removed_by"])
        _write(recorder, subject, "evidence_back", [evidence])
        return evidence


def take_back(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Undo the last adding or taking over of evidence while nothing has happened to the claim since.

    A second check that had begun anew stays so. Refuses NO_EVIDENCE_TO_TAKE_BACK.
    """
    permissions.require(by, Act.ADD_EVIDENCE)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        last = Event.objects.about(SubjectKind.CLAIM, claim.pk).last()
        if last is None or last.act not in _ADDING:
            raise Refused(Refusal.NO_EVIDENCE_TO_TAKE_BACK)
        added = json.loads(last.body)["after"]
        ids = [one["id"] for one in added.get("taken_over") or [added["evidence"]]]
        _take_off(recorder, claim, list(Evidence.objects.standing().filter(pk__in=ids, claim=claim)))
        return claim


def _locked(evidence_id: int, version: int | None) -> tuple[Evidence, Claim | Document]:
    """The evidence, and what it is given on, which is held until the act is done."""
    evidence = Evidence.objects.get(pk=evidence_id)
    if evidence.claim_id is not None:
        claim = evidence.claim = recording.lock(Claim, evidence.claim_id, version=version)
        return evidence, claim
    document = evidence.document = recording.lock(Document, evidence.document_id or 0, version=version)
    return evidence, document


def _take_off(recorder: Recorder, subject: Claim | Document, some: Sequence[Evidence]) -> None:
    for evidence in some:
        _refuse_what_is_rested_on(evidence, subject)
        evidence.removed_at, evidence.removed_by_id = recorder.at, recorder.by.person
        evidence.save(update_fields=["removed_at", "removed_by"])
    _write(recorder, subject, "evidence_off", some)


def _refuse_what_is_rested_on(evidence: Evidence, subject: Claim | Document) -> None:
    if isinstance(subject, Document):
        if evidence.taken_over.standing().exists():
            raise Refused(Refusal.EVIDENCE_TAKEN_OVER)
        return
    states = {*_AGREED_ON, *([FindingState.SUBMITTED] if subject.status not in workflow.OPEN else [])}
    if subject.findings.filter(state__in=sorted(states), made_at__gte=evidence.added_at).exists():
        raise Refused(Refusal.EVIDENCE_DECIDED_ON)


def _write(recorder: Recorder, subject: Claim | Document, what: str, some: Sequence[Evidence]) -> None:
    also = {what: [services.told(evidence) for evidence in some]}
    of_claim, of_document = _ACTS[what]
    if isinstance(subject, Claim):
        substance.change(recorder, subject, of_claim, also=also)
    else:
        recorder.change(subject, of_document, also=also)
