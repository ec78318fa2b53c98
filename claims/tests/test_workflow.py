"""Tests: statuses, moves, the decision table and how to use what was decided, written out to be checked by hand."""

import pytest

from claims import workflow
from claims.errors import Refusal, Refused
from claims.records.checking import Attribution, Verdict
from claims.workflow import Move, Stage, Status, Use

# Rows: did they say it? Columns: is it true? "-" is refused: whether they said it must be answered first.
DECISIONS = """
                 unchecked     true          misleading    disputed      false         unverifiable  not_checkable
unchecked        -             -             -             -             -             -             -
confirmed        attributed    verified      misleading    disputed      refuted       unverifiable  quote_verified
in_substance     attributed    verified      misleading    disputed      refuted       unverifiable  attributed
relayed          attributed    verified      misleading    disputed      refuted       unverifiable  attributed
altered          not_as_said   not_as_said   not_as_said   not_as_said   not_as_said   not_as_said   not_as_said
misattributed    not_as_said   not_as_said   not_as_said   not_as_said   not_as_said   not_as_said   not_as_said
not_established  unverifiable  unverifiable  unverifiable  unverifiable  unverifiable  unverifiable  unverifiable
"""

# A status, then how to use it when they were confirmed to say it, said it in substance, or a relay says so.
USES = """
proposed        hold              hold              hold
unverified      hold              hold              hold
in_review       hold              hold              hold
waiting         hold              hold              hold
second_check    hold              hold              hold
verified        quote             report            with_attribution
quote_verified  quote             report            with_attribution
attributed      quote             report            with_attribution
misleading      do_not_use        do_not_use        do_not_use
disputed        with_attribution  with_attribution  with_attribution
refuted         do_not_use        do_not_use        do_not_use
unverifiable    hold              hold              hold
not_as_said     do_not_use        do_not_use        do_not_use
set_aside       do_not_use        do_not_use        do_not_use
withdrawn       do_not_use        do_not_use        do_not_use
"""

# Which moves begin at a status.
MOVES = """
proposed        accept set_aside
unverified      take_back_acceptance take set_aside
in_review       release hold submit set_aside
waiting         resume set_aside
second_check    take_back agree send_back single_read settle set_aside
verified        take_back_agreement reopen recall
quote_verified  take_back_agreement reopen recall
attributed      take_back_agreement reopen recall
misleading      take_back_agreement reopen recall
disputed        take_back_agreement reopen recall
refuted         take_back_agreement reopen recall
unverifiable    take_back_agreement reopen recall
not_as_said     take_back_agreement reopen recall
set_aside       restore
withdrawn       reopen
"""


def rows(table: str) -> list[list[str]]:
    """The words of each line of a table."""
    return [line.split() for line in table.strip().splitlines()]


def decision_rows() -> list[tuple[str, str, str]]:
    """Every pair of answers with what it gives."""
    verdicts, *lines = rows(DECISIONS)
    return [(line[0], verdict, given) for line in lines for verdict, given in zip(verdicts, line[1:], strict=True)]


@pytest.mark.parametrize(("attribution", "verdict", "given"), decision_rows())
def test_two_answers_give_one_status_or_one_refusal(attribution: str, verdict: str, given: str) -> None:
    pair = Attribution(attribution), Verdict(verdict)
    if given == "-":
        with pytest.raises(Refused) as refused:
            workflow.decide(*pair)
        assert refused.value.code is Refusal.ATTRIBUTION_UNANSWERED
    else:
        assert workflow.decide(*pair) is Status(given)


def test_the_decision_table_leaves_no_pair_out() -> None:
    assert {row[:2] for row in decision_rows()} == {(a.value, v.value) for a in Attribution for v in Verdict}


@pytest.mark.parametrize(("status", "confirmed", "in_substance", "relayed"), rows(USES))
def test_how_to_use_follows_from_status_and_attribution(
    status: str, confirmed: str, in_substance: str, relayed: str
) -> None:
    wanted = {Attribution.CONFIRMED: confirmed, Attribution.IN_SUBSTANCE: in_substance, Attribution.RELAYED: relayed}
    for attribution, use in wanted.items():
        assert workflow.how_to_use(Status(status), attribution, stale=False) is Use(use)


@pytest.mark.parametrize(("status", "confirmed"), [row[:2] for row in rows(USES)])
def test_a_stale_claim_is_held_unless_it_must_not_be_used_at_all(status: str, confirmed: str) -> None:
    wanted = Use.DO_NOT_USE if confirmed == "do_not_use" else Use.HOLD
    assert workflow.how_to_use(Status(status), Attribution.CONFIRMED, stale=True) is wanted


def test_every_status_has_a_way_of_use() -> None:
    assert {row[0] for row in rows(USES)} == {status.value for status in Status}


@pytest.mark.parametrize(("status", "moves"), [(line[0], line[1:]) for line in rows(MOVES)])
def test_a_status_lets_just_these_moves_begin(status: str, moves: list[str]) -> None:
    assert {move.value for move in workflow.moves_from(Status(status))} == set(moves)


def test_every_status_has_its_moves_written_out() -> None:
    assert {line[0] for line in rows(MOVES)} == {status.value for status in Status}


def test_every_status_has_a_shape_and_a_tone_of_its_own() -> None:
    assert len({row.shape for row in workflow.STATUSES.values()}) == len(Status)
    assert len({row.tone for row in workflow.STATUSES.values()}) == len(Status)


def test_every_status_is_open_or_decided_or_away() -> None:
    assert set(workflow.STATUSES) == set(Status)
    assert set(Status) == workflow.OPEN | workflow.DECIDED | workflow.AWAY
    assert {row.stage for row in workflow.STATUSES.values()} == set(Stage)


def test_a_move_that_needs_a_reason_is_refused_without_one() -> None:
    with pytest.raises(Refused) as refused:
        workflow.check(Move.REOPEN, Status.VERIFIED, because="  ")
    assert refused.value.code is Refusal.REASON_MISSING


def test_a_move_from_another_status_is_refused_by_its_names() -> None:
    with pytest.raises(Refused) as refused:
        workflow.check(Move.AGREE, Status.PROPOSED)
    assert refused.value.code is Refusal.WRONG_STATUS
    assert str(refused.value.facts["move"]) == "Agree"
