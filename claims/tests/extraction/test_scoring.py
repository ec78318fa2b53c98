"""Tests: scoring, how sure a proposal is and why."""

import math

import pytest

from claims.choices.reasons import SENTENCES
from claims.extraction import extract, weights
from claims.extraction.scoring import WEIGHTS, confidence
from claims.tests.extraction.steps import only

GOOD = [reason for reason, weight in WEIGHTS.items() if weight > 0]
BAD = [reason for reason, weight in WEIGHTS.items() if weight < 0]


def test_the_numbers_are_numbers_and_each_can_be_said_in_words() -> None:
    assert all(math.isfinite(weight) for weight in (weights.BASE, weights.THRESHOLD, *WEIGHTS.values()))
    assert set(WEIGHTS) <= set(SENTENCES)


def test_the_numbers_say_what_they_were_fitted_on() -> None:
    assert weights.FITTED_ON
    for articles, proposals, share_right, _loss, error in weights.FITTED_ON.values():
        assert 0 < articles <= proposals
        assert 0 <= share_right <= 1
        assert error < 0.1


def test_confidence_runs_from_0_to_1() -> None:
    assert 0 < confidence(tuple(BAD)) < confidence(()) < confidence(tuple(GOOD)) < 1


@pytest.mark.parametrize("reason", GOOD)
def test_a_reason_for_it_never_makes_a_proposal_less_sure(reason: str) -> None:
    assert confidence((reason,)) >= confidence(())
    assert confidence((*BAD, reason)) >= confidence(tuple(BAD))


@pytest.mark.parametrize("reason", BAD)
def test_a_reason_against_it_never_makes_a_proposal_surer(reason: str) -> None:
    assert confidence((reason,)) <= confidence(())
    assert confidence((*GOOD, reason)) <= confidence(tuple(GOOD))


def test_a_reason_that_nobody_knows_changes_nothing() -> None:
    assert confidence(("full_moon",)) == confidence(())


def test_a_named_speaker_beside_marks_is_surer_than_an_open_one_in_reported_speech() -> None:
    sure = only("“We sail,” said Ada Okafor.")
    unsure = only("They suggested that the sea was calm.")
    assert sure.confidence > unsure.confidence


def test_what_somebody_calls_a_thing_is_less_sure_than_what_somebody_says() -> None:
    said = only("Ada Okafor said the harbour was “a floating museum of rust”.")
    called = only("Ada Okafor called the harbour “a floating museum of rust”.")
    assert said.confidence > called.confidence


def test_a_mark_without_its_partner_makes_a_quotation_less_sure() -> None:
    whole = only("“We sail tonight and we sail alone,” said Ada Okafor.")
    cut = only("“We sail tonight and we sail alone, said Ada Okafor.")
    assert whole.confidence > cut.confidence


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            "“We sail,” said Ada Okafor.",
            {"cue_common", "kind_direct", "subject_after", "speaker_named", "words_closed"},
        ),
        ("Ada Okafor said that the sea was calm.", {"kind_indirect", "subject_before", "words_that"}),
        ("According to Ada Okafor, the sea was calm.", {"cue_according", "subject_after", "kind_indirect"}),
        ("Ada Okafor called the sea “calm”.", {"cue_naming", "words_single", "kind_mixed"}),
        (
            "The sea was calm, a source close to the crew said.",
            {"speaker_described", "speaker_long", "words_before_cue"},
        ),
        ("“We sail,” said Ada Okafor on Monday.", {"told_when"}),
        ("They said the sea was calm.", {"speaker_open"}),
    ],
)
def test_the_reasons_say_what_a_proposal_rests_on(text: str, reasons: set[str]) -> None:
    assert reasons <= set(only(text).reasons)


def test_a_quotation_that_floats_rests_on_somebody_elsewhere() -> None:
    first, second = extract("“We sail,” said Ada Okafor.\n\n“The sea is calm tonight.”").proposals
    assert "speaker_floating" not in first.reasons
    assert {"speaker_floating", "stands_alone", "words_closed"} <= set(second.reasons)


def test_marks_in_a_language_that_is_not_read_are_worth_a_look_and_no_more() -> None:
    reasons = ("language_unread", "kind_direct", "speaker_open")
    assert confidence(reasons) < 0.5
