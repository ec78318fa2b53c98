"""Tests: damage flags, each at its exact place."""

import pytest

from claims.extraction import extract
from claims.records.quotations import DamageKind
from claims.tests.extraction.steps import only


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Okafor said they would leave if nobody agreed. did not agree at all.", DamageKind.FALSE_SENTENCE_END, "."),
        ("Okafor said that the sea 59005] was calm and blue.", DamageKind.FOREIGN_MATTER, "59005]"),
        ("Okafor said the mbadacre happened at sea.", DamageKind.WORD_FILTER, "mbadacre"),
        ("Okafor said the sea was calm in CafÃ\x83\xa9 bay.", DamageKind.ENCODING, "Ã\x83"),
        ("Okafor said the sea was \ufffd calm.", DamageKind.ENCODING, "\ufffd"),
        ("Okafor said that Norway 's fleet was calm.", DamageKind.MACHINE_TRANSLATION, " 's"),
        ('"The sea is calm, "said Okafor.', DamageKind.MACHINE_TRANSLATION, '"'),
        ('"The sea is calm, Okafor said.', DamageKind.UNBALANCED_MARK, '"'),
        ("Okafor said that they had to give their wor", DamageKind.CUT_END, "wor"),
        ("Okafor said the crew would sail to the", DamageKind.CUT_END, "the"),
        ("sailors were calm, Okafor said.", DamageKind.CUT_START, "s"),
    ],
)
def test_damage_is_flagged_where_it_is(text: str, kind: DamageKind, words: str) -> None:
    flagged = [(damage.kind, text[damage.start : damage.end]) for damage in only(text).damage]
    assert (kind, words) in flagged


@pytest.mark.parametrize(
    "text",
    [
        "Okafor said it was Lind vs. the sea today.",
        "“The sea is calm today,” said Okafor.",
        "Okafor said the sea was calm ... and blue.",
        "Okafor said the crew went to see the sea.",
        "“We sail,” Okafor said, “and we sing.”",
        '"We sail," Okafor said, "and we sing."',
        "Okafor said in 2015 that the fleet had 1,200 boats.",
    ],
)
def test_whole_copy_is_not_flagged(text: str) -> None:
    assert [proposal.damage for proposal in extract(text).proposals] == [()]
