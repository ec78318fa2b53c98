"""Services: decided claims whose ground has moved. The mark is set, added to, and taken off again by an undo."""

import json
from typing import Any, Final

from claims import workflow
from claims.models import Claim, Event
from claims.records.acts import SubjectKind
from claims.services.recording import Recorder

_FIELDS: Final = frozenset({"stale_since", "stale_because"})


def values_of(recorder: Recorder, claim: Claim, because: str) -> dict[str, Any]:
    """The values that mark a decided claim as stale; none for a claim that is not decided.

    One that is stale already keeps since when, and gets one more reason.
    """
    if claim.status not in workflow.DECIDED:
        return {}
    if claim.stale_since is None:
        return {"stale_since": recorder.at, "stale_because": because}
    return {"stale_because": f"{claim.stale_because}\n{because}"}


def mark(recorder: Recorder, claim: Claim, because: str) -> None:
    """Mark a locked decided claim as stale within an act that is under way."""
    recorder.change(claim, "claim.stale", **values_of(recorder, claim, because))


def values_before(claim: Claim, cause: Event) -> dict[str, Any]:
    """The values that undo the mark which ``cause`` set; none when something else touched the mark since."""
    if claim.stale_since is None or last_cause(claim) != cause:
        return {}
    before = _body(cause)["before"]
    # A moment stands in "before" only when there was none: one that was there is kept.
    since = {"stale_since": None} if "stale_since" in before else {}
    return {**since, "stale_because": before["stale_because"]}


def last_cause(claim: Claim) -> Event | None:
    """The event that last touched the mark; None when nothing ever did. Reads back through the claim's history."""
    history = Event.objects.about(SubjectKind.CLAIM, claim.pk).reverse()
    return next((event for event in history.iterator() if _FIELDS & _body(event)["after"].keys()), None)


def _body(event: Event) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event.body)
    return body
