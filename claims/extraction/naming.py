"""Extraction: the words of a language that tell who somebody is; each language pack gives its own."""

from dataclasses import dataclass
from typing import Final

NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Naming:
    """Word lists in small letters. A language that lacks one leaves it empty: the rule that asks for it rests then."""

    given_male: frozenset[str] = NONE
    given_female: frozenset[str] = NONE
    gendered_male: frozenset[str] = NONE
    gendered_female: frozenset[str] = NONE
    male: frozenset[str] = NONE
    female: frozenset[str] = NONE
    group_pronouns: frozenset[str] = NONE
    subject_pronouns: frozenset[str] = NONE
    nameless: frozenset[str] = NONE
    titles: frozenset[str] = NONE
    courtesy: frozenset[str] = NONE
    role_nouns: frozenset[str] = NONE
    organisation_words: frozenset[str] = NONE
    places: frozenset[str] = NONE
    place_nouns: frozenset[str] = NONE
    states: frozenset[str] = NONE
    collectives: frozenset[str] = NONE
    anonymous_heads: frozenset[str] = NONE
    groups: frozenset[str] = NONE
    document_heads: frozenset[str] = NONE
    particles: frozenset[str] = NONE
    joiners: frozenset[str] = NONE
    articles: frozenset[str] = NONE
    persons: frozenset[str] = NONE
    single: frozenset[str] = NONE
    definite: frozenset[str] = NONE
    they: frozenset[str] = NONE
    relatives: frozenset[str] = NONE
    topic_leads: frozenset[str] = NONE
    inside: frozenset[str] = NONE
    suffixes: frozenset[str] = NONE
    first_person: frozenset[str] = NONE
    bodies: frozenset[str] = NONE
    person_endings: tuple[str, ...] = ()
    never_persons: frozenset[str] = NONE
    determiners: frozenset[str] = NONE
    prepositions: frozenset[str] = NONE
    after_heads: frozenset[str] = NONE
    finite: frozenset[str] = NONE
    cue_forms: frozenset[str] = NONE
    weekdays: frozenset[str] = NONE
    months: frozenset[str] = NONE
    sentence_starters: frozenset[str] = NONE

    def is_given(self, low: str) -> bool:
        """Whether this is a given name of either gender."""
        return low in self.given_male or low in self.given_female

    def is_common(self, low: str) -> bool:
        """Whether this noun or pronoun speaks without being anybody's name."""
        return any(low in words for words in (self.collectives, self.anonymous_heads, self.role_nouns, self.nameless))
