"""Tests: litter, long stretches without a letter."""

import pytest

from claims.extraction.litter import without_litter
from claims.tests.extraction.steps import only, said

RULE = "-=" * 40


@pytest.mark.parametrize("litter", [RULE, '" ' * 70, "\n" * 100, '"\n' * 80, "* " * 64])
def test_litter_is_blanked_out_and_every_place_stays(litter: str) -> None:
    text = f"We sail.\n{litter}\nTonight."
    legible = without_litter(text)
    assert len(legible) == len(text)
    assert legible.split() == ["We", "sail.", "Tonight."]
    assert "\n" in legible


def test_marks_of_the_words_beside_litter_are_kept() -> None:
    text = f'"We sail."\n{RULE}\n"We stay."'
    assert without_litter(text).split("\n") == ['"We sail."', " " * len(RULE), '"We stay."']


@pytest.mark.parametrize("text", ["“We sail …” -- she said ...", "* * *", "", "1 - 2 - 3 - " * 40])
def test_what_has_words_in_it_is_no_litter(text: str) -> None:
    assert without_litter(text) == text


def test_a_quotation_after_litter_stands_where_it_stood() -> None:
    text = f'{RULE}\n"We sail," said Ada Okafor.\n{RULE}'
    proposal = only(text)
    assert said(text) == ['"We sail,"']
    assert proposal.speaker is not None
    assert proposal.speaker.text == "Ada Okafor"
