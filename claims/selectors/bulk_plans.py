"""Selectors: what a bulk act would be done to: how many claims, exactly which, and what is left out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from claims import workflow
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.selectors.claim_list import COUNTED, Count
from claims.workflow import STATUSES, Move, Status, StatusRow

_SHOWN = 5  # statements that a plan names


class BulkAct(StrEnum):
    """What can be done to many claims at once: never a finding, an agreement or a reopening."""

    ACCEPT = "accept"
    SET_ASIDE = "set-aside"
    RESTORE = "restore"
    ASSIGN = "assign"
    NEED = "needed"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """Who may do it, at which statuses it begins, and to how many claims at once.

    Accepting makes or links a speaker for every single claim, which takes longer than anything else here.
    """

    permission: Act
    begins: frozenset[Status]
    most: int = 5_000


ROWS: Mapping[BulkAct, BulkRow] = {
    BulkAct.ACCEPT: BulkRow(Act.ACCEPT, workflow.MOVES[Move.ACCEPT].begins, most=2_000),
    BulkAct.SET_ASIDE: BulkRow(Act.SET_ASIDE, workflow.MOVES[Move.SET_ASIDE].begins),
    BulkAct.RESTORE: BulkRow(Act.RESTORE, workflow.MOVES[Move.RESTORE].begins),
    BulkAct.ASSIGN: BulkRow(Act.ASSIGN, workflow.OPEN),
    BulkAct.NEED: BulkRow(Act.NEED, workflow.OPEN),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Claims that the act cannot begin at, by their status."""

    status: StatusRow
    count: Count


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act would be done to. ``seal`` stands for exactly these claims as they are now.

    ``is_cut``: there are more than are taken at once.
    """

    act: BulkAct
    ids: Sequence[int]
    seal: str
    statements: Sequence[str]
    left_out: Sequence[LeftOut]
    is_cut: bool

    @property
    def number(self) -> Count:
        """To how many claims it would be done."""
        return Count(len(self.ids))

    @property
    def most(self) -> Count:
        """How many are taken at once."""
        return Count(ROWS[self.act].most)

    @property
    def more(self) -> int:
        """How many claims have no statement shown."""
        return len(self.ids) - len(self.statements)


def plan(act: BulkAct, claims: ClaimQuerySet) -> Plan:
    """What the act would be done to of these claims, the first ones found first. Three queries."""
    row = ROWS[act]
    fitting = claims.filter(status__in=row.begins).order_by("pk")
    found = list(fitting.values_list("pk", "version")[: row.most + 1])
    taken = found[: row.most]
    others = claims.exclude(status__in=row.begins).order_by().values_list("status", flat=True)[: COUNTED + 1]
    return Plan(
        act,
        [pk for pk, _version in taken],
        seal(taken),
        list(fitting.values_list("statement", flat=True)[:_SHOWN]) if taken else [],
        _by_status(Counter(others)),
        is_cut=len(found) > row.most,
    )


def seal(claims: Iterable[tuple[int, int]]) -> str:
    """What stands for exactly these claims in these versions, in the order of their ids."""
    return sha256(" ".join(f"{pk}:{version}" for pk, version in claims).encode()).hexdigest()


def _by_status(counts: Counter[str]) -> list[LeftOut]:
    return [
        LeftOut(STATUSES[status], Count(min(number, COUNTED), is_more=number > COUNTED))
        for status in Status
        if (number := counts[status])
    ]
