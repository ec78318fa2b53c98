"""Tests: sentences of the reporter's, quotations folded into one word."""

import pytest

from claims.tests.extraction.steps import sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Okafor left. She took the boat.", ["Dr. Okafor left.", "She took the boat."]),
        ("The U.S. fleet sailed. It came back.", ["The U.S. fleet sailed.", "It came back."]),
        ("He lives in the U.S. The fleet sailed.", ["He lives in the U.S.", "The fleet sailed."]),
        ("One line\nanother line", ["One line", "another line"]),
        ("It cost 1.5 million. Nobody paid.", ["It cost 1.5 million.", "Nobody paid."]),
    ],
)
def test_a_stop_ends_a_sentence_where_a_new_one_begins(text: str, expected: list[str]) -> None:
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == expected


def test_a_stop_before_a_small_verb_is_a_damaged_stop() -> None:
    assert len(sentences("The crew would leave if they did not agree. did not accept the terms.")) == 1


def test_a_stop_before_a_small_pronoun_is_right_and_the_capital_was_lost() -> None:
    assert len(sentences("That was not the case. they have accepted it.")) == 2


def test_a_sentence_starts_after_an_orphaned_bracket_of_figures() -> None:
    assert len(sentences("They sailed to the island 90021] Norway asked for more.")) == 2


def test_a_stop_inside_marks_ends_no_sentence_of_the_reporter() -> None:
    found = sentences('"We sail. Tonight," she said. The harbour was empty.')
    assert len(found) == 2
    assert found[0].words[0].is_quotation


def test_a_question_inside_marks_belongs_to_the_sentence_that_says_who_asks() -> None:
    assert len(sentences("“Where is the key?” Okafor asked.")) == 1


def test_captions_and_links_are_furniture() -> None:
    caption = "Mayor Okafor says the harbour is open. (Tove Lind/Daily Gull)"
    assert all(sentence.is_furniture for sentence in sentences(caption))
    assert all(sentence.is_furniture for sentence in sentences("READ MORE: Mayor says harbour is open"))
    assert not any(sentence.is_furniture for sentence in sentences("Mayor Okafor says the harbour is open."))


def test_every_word_stands_where_it_says() -> None:
    text = "Okafor’s boat — the “Gull” — cost $1,200.50; she'd paid twice."
    assert all(text[word.start : word.end] == word.text for word in words(text))
