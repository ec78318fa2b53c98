"""Tests: words looked for in another version of their text, and places as browsers count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import Refusal, Refused
from claims.extraction import extract
from claims.lineage.following import MOST_PLACES, Reading, follow, follow_from, moved, places, reading_changed
from claims.lineage.offsets import codepoints_to_utf16, utf16_to_codepoints
from claims.records.quotations import Span

OLD = "TOLVIK: “The harbour stays closed,” said Marta Solheim.\n\nFerries wait.\n"


def test_words_are_found_in_every_place_where_they_stand() -> None:
    assert places("no", "no, no and no") == [0, 4, 11]
    assert places("aa", "aaa") == [0, 1]
    assert places("yes", "no") == []
    assert places("", "no") == []


def test_places_are_listed_up_to_a_limit() -> None:
    assert len(places("a", "a" * 10_000)) == MOST_PLACES


def test_a_quotation_follows_when_its_words_stand_there_exactly_once() -> None:
    assert follow(["closed"], "The harbour stays closed.") == (Span(18, 24),)


@pytest.mark.parametrize(
    "text",
    ["The harbour opens.", "closed and closed", "closed", "until Friday the harbour stays closed"],
    ids=["missing", "twice", "one span of two", "in another order"],
)
def test_a_quotation_does_not_follow_otherwise(text: str) -> None:
    assert follow(["closed", "until Friday"], text) is None


def test_words_without_a_span_follow_nowhere() -> None:
    assert follow([], "text") is None
    assert follow([""], "text") is None


def test_every_span_of_a_quotation_follows_in_order() -> None:
    text = "“It is over,” she said. “No meetings.”"
    spans = follow(["“It is over,”", "“No meetings.”"], text)
    assert spans is not None
    assert [text[span.start : span.end] for span in spans] == ["“It is over,”", "“No meetings.”"]


def test_an_editor_can_point_at_one_of_several_places() -> None:
    text = "no, she said, no. And: no, she said, yes."
    assert follow_from(["no", "yes"], text, 23) == (Span(23, 25), Span(37, 40))
    assert follow_from(["no"], text, 1) is None
    assert follow_from(["no", "maybe"], text, 0) is None
    assert follow_from(["no"], text, 10_000) is None
    assert follow_from([], text, 0) is None


def test_the_speaker_is_found_as_far_from_the_words_as_before() -> None:
    new = f"CORRECTION\n{OLD}Marta Solheim resigned.\n"
    start = OLD.index("Marta")
    anchor = (Span(8, 35), Span(19, 46))
    assert moved(Span(start, start + 13), OLD, anchors=[anchor], new_text=new) == Span(start + 11, start + 24)


def test_a_speaker_further_off_is_found_where_the_name_stands_once() -> None:
    new = "“The harbour stays closed,” a tired and angry Marta Solheim said."
    start, at = OLD.index("Marta"), new.index("Marta")
    anchors = [(Span(8, 35), Span(0, 27))]
    assert moved(Span(start, start + 13), OLD, anchors=anchors, new_text=new) == Span(at, at + 13)
    nobody = "“The harbour stays closed,” she said."
    assert moved(Span(start, start + 13), OLD, anchors=anchors, new_text=nobody) is None


WORDS = "“The harbour stays closed until Friday,”"

# What the lines say in the old text and in the new one, and whether the words are given to somebody else.
READINGS = [
    ("the same", f"{WORDS} said Marta Solheim.", f"{WORDS} said Marta Solheim.", False),
    ("a line added elsewhere", f"{WORDS} said Marta Solheim.", f"Corrected.\n\n{WORDS} said Marta Solheim.", False),
    ("another cue", f"{WORDS} said Marta Solheim.", f"{WORDS} warned Marta Solheim.", False),
    ("another speaker", f"{WORDS} said Marta Solheim.", f"{WORDS} said Jonas Brekke.", True),
    ("another day", f"{WORDS} Marta Solheim said on Monday.", f"{WORDS} Marta Solheim said on Sunday.", True),
    ("no speaker any more", f"{WORDS} said Marta Solheim.", f"{WORDS}", True),
]


@pytest.mark.parametrize(("case", "old", "new", "changed"), READINGS, ids=[row[0] for row in READINGS])
def test_it_is_noticed_when_somebody_else_says_the_same_words(case: str, old: str, new: str, changed: bool) -> None:
    def place(text: str) -> Span:
        return Span(text.index(WORDS), text.index(WORDS) + len(WORDS))

    reads = [Reading(text, extract(text).proposals) for text in (old, new)]
    assert reading_changed(place(old), reads[0], place(new), reads[1]) is changed


TEXTS = st.text(alphabet=st.sampled_from("aé“”\n\r🚢👩‍🚒שع٣\u200f\u0301𝔸"))


@given(TEXTS, st.data())
def test_a_place_counted_by_a_browser_is_the_same_place_in_code_points(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    units = codepoints_to_utf16(text, place)
    assert units == sum(2 if letter > "\uffff" else 1 for letter in text[:place])
    assert utf16_to_codepoints(text, units) == place


@pytest.mark.parametrize("offset", [-1, 2, 5, 10**9], ids=["before it", "inside a character", "after it", "far off"])
def test_a_place_outside_the_text_or_inside_a_character_is_refused(offset: int) -> None:
    with pytest.raises(Refused) as refused:
        utf16_to_codepoints("a🚢b", offset)
    assert refused.value.code is Refusal.SPAN_OUTSIDE
