"""Tests: who is who, and who stays open."""

import pytest

from claims.extraction import extract
from claims.extraction.identities import Place, Reader
from claims.extraction.naming_en import NAMING
from claims.extraction.people import Gender, PartyKind, find_people
from claims.records.quotations import Identification, ResolvedBy
from claims.tests.extraction.steps import only, sentences

LIND = "Tove Lind, the mayor, opened the bridge. "


@pytest.mark.parametrize(
    ("text", "resolved", "by"),
    [
        (LIND + "Tove Lind said it was safe.", "Tove Lind", ResolvedBy.FULL_NAME),
        (LIND + "Lind said it was safe.", "Tove Lind", ResolvedBy.SHORT_FORM),
        (LIND + "Ms. Lind said it was safe.", "Tove Lind", ResolvedBy.SHORT_FORM),
        (LIND + "The mayor said it was safe.", "Tove Lind", ResolvedBy.ROLE),
        (LIND + "She said it was safe.", "Tove Lind", ResolvedBy.PRONOUN),
        (
            "The Harbour Workers' Union met. The Union said it was safe.",
            "Harbour Workers' Union",
            ResolvedBy.SHORT_FORM,
        ),
    ],
)
def test_a_short_form_is_read_as_the_fullest_name_of_the_same_text(text: str, resolved: str, by: ResolvedBy) -> None:
    proposal = only(text)
    assert (proposal.resolved, proposal.resolved_by) == (resolved, by)


def test_the_source_is_the_source_described_before() -> None:
    text = "A source close to the crew said the sea was calm. The source said the crew would sail."
    first, second = extract(text).proposals
    assert first.identification is Identification.DESCRIBED
    assert (second.resolved, second.resolved_by) == (first.resolved, ResolvedBy.SAME_DESCRIPTION)


def test_he_stays_open_between_a_named_person_and_an_unnamed_source() -> None:
    text = (
        "“We sail,” said Ivan Okafor, a diver.\n\nA source close to the crew said the sea was calm."
        "\n\nHe told the guild that the crew would sail."
    )
    proposal = extract(text).proposals[-1]
    assert proposal.resolved == ""
    assert {(candidate.name, candidate.by) for candidate in proposal.candidates} == {
        ("Ivan Okafor", ResolvedBy.NEAREST_NAME),
        ("A source close to the crew", ResolvedBy.NEAREST_SPEAKER),
    }


@pytest.mark.parametrize(
    ("text", "identification"),
    [
        ("Ada Okafor said it was safe.", Identification.NAMED),
        ("The Harbour Guild said it was safe.", Identification.ORGANISATION_ONLY),
        ("The director said it was safe.", Identification.TITLE_ONLY),
        ("A source close to the crew said it was safe.", Identification.DESCRIBED),
        ("Sources said it was safe.", Identification.BARE),
        ("Some said it was safe.", Identification.BARE),
        ("The company said it was safe.", Identification.ORGANISATION_ONLY),
        ("Tove Lind of the Harbour Group said it was safe.", Identification.NAMED),
        ("Army Gen. Tove Lind said it was safe.", Identification.NAMED),
        ("A spokeswoman for the guild said it was safe.", Identification.TITLE_ONLY),
        ("An official familiar with the plan said it was safe.", Identification.DESCRIBED),
        ("Officials said it was safe.", Identification.BARE),
        ("Many of her supporters said it was safe.", Identification.COLLECTIVE),
        ("Harbour workers said it was safe.", Identification.COLLECTIVE),
        ("Residents said it was safe.", Identification.COLLECTIVE),
        ("Activists said it was safe.", Identification.COLLECTIVE),
        ("“It is safe for all of us.”", Identification.UNATTRIBUTED),
    ],
)
def test_how_somebody_is_identified(text: str, identification: Identification) -> None:
    assert only(text).identification is identification


def test_people_and_organisations_are_told_apart() -> None:
    people = find_people(sentences("Captain Ivan Okafor joined the Harbour Guild Council. He was glad."), NAMING)
    kinds = {party.name: party.kind for party in people.parties}
    assert kinds == {"Ivan Okafor": PartyKind.PERSON, "Harbour Guild Council": PartyKind.ORGANISATION}
    assert people.parties[0].gender is Gender.MALE


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        (LIND + "Lind would stay. But she persisted, and she said it was safe.", "Tove Lind"),
        ("Ada Poe opened the hall. Lena Lind, a nurse, praised the hall. “It is a fine place,” she said.", "Lena Lind"),
        ("Ivan Okafor walked. For Karl Lind, 50, it was far. “It is a long road,” he said.", "Karl Lind"),
        ("Ivan Okafor joined Karl Lind. Karl Lind would stay, he said.", "Ivan Okafor"),
        ("Bashar al-Okafor left the harbour. Okafor said it was safe.", "Bashar al-Okafor"),
        ("Robert “Bob” Lind opened the bridge. Bob Lind said it was safe.", "Robert Lind"),
        ("Sven Lind Jr. opened the bridge. Lind said it was safe.", "Sven Lind"),
        ("The Harbour Rescue Foundation (HRF) met. The HRF said it was safe.", "Harbour Rescue Foundation"),
        ("The Northern Bridge Agency met. The NBA said it was safe.", "Northern Bridge Agency"),
        ("The Northern Bridge Agency met. The agency said it was safe.", "Northern Bridge Agency"),
        ("The Northern Bridge Agency met. It said it was safe.", "Northern Bridge Agency"),
        ("Ivan Okafor is a diver. Okafor sailed. The affable skipper said it was safe.", "Ivan Okafor"),
    ],
)
def test_who_is_meant_is_who_was_last_in_mind(text: str, resolved: str) -> None:
    assert extract(text).proposals[-1].resolved == resolved


def test_a_surname_of_two_is_read_by_its_courtesy_title_and_the_other_is_kept() -> None:
    text = "Peter Lind and Maria Lind opened the bridge. Mrs. Lind said it was safe."
    assert only(text).resolved == "Maria Lind"


def test_words_with_i_are_a_persons_even_after_an_organisation_spoke() -> None:
    text = (
        "Ada Okafor, a nurse, walked home. The Harbour Guild said the bridge was safe."
        "\n\n“I will walk there myself, and I will take my dog.”"
    )
    proposal = extract(text).proposals[-1]
    assert proposal.resolved == "Ada Okafor"
    assert proposal.candidates[0].name == "Harbour Guild"


def test_an_identity_says_how_far_it_reached_and_how_many_would_fit() -> None:
    found = sentences("Tove Lind met Ann Okafor. The day was long. She said it was safe.")
    reader = Reader(find_people(found, NAMING), NAMING)
    words = found[2].words[:1]
    identity = reader.read(words, Place(words[0].start, 2, 0, found[2].words[2].start))
    assert (identity.name, identity.rivals, identity.distance) == ("Tove Lind", 1, 2)
    assert 0.5 <= identity.lead < 1
    assert [candidate.name for candidate in identity.candidates] == ["Ann Okafor"]
