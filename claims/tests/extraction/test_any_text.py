"""Tests: what holds for any text at all."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import extract
from claims.records.quotations import Phrase, Proposal

PIECES = [
    *"\"“”„«»‘’'.,:;!?()[]—-…\n\r\t\0\ufffd\ud800\u200f\u202e\u00a0😀",
    " ", "\r\n", "''", ". ", ", ", "said ", "says ", "Okafor ", "Ada Okafor ", "the source ", "he ", "who ", "that ",
    "according to ", "told AFP ", "on Monday ", "in a statement ", "called ", "for ", "saying ", "and ", "but ",
    "« ", " »", "„", "‚", "「", "」", "dit-il ", "a-t-elle ajouté ", "a déclaré ", "selon ", "l’agence ",
    "U.S. ", "1,200 ", "12345] ", "was ", "calm ", "שלום ", "READ MORE: ",
]  # fmt: skip
ONE_THING = [
    *"\"“”'’«([a \n.,-\0😀\ud800", '" ', '"\n', "“”", "''", "()", "[1] ", "A ", "a. ", "a.", "said ", "he said ",
    "he said, ", "Okafor said that ", "“We sail,” said Ada Okafor. ", '"We sail tonight."\n', "who ", "and ", "told ",
    "according to ", "The source said it was calm.\n", "Ada Okafor. ", "Ã\x80", "http://", "<a ", "&#", 'x"y', "'a ",
    "'a' ", '" said Okafor. ', "Ada, ", "a, the ", 'he said, "', "(AFP) ", "on Monday ", "but he, who ",
]  # fmt: skip
MEGABYTE = 1_000_000
SOME_CHARACTERS = 6_000
FIXED_CALLS = 500

LANGUAGES = ["", "en", "fr", "xx"]

texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def phrases(proposal: Proposal) -> list[Phrase]:
    parts = (proposal.speaker, proposal.role, proposal.cue, proposal.told_to, proposal.medium, proposal.said_when)
    return [part for part in (*parts, proposal.carried_by) if part is not None]


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_every_place_is_inside_the_text_and_every_phrase_is_its_slice(text: str, language: str) -> None:
    for proposal in extract(text, language=language).proposals:
        assert proposal.spans
        assert list(proposal.spans) == sorted(proposal.spans)
        assert all(0 <= span.start < span.end <= len(text) for span in proposal.spans)
        assert all(0 <= damage.start <= damage.end <= len(text) for damage in proposal.damage)
        assert all(text[phrase.start : phrase.end] == phrase.text != "" for phrase in phrases(proposal))
        assert 0 <= proposal.confidence <= 1


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_every_damage_and_every_credit_line_is_inside_the_text(text: str, language: str) -> None:
    found = extract(text, language=language)
    assert all(0 <= damage.start < damage.end <= len(text) for damage in found.damage.damages)
    assert 0 <= found.damage.score <= 1
    lines = [phrase for credit in found.credits for phrase in (credit.name, credit.line)]
    assert all(text[phrase.start : phrase.end] == phrase.text != "" for phrase in lines)


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_proposals_come_in_reading_order_and_each_time_the_same(text: str, language: str) -> None:
    proposals = extract(text, language=language).proposals
    assert [proposal.start for proposal in proposals] == sorted(proposal.start for proposal in proposals)
    assert extract(text, language=language).proposals == proposals


@pytest.mark.parametrize("piece", ONE_THING)
def test_a_megabyte_of_one_thing_is_read_without_an_error(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    assert all(proposal.end <= len(text) for proposal in extract(text).proposals)


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("piece", ONE_THING)
def test_twice_the_text_is_twice_the_work(piece: str, language: str) -> None:
    once = piece * (SOME_CHARACTERS // len(piece))
    assert calls(once + once, language) <= 2.3 * calls(once, language) + FIXED_CALLS


def calls(text: str, language: str) -> int:
    """How many functions are called to read a text, in Python and below: work that is the same on any machine."""
    count = 0

    def add(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    extract(text[:1], language=language)  # what a process does once is not counted
    before = sys.getprofile()
    sys.setprofile(add)
    try:
        extract(text, language=language)
    finally:
        sys.setprofile(before)
    return count
