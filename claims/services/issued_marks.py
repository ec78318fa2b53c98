"""Services: a claim that left the house in a list, and of which we would say something else by now, is marked there.

Looked at when an act on claims ends, whatever the act was, so that no act has to think of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from claims.exports.rows import by_claim
from claims.exports.said import hash_of_said
from claims.models import Claim, IssuedClaim
from claims.selectors import export_rows

_AT_ONCE: Final = 200


def look(claims: Iterable[int], *, at: datetime) -> None:
    """Mark these claims in the newest version of each list that carried them, where it says something else.

    One query for each few hundred claims when no list carries them. A mark goes when we say again what the list says.
    """
    ids = sorted(set(claims))
    for first in range(0, len(ids), _AT_ONCE):
        standing = IssuedClaim.objects.filter(claim__in=ids[first : first + _AT_ONCE], issued_list__replaced_by=None)
        carried = list(standing.order_by("pk"))
        if carried:
            _mark(carried, said_now({one.claim_id for one in carried}), at)


def said_now(claims: Iterable[int]) -> Mapping[int, str]:
    """The hash of what a list would say now of each of these claims."""
    rows = export_rows.rows(Claim.objects.filter(pk__in=list(claims)))
    return {of_one[0].claim_id: hash_of_said(of_one[0]) for of_one in by_claim(rows)}


def _mark(carried: Sequence[IssuedClaim], now: Mapping[int, str], at: datetime) -> None:
    moved = []
    for one in carried:
        said = now[one.claim_id]
        if said == one.said and one.changed_at is not None:
            one.changed_at, one.settled = None, ""
        elif said != one.said and (one.changed_at is None or one.settled not in ("", said)):
            one.changed_at, one.settled = at, ""
        else:
            continue
        moved.append(one)
    IssuedClaim.objects.bulk_update(moved, ["changed_at", "settled"])
