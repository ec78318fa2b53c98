"""Tests: the seed story, quotation by quotation."""

from pathlib import Path

import pytest

from claims.extraction import extract
from claims.records.quotations import (
    DamageKind,
    Identification,
    Proposal,
    QuotationKind,
    ResolvedBy,
    ToldToKind,
)

SEEDS = Path(__file__).parents[3] / "seeds"
(STORY,) = (path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))
PROPOSALS = extract(STORY).proposals

# Where it starts, the speaker as printed and as resolved, cue, kind.
EXPECTED = [
    (140, "Syrian rebels", "Syrian rebels", "said", "indirect"),
    (916, "command", "command", "said", "direct"),
    (1109, "Ibrahim Jabbawi", "Ibrahim Jabbawi", "said", "mixed"),
    (1229, "Jabbawi", "Ibrahim Jabbawi", "told", "direct"),
    (1353, "a source close to the talks", "a source close to the talks", "said", "indirect"),
    (1676, "He", "", "told", "indirect"),
    (1870, "Russia", "Russia", "insisted", "indirect"),
    (2063, "The source", "a source close to the talks", "said", "indirect"),
    (2104, "the source", "a source close to the talks", "said", "direct"),
    (2282, "The Syrian Observatory for Human Rights man", "Syrian Observatory for Human Rights", "said", "indirect"),
    (3200, "the Observatory", "Syrian Observatory for Human Rights", "said", "mixed"),
    (3700, "Ali Salhadi", "Ali Salhadi", "said", "direct"),
    (4040, "Safadi", "Safadi", "called for", "indirect"),
    (4073, "Safadi", "Safadi", "saying", "mixed"),
    (4148, "Lavrov", "Sergei Lavrov", "said", "mixed"),
]


def at(start: int) -> Proposal:
    return next(proposal for proposal in PROPOSALS if proposal.start == start)


def flags(proposal: Proposal) -> set[tuple[DamageKind, str]]:
    return {(damage.kind, STORY[damage.start : damage.end]) for damage in proposal.damage}


def test_every_quotation_is_found_with_its_speaker() -> None:
    found = [
        (p.start, p.speaker.text if p.speaker else None, p.resolved, p.cue.text if p.cue else None, p.kind.value)
        for p in PROPOSALS
    ]
    assert found == EXPECTED


def test_both_halves_of_what_jabbawi_told_afp_are_one_quotation() -> None:
    proposal = at(1229)
    assert [(span.start, span.end) for span in proposal.spans] == [(1229, 1252), (1253, 1301)]
    assert proposal.told_to is not None
    assert (proposal.told_to.text, proposal.told_to_kind) == ("AFP", ToldToKind.OUTLET)


def test_jabbawi_keeps_his_role_as_printed() -> None:
    proposal = at(1109)
    assert proposal.role is not None
    assert proposal.role.text == "Their spokesman"


def test_he_who_told_the_negotiators_stays_open() -> None:
    proposal = at(1676)
    assert proposal.resolved == ""
    assert [(candidate.name, candidate.by) for candidate in proposal.candidates] == [
        ("Ibrahim Jabbawi", ResolvedBy.NEAREST_NAME),
        ("a source close to the talks", ResolvedBy.NEAREST_SPEAKER),
    ]
    assert proposal.told_to is not None
    assert (proposal.told_to.text, proposal.told_to_kind) == ("the negotiators", ToldToKind.AUDIENCE)


@pytest.mark.parametrize(
    ("start", "identification"),
    [
        (916, Identification.COLLECTIVE),
        (1109, Identification.NAMED),
        (1353, Identification.DESCRIBED),
        (2063, Identification.DESCRIBED),
        (2282, Identification.ORGANISATION_ONLY),
        (3200, Identification.ORGANISATION_ONLY),
    ],
)
def test_how_each_is_identified(start: int, identification: Identification) -> None:
    assert at(start).identification is identification


def test_when_and_how_the_words_came() -> None:
    when = {start: at(start).said_when for start in (140, 2063, 3200)}
    assert [phrase.text for phrase in when.values() if phrase] == [
        "on Wednesday",
        "before Wednesday's meeting",
        "Wednesday",
    ]
    medium = at(916).medium
    assert medium is not None
    assert medium.text == "in an online release"


def test_what_this_copy_suffered_is_flagged_where_it_is() -> None:
    assert (DamageKind.FALSE_SENTENCE_END, ".") in flags(at(140))
    assert (DamageKind.UNBALANCED_MARK, '"') in flags(at(1229))
    assert (DamageKind.CUT_END, "swe") in flags(at(2063))
    assert (DamageKind.MACHINE_TRANSLATION, '"') in flags(at(2104))
    assert (DamageKind.MACHINE_TRANSLATION, '"') in flags(at(3700))


def test_marks_around_one_word_are_no_quotation_of_their_own() -> None:
    assert at(3200).kind is QuotationKind.MIXED
    assert not any(STORY[p.start : p.end] in ('"reconciled"', '"convince"') for p in PROPOSALS)
