"""Tests: tags with a verb that no list holds."""

import pytest

from claims.extraction import extract
from claims.tests.extraction.steps import only


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“We sail at dawn!” Okafor barked.", "Okafor", "barked"),
        ("“We sail at dawn,” the captain thundered on Monday.", "the captain", "thundered"),
        ("“We sail at dawn!” beamed Tove Lind of Bergen.", "Tove Lind of Bergen", "beamed"),
        ("Okafor shot back: “We sail at dawn.”", "Okafor", "shot back"),
        ("The captain retaliated, “We never sailed at dawn.”", "The captain", "retaliated"),
    ],
)
def test_any_verb_between_an_utterance_and_its_speaker_is_a_cue(text: str, speaker: str, cue: str) -> None:
    proposal = only(text)
    assert proposal.speaker is not None
    assert proposal.cue is not None
    assert (proposal.speaker.text, proposal.cue.text) == (speaker, cue)


@pytest.mark.parametrize(
    "text",
    [
        "After the “long calm,” Okafor struggled to find a wind.",
        "The song “Dawn” opened the feast.",
        "Okafor painted the “Gull” herself.",
    ],
)
def test_the_same_verb_elsewhere_is_none(text: str) -> None:
    assert extract(text).proposals == ()
