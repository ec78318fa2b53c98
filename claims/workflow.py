"""Workflow: statuses, moves, the decision table, and how to use what was decided. Nothing else knows a status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.errors import Refusal, Refused
from claims.records.checking import Attribution, Verdict


class Status(StrEnum):
    """The one word that lists, filters and exports show."""

    PROPOSED = "proposed"
    UNVERIFIED = "unverified"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    SECOND_CHECK = "second_check"
    VERIFIED = "verified"
    QUOTE_VERIFIED = "quote_verified"
    ATTRIBUTED = "attributed"
    MISLEADING = "misleading"
    DISPUTED = "disputed"
    REFUTED = "refuted"
    UNVERIFIABLE = "unverifiable"
    NOT_AS_SAID = "not_as_said"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """Where a status stands on the way: still open, decided, or off the desk."""

    OPEN = "open"
    DECIDED = "decided"
    AWAY = "away"


class Use(StrEnum):
    """How a claim may be used in print."""

    QUOTE = "quote"
    REPORT = "report"
    WITH_ATTRIBUTION = "with_attribution"
    HOLD = "hold"
    DO_NOT_USE = "do_not_use"


class Move(StrEnum):
    """What can be done with a claim that changes its status."""

    ACCEPT = "accept"
    TAKE_BACK_ACCEPTANCE = "take_back_acceptance"
    TAKE = "take"
    RELEASE = "release"
    HOLD = "hold"
    RESUME = "resume"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    AGREE = "agree"
    SEND_BACK = "send_back"
    SINGLE_READ = "single_read"
    SETTLE = "settle"
    SET_ASIDE = "set_aside"
    RESTORE = "restore"
    TAKE_BACK_AGREEMENT = "take_back_agreement"
    REOPEN = "reopen"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One status as people see it: its word, what it means, its shape and its tone; and how a claim in it is used.

    ``use`` None means that the attribution answer decides (``USE_BY_ATTRIBUTION``).
    """

    label: str | Promise
    meaning: str | Promise
    shape: str
    tone: str
    stage: Stage
    use: Use | None


STATUSES: Mapping[Status, StatusRow] = {
    Status.PROPOSED: StatusRow(
        _("Proposed"), _("Found by the machine, nobody has looked."), "◌", "new", Stage.OPEN, Use.HOLD
    ),
    Status.UNVERIFIED: StatusRow(
        _("Unverified"), _("Accepted as a claim, not checked."), "○", "open", Stage.OPEN, Use.HOLD
    ),
    Status.IN_REVIEW: StatusRow(_("In review"), _("Somebody is on it."), "◐", "working", Stage.OPEN, Use.HOLD),
    Status.WAITING: StatusRow(
        _("Waiting"), _("Held for an answer or the original."), "⏸", "waiting", Stage.OPEN, Use.HOLD
    ),
    Status.SECOND_CHECK: StatusRow(
        _("Second check"), _("Findings are in, another editor must agree."), "◑", "checking", Stage.OPEN, Use.HOLD
    ),
    Status.VERIFIED: StatusRow(_("Verified"), _("True, and said or relayed."), "✓", "good", Stage.DECIDED, None),
    Status.QUOTE_VERIFIED: StatusRow(
        _("Quote verified"), _("They said exactly this; not a matter of fact."), "❝", "quoted", Stage.DECIDED, None
    ),
    Status.ATTRIBUTED: StatusRow(
        _("Attributed"),
        _("Usable with its attribution; the house does not vouch for the fact."),
        "❧",
        "fair",
        Stage.DECIDED,
        None,
    ),
    Status.MISLEADING: StatusRow(
        _("Misleading"), _("Said, and misleading."), "◬", "misleading", Stage.DECIDED, Use.DO_NOT_USE
    ),
    Status.DISPUTED: StatusRow(
        _("Disputed"), _("Said, and disputed."), "⇄", "disputed", Stage.DECIDED, Use.WITH_ATTRIBUTION
    ),
    Status.REFUTED: StatusRow(_("False"), _("Said, and false."), "✕", "bad", Stage.DECIDED, Use.DO_NOT_USE),
    Status.UNVERIFIABLE: StatusRow(
        _("Unverifiable"),
        _("It cannot be established whether it was said, or whether it is true."),
        "?",
        "unknown",
        Stage.DECIDED,
        Use.HOLD,
    ),
    Status.NOT_AS_SAID: StatusRow(
        _("Not as said"),
        _("The words or the speaker changed on the way. This accuses nobody."),
        "≠",
        "altered",
        Stage.DECIDED,
        Use.DO_NOT_USE,
    ),
    Status.SET_ASIDE: StatusRow(
        _("Set aside"),
        _("Not a claim, a duplicate, out of scope or not wanted."),
        "–",
        "aside",
        Stage.AWAY,
        Use.DO_NOT_USE,
    ),
    Status.WITHDRAWN: StatusRow(
        _("Withdrawn"), _("Recalled after it left the house."), "⌫", "withdrawn", Stage.AWAY, Use.DO_NOT_USE
    ),
}


