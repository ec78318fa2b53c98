"""Records: what a seal covers, and how far somebody's request to see it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RequestState(StrEnum):
    """Where a request to see an identity stands. A grant that has run out stays GRANTED; its time tells."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


class GrantedFor(StrEnum):
    """How long a chief lets somebody see an identity, in minutes."""

    QUARTER = "15"
    HOUR = "60"
    HALF_DAY = "240"
    DAY = "1440"

    @property
    def minutes(self) -> int:
        """The number."""
        return int(self.value)


@dataclass(frozen=True, slots=True)
class Names:
    """What the row of a source holds that tells who it is."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    rationale: str = ""
    ratings: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Any:
        """Every name."""
        return iter((self.name, *self.aliases))


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that is under a seal: who a source is, and what stood in rows of claims and chains and told it.

    ``true_name``, ``contact`` and ``notes`` are what a chief wrote when sealing; ``merged`` are the sources that were
    merged into this one, by number. The others are what was taken out of rows, by their number, to be put back.
    """

    names: Names
    true_name: str = ""
    contact: str = ""
    notes: str = ""
    merged: Mapping[str, Names] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    quotations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    chains_before: Mapping[str, Any] = field(default_factory=dict)
    relays: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
