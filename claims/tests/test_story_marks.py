"""Tests: a text and what was found in it, in pieces. The words stay the words, whatever lies over them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from claims.records.quotations import Span
from claims.selectors.story_marks import (
    DEEPEST,
    Closing,
    Damage,
    Mark,
    Number,
    Opening,
    Piece,
    Pin,
    Pinned,
    Sign,
    Words,
    pieces,
)

AFP = '"The session it\'s over. "No meetings have been organized in the future," Jabbawi told AFP'


def mark(number: int, *spans: tuple[int, int], **more: object) -> Mark:
    """A quotation at these places."""
    fields = {"style": "q-direct", "tone": "good", "shape": "✓", "label": "Verified"} | more
    return Mark(number=number, spans=[Span(*span) for span in spans], **fields)  # type: ignore[arg-type]


def at(text: str, words: str) -> tuple[int, int]:
    """Where words stand in a text."""
    return text.index(words), text.index(words) + len(words)


def text_of(found: Sequence[Piece]) -> str:
    """The words of all pieces, put together."""
    return "".join(piece.text for piece in found if isinstance(piece, Words))


def drawn(found: Sequence[Piece]) -> str:
    """The pieces as a line that can be read: [1 opens, ] closes, (1) is a number, ! damage."""
    signs = []
    for piece in found:
        match piece:
            case Words(text):
                signs.append(text)
            case Opening(layer):
                signs.append(f"[{layer.kind[0]}{layer.mark.number if layer.mark else ''} ")
            case Closing():
                signs.append("]")
            case Number(of):
                signs.append(f"({of.number})")
            case Damage():
                signs.append("!")
            case Pinned(pin):
                signs.append(f"<{pin.number}>")
    return "".join(signs)


def test_a_text_without_quotations_is_one_piece() -> None:
    assert pieces("Nothing was said.", []) == [Words("Nothing was said.")]


def test_a_quotation_its_speaker_and_its_cue_are_marked_where_they_stand() -> None:
    words, speaker, cue = (
        at(AFP, part) for part in ('"No meetings have been organized in the future,"', "Jabbawi", "told")
    )
    found = pieces(AFP, [mark(4, words, speaker=Span(*speaker), cue=Span(*cue))])

    assert drawn(found) == (
        '"The session it\'s over. [q4 "No meetings have been organized in the future,"](4) [s4 Jabbawi] [c4 told] AFP'
    )


def test_a_quotation_of_several_pieces_has_one_number_behind_the_last() -> None:
    found = pieces("ab cd ef", [mark(1, (0, 2), (6, 8))])

    assert drawn(found) == "[q1 ab] cd [q1 ef](1)"
    assert [piece.is_anchor for piece in found if isinstance(piece, Opening)] == [True, False]


def test_a_quotation_within_another_nests() -> None:
    assert drawn(pieces("abcdef", [mark(1, (0, 6)), mark(2, (2, 4))])) == "[q1 ab[q2 cd](2)ef](1)"


def test_one_that_overlaps_is_closed_at_the_border_and_opened_behind_it_without_a_second_anchor() -> None:
    found = pieces("abcdef", [mark(1, (0, 4)), mark(2, (2, 6))])

    assert drawn(found) == "[q1 ab[q2 cd]](1)[q2 ef](2)"
    assert [piece.is_anchor for piece in found if isinstance(piece, Opening)] == [True, True, False]


def test_neighbours_do_not_run_into_each_other() -> None:
    assert drawn(pieces("abcd", [mark(1, (0, 2)), mark(2, (2, 4))])) == "[q1 ab](1)[q2 cd](2)"


def test_a_speaker_that_two_quotations_share_is_marked_once() -> None:
    found = pieces("He said ab cd", [mark(1, (8, 10), speaker=Span(0, 2)), mark(2, (11, 13), speaker=Span(0, 2))])

    assert drawn(found) == "[s1 He] said [q1 ab](1) [q2 cd](2)"


def test_damage_stands_where_it_is_and_says_each_thing_once() -> None:
    signs = [Sign(2, "Cut."), Sign(2, "Cut."), Sign(2, "Broken letters.")]
    found = pieces("abcd", [mark(1, (0, 4), signs=signs)])

    assert drawn(found) == "[q1 ab!cd](1)"
    assert [piece.sentences for piece in found if isinstance(piece, Damage)] == [("Cut.", "Broken letters.")]


def test_more_lines_than_can_be_told_apart_are_not_drawn_and_still_lead_somewhere() -> None:
    found = pieces("abcd", [mark(number, (0, 4)) for number in range(1, DEEPEST + 3)])

    assert sum(isinstance(piece, Opening) for piece in found) == DEEPEST
    assert [piece.mark.number for piece in found if isinstance(piece, Number) and piece.is_anchor] == [1, 2]


def test_words_with_a_note_are_marked_across_a_quotation_and_the_sign_stands_behind_them() -> None:
    found = pieces("abcdef", [mark(1, (0, 4))], pins=[Pin(1, 7, Span(2, 6), "Who?")])

    assert drawn(found) == "[q1 ab[n cd]](1)[n ef]<1>"
    assert text_of(found) == "abcdef"


def test_emoji_and_right_to_left_text_are_cut_by_code_points() -> None:
    text = "👩🏽‍🚒 قال: «انتهت الجلسة» 🙂"
    quoted = at(text, "«انتهت الجلسة»")

    assert drawn(pieces(text, [mark(1, quoted)])) == "👩🏽‍🚒 قال: [q1 «انتهت الجلسة»](1) 🙂"


def test_what_lies_outside_the_text_is_cut_off() -> None:
    assert drawn(pieces("abcd", [mark(1, (2, 99), signs=[Sign(99, "Cut.")])])) == "ab[q1 cd](1)!"


spans = st.tuples(st.integers(-2, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
marks = st.builds(
    mark,
    st.integers(1, 9),
    st.tuples(st.integers(0, 40), st.integers(41, 50)),
    speaker=st.none() | spans,
    cue=st.none() | spans,
) | st.builds(
    lambda number, places, at: Mark(number, places, "q-mixed", "new", "◌", "Proposed", signs=[Sign(at, "Cut.")]),
    st.integers(1, 9),
    st.lists(spans, min_size=1, max_size=3),
    st.integers(-3, 50),
)


@given(st.text(max_size=40), st.lists(marks, max_size=12))
def test_whatever_is_marked_the_words_are_the_text_and_every_mark_that_opens_closes(
    text: str, given_marks: list[Mark]
) -> None:
    found = pieces(text, given_marks)
    still_open = []
    for piece in found:
        if isinstance(piece, Opening):
            still_open.append(piece.layer)
        if isinstance(piece, Closing):
            assert still_open.pop() is piece.layer

    assert text_of(found) == text
    assert still_open == []
    assert sum(isinstance(piece, Number) for piece in found) == len(given_marks)


def test_the_cost_grows_with_the_quotations_not_with_their_square() -> None:
    text = "word " * 2_000
    staircase = [mark(number, (number, 5_000 + number)) for number in range(1_000)]
    found = pieces(text, staircase)

    assert text_of(found) == text
    assert len(found) < 1_000 * (4 * DEEPEST + 4)
