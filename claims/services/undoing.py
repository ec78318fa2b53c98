"""Services: claims as they were before an act, as its Events tell. For an undo while nothing has happened since."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from claims.models import Claim, Event
from claims.services import speaking
from claims.services.recording import Edit, Recorder

# Where an Event keeps the steps of a chain as they were before accepting linked them.
CHAIN_WAS: Final = "chain_was"


def put_back(recorder: Recorder, act: str, done: Sequence[tuple[Claim, Event]]) -> None:
    """Give locked claims the values back that the Event beside each says were there before, and the steps of chains.

    How to use follows from them.
    """
    bodies = [(claim, json.loads(event.body)) for claim, event in done]
    speaking.unlink({claim.pk: was for claim, body in bodies if (was := body["after"].get(CHAIN_WAS))})
    recorder.change_all(act, (Edit(claim, _values(body["before"])) for claim, body in bodies))


def _values(before: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: Claim._meta.get_field(name) for name in before if name != "how_to_use"}
    return {field.attname: field.to_python(before[name]) for name, field in fields.items()}  # type: ignore[union-attr]  # columns of our own