@dataclass(frozen=True, slots=True)
class UseRow:
    """One way of use as people see it."""

    label: str | Promise
    tone: str


USES: Mapping[Use, UseRow] = {
    Use.QUOTE: UseRow(_("Quote"), "good"),
    Use.REPORT: UseRow(_("Report, no quotation marks"), "quoted"),
    Use.WITH_ATTRIBUTION: UseRow(_("With attribution only"), "fair"),
    Use.HOLD: UseRow(_("Hold"), "waiting"),
    Use.DO_NOT_USE: UseRow(_("Do not use"), "bad"),
}

USE_BY_ATTRIBUTION: Mapping[Attribution, Use] = {
    Attribution.CONFIRMED: Use.QUOTE,
    Attribution.IN_SUBSTANCE: Use.REPORT,
    Attribution.RELAYED: Use.WITH_ATTRIBUTION,
}

OPEN = frozenset(status for status, row in STATUSES.items() if row.stage is Stage.OPEN)
DECIDED = frozenset(status for status, row in STATUSES.items() if row.stage is Stage.DECIDED)
AWAY = frozenset(status for status, row in STATUSES.items() if row.stage is Stage.AWAY)

# Of these somebody can say "read, nothing to do". What waits for a second check waits for its answer.
TO_READ = OPEN - {Status.SECOND_CHECK}

SAID = frozenset({Attribution.CONFIRMED, Attribution.IN_SUBSTANCE, Attribution.RELAYED})

ATTRIBUTIONS_WITH_EVIDENCE = frozenset({Attribution.CONFIRMED, Attribution.ALTERED, Attribution.MISATTRIBUTED})
VERDICTS_WITH_EVIDENCE = frozenset({Verdict.TRUE, Verdict.MISLEADING, Verdict.FALSE})

# An anonymous speaker reaches at most "relayed": these two would say that somebody was heard who is not known.
NOT_FOR_ANONYMOUS = frozenset({Attribution.CONFIRMED, Attribution.IN_SUBSTANCE})

ROUNDS_BEFORE_A_CHIEF_SETTLES = 2


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Where a move leads from and to. ``to`` None: the table or the claim's memory says where."""

    label: str | Promise
    begins: frozenset[Status]
    to: Status | None
    needs_reason: bool = False


MOVES: Mapping[Move, MoveRow] = {
    Move.ACCEPT: MoveRow(_("Accept"), frozenset({Status.PROPOSED}), Status.UNVERIFIED),
    Move.TAKE_BACK_ACCEPTANCE: MoveRow(_("Take back the acceptance"), frozenset({Status.UNVERIFIED}), Status.PROPOSED),
    Move.TAKE: MoveRow(_("Take"), frozenset({Status.UNVERIFIED}), Status.IN_REVIEW),
    Move.RELEASE: MoveRow(_("Release"), frozenset({Status.IN_REVIEW}), Status.UNVERIFIED),
    Move.HOLD: MoveRow(_("Hold"), frozenset({Status.IN_REVIEW}), Status.WAITING),
    Move.RESUME: MoveRow(_("Resume"), frozenset({Status.WAITING}), Status.IN_REVIEW),
    Move.SUBMIT: MoveRow(_("Submit"), frozenset({Status.IN_REVIEW}), Status.SECOND_CHECK, needs_reason=True),
    Move.TAKE_BACK: MoveRow(_("Withdraw submission"), frozenset({Status.SECOND_CHECK}), Status.IN_REVIEW),
    Move.AGREE: MoveRow(_("Agree"), frozenset({Status.SECOND_CHECK}), None),
    Move.SEND_BACK: MoveRow(_("Send back"), frozenset({Status.SECOND_CHECK}), Status.IN_REVIEW, needs_reason=True),
    Move.SINGLE_READ: MoveRow(_("Release on one reader"), frozenset({Status.SECOND_CHECK}), None, needs_reason=True),
    Move.SETTLE: MoveRow(_("Settle"), frozenset({Status.SECOND_CHECK}), None, needs_reason=True),
    Move.SET_ASIDE: MoveRow(_("Set aside"), OPEN, Status.SET_ASIDE),
    Move.RESTORE: MoveRow(_("Restore"), frozenset({Status.SET_ASIDE}), None),
    Move.TAKE_BACK_AGREEMENT: MoveRow(_("Take back the agreement"), DECIDED, Status.SECOND_CHECK),
    Move.REOPEN: MoveRow(_("Reopen"), DECIDED | {Status.WITHDRAWN}, Status.IN_REVIEW, needs_reason=True),
    Move.RECALL: MoveRow(_("Recall"), DECIDED, Status.WITHDRAWN, needs_reason=True),
}


