"""Tests: the figures of the extraction bench, on examples small enough to count by hand."""

from types import SimpleNamespace
from typing import Any

import pytest

from bench import quotation_calibration as calibration
from bench import quotation_metrics as metrics
from bench.quotation_calibration import Judged
from bench.quotation_corpora import Article, Place, Row, quotations
from bench.quotation_metrics import Agreement, Compared, Share
from bench.quotation_peers import between_marks, row_of_triple

TEXT = "“We sail,” said Ada Okafor. She told Tove Lind that the sea was calm, and the crew went home."


def row(words: str, *, speaker: str = "", cue: str = "", **others: Any) -> Row:
    start = TEXT.index(words)
    found = {"start": start, "end": start + len(words), "kind": "indirect", **others}
    for name, printed in (("speaker", speaker), ("cue", cue)):
        if printed:
            at = TEXT.index(printed)
            found |= {f"{name}_start": at, f"{name}_end": at + len(printed)}
    return found


DIRECT = row("“We sail,”", kind="direct", speaker="Ada Okafor", cue="said", reference="Ada Okafor")
INDIRECT = row("that the sea was calm", speaker="She", cue="told", reference="Ada Okafor", told_to="Tove Lind")


def compared(marked: list[Row], proposed: list[Row]) -> list[Compared]:
    return [Compared(Article("ferry", TEXT, quotations(TEXT, marked)), quotations(TEXT, proposed))]


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("“We sail,”", "We sail"),
        (" that the sea was calm,", "the sea was calm"),
        ("the crew went home.", "the crew went home"),
        ("that ", "that"),
    ],
)
def test_marks_punctuation_and_a_leading_that_are_no_difference(words: str, without: str) -> None:
    start = TEXT.index(words)
    place = metrics.bare(TEXT, Place(start, start + len(words)))
    assert TEXT[place.start : place.end] == without


def test_a_place_of_nothing_but_edges_stays() -> None:
    assert metrics.bare(" ”, ", Place(0, 4)) == Place(1, 3)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [((0, 10), (0, 10), 1), ((0, 10), (5, 10), 0.5), ((0, 4), (4, 8), 0), ((0, 9), (6, 12), 0.25)],
)
def test_overlap_is_what_is_common_of_what_is_covered(
    one: tuple[int, int], other: tuple[int, int], share: float
) -> None:
    assert metrics.overlap(Place(*one), Place(*other)) == share


def test_all_is_right_when_the_same_is_proposed() -> None:
    corpus = compared([DIRECT, INDIRECT], [DIRECT, INDIRECT])
    for figure in (metrics.exact, metrics.strictly_exact, metrics.overlapping, metrics.end_to_end, metrics.characters):
        assert figure(corpus).percent == 100
    for share in (metrics.speakers, metrics.full_names, metrics.cues, metrics.told_to, metrics.whole_rows):
        assert share(corpus).percent == 100
    assert metrics.tracking(corpus, 0.8) == (Agreement(2, 2, 2, 2), Share(2, 2), Share(2, 2))


def test_nothing_proposed_is_nothing_found() -> None:
    corpus = compared([DIRECT], [])
    assert metrics.overlapping(corpus) == Agreement(0, 0, 0, 1)
    assert metrics.overlapping(corpus).percent == 0
    assert metrics.speakers(corpus).percent is None


def test_a_comma_more_is_exact_but_not_strictly() -> None:
    corpus = compared([INDIRECT], [row("the sea was calm,")])
    assert metrics.exact(corpus).percent == 100
    assert metrics.strictly_exact(corpus).percent == 0


def test_one_proposal_finds_one_quotation() -> None:
    corpus = compared([DIRECT, row("We sail")], [DIRECT])
    assert metrics.overlapping(corpus) == Agreement(1, 1, 1, 2)


def test_the_tracker_forgives_a_stretch_that_is_too_long() -> None:
    corpus = compared([INDIRECT], [row(TEXT[11:], speaker="She", cue="told")])
    assert metrics.overlapping(corpus).percent == 0
    assert metrics.tracking(corpus, 0.8).quotations.percent == 100


