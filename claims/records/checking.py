"""Records: the two answers of a finding, and what a finding rests on."""

from enum import StrEnum


class Attribution(StrEnum):
    """Whether they said it: the first answer of a finding."""

    UNCHECKED = "unchecked"
    CONFIRMED = "confirmed"
    IN_SUBSTANCE = "in_substance"
    RELAYED = "relayed"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_ESTABLISHED = "not_established"


class Verdict(StrEnum):
    """Whether it is true: the second answer of a finding."""

    UNCHECKED = "unchecked"
    TRUE = "true"
    MISLEADING = "misleading"
    DISPUTED = "disputed"
    FALSE = "false"
    UNVERIFIABLE = "unverifiable"
    NOT_CHECKABLE = "not_checkable"


class FindingState(StrEnum):
    """Where a finding stands. COUNTER: the second reader's own answers, kept beside the first."""

    SUBMITTED = "submitted"
    AGREED = "agreed"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    COUNTER = "counter"
    SUPERSEDED = "superseded"


class EvidenceKind(StrEnum):
    """The form evidence has."""

    LINK = "link"
    FILE = "file"
    NOTE = "note"
    ASKED = "asked"


# A note and an answer stand on the page: there is nothing behind them to open.
OPENABLE = (EvidenceKind.LINK, EvidenceKind.FILE)


class Stance(StrEnum):
    """What evidence does for the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Relation(StrEnum):
    """How near evidence stands to the claim: a copy of the same story and the speaker's own words prove no fact."""

    INDEPENDENT = "independent"
    SAME_STORY = "same_story"
    SPEAKER = "speaker"
    UNSTATED = "unstated"


class PhraseUse(StrEnum):
    """What a reusable phrase is a reason for."""

    FINDING = "finding"
    SEND_BACK = "send_back"
    SET_ASIDE = "set_aside"
    HOLD = "hold"


class Reliability(StrEnum):
    """How far a source can be relied on: the letters of the Admiralty scale."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """How credible the content is by itself: the numbers of the Admiralty scale."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"
