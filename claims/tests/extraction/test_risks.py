"""Tests: words that tell of deaths, and words that accuse somebody by name."""

import pytest

from claims.extraction import extract
from claims.extraction.languages import risks_in
from claims.records.quotations import Risks
from claims.tests.extraction.test_seed_story import PROPOSALS, STORY

TELL_OF_DEATH = [
    ("en", "Two sailors were killed when the crane fell."),
    ("en", "the death toll had risen to nine"),
    ("en", "“He died in my arms,”"),
    ("en", "It was a massacre."),
    ("en", "Divers found a dead end and three dead men."),
    ("en", "“We fear more fatalities.”"),
    ("fr", "Deux marins ont été tués dans l'accident."),
    ("fr", "« Le bilan est de neuf morts »"),
    ("fr", "Son frère est décédé lundi."),
]
TELL_OF_NO_DEATH = [
    ("en", "The talks ran into a dead end."),
    ("en", "The deadline is Friday, and the deadlock goes on."),
    ("en", "Parliament abolished the death penalty."),
    ("en", "They killed the deal at the last minute."),
    ("en", "Twelve people were wounded."),
    ("fr", "Les négociations sont au point mort."),
    ("fr", "Le parlement a aboli la peine de mort."),
]
ACCUSE = [
    ("en", "He accused Jonas Brekke of taking bribes."),
    ("en", "They blame the Harbour Guild for the fire."),
    ("en", "She blamed the fire on the Harbour Guild."),
    ("en", "Brekke was accused of theft."),
    ("en", "Norland attacked the convoy."),
    ("en", "“Norland's warplanes bombed our village,”"),
    ("en", "Norland has repeatedly shelled the port."),
    ("en", "Norland is bombing the port."),
    ("en", "Nine people were killed by Norland soldiers."),
    ("en", "Marta Solheim is responsible for the collapse."),
    ("en", "The mayor, Marta Solheim, is to blame."),
    ("en", "Norland bears full responsibility for the famine."),
    ("en", "What Norland does there are war crimes."),
    ("en", "“Mr. Brekke lied to parliament.”"),
    ("en", "It was not true that Norland attacked the convoy."),
    ("fr", "Il accuse Jonas Brekke de corruption."),
    ("fr", "Le Norland a bombardé le port."),
    ("fr", "Neuf personnes ont été tuées par des soldats du Norland."),
    ("fr", "Marta Solheim est responsable de l'effondrement."),
    ("fr", "Le Norland a commis des crimes de guerre."),
]
ACCUSE_NOBODY = [
    ("en", "Gunmen attacked the convoy."),
    ("en", "They killed my brother."),
    ("en", "Three Norland soldiers were killed."),
    ("en", "Three Norland soldiers killed in the blast were buried."),
    ("en", "Norland was attacked."),
    ("en", "Brekke killed himself."),
    ("en", "Brekke blamed the storm for delays in Norland."),
    ("en", "Brekke said that rebels attacked the convoy."),
    ("en", "Somebody is to blame."),
    ("en", "The harbour in Tolvik stays closed until Friday."),
    ("en", "On Monday attacked by a dog, he went home."),
    ("en", "Norland asked for a ceasefire."),
    ("fr", "Des hommes armés ont attaqué le convoi."),
    ("fr", "Trois soldats du Norland ont été tués."),
    ("fr", "Le Norland demande un cessez-le-feu."),
]


def of(rows: list[tuple[str, str]]) -> "pytest.MarkDecorator":
    return pytest.mark.parametrize(("language", "words"), rows)


@of(TELL_OF_DEATH)
def test_words_that_tell_of_a_death(language: str, words: str) -> None:
    assert risks_in(words, language).tells_of_death is True


@of(TELL_OF_NO_DEATH)
def test_phrases_that_only_sound_like_one_tell_of_none(language: str, words: str) -> None:
    assert risks_in(words, language).tells_of_death is False


@of(ACCUSE)
def test_words_that_accuse_somebody_by_name(language: str, words: str) -> None:
    assert risks_in(words, language).accuses is True


@of(ACCUSE_NOBODY)
def test_words_that_accuse_nobody_by_name(language: str, words: str) -> None:
    assert risks_in(words, language).accuses is False


@pytest.mark.parametrize("language", ["de", "ar", ""])
def test_in_a_language_without_words_for_it_nobody_knows(language: str) -> None:
    assert risks_in("Norland killed nine people.", language) == Risks(None, None)


def test_proposals_of_a_language_without_a_pack_say_that_nobody_knows() -> None:
    (proposal,) = extract("Er sagte: „Neun Menschen sind gestern im Hafen gestorben.“", language="de").proposals
    assert proposal.risks == Risks(None, None)


def test_a_proposal_is_read_for_its_own_words_only() -> None:
    text = (
        "Nine people died on Monday.\n\n“The harbour stays closed,” said Ada Okafor. “Norland killed my son,” she said."
    )
    closed, killed = extract(text).proposals
    assert closed.risks == Risks(tells_of_death=False, accuses=False)
    assert killed.risks == Risks(tells_of_death=True, accuses=True)


def test_the_seed_story_as_an_editor_reads_it() -> None:
    """No quotation found in it tells of a death or accuses by name; the sentence with the deaths is not found."""
    assert {proposal.risks for proposal in PROPOSALS} == {Risks(tells_of_death=False, accuses=False)}
    family = "Eleven members of one family were killed during the night."
    assert family in STORY
    assert risks_in(family, "en") == Risks(tells_of_death=True, accuses=False)


def test_any_string_is_read() -> None:
    for words in ("", " ", "...", "killed", "Norland killed", "by", "“”", "accused", "is to blame", "\x00" * 3):
        for language in ("en", "fr"):
            risks_in(words, language)


def test_a_long_text_without_an_end_takes_no_time() -> None:
    assert risks_in("Norland was attacked by " * 100_000, "en").tells_of_death is False
