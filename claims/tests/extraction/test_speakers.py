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
