"""Tests: spans put together, cut and parted, as pure places in a text."""

import pytest

from claims.lineage import pasted, spanning
from claims.records.quotations import Span

TEXT = "The old harbour, seen again, is closed."


def spans(*words: str) -> tuple[Span, ...]:
    """The places of these words."""
    return tuple(Span(TEXT.index(piece), TEXT.index(piece) + len(piece)) for piece in words)


def words(found: tuple[Span, ...]) -> list[str]:
    """The words at these places."""
    return [TEXT[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    ("given", "united"),
    [
        (["is closed", "The old"], ["The old", "is closed"]),
        (["The old", "old harbour"], ["The old harbour"]),
        (["The old", " harbour"], ["The old harbour"]),
        (["The old harbour", "old"], ["The old harbour"]),
        ([], []),
    ],
)
def test_spans_that_touch_or_overlap_become_one(given: list[str], united: list[str]) -> None:
    assert words(spanning.united(spans(*given))) == united


@pytest.mark.parametrize(
    ("given", "cut", "left"),
    [
        ([TEXT], ", seen again,", ["The old harbour", "is closed."]),
        ([TEXT], "The ", ["old harbour, seen again, is closed."]),
        (["The old", "is closed"], "harbour", ["The old", "is closed"]),
        (["The old", "is closed"], "old harbour, seen again, is", ["The", "closed"]),
        (["The old", "is closed"], "The old", ["is closed"]),
        (["old"], "The old harbour", []),
    ],
)
def test_what_is_cut_out_leaves_pieces_without_white_space_at_their_edges(
    given: list[str], cut: str, left: list[str]
) -> None:
    assert words(spanning.without(spans(*given), spans(cut)[0], TEXT)) == left


@pytest.mark.parametrize(
    ("given", "at", "parts"),
    [
        (["The old harbour"], "harbour", (["The old"], ["harbour"])),
        (["The old", "is closed"], "is", (["The old"], ["is closed"])),
        (["The old", "is closed"], "closed", (["The old", "is"], ["closed"])),
        (["The old"], "The", ([], ["The old"])),
        (["The old"], "closed", (["The old"], [])),
    ],
)
def test_a_place_parts_what_stands_before_it_from_what_stands_behind(
    given: list[str], at: str, parts: tuple[list[str], list[str]]
) -> None:
    before, behind = spanning.parted(spans(*given), spans(at)[0].start, TEXT)
    assert (words(before), words(behind)) == parts


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("old harbour", [["old harbour"]]),
        ("The old [...] is closed", [["The old", "is closed"]]),
        ("The old […] closed", [["The old", "closed"]]),
        ("[...] old [...]", [["old"]]),
        ("is closed [...] The old", []),
        ("new harbour", []),
        ("  ", []),
    ],
)
def test_pasted_pieces_are_found_one_after_the_other(typed: str, found: list[list[str]]) -> None:
    assert [words(places) for places in pasted.found(typed, TEXT)] == found
