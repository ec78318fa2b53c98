"""Selectors: what somebody may do with a claim now. The page offers just this."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from claims import permissions, workflow
from claims.models import Claim, Quotation
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import neighbours
from claims.selectors.evidence import to_take_over
from claims.workflow import Move, Status


class ClaimAct(StrEnum):
    """An act on one claim, as it stands in the address that it is sent to."""

    STILL_HOLDS = "still-holds"
    ACCEPT = "accept"
    TAKE_BACK_ACCEPTANCE = "take-back-acceptance"
    TAKE = "take"
    RESUME = "resume"
    SUBMIT = "submit"
    AGREE = "agree"
    TAKE_BACK_AGREEMENT = "take-back-agreement"
    SEND_BACK = "send-back"
    SETTLE = "settle"
    SINGLE_READ = "single-read"
    MEND_SPELLING = "mend-spelling"
    TAKE_BACK = "take-back"
    HOLD = "hold"
    RELEASE = "release"
    READ = "read"
    UNREAD = "unread"
    RESTORE = "restore"
    REOPEN = "reopen"
    SET_ASIDE = "set-aside"
    RECALL = "recall"
    STATEMENT = "statement"
    SPEAKER = "speaker"
    WORDS = "words"
    KIND = "kind"
    JOIN = "join"
    JOIN_BEFORE = "join-before"
    SPLIT = "split"
    CUT_OUT = "cut-out"
    WORDS_BACK = "words-back"
    SOURCE = "source"
    CREDIBILITY = "credibility"
    NEEDED = "needed"
    ASSIGN = "assign"
    PUT_BACK = "put-back"
    EVIDENCE = "evidence"
    TAKE_OVER = "take-over"
    EVIDENCE_BACK = "evidence-back"
    NOTE = "note"


def _always(_claim: Claim) -> bool:
    return True


def _is_stale(claim: Claim) -> bool:
    return claim.is_stale


def _words_here(claim: Claim) -> Quotation | None:
    """The words of a claim that can be worked on; asked for once for each claim object."""
    if not hasattr(claim, "_words_here"):
        quotation = neighbours.standing(claim)
        is_in_use = quotation is not None and not quotation.snapshot.document.is_withdrawn
        claim._words_here = quotation if is_in_use else None  # type: ignore[attr-defined]  # remembered for this page
    found: Quotation | None = claim._words_here  # type: ignore[attr-defined]
    return found


def remember_words(claim: Claim, quotation: Quotation | None, beside: Iterable[Quotation]) -> None:
    """Spare the queries for what a page has read already: the words of a claim, and those that stand next to them."""
    claim._words_here = quotation  # type: ignore[attr-defined]  # remembered for this page
    claim._neighbours = len(neighbours.joinable(quotation, claim, beside)) if quotation is not None else 0  # type: ignore[attr-defined]


def remember_evidence(claim: Claim, *, is_there: bool) -> None:
    """Spare the query for evidence to take over where a page knows that no document of the claim has any."""
    claim._has_evidence_to_give = is_there  # type: ignore[attr-defined]  # remembered for this page


def _has_words(claim: Claim) -> bool:
    return _words_here(claim) is not None


def _neighbours(claim: Claim) -> int:
    """How many neighbours it can be joined with: at most two. Asked for once for each claim object."""
    quotation = _words_here(claim)
    if not hasattr(claim, "_neighbours"):
        claim._neighbours = len(neighbours.of(quotation, claim)) if quotation is not None else 0  # type: ignore[attr-defined]
    found: int = claim._neighbours  # type: ignore[attr-defined]
    return found


def _has_neighbour(claim: Claim) -> bool:
    return _neighbours(claim) > 0


def _has_two_neighbours(claim: Claim) -> bool:
    return _neighbours(claim) > 1


def _is_read(claim: Claim) -> bool:
    return claim.is_read


def _is_unread(claim: Claim) -> bool:
    return not claim.is_read


def _awaits(claim: Claim) -> bool:
    return workflow.can(Move.AGREE, Status(claim.status), is_single_read=claim.is_single_read)


def _awaits_and_may_go_back(claim: Claim) -> bool:
    return _awaits(claim) and _may_go_back(claim)


def _may_go_back(claim: Claim) -> bool:
    return claim.rounds < workflow.ROUNDS_BEFORE_A_CHIEF_SETTLES


def _went_back_often(claim: Claim) -> bool:
    return not _may_go_back(claim)


def _has_evidence_on_its_document(claim: Claim) -> bool:
    """Whether there is evidence to take over. One query, unless a page knows that there is none."""
    return getattr(claim, "_has_evidence_to_give", True) and to_take_over(claim).exists()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """When an act can be done: who may, at which statuses, and what else must be so."""

    permission: Act
    begins: frozenset[Status]
    if_: Callable[[Claim], bool] = _always


_EVERY = frozenset(Status)
_AT_WORK = workflow.OPEN | workflow.DECIDED


def _move(permission: Act, move: Move, if_: Callable[[Claim], bool] = _always) -> OfferRow:
    return OfferRow(permission, workflow.MOVES[move].begins, if_)


OFFERS: Mapping[ClaimAct, OfferRow] = {
    ClaimAct.STILL_HOLDS: OfferRow(Act.STILL_HOLDS, _EVERY, _is_stale),
    ClaimAct.ACCEPT: _move(Act.ACCEPT, Move.ACCEPT),
    # Offered by the message that says what was done, and nowhere else.
    ClaimAct.TAKE_BACK_ACCEPTANCE: OfferRow(Act.TAKE_BACK_ACCEPTANCE, frozenset()),
    ClaimAct.TAKE: _move(Act.TAKE, Move.TAKE),
    ClaimAct.RESUME: _move(Act.HOLD, Move.RESUME),
    ClaimAct.SUBMIT: _move(Act.SUBMIT, Move.SUBMIT),
    ClaimAct.AGREE: OfferRow(Act.AGREE, _EVERY, _awaits),
    ClaimAct.TAKE_BACK_AGREEMENT: _move(Act.TAKE_BACK_AGREEMENT, Move.TAKE_BACK_AGREEMENT),
    ClaimAct.SEND_BACK: OfferRow(Act.SEND_BACK, _EVERY, _awaits_and_may_go_back),
    ClaimAct.SETTLE: _move(Act.SETTLE, Move.SETTLE, _went_back_often),
    ClaimAct.SINGLE_READ: _move(Act.SINGLE_READ, Move.SINGLE_READ, _may_go_back),
    ClaimAct.MEND_SPELLING: _move(Act.MEND_SPELLING, Move.AGREE),
    ClaimAct.TAKE_BACK: _move(Act.TAKE_BACK, Move.TAKE_BACK),
    ClaimAct.HOLD: _move(Act.HOLD, Move.HOLD),
    ClaimAct.RELEASE: _move(Act.RELEASE, Move.RELEASE),
    ClaimAct.READ: OfferRow(Act.FINISH_CLAIM, workflow.TO_READ, _is_unread),
    ClaimAct.UNREAD: OfferRow(Act.FINISH_CLAIM, _EVERY, _is_read),
    ClaimAct.RESTORE: _move(Act.RESTORE, Move.RESTORE),
    ClaimAct.REOPEN: _move(Act.REOPEN, Move.REOPEN),
    ClaimAct.SET_ASIDE: _move(Act.SET_ASIDE, Move.SET_ASIDE),
    ClaimAct.RECALL: _move(Act.RECALL, Move.RECALL),
    ClaimAct.STATEMENT: OfferRow(Act.CHANGE, workflow.OPEN),
    ClaimAct.SPEAKER: OfferRow(Act.CHANGE, workflow.OPEN),
    ClaimAct.WORDS: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_words),
    ClaimAct.KIND: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_words),
    ClaimAct.JOIN: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_neighbour),
    # With one neighbour there is nothing to choose: the other act joins with it.
    ClaimAct.JOIN_BEFORE: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_two_neighbours),
    ClaimAct.SPLIT: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_words),
    ClaimAct.CUT_OUT: OfferRow(Act.CHANGE_WORDS, _AT_WORK, _has_words),
    # Offered by the message that says what was done, and nowhere else.
    ClaimAct.WORDS_BACK: OfferRow(Act.CHANGE_WORDS, frozenset()),
    ClaimAct.SOURCE: OfferRow(Act.CHANGE, workflow.OPEN),
    ClaimAct.CREDIBILITY: OfferRow(Act.CHANGE, _EVERY),
    ClaimAct.NEEDED: OfferRow(Act.NEED, workflow.OPEN),
    ClaimAct.ASSIGN: OfferRow(Act.ASSIGN, workflow.OPEN),
    # Offered by the message that says what was done, and nowhere else.
    ClaimAct.PUT_BACK: OfferRow(Act.NEED, frozenset()),
    ClaimAct.EVIDENCE: OfferRow(Act.ADD_EVIDENCE, _EVERY),
    ClaimAct.TAKE_OVER: OfferRow(Act.ADD_EVIDENCE, _EVERY, _has_evidence_on_its_document),
    # Offered by the message that says what was done, and nowhere else.
    ClaimAct.EVIDENCE_BACK: OfferRow(Act.ADD_EVIDENCE, frozenset()),
    ClaimAct.NOTE: OfferRow(Act.NOTE, _EVERY),
}

# Of these the first that is offered is the page's main act.
_MAIN = (
    ClaimAct.STILL_HOLDS,
    ClaimAct.ACCEPT,
    ClaimAct.TAKE,
    ClaimAct.RESUME,
    ClaimAct.SUBMIT,
    ClaimAct.AGREE,
    ClaimAct.RESTORE,
)


def is_offered(act: ClaimAct, claim: Claim, by: Actor) -> bool:
    """Whether this person may do this to this claim now."""
    row = OFFERS[act]
    return Status(claim.status) in row.begins and permissions.may(by, row.permission, claim) and row.if_(claim)


def offers(claim: Claim, by: Actor) -> list[ClaimAct]:
    """Everything this person may do with this claim now, in the order in which a page shows it."""
    return [act for act in ClaimAct if is_offered(act, claim, by)]


def may_build_chain(claim: Claim, by: Actor) -> bool:
    """Whether this person may build on the chain of this claim now; it has a page of its own."""
    return claim.status not in workflow.AWAY and permissions.may(by, Act.CHANGE, claim)


def main_of(offered: list[ClaimAct]) -> ClaimAct | None:
    """The one main act of the page; None when there is nothing to press for."""
    return next((act for act in _MAIN if act in offered), None)
