"""Records: what the desk tells others at once, and how far the telling of it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from claims.records.acts import SubjectKind


class NewsKind(StrEnum):
    """What is told. The value is the type that a webhook carries."""

    CLAIM_DECIDED = "claim.decided"
    CLAIM_STALE = "claim.stale"
    CLAIM_HOLDS = "claim.holds"
    CLAIM_REOPENED = "claim.reopened"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    LIST_ISSUED = "list.issued"
    LIST_CORRECTED = "list.corrected"
    TEST = "webhook.test"


class DeliveryState(StrEnum):
    """How far the telling of one piece of news to one receiver has come."""

    WAITING = "waiting"
    TOLD = "told"
    GIVEN_UP = "given_up"


class Problem(StrEnum):
    """Why nothing came back from a receiver."""

    NOT_FOUND = "not_found"
    IN_THE_HOUSE = "in_the_house"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    NO_ANSWER = "no_answer"
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a value of an enum


class TurnedOff(StrEnum):
    """Why a webhook is off."""

    BY_HAND = "by_hand"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: the status of the answer, or else the problem; and how long it took."""

    answer: int | None
    problem: Problem | None
    took_ms: int

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has taken it."""
        return self.answer is not None and 200 <= self.answer < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver says that nothing shall ever be sent there again."""
        return self.answer == 410

    @property
    def is_away(self) -> bool:
        """Whether the receiver was not there, or had too much to do: it is no use to try the next piece of news."""
        return self.answer in {None, 429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class News:
    """One line of the ledger that others are told of. ``status`` is the one that the line led to, "" for no other."""

    sequence: int
    kind: NewsKind
    at: datetime
    batch: UUID
    about: SubjectKind
    subject: int
    status: str = ""

    @property
    def id(self) -> UUID:
        """Its name for ever, in the feed and in webhooks: no other desk has news of this name."""
        return uuid5(self.batch, str(self.sequence))
