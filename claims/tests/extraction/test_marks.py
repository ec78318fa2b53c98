"""Tests: quotation marks, paired and unpaired."""

import pytest

from claims.tests.extraction.steps import marks


def between(text: str) -> list[str]:
    return [text[quoted.start : quoted.end] for quoted in marks(text).quoted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We sail," she said.', ['"We sail,"']),
        ("“We sail,” she said.", ["“We sail,”"]),
        ("«We sail», she said.", ["«We sail»"]),
        ("''We sail,'' she said.", ["''We sail,''"]),
        ('"We sail," she said. "Tonight."', ['"We sail,"', '"Tonight."']),
        ('The "old" harbour and the "new" one.', ['"old"', '"new"']),
        ("No marks at all.", []),
    ],
)
def test_marks_pair_in_whatever_shape_they_come(text: str, expected: list[str]) -> None:
    assert between(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" We sail tonight," she said.', ['" We sail tonight,"']),
        ('"We sail tonight, "she said.', ['"We sail tonight, "']),
        ('"We sail tonight,"she said.', ['"We sail tonight,"']),
    ],
)
def test_a_mark_on_the_wrong_side_of_a_space_still_pairs(text: str, expected: list[str]) -> None:
    assert between(text) == expected


def test_words_that_were_never_closed_end_where_the_next_mark_opens() -> None:
    text = '"The lock is shut. "Nobody has the key," Okafor said.'
    quoted = marks(text).quoted
    assert between(text) == ['"The lock is shut.', '"Nobody has the key,"']
    assert quoted[0].closing is None


def test_words_that_were_never_closed_end_where_somebody_is_said_to_speak() -> None:
    assert between('"We sail tonight, she said.\nThe harbour was empty.') == ['"We sail tonight,']


@pytest.mark.parametrize("tag", ["said Okafor.", "she said.", "Ada Okafor later said.", "the mate said."])
def test_a_mark_before_who_speaks_closes_even_after_a_space(tag: str) -> None:
    assert between(f'We sail tonight, "{tag}') == ['We sail tonight, "']


def test_words_in_which_somebody_speaks_are_not_taken_for_one_quotation() -> None:
    text = '"We sail tonight, Okafor said. "The sea is calm enough."'
    assert between(text) == ['"We sail tonight,', '"The sea is calm enough."']


def test_two_quotations_that_lost_the_marks_between_them_are_parted_where_somebody_speaks() -> None:
    text = '"We sail tonight, Okafor said. The sea is calm enough."'
    assert between(text) == ['"We sail tonight,', 'The sea is calm enough."']


def test_what_the_speaker_tells_of_herself_is_not_who_speaks() -> None:
    text = "\"When the boat left, I said, 'Stay here. We cannot go,'\" says Okafor."
    assert between(text) == ["\"When the boat left, I said, 'Stay here. We cannot go,'\""]


def test_words_that_were_never_opened_start_after_the_verb_that_leads_to_them() -> None:
    assert between('Asked about the sea, she said, It is calm enough for us."') == ['It is calm enough for us."']


def test_a_closing_mark_after_reported_speech_is_stray() -> None:
    text = 'The harbour was empty. Okafor told the crew it was too calm."'
    assert marks(text).quoted == ()


def test_words_that_were_never_opened_start_with_their_line() -> None:
    text = 'The harbour was empty.\nWe sail tonight," she said.'
    quoted = marks(text).quoted
    assert between(text) == ['We sail tonight,"']
    assert quoted[0].opening is None


def test_a_new_paragraph_opens_its_marks_again_before_the_first_are_closed() -> None:
    assert between('"We sail.\n"And we sing," she said.') == ['"We sail.', '"And we sing,"']


def test_a_mark_that_belongs_to_nothing_is_stray() -> None:
    text = 'They had to give their wor. "\nThe harbour was empty.'
    read = marks(text)
    assert read.quoted == ()
    assert [text[mark.start : mark.end] for mark in read.stray] == ['"']