def test_the_tracker_takes_a_floating_proposal_where_no_speaker_is_marked() -> None:
    corpus = compared([row("“We sail,”")], [row("“We sail,”", floating=True)])
    assert metrics.tracking(corpus, 0.3).speaker == Share(1, 1)


def test_a_kind_is_found_under_another_label() -> None:
    corpus = compared([DIRECT], [{**DIRECT, "kind": "mixed"}])
    assert metrics.of_kind(corpus, "direct") == Agreement(0, 0, 1, 1)
    assert metrics.of_kind(corpus, "mixed") == Agreement(1, 1, 0, 0)


def test_the_wrong_speaker_is_no_end_to_end_match() -> None:
    corpus = compared([DIRECT], [row("“We sail,”", speaker="Tove Lind")])
    assert metrics.overlapping(corpus).percent == 100
    assert metrics.speakers(corpus) == Share(0, 1)
    assert metrics.end_to_end(corpus).percent == 0
    assert corpus[0].right == (False,)


def test_a_floating_quotation_is_right_by_its_full_name() -> None:
    marked = row("“We sail,”", reference="Ada Okafor")
    assert metrics.floating_names(compared([marked], [row("“We sail,”", speaker_resolved="Okafor")])) == Share(1, 1)
    assert metrics.floating_names(compared([marked], [row("“We sail,”", speaker_resolved="Lind")])) == Share(0, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Okafor", "Okafor", True),
        ("Dr. Okafor", "Mrs. Okafor’s", True),
        ("the crew", "crew members", True),
        ("Ada Okafor", "Ada Lind", False),
        ("She", "Okafor", False),
        ("the", "The", True),
        ("", "", False),
    ],
)
def test_speakers_are_the_same_by_their_last_word_or_half_of_all(one: str, other: str, same: bool) -> None:
    assert metrics.is_same_name(one, other) is same


def test_a_row_told_to_somebody_else_is_not_whole() -> None:
    corpus = compared([INDIRECT], [{**INDIRECT, "told_to": "the crew"}])
    assert metrics.told_to(corpus) == Share(0, 1)
    assert metrics.whole_rows(corpus) == Share(0, 1)


def test_a_confidence_that_means_what_it_says_has_no_error() -> None:
    proposals = [Judged(0.75, True), Judged(0.75, True), Judged(0.75, True), Judged(0.75, False)]
    assert calibration.calibration_error(proposals) == 0
    assert calibration.brier_score(proposals) == pytest.approx(0.1875)


def test_a_confidence_that_promises_too_much_has_one() -> None:
    proposals = [Judged(1.0, True), Judged(1.0, False)]
    assert calibration.calibration_error(proposals) == 0.5
    assert calibration.brier_score(proposals) == 0.5
    assert calibration.sure_ones(proposals) == Share(1, 2)


def test_bands_hold_every_proposal_once() -> None:
    proposals = [Judged(number / 100, True) for number in range(101)]
    assert sum(band.right.of for band in calibration.bands(proposals)) == 101


def test_the_floor_takes_all_between_marks_and_the_nearest_capitals() -> None:
    (found,) = between_marks(TEXT)
    assert TEXT[found["start"] : found["end"]] == "“We sail,”"
    assert found["speaker_text"] == "Ada Okafor"
    assert between_marks("“We sail”") == [{"start": 0, "end": 9, "kind": "direct"}]


def test_a_triple_of_speaker_cue_and_content_becomes_a_row() -> None:
    def token(word: str) -> SimpleNamespace:
        return SimpleNamespace(idx=TEXT.index(word), text=word)

    content = SimpleNamespace(start_char=0, end_char=10)
    assert row_of_triple(TEXT, [token("Ada"), token("Okafor")], [token("said")], content) == {
        "start": 0,
        "end": 10,
        "kind": "direct",
        "speaker_start": 16,
        "speaker_end": 26,
        "speaker_text": "Ada Okafor",
        "cue_start": 11,
        "cue_end": 15,
        "cue_text": "said",
    }
