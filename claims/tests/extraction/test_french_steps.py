"""Tests: the steps of the French pack one by one."""

import pytest

from claims.extraction import extract
from claims.extraction.attribution_fr import attribute
from claims.extraction.french import SENTENCE_WORDS, marks_of
from claims.extraction.phrases_fr import read_modifiers, subject_after
from claims.extraction.sentences import Word, spelled, split, words_of
from claims.extraction.verbs_fr import verb_at
from claims.records.quotations import Identification, Phrase, Proposal, ResolvedBy, ToldToKind


def words(text: str) -> tuple[Word, ...]:
    return tuple(words_of(text, 0, len(text), SENTENCE_WORDS))


def only(text: str) -> Proposal:
    (proposal,) = extract(text, language="fr").proposals
    return proposal


def text_of(phrase: Phrase | None) -> str:
    return phrase.text if phrase else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’agence", ["l’", "agence"]),
        ("dit-il", ["dit", "il"]),
        ("affirme-t-elle", ["affirme", "elle"]),
        ("s’est-elle exclamée", ["s’", "est", "elle", "exclamée"]),
        ("qu’a-t-on dit", ["qu’", "a", "on", "dit"]),
        ("aujourd’hui", ["aujourd’hui"]),
        ("porte-parole", ["porte-parole"]),
        ("Mme Roux et M. Lind.", ["Mme", "Roux", "et", "M.", "Lind", "."]),
    ],
)
def test_words_that_are_written_as_one_are_parted(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected
    assert all(text[word.start : word.end] == word.text for word in words(text))


def test_they_are_spelled_as_they_were() -> None:
    assert spelled(words("la voix de l’avocate")) == "la voix de l’avocate"


@pytest.mark.parametrize(
    ("text", "infinitive"),
    [
        ("dit-il", "dire"),
        ("expliquait la maire", "expliquer"),
        ("répète-t-elle", "répéter"),
        ("annonça le préfet", "annoncer"),
        ("a déclaré Jeanne Roux", "déclarer"),
        ("ont-ils longuement expliqué", "expliquer"),
        ("avait, de son côté, affirmé", "affirmer"),
        ("s’est-elle réjouie", "réjouir"),
        ("s’indigne Jeanne Roux", "indigner"),
        ("lui a répondu le juge", "répondre"),
        ("a fait savoir la mairie", "faire savoir"),
        ("a tenu à préciser le préfet", "préciser"),
    ],
)
def test_a_verb_of_saying_is_known_in_its_usual_tenses(text: str, infinitive: str) -> None:
    verb = verb_at(words(text), 0)
    assert verb is not None
    assert verb.infinitive == infinitive


@pytest.mark.parametrize("text", ["est expliqué", "mange", "s’explique", "a mangé", "aurait voulu partir"])
def test_what_reports_no_speech_is_no_verb_of_saying(text: str) -> None:
    assert verb_at(words(text), 0) is None


def test_what_was_not_said_is_not_said() -> None:
    assert verb_at(words("n’a pas dit"), 1) is None
    assert verb_at(words("n’a rien déclaré"), 1) is None


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Jeanne Roux.", "Jeanne Roux", ""),
        ("Mme Roux.", "Mme Roux", ""),
        ("le maire Paul Lindon.", "Paul Lindon", "le maire"),
        ("le ministre de l’Intérieur Jean Roux.", "Jean Roux", "le ministre de l’Intérieur"),
        ("la maire de Brume Jeanne Roux.", "Jeanne Roux", "la maire de Brume"),
        ("la maire, Jeanne Roux.", "Jeanne Roux", "la maire"),
        ("Jeanne Roux, porte-parole de la mairie, hier.", "Jeanne Roux", "porte-parole de la mairie"),
        ("Jeanne Roux, la maire de Brume.", "Jeanne Roux", "la maire de Brume"),
        ("Jeanne Roux, 45 ans, infirmière à Brume.", "Jeanne Roux", "infirmière à Brume"),
        ("Jeanne Roux, qui dirige le port.", "Jeanne Roux", ""),
        ("l’avocate de la défense.", "l’avocate de la défense", ""),
        ("une source proche du dossier.", "une source proche du dossier", ""),
        ("le Syndicat national des pêcheurs.", "le Syndicat national des pêcheurs", ""),
    ],
)  # fmt: skip
def test_the_speaker_is_parted_from_the_role(text: str, speaker: str, role: str) -> None:
    found = subject_after(words(text), 0)
    assert found is not None
    assert spelled(words(text)[found.first : found.last]) == speaker
    assert (spelled(words(text)[slice(*found.role)]) if found.role else "") == role


@pytest.mark.parametrize("text", ["la fermeture du bac.", "avec prudence.", "", "« »"])
def test_things_do_not_speak(text: str) -> None:
    assert subject_after(words(text), 0) is None


