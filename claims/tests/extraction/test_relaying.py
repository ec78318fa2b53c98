"""Tests: the way words took, as far as the sentence around them and the rest of the story say so."""

import pytest

from claims.extraction import extract
from claims.records.quotations import Phrase, ToldToKind
from claims.tests.extraction.steps import only


def printed(phrase: Phrase | None) -> str:
    return phrase.text if phrase else ""


@pytest.mark.parametrize(
    ("text", "medium", "carried_by"),
    [
        ("In a statement carried by SANA, Ada Okafor said the crew would sail.", "In a statement", "SANA"),
        ("Ada Okafor said in a statement carried by SANA that the crew would sail.", "in a statement", "SANA"),
        ("“We sail,” Ada Okafor said on Monday in a statement published by the state news agency SANA.",
         "in a statement", "the state news agency SANA"),
        ("“We sail,” Ada Okafor was quoted as saying by the TASS news agency.", "", "the TASS news agency"),
        ("“We sail,” Ada Okafor was quoted as saying by Interfax.", "", "Interfax"),
        ("“We sail,” Ada Okafor said in remarks broadcast by Harbour Radio on Tuesday.", "in remarks",
         "Harbour Radio"),
        ("“We sail,” Ada Okafor said in a speech broadcast on state television.", "in a speech", "state television"),
        ("“We sail,” Ada Okafor said in comments monitored by BBC Monitoring.", "in comments", "BBC Monitoring"),
        ("“We sail,” Ada Okafor said in an interview with Harbour Radio.", "in an interview with Harbour Radio", ""),
        ("“We sail,” Ada Okafor wrote on Telegram.", "on Telegram", ""),
        ("“We sail,” Ada Okafor said on X on Thursday.", "on X", ""),
        ("On Twitter, Ada Okafor said the crew would sail.", "On Twitter", ""),
        ("Via Telegram, Ada Okafor said the crew would sail.", "Via Telegram", ""),
        ("In a statement on Monday, Ada Okafor said the crew would sail.", "In a statement", ""),
        ("Okafor said the statement was carried by SANA on Monday.", "", ""),
        ("Carried by the wind, the ferry left, Okafor said.", "", ""),
    ],
)  # fmt: skip
def test_how_words_went_out_and_who_carried_them(text: str, medium: str, carried_by: str) -> None:
    proposal = only(text)
    assert (printed(proposal.medium), printed(proposal.carried_by)) == (medium, carried_by)


@pytest.mark.parametrize(
    ("text", "told_to", "kind"),
    [
        ("“We sail,” Ada Okafor told state television.", "state television", ToldToKind.OUTLET),
        ("“We sail,” Ada Okafor told Harbour News Agency on Friday.", "Harbour News Agency", ToldToKind.OUTLET),
        ("“We sail,” Okafor told the state news agency.", "the state news agency", ToldToKind.OUTLET),
        ("Okafor told reporters on Monday that they would sail.", "reporters", ToldToKind.AUDIENCE),
        ("Okafor told the council that they would sail.", "the council", ToldToKind.AUDIENCE),
    ],
)
def test_an_outlet_is_told_apart_from_an_audience(text: str, told_to: str, kind: ToldToKind) -> None:
    proposal = only(text)
    assert (printed(proposal.told_to), proposal.told_to_kind) == (told_to, kind)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("On Monday, Okafor said the crew would sail.", "On Monday"),
        ("On Monday Okafor said the crew would sail.", "On Monday"),
        ("Earlier this week, Ada Okafor said that the crew would sail.", "Earlier this week"),
        ("Last week, Okafor said the crew would sail.", "Last week"),
        ("Over the weekend, Okafor said the crew would sail.", "Over the weekend"),
        ("Two days ago, Ada Okafor said the crew would sail.", "Two days ago"),
        ("On July 4, Okafor said the crew would sail.", "On July 4"),
        ("In a statement on Monday, Ada Okafor said the crew would sail.", "on Monday"),
        ("Okafor said late Monday the crew would sail.", "late Monday"),
        ("Okafor on Monday said the crew would sail.", "on Monday"),
        ("“We sail,” said Ada Okafor on Wednesday night.", "on Wednesday night"),
        ("“We sail,” Okafor said on July 4, 2018.", "on July 4, 2018"),
        ("“We sail,” Okafor said on 4 July 2018.", "on 4 July 2018"),
        ("“We sail,” Okafor said a week ago.", "a week ago"),
        ("“We sail,” Okafor said this morning.", "this morning"),
        ("Okafor said the crew would sail.", ""),
    ],
)
def test_when_it_was_said_may_stand_anywhere_around_the_cue(text: str, when: str) -> None:
    assert printed(only(text).said_when) == when


@pytest.mark.parametrize(
    ("text", "monitors"),
    [
        ("“We sail,” said the Harbour Watch, a Britain-based war monitor.", True),
        ("The Harbour Watch, which monitors extremists online, said the crew would sail.", True),
        ("The monitoring group Harbour Watch said the crew would sail.", True),
        ("The monitor said the crew would sail.", True),
        ("The monitoring group said the crew would sail.", True),
        ("A war monitor said the crew would sail.", True),
        ("The Harbour Watch is a monitoring group in Oslo. “We sail,” the Harbour Watch said.", True),
        ("“We sail,” Harbour Watch said. The Harbour Watch, a war monitor based in Oslo, has ten boats.", True),
        ("The Harbour Watch, a charity, said the heart monitor was broken.", False),
        ("The Harbour Watch is a monitoring group in Oslo. “We sail,” Tove Lind said.", False),
        ("The Harbour Watch said it was monitoring the crew.", False),
    ],
)
def test_a_speaker_who_is_described_as_one_who_monitors_is_marked(text: str, monitors: bool) -> None:
    assert [proposal.speaker_monitors for proposal in extract(text).proposals] == [monitors]
