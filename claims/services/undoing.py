"""Services: claims as they were before an act, as its Events tell. For an undo while nothing has happened since."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Event
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.services import recording, speaking
from claims.services.recording import Edit, Recorder

_TAKEN_BACK: Final = {"claim.assign": Act.ASSIGN, "claim.need": Act.NEED}
# Where an Event keeps the steps of a chain as they were before accepting linked them.
CHAIN_WAS: Final = "chain_was"


def put_back(recorder: Recorder, act: str, done: Sequence[tuple[Claim, Event]]) -> None:
    """Give locked claims the values back that the Event beside each says were there before, and the steps of chains.

    How to use follows from them.
    """
    bodies = [(claim, json.loads(event.body)) for claim, event in done]
    speaking.unlink({claim.pk: was for claim, body in bodies if (was := body["after"].get(CHAIN_WAS))})
    recorder.change_all(act, (Edit(claim, _values(body["before"])) for claim, body in bodies))


def take_back(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Undo what one has just said of a claim: in whose hand it is, or by when it is needed.

    Only one's own act, and only while nothing has happened since. Refuses NOTHING_TO_TAKE_BACK.
    """
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        last = Event.objects.about(SubjectKind.CLAIM, claim.pk).last()
        if last is None or last.act not in _TAKEN_BACK or last.actor_id != permissions.person(by):
            raise Refused(Refusal.NOTHING_TO_TAKE_BACK)
        permissions.require(by, _TAKEN_BACK[last.act])
        put_back(recorder, "claim.put_back", [(claim, last)])
        return claim


def _values(before: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: Claim._meta.get_field(name) for name in before if name != "how_to_use"}
    return {field.attname: field.to_python(before[name]) for name, field in fields.items()}  # type: ignore[union-attr]  # columns of our own
