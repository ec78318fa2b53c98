"""Tests: floating quotations, whose speaker stands in another sentence."""

import pytest

from claims.extraction import extract
from claims.records.quotations import QuotationKind, ResolvedBy


def test_a_quotation_alone_goes_on_from_the_last_speaker() -> None:
    first, second = extract("“We sail,” said Ada Okafor, a diver. “Tonight, if we can.”").proposals
    assert not first.floating
    assert second.floating
    assert (second.resolved, second.resolved_by, second.cue) == ("Ada Okafor", ResolvedBy.FLOATING, None)


def test_a_quotation_alone_belongs_to_whom_the_sentence_before_introduces() -> None:
    text = "“We sail,” said Ada Okafor.\n\nTove Lind was not so sure about it.\n\n“The sea is rough this week.”"
    assert [proposal.resolved for proposal in extract(text).proposals] == ["Ada Okafor", "Tove Lind"]


def test_an_organisation_that_was_told_is_not_whose_words_go_on() -> None:
    text = "“We sail,” Ada Okafor told Harbour News. “Tonight, if we can.”"
    assert [proposal.resolved for proposal in extract(text).proposals] == ["Ada Okafor", "Ada Okafor"]


def test_after_a_colon_the_person_before_it_speaks() -> None:
    (proposal,) = extract("Tove Lind is more blunt: “The sea does not care.”").proposals
    assert proposal.speaker is not None
    assert (proposal.speaker.text, proposal.floating) == ("Tove Lind", False)


def test_a_title_between_marks_is_no_quotation() -> None:
    assert extract("She read “The Long Way Round the Cape of Storms” twice.").proposals == ()


def test_a_quotation_of_nobody_has_no_speaker() -> None:
    (proposal,) = extract("“The sea does not care about us.”").proposals
    assert (proposal.speaker, proposal.resolved) == (None, "")


@pytest.mark.parametrize(
    "text",
    [
        "Tove Lind runs a yard that aims to “build boats that will sail longer than their owners can.”",
        "Tove Lind boasted, “That makes me the first mate ever to land there.”",
        "The rules were written “to keep every ferry in the harbour when the wind is up.”",
    ],
)
def test_many_plain_words_between_marks_are_somebodys_even_without_a_verb_of_saying(text: str) -> None:
    (proposal,) = extract(text).proposals
    assert text[proposal.start] == "“"
    assert proposal.kind is QuotationKind.DIRECT


@pytest.mark.parametrize(
    "text",
    [
        "The “ghost ship” lay in the harbour.",
        "Sailors know the storm as “the widow.”",
        'The page had a tag with name="every ferry in the harbour of this town today" in it.',
        "Nobody remembers “The Last Ferry That Ever Sailed From This Harbour” now.",
    ],
)
def test_nicknames_titles_and_values_are_nobodys_words(text: str) -> None:
    assert extract(text).proposals == ()


def test_one_word_alone_in_its_sentence_is_an_answer() -> None:
    first, second = extract("“Do we sail?” asked Ada Okafor.\n\n“Never!”").proposals
    assert (first.floating, second.floating) == (False, True)


@pytest.mark.parametrize(
    "signed",
    [
        "“We sail at dawn.” — Tove Lind, a senior skipper",
        "“We sail at dawn.” Tove Lind, a senior skipper",
        "“We sail at dawn.”\n\n— Tove Lind",
    ],
)
def test_a_name_set_under_a_quotation_signs_it(signed: str) -> None:
    *_, proposal = extract(f"Bo Grey said no.\n\n{signed}\n\nThe wind rose.").proposals
    assert proposal.speaker is not None
    assert (proposal.speaker.text, proposal.resolved, proposal.floating) == ("Tove Lind", "Tove Lind", False)


def test_a_sentence_about_somebody_signs_nothing() -> None:
    *_, proposal = extract("Bo Grey said no. “We sail at dawn.”\n\nTove Lind, a senior skipper, left.").proposals
    assert proposal.resolved == "Bo Grey"
