"""Services: what the ledger says of one claim when its page is looked at (its own lines, its state now), and of itself.

It costs a few queries whatever the ledger holds. The whole of it is checked by ``ledger_checking``, and is not here:
what stands beside is when that was done last, and which checkpoint covers the claim.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from claims.ledger import signing
from claims.ledger.lines import Told, facts_of
from claims.ledger.stand_alone import Broken, Fault, facts_in, mac_of
from claims.models import Checkpoint, Event, LedgerCheck, StateSalt
from claims.records.acts import SubjectKind
from claims.selectors import states
from claims.services import checkpoints, keys
from claims.services.ledger_checking import is_as_told, state_told

_SHOWN: Final = 21  # checkpoints on the page of the ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says of a claim: unbroken ``since`` its first line, or what is wrong.

    ``checkpoint`` is the last one that covers its last line, ``check`` the last one of the whole ledger, if any.
    """

    lines: int
    since: datetime | None
    broken: Broken | None
    checkpoint: Checkpoint | None
    check: LedgerCheck | None


def of_claim(claim_id: int) -> Standing:
    """Check the lines of one claim, and that it is as the last of them left it."""
    events = list(Event.objects.about(SubjectKind.CLAIM, claim_id))
    return Standing(
        lines=len(events),
        since=events[0].at if events else None,
        broken=_broken(claim_id, events),
        checkpoint=Checkpoint.objects.filter(size__gte=events[-1].sequence).last() if events else None,
        check=LedgerCheck.objects.last(),
    )


def _broken(claim_id: int, events: Sequence[Event]) -> Broken | None:
    """The first thing that is wrong with a claim's lines, or else with its state."""
    macs, earlier = keys.ledger_mac_keys(), 0
    for event in events:
        if fault := _fault(event, earlier, macs):
            return Broken(fault, event.sequence, SubjectKind.CLAIM, claim_id)
        earlier = event.sequence
    if not events:
        return Broken(Fault.UNTOLD, 0, SubjectKind.CLAIM, claim_id)
    fault = _fault_of_state(claim_id, events[-1])
    return Broken(fault, earlier, SubjectKind.CLAIM, claim_id) if fault else None


def _fault(event: Event, earlier: int, macs: Mapping[str, bytes]) -> Fault | None:
    facts = facts_in(event.line.encode())
    if facts is None:
        return Fault.UNREADABLE
    if not facts_of(Told._make(getattr(event, name) for name in Told._fields)).items() <= facts.items():
        return Fault.COLUMNS
    if facts["earlier"] != earlier:
        return Fault.EARLIER
    if facts["key"] not in macs:
        return Fault.KEY
    return None if mac_of(macs[facts["key"]], event.line.encode()) == event.mac else Fault.MAC


def _fault_of_state(claim_id: int, last: Event) -> Fault | None:
    salt = StateSalt.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim_id, sequence=last.sequence).first()
    if salt is None:
        return Fault.SALT
    now = dict(states.states(SubjectKind.CLAIM, [claim_id]))[claim_id]
    return None if is_as_told(now, salt.salt, state_told(last.line)) else Fault.STATE


@dataclass(frozen=True, slots=True)
class Whole:
    """The ledger as a whole: how many lines it has, its last checkpoints, newest first, and when it was checked last.

    ``found`` are the first faults of that check.

    ``public_key`` is the one that anybody checks signatures by; "" while the desk has no key.
    """

    lines: int
    last: Checkpoint | None
    before: Sequence[Checkpoint]
    check: LedgerCheck | None
    found: Sequence[Broken]
    public_key: str

    @property
    def is_ahead(self) -> bool:
        """Whether there are lines that no checkpoint covers."""
        return self.lines > (self.last.size if self.last else 0)


def of_all() -> Whole:
    """What the page of the ledger shows."""
    check = LedgerCheck.objects.last()
    newest = list(Checkpoint.objects.order_by("-size")[:_SHOWN])
    return Whole(
        lines=Event.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0,
        last=newest[0] if newest else None,
        before=newest[1:],
        check=check,
        found=[Broken(Fault(fault), *about) for fault, *about in json.loads(check.found)] if check else (),
        public_key=signing.published(checkpoints.public_key()) if keys.is_here(keys.CHECKPOINT) else "",
    )