# What a second reader may still do with a claim that was released on one reader.
_AFTER_A_RELEASE = frozenset({Move.AGREE, Move.SEND_BACK})


def can(move: Move, status: Status, *, is_single_read: bool = False) -> bool:
    """Whether the move begins at this status. Who may do it is a question for ``permissions``."""
    is_awaited = is_single_read and status in DECIDED and move in _AFTER_A_RELEASE
    return is_awaited or status in MOVES[move].begins


def check(move: Move, status: Status, *, because: str = "because", is_single_read: bool = False) -> None:
    """Refuse a move that does not begin at this status, or that lacks the reason it needs."""
    if not can(move, status, is_single_read=is_single_read):
        raise Refused(Refusal.WRONG_STATUS, move=MOVES[move].label, status=STATUSES[status].label)
    if MOVES[move].needs_reason and not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because", move=MOVES[move].label)


def _decision(attribution: Attribution, verdict: Verdict) -> Status | Refusal:
    match attribution:
        case Attribution.UNCHECKED:
            return Refusal.ATTRIBUTION_UNANSWERED
        case Attribution.ALTERED | Attribution.MISATTRIBUTED:
            return Status.NOT_AS_SAID
        case Attribution.NOT_ESTABLISHED:
            return Status.UNVERIFIABLE
        case Attribution.CONFIRMED | Attribution.IN_SUBSTANCE | Attribution.RELAYED:
            return _decision_on_what_was_said(attribution, verdict)


def _decision_on_what_was_said(attribution: Attribution, verdict: Verdict) -> Status:
    match verdict:
        case Verdict.UNCHECKED:
            return Status.ATTRIBUTED
        case Verdict.TRUE:
            return Status.VERIFIED
        case Verdict.MISLEADING:
            return Status.MISLEADING
        case Verdict.DISPUTED:
            return Status.DISPUTED
        case Verdict.FALSE:
            return Status.REFUTED
        case Verdict.UNVERIFIABLE:
            return Status.UNVERIFIABLE
        case Verdict.NOT_CHECKABLE:
            return Status.QUOTE_VERIFIED if attribution is Attribution.CONFIRMED else Status.ATTRIBUTED


DECISIONS: Mapping[tuple[Attribution, Verdict], Status | Refusal] = {
    pair: _decision(*pair) for pair in product(Attribution, Verdict)
}


def decide(attribution: Attribution, verdict: Verdict) -> Status:
    """The status that follows from the two answers; refuses answers that decide nothing."""
    decision = DECISIONS[attribution, verdict]
    if isinstance(decision, Refusal):
        raise Refused(decision, field="attribution")
    return decision


def how_to_use(status: Status, attribution: Attribution, *, stale: bool) -> Use:
    """How a claim may be used. A stale claim is held, whatever was decided."""
    row = STATUSES[status]
    if stale and row.use is not Use.DO_NOT_USE:
        return Use.HOLD
    return row.use if row.use is not None else USE_BY_ATTRIBUTION[attribution]


def moves_from(status: Status) -> Iterator[Move]:
    """Every move that begins at this status, in the order in which an editor meets them."""
    return (move for move in Move if can(move, status))


def status_choices() -> list[tuple[str, str | Promise]]:
    """Statuses as choices of a field; a callable, so that a new status needs no migration."""
    return [(status.value, row.label) for status, row in STATUSES.items()]


def use_choices() -> list[tuple[str, str | Promise]]:
    """Ways of use as choices of a field."""
    return [(use.value, row.label) for use, row in USES.items()]
