"""Services: by when a desk needs a claim."""

from datetime import datetime

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.models import Claim
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import limits, recording
from claims.services.recording import Edit, Recorder


def need(
    claim_id: int,
    *,
    by: Actor,
    needed_by: datetime | None,
    needed_for: str = "",
    version: int | None = None,
    because: str = "",
) -> Claim:
    """Say by when an open claim is needed, and by which desk; or with neither, that it no longer is.

    Refuses: NEEDED_HAS_NO_TIME, DATE_IN_THE_PAST, REOPEN_FIRST, NOTHING_CHANGED.
    """
    permissions.require(by, Act.NEED)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        if claim.status not in workflow.OPEN:
            raise Refused(Refusal.REOPEN_FIRST, status=workflow.STATUSES[workflow.Status(claim.status)].label)
        if not put(recorder, claim, needed_by=needed_by, needed_for=needed_for):
            raise Refused(Refusal.NOTHING_CHANGED)
        return claim


def put(recorder: Recorder, *claims: Claim, needed_by: datetime | None, needed_for: str) -> int:
    """Say it of locked open claims within an act that is under way; returns of how many it was not said already."""
    needed_for = limits.within(needed_for, limits.limit(Claim, "needed_for"), field="needed_for")
    if needed_by is None and needed_for:
        raise Refused(Refusal.NEEDED_HAS_NO_TIME, field="needed_by")
    different = [claim for claim in claims if (claim.needed_by, claim.needed_for) != (needed_by, needed_for)]
    if needed_by is not None and needed_by <= recorder.at and any(claim.needed_by != needed_by for claim in different):
        raise Refused(Refusal.DATE_IN_THE_PAST, field="needed_by")
    said = {"needed_by": needed_by, "needed_for": needed_for}
    recorder.change_all("claim.need", (Edit(claim, said) for claim in different))
    return len(different)
