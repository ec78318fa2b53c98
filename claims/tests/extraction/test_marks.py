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
        ("“We call it “the widow” here,” she said.", ["“We call it “the widow” here,”"]),
        ('“We sail," she said. "Tonight.”', ['“We sail,"', '"Tonight.”']),
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


@pytest.mark.parametrize(
    "tag",
    ["Harbour Watch night volunteer Ada Okafor said.", "it said.", "Ada Okafor, a diver from the north shore, said."],
)
def test_a_mark_before_a_long_name_that_speaks_closes(tag: str) -> None:
    assert between(f'We sail tonight, "{tag}') == ['We sail tonight, "']


def test_a_mark_after_she_said_opens() -> None:
    text = 'A letter from the island said, "the declared cargo raises many questions."'
    assert between(text) == ['"the declared cargo raises many questions."']


def test_two_quotations_that_both_lost_their_opening_mark_are_both_closed() -> None:
    text = 'I have to be careful," Okafor said. We all have to be."'
    assert between(text) == ['I have to be careful,"', 'We all have to be."']


def test_what_we_have_said_before_does_not_hide_who_speaks() -> None:
    assert between('We have always said that we sail at night," she said.') == [
        'We have always said that we sail at night,"'
    ]


def test_words_that_were_never_opened_start_where_somebody_speaks_of_herself() -> None:
    reporter = "The island has one ferry and no bridge. The ferry is old and the pier is older. "
    text = f'{reporter}We sail at night," Okafor said.'
    assert between(text) == ['We sail at night,"']


def test_words_that_were_never_opened_start_after_a_colon() -> None:
    assert between('The crowd was heard yelling: Open the lock!"') == ['Open the lock!"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'We sail,' said Okafor.", ["'We sail,'"]),
        ("‘We sail,’ said Okafor. ‘Tonight.’", ["‘We sail,’", "‘Tonight.’"]),
        ("Mayor calls lock 'a ruin of our own making'\n\nThe lock is shut.", ["'a ruin of our own making'"]),
        ("Mayor calls lock 'a ruin'\n\n\"The lock is shut,\" she said.", ["'a ruin'", '"The lock is shut,"']),
    ],
)
def test_single_marks_are_read_where_no_double_ones_are_and_in_the_headline(text: str, expected: list[str]) -> None:
    assert between(text) == expected


@pytest.mark.parametrize(
    "text",
    ["'Tis the boys' boat, isn't it?", "The rock 'n' roll of the '90s.", "\"We read 'The Long Way',\" she said."],
)
def test_apostrophes_and_inner_marks_are_no_outer_marks(text: str) -> None:
    assert not any(quote.startswith("'") for quote in between(text))


def test_one_sentence_that_only_ends_with_a_mark_is_the_reporters() -> None:
    text = 'The mayor came.\nSailors met on the pier under the name of the Widows."\nNobody spoke.'
    assert marks(text).quoted == ()
