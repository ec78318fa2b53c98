"""Tests: cues, the words that say somebody is saying something."""

import pytest

from claims.extraction.cues import CueForm, find_cues
from claims.tests.extraction.steps import sentences


def cues(text: str) -> list[str]:
    return [
        " ".join(word.text for word in sentence.words[cue.first : cue.last])
        for sentence in sentences(text)
        for cue in find_cues(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said the bridge was safe.", ["said"]),
        ("The bridge is safe, the guild claims.", ["claims"]),
        ("The mayor has also said the bridge was safe.", ["said"]),
        ("The mayor pointed out that the bridge was safe.", ["pointed out"]),
        ("The mayor called for a new bridge.", ["called for"]),
        ("According to the mayor, the bridge is safe.", ["According to"]),
        ("The bridge is safe, according to the mayor.", ["according to"]),
        ("She went on to say the bridge was safe.", ["say"]),
        ("Half of the voters in each town say the bridge is safe.", ["say"]),
        ("Professors Okafor and Lind suggest the bridge is safe.", ["suggest"]),
        ("She opened by saying that the bridge was safe.", ["saying"]),
    ],
)
def test_a_verb_that_reports_is_a_cue(text: str, expected: list[str]) -> None:
    assert cues(text) == expected or [found.lower() for found in cues(text)] == [one.lower() for one in expected]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor would say anything.",
        "The mayor did not say why.",
        "The mayor wants to say why.",
        "The mayor was told by nobody.",
        "The latest report was long.",
        "All 50 states were there.",
        "Her remarks were short.",
        "They are calling for more.",
        "The Evening Post was there.",
        "The big reveal was dull.",
        "Criminal charges against sailors were dropped.",
        "The mayor rejected the fraud claims, looking tired.",
        "Okafor's proposed bridge was long.",
        "Most northern states that voted were small.",
        "The map was read as saying nothing.",
    ],
)
def test_a_verb_that_does_not_report_is_none(text: str) -> None:
    assert cues(text) == []


def test_a_participle_is_known_as_one() -> None:
    (sentence,) = sentences("The mayor left, saying the bridge was safe.")
    assert [cue.form for cue in find_cues(sentence)] == [CueForm.PARTICIPLE]


def test_a_cue_says_whether_it_is_past_and_whether_a_list_holds_it() -> None:
    found = [
        cue for sentence in sentences("Okafor says: “We sail.” “We sail,” she barked.") for cue in find_cues(sentence)
    ]
    assert [(cue.is_past, cue.is_listed) for cue in found] == [(False, True), (True, False)]


def test_captions_have_no_cues() -> None:
    assert cues("Mayor Okafor says the harbour is open. (Tove Lind/Daily Gull)") == []