@pytest.mark.parametrize(
    ("text", "told_to", "when", "medium"),
    [
        ("à l’AFP.", "AFP", "", ""),
        ("mercredi soir à la presse.", "la presse", "mercredi soir", ""),
        ("auprès du Journal de la Côte.", "Journal de la Côte", "", ""),
        ("dans un communiqué, lundi 3 mars.", "", "lundi 3 mars", "dans un communiqué"),
        ("lors d’une conférence de presse.", "", "", "lors d’une conférence de presse"),
        ("à Brume le 12 mars 2024.", "", "le 12 mars 2024", ""),
        ("la semaine dernière au micro de Radio Brume.", "micro de Radio Brume", "la semaine dernière", ""),
        ("qui part.", "", "", ""),
    ],
)
def test_to_whom_when_and_how_it_was_said(text: str, told_to: str, when: str, medium: str) -> None:
    found = read_modifiers(words(text), 0)
    stretches = (found.told_to, found.when, found.medium)
    assert tuple(spelled(words(text)[slice(*one)]) if one else "" for one in stretches) == (told_to, when, medium)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Partons, a dit Ada Roux, et vite. »", ["« Partons,", "et vite. »"]),
        ("« Partons ! lance-t-il. Vite ! »", ["« Partons !", "Vite ! »"]),
        ("« Partons, a dit Ada Roux. »", ["« Partons,"]),
        ("« Partons, a dit Ada Roux, patronne du bac, et vite. »", ["« Partons,", "et vite. »"]),
        ("« Il a dit non, alors partons. »", ["« Il a dit non, alors partons. »"]),
        ("« Le mot « non » ne me fait pas peur. »", ["« Le mot « non » ne me fait pas peur. »"]),
        ("« Le prix, note bien, a doublé. »", ["« Le prix, note bien, a doublé. »"]),
    ],
)
def test_the_reporter_may_speak_inside_the_marks(text: str, expected: list[str]) -> None:
    assert [text[quoted.start : quoted.end] for quoted in marks_of(text).quoted] == expected


def test_marks_that_each_paragraph_opens_again_are_no_damage() -> None:
    text = "« Nous partons, a dit Ada Roux.\n\n« Le bac est vieux.\n\n« Il coule. »"
    extraction = extract(text, language="fr")
    assert [proposal.resolved for proposal in extraction.proposals] == ["Ada Roux"] * 3
    assert not any(proposal.damage for proposal in extraction.proposals)


@pytest.mark.parametrize(
    "text",
    [
        "Le « petit bac » est vieux.",
        "Il a lu « La Longue Route » deux fois.",
        "Le film « Les Marins perdus » a plu à la maire.",
        "Ada Roux n’a pas dit : ce serait trop simple.",
        "Les « gens d’ici » ont peur.",
    ],
)
def test_a_title_or_a_word_held_at_a_distance_is_no_quotation(text: str) -> None:
    assert extract(text, language="fr").proposals == ()


@pytest.mark.parametrize(
    ("text", "resolved", "by"),
    [
        ("Jeanne Roux et Paul Lindon arrivent. « Partons », dit-elle.", "Jeanne Roux", ResolvedBy.PRONOUN),
        ("Jeanne Roux et Paul Lindon arrivent. « Partons », dit-il.", "Paul Lindon", ResolvedBy.PRONOUN),
        ("Jeanne Roux arrive. « Partons », dit Mme Roux.", "Jeanne Roux", ResolvedBy.SHORT_FORM),
        ("Jeanne Roux, la maire, arrive. « Partons », dit la maire.", "Jeanne Roux", ResolvedBy.ROLE),
        ("Le chef du port, Paul Lindon, arrive. « Partons », dit le chef.", "Paul Lindon", ResolvedBy.ROLE),
    ],
)
def test_who_is_meant_is_read_from_the_same_text(text: str, resolved: str, by: ResolvedBy) -> None:
    proposal = only(text)
    assert (proposal.resolved, proposal.resolved_by) == (resolved, by)


@pytest.mark.parametrize(
    "tag",
    [
        "a dit Ada Roux",
        "lance, hilare, Ada Roux",
        "a prévenu, mardi, Ada Roux",
        "a ensuite expliqué lundi à l’AFP Ada Roux",
        "dit encore lundi à la presse la maire, Ada Roux",
    ],
)
def test_the_speaker_may_stand_behind_an_aside_a_day_or_an_outlet(tag: str) -> None:
    proposal = only(f"« Le bac est vieux », {tag}.")
    assert text_of(proposal.speaker) == "Ada Roux"


def test_a_source_without_a_name_is_described() -> None:
    proposal = only("« Rien n’est signé », confie une source proche du dossier.")
    assert (proposal.identification, proposal.resolved) == (Identification.DESCRIBED, "une source proche du dossier")


def test_an_outlet_is_told_and_a_medium_carries() -> None:
    proposal = only("« Rien n’est signé », a dit mardi à l’AFP Ada Roux, la maire, dans un communiqué.")
    assert (text_of(proposal.told_to), proposal.told_to_kind) == ("AFP", ToldToKind.OUTLET)
    assert (text_of(proposal.said_when), text_of(proposal.medium)) == ("mardi", "dans un communiqué")
    assert (text_of(proposal.speaker), text_of(proposal.role)) == ("Ada Roux", "la maire")


def test_what_goes_on_behind_the_tag_is_the_same_quotation() -> None:
    text = "« Le bac », a dit Ada Roux, « est vieux. »"
    (sentence,) = split(text, marks_of(text), SENTENCE_WORDS)
    (content,) = attribute(sentence)
    assert len(content.stretches) == 2
