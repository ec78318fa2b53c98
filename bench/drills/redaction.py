"""Drill: what is left of a sealed identity once its key is destroyed, and what the ledger says after all of it."""

from collections.abc import Iterator, Sequence

from bench.drills import Figure
from bench.drills.canary import Desk
from claims import permissions
from claims.errors import Refused
from claims.models import Event, Seal
from claims.records.acts import Role
from claims.records.sealing import GrantedFor
from claims.services import envelopes, identity_requests, keys, ledger_checking, sealing
from claims.services.ledger_checking import Tally


def figures(desk: Desk) -> Iterator[Figure]:
    """Who redacts destroys the key: no row, old or new, tells anything afterwards."""
    by = desk.acting(Role.CHIEF)
    old = Seal.objects.get(source=desk.source)
    sealing.redact(desk.source.pk, by=by, version=None, because="There is danger.")
    sealing.finish_redactions()
    left = [key for key in _keys() if _opens(old, key)]
    refused = 0
    for act in (identity_requests.see, lambda pk, by: identity_requests.ask(pk, by=by, motive="Why?")):
        try:
            act(desk.source.pk, by=desk.acting(Role.REPORTER))
        except Refused:
            refused += 1
    yield Figure(
        "keys that open the old row after redaction",
        "0",
        f"{len(left)} of {len(_keys())}, the key {'is still here' if keys.is_here(old.key) else 'is gone'}",
        not left and not keys.is_here(old.key) and refused == 2,
    )
    sequences = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    gaps = len(sequences) - (sequences[-1] - sequences[0] + 1)
    yield Figure("lines missing in the ledger after redaction", "0", f"{-gaps} of {len(sequences)}", gaps == 0)
    yield _ledger_after_unsealing(desk)


def _ledger_after_unsealing(desk: Desk) -> Figure:
    """Break the other seal as well; after all of it the whole ledger is checked, and every row is as a line left it."""
    chief = desk.acting(Role.CHIEF)
    asked = identity_requests.ask(desk.described.pk, by=chief, motive="She came forward.")
    identity_requests.grant(asked.pk, by=permissions.actor(desk.chief), version=asked.version, lasts=GrantedFor.HOUR)
    identity_requests.see(desk.described.pk, by=chief)
    sealing.unseal(desk.described.pk, by=chief, version=None, because="She came forward.")
    tally = Tally()
    told = [f"{broken.fault} {broken.kind} {broken.subject}" for broken in ledger_checking.check(tally)]
    measured = f"{len(told)} in {tally.lines:,} lines and {tally.subjects:,} subjects {', '.join(told[:5])}".strip()
    return Figure(
        "faults of the ledger after sealing, seeing, unsealing, redacting", "0", measured, not told and tally.lines > 0
    )


def _keys() -> Sequence[str]:
    return sorted(Seal.objects.values_list("key", flat=True))


def _opens(seal: Seal, key: str) -> bool:
    try:
        envelopes.opened(seal.ciphertext, key=key)
    except Refused:
        return False
    return True
