"""Tests: who is who, and who stays open."""

import pytest

from claims.extraction import extract
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
