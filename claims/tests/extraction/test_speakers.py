"""Tests: speaker phrases as printed, name and role apart."""

import pytest

from claims.tests.extraction.steps import only


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Okafor said the bridge was safe.", "Okafor", None),
        ("Harbour chief Ada Okafor said the bridge was safe.", "Ada Okafor", "Harbour chief"),
        ("Ada Okafor, the harbour chief, said the bridge was safe.", "Ada Okafor", "the harbour chief"),
        ("Their spokeswoman, Ada Okafor, said the bridge was safe.", "Ada Okafor", "Their spokeswoman"),
        ("“The bridge is safe,” said Ada Okafor, a diver.", "Ada Okafor", "a diver"),
        ("“The bridge is safe,” Okafor later said.", "Okafor", None),
        ("Okafor, who built the bridge, says it is safe.", "Okafor", None),
        ("Okafor, 42, says the bridge is safe.", "Okafor", None),
        ("On Monday Okafor said the bridge was safe.", "Okafor", None),
        ("A source close to the crew said the bridge was safe.", "A source close to the crew", None),
        ("People who know the bridge say it is safe.", "People", None),
        ("The Harbour Guild said the bridge was safe.", "The Harbour Guild", None),
        ("The bridge is safe, according to the Harbour Guild.", "the Harbour Guild", None),
        ("Okafor (left) said the bridge was safe.", "Okafor", None),
        ("“The bridge is safe,” says her partner, Ada Okafor.", "Ada Okafor", "her partner"),
        ("“The bridge is safe,” the harbour statement read.", "the harbour statement", None),
        ("“The bridge is safe,” she was quoted as saying.", "she", None),
        ("Ada Okafor — a diver from the north — says the bridge is safe.", "Ada Okafor", None),
        ("Okafor, of the Harbour Guild, said the bridge was safe.", "Okafor", "of the Harbour Guild"),
        ("Some say the bridge is safe.", "Some", None),
        ("The guild has long said the bridge was safe.", "The guild", None),
        ("The guild in the past week said the bridge was safe.", "The guild", None),
        ("Ada Okafor, R-Vt., said the bridge was safe.", "Ada Okafor", None),
        ("Ada Okafor, in a letter sent to the guild on Monday, said the bridge was safe.", "Ada Okafor", None),
        ("The bridge is safe, according to a study by the Harbour Guild.", "the Harbour Guild", "a study"),
        ("“It is safe,” the harbour mayor and former diver told sailors.", "the harbour mayor and former diver", None),
        ("Okafor, whose lawyers said the bridge was safe, left.", "lawyers", None),
        ("Okafor, for one, said the bridge was safe.", "Okafor", None),
        ("Ada Okafor, 22, of Bergen, Norway, said the bridge was safe.", "Ada Okafor", None),
        ("Ada Okafor, facing a long winter in Bergen, a cold town, said the bridge was safe.", "Ada Okafor", None),
        (
            "Guests met Ada Okafor, the head of the guild, who said the bridge was safe.",
            "Ada Okafor",
            "the head of the guild",
        ),
        ("General Bridges Inc. said the bridge was safe.", "General Bridges Inc.", None),
        ("The guild issued a statement saying the bridge was safe.", "The guild", None),
        ("Okafor, who built the bridge in May, told her crew, “It is safe.”", "Okafor", None),
    ],
)
def test_the_speaker_is_the_name_and_the_role_stands_apart(text: str, speaker: str, role: str | None) -> None:
    proposal = only(text)
    assert proposal.speaker is not None
    assert proposal.speaker.text == speaker
    assert (proposal.role.text if proposal.role else None) == role


def test_after_a_comma_and_a_participle_the_subject_of_the_sentence_speaks() -> None:
    proposal = only("Ada Okafor closed the bridge on Monday, saying the pillars were rotten.")
    assert proposal.speaker is not None
    assert proposal.speaker.text == "Ada Okafor"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("This year Ada Okafor went further, saying the pillars were rotten.", "Ada Okafor"),
        ("In a statement released on Monday, Ada Okafor closed the bridge, saying: “It is rotten.”", "Ada Okafor"),
        ("The feast ended early, when Tove Lind took the floor, saying the pillars were rotten.", "Tove Lind"),
        ("The sailors held a banner saying the pillars were rotten.", "The sailors"),
        ("Ada Okafor sought a new pier, saying the pillars were rotten.", "Ada Okafor"),
        ("Ada Okafor began by saying that the pillars were rotten.", "Ada Okafor"),
    ],
)
def test_what_opens_the_sentence_is_not_its_subject(text: str, speaker: str) -> None:
    proposal = only(text)
    assert proposal.speaker is not None
    assert proposal.speaker.text == speaker


def test_whoever_released_a_statement_speaks_in_it() -> None:
    proposal = only("The guild would strike at noon, said a statement released by the Harbour Guild.")
    assert proposal.speaker is not None
    assert proposal.speaker.text == "the Harbour Guild"
    assert proposal.role is not None
    assert proposal.role.text == "a statement released"
