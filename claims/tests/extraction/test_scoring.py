"""Tests: scoring, how sure a proposal is and why."""

from claims.extraction.scoring import WEIGHTS, confidence
from claims.tests.extraction.steps import only


def test_confidence_runs_from_0_to_1() -> None:
    worst = confidence(tuple(reason for reason, weight in WEIGHTS.items() if weight < 0))
    best = confidence(tuple(reason for reason, weight in WEIGHTS.items() if weight > 0))
    assert 0 < worst < best < 1


def test_a_named_speaker_beside_marks_is_surer_than_an_open_one_in_reported_speech() -> None:
    sure = only("“We sail,” said Ada Okafor.")
    unsure = only("They suggested that the sea was calm.")
    assert sure.confidence > unsure.confidence


def test_the_reasons_say_what_a_proposal_rests_on() -> None:
    reasons = only("“We sail,” said Ada Okafor.").reasons
    assert {"cue_common", "kind_direct", "subject_after", "speaker_named"} <= set(reasons)
