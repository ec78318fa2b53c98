"""Tests: floating quotations, whose speaker stands in another sentence."""

from claims.extraction import extract
from claims.records.quotations import ResolvedBy


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
