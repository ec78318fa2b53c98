"""Tests: proposals as flat rows."""

from claims.extraction import extract
from claims.extraction.rows import rows_of

KEYS = {
    *("start", "end", "kind", "group", "floating", "confidence", "told_to", "when"),
    *("speaker_start", "speaker_end", "speaker_text", "speaker_role", "speaker_resolved"),
    *("cue_start", "cue_end", "cue_text"),
}


def test_every_span_is_a_row_and_the_spans_of_one_quotation_share_a_group() -> None:
    rows = rows_of(extract("The crew would sail, Okafor said, and the guild would pay. “We sail tonight.”").proposals)
    assert [row["group"] for row in rows] == [0, 0, 1]
    assert [row["floating"] for row in rows] == [False, False, True]


def test_a_row_has_these_columns_and_absent_is_none() -> None:
    (row,) = rows_of(extract("“The sea does not care about us.”").proposals)
    assert set(row) == KEYS
    assert row["speaker_text"] is None
    assert row["told_to"] is None


def test_according_to_is_no_verb_and_stays_out_of_the_row() -> None:
    text = "The sea was calm, according to Okafor."
    (proposal,) = extract(text).proposals
    (row,) = rows_of((proposal,))
    assert proposal.cue is not None
    assert row["cue_text"] is None
