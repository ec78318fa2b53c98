"""Services: changes of what a claim says, rests on, or who says it. They undo a second check that is under way."""

from collections.abc import Mapping
from typing import Any

from claims.models import Claim
from claims.records.checking import FindingState
from claims.services.recording import Recorder
from claims.workflow import Status


def change(
    recorder: Recorder,
    claim: Claim,
    act: str,
    *,
    also_before: Mapping[str, object] | None = None,
    also: Mapping[str, object] | None = None,
    **values: Any,
) -> None:
    """Change a locked claim in substance: it is remembered who did, and a second check under way begins anew."""
    if recorder.by.person is not None:
        values["changed_by_id"] = recorder.by.person
    if claim.status == Status.SECOND_CHECK:
        claim.findings.filter(state=FindingState.SUBMITTED).update(
            state=FindingState.TAKEN_BACK, second_at=recorder.at, second_by=recorder.by.person
        )
        values["status"] = Status.IN_REVIEW
    recorder.change(claim, act, also_before=also_before, also=also, **values)
