"""Extraction: the people and organisations that a text names, and where it mentions them."""

import functools
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from claims.extraction.names import FEW_WORDS, Found, is_headline, is_name_word, name_words, names_in
from claims.extraction.naming import Naming
from claims.extraction.sentences import Sentence, Word

GIVEN_NAME: Final = 3
TITLE: Final = 4
NEAREST: Final = 8
LONGEST_IN_HEADLINE: Final = 3
LONG_ACRONYM: Final = 3
PRONOUN_AHEAD: Final = 20
Words = tuple[Word, ...]


class PartyKind(StrEnum):
    """What a name stands for, as far as the text shows."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """The pronoun a text would use; ``UNKNOWN`` fits both."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the text names, under the fullest name it gives, or describes.

    ``is_several``: "they" would fit; ``is_active``: the subject of a sentence at least once.
    """

    name: str
    kind: PartyKind
    gender: Gender
    roles: frozenset[str]
    is_several: bool = False
    is_named: bool = True
    is_active: bool = False


class Mention(NamedTuple):
    """A place where a party is named; ``is_subject`` when the sentence starts with it.

    ``is_introduction``: the first mention, with a role or an age beside it.
    """

    start: int
    end: int
    sentence: int
    line: int
    party: int
    is_subject: bool
    is_introduction: bool = False


class Pronoun(NamedTuple):
    """A "she", "his" or, with a ``role``, "the mayor" in the reporter's own words."""

    start: int
    sentence: int
    line: int
    gender: Gender
    is_subject: bool
    role: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody a text names, with all mentions in reading order, and which parties share a word of their names."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    pronouns: tuple[Pronoun, ...]
    by_word: dict[str, tuple[int, ...]]


@dataclass(slots=True)
class _Draft:
    name: tuple[str, ...]
    keys: list[str]
    votes: Counter[Gender] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    is_organisation: bool = False
    signs: int = 0
    times: int = 0
    is_active: bool = False
    nicknames: set[str] = field(default_factory=set)


@functools.lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """A word of a name as it is compared: small letters without accents, no possessive, no "al-"."""
    low = text.lower().replace("’", "'").removesuffix("'s").rstrip("'.")
    if low.startswith(("al-", "el-")):
        low = low[3:]
    return (
        low if low.isascii() else "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))
    )


def gender_of(low: str, naming: Naming) -> Gender | None:
    """The gender of a pronoun, "he's" as "he"; None when the word is no pronoun of a person."""
    word = low.partition("'")[0] if "'" in low else low
    if word in naming.male:
        return Gender.MALE
    return Gender.FEMALE if word in naming.female else None


def find_people(sentences: tuple[Sentence, ...], naming: Naming) -> People:
    """Collect the names of a text; a later surname counts as a mention of the full name before it."""
    names = [_names_of(sentence, naming) for sentence in sentences]
    gathering = _Gathering(naming, _words_of_full_names(sentences, names))
    mentions: list[Mention] = []
    pronouns: list[Pronoun] = []
    for number, sentence in enumerate(sentences):
        pronouns += _pronouns_in(sentence, number, naming) + _offices_in(sentence, number, naming)
        for found in names[number]:
            words = name_words(sentence.words[found.first : found.last])
            party = gathering.party_of(sentence.words, found)
            if party is not None:
                place = (words[0].start, words[-1].end, number, sentence.line)
                is_introduction = gathering.drafts[party].times == 1 and found.signs > 0
                is_subject = found.is_subject and not sentence.is_furniture
                mentions.append(Mention(*place, party, is_subject, is_introduction and not sentence.is_furniture))
    parties = tuple(_party(draft, naming) for draft in gathering.drafts)
    by_word = {word: tuple(numbers) for word, numbers in gathering.by_word.items()}
    return People(parties, tuple(mentions), tuple(pronouns), by_word)


def _names_of(sentence: Sentence, naming: Naming) -> list[Found]:
    found = names_in(sentence.words, naming)
    short = [name for name in found if name.last - name.first <= LONGEST_IN_HEADLINE]
    return short if len(short) < len(found) and is_headline(sentence) else found


def _pronouns_in(sentence: Sentence, number: int, naming: Naming) -> list[Pronoun]:
    found = []
    male, female = naming.male, naming.female
    for word in sentence.words:
        low = word.low
        gender = gender_of(low, naming) if low in male or low in female or "'" in low else None
        if gender is not None:
            is_subject = word.low.partition("'")[0] in naming.subject_pronouns
            found.append(Pronoun(word.start, number, sentence.line, gender, is_subject))
    return found


def _offices_in(sentence: Sentence, number: int, naming: Naming) -> list[Pronoun]:
    """Where somebody is called by the office alone: "the mayor", "the prime minister"."""
    found = []
    words, role_nouns = sentence.words, naming.role_nouns
    for place, word in enumerate(words):
        if word.low not in role_nouns or word.is_capital or not 0 < place < len(words) - 1:
            continue
        first = place - 1 if words[place - 1].low in naming.definite else place - 2
        if first >= 0 and words[first].low in naming.definite and not words[place + 1].is_capital:
            is_subject = first <= FEW_WORDS or words[first - 1].text == ","
            found.append(Pronoun(word.start, number, sentence.line, Gender.UNKNOWN, is_subject, word.low))
    return found


def _words_of_full_names(sentences: tuple[Sentence, ...], names: list[list[Found]]) -> set[str]:
    return {
        name_key(word.text)
        for sentence, found in zip(sentences, names, strict=True)
        for name in found
        if name.last - name.first > 1
        for word in sentence.words[name.first : name.last]
    }


@dataclass(slots=True)
class _Gathering:
    """The parties found so far in one text, in reading order."""

    naming: Naming
    full_names: set[str]
    drafts: list[_Draft] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=dict)

    def party_of(self, sentence: Words, found: Found) -> int | None:
        """The party that is mentioned here, a new one when it is none of those before."""
        words = name_words(sentence[found.first : found.last])
        keys = [name_key(word.text) for word in words]
        while len(keys) > 1 and keys[-1] in self.naming.suffixes:
            words, keys = words[:-1], keys[:-1]
        if len(words) == 1 and found.first == 0 and self._is_common_start(words[0]):
            return None
        number = self._same(words, keys)
        if number is None:
            number = len(self.drafts)
            self.drafts.append(_Draft(tuple(word.text for word in words), keys))
        self._register(number, words, keys)
        self._register_aliases(number, sentence, found)
        draft = self.drafts[number]
        draft.times += 1
        draft.is_active = draft.is_active or found.is_subject
        draft.roles |= found.roles
        is_surname = len(keys) == 1 and len(draft.keys) > 1 and draft.keys[-1] == keys[0]
        draft.signs += found.signs + (is_surname and found.signs >= 0)
        self._vote(draft, sentence, found)
        return number

    def _is_common_start(self, word: Word) -> bool:
        """A lone capital at the start of a sentence is a name only when the text shows it elsewhere in one."""
        key = name_key(word.text)
        return key not in self.full_names and key not in self.naming.states and not _is_acronym(word.text)

    def _same(self, words: Words, keys: list[str]) -> int | None:
        """The party that this mention names again; of several with this surname the one most often named."""
        known = self.by_word.get(keys[-1], [])[-NEAREST:]
        fitting = [number for number in reversed(known) if self._is_same(self.drafts[number], keys)]
        if not fitting:
            return None
        exact = [number for number in fitting if self.drafts[number].keys == keys]
        number = max(exact or fitting, key=lambda one: self.drafts[one].times)
        if len(self.drafts[number].keys) == 1 and len(keys) > 1:
            self.drafts[number].name, self.drafts[number].keys = tuple(word.text for word in words), keys
        return number

    def _is_same(self, draft: _Draft, keys: list[str]) -> bool:
        other = draft.keys
        if other == keys:
            return True
        is_person = not draft.is_organisation
        if len(keys) == 1:
            return len(other) > 1 and (
                other[-1] == keys[0] or is_person or keys[0] == _initials(draft.name, self.naming)
            )
        if len(other) == 1:
            return other[0] == keys[-1] and is_person
        return other[-1] == keys[-1] and (other[0] == keys[0] or set(keys) <= draft.nicknames.union(other))

    def _register(self, number: int, words: Words, keys: list[str]) -> None:
        draft = self.drafts[number]
        for word, key in zip(words, keys, strict=True):
            self._know(key, number)
            if len(words) > 1 and (word.low in self.naming.organisation_words or word.text == "&"):
                draft.is_organisation = True
        if len(words) == 1 and _is_acronym(words[0].text):
            draft.is_organisation = True

    def _know(self, key: str, number: int) -> None:
        numbers = self.by_word.setdefault(key, [])
        if number not in numbers[-NEAREST:]:
            numbers.append(number)

    def _register_aliases(self, number: int, sentence: Words, found: Found) -> None:
        """Initials, the short form in brackets after a name, a nickname in marks."""
        initials = _initials(self.drafts[number].name, self.naming)
        if len(initials) >= LONG_ACRONYM:
            self._know(initials, number)
        after = sentence[found.last : found.last + 3]
        if len(after) == 3 and after[0].text == "(" and after[2].text == ")" and _is_acronym(after[1].text):
            self._know(name_key(after[1].text), number)
            self.drafts[number].is_organisation = True
        for word in sentence[found.first : found.last]:
            if word.is_quotation:
                nickname = name_key(word.text.strip(" \"“”'‘’"))
                self._know(nickname, number)
                self.drafts[number].nicknames.add(nickname)

    def _vote(self, draft: _Draft, words: Words, found: Found) -> None:
        """Collect signs of gender: given name, title, role, and the next pronoun in the sentence."""
        given = name_key(words[found.first].text) if found.last - found.first > 1 else ""
        titles = found.roles | {words[place].low for place in range(max(0, found.first - 2), found.first)}
        pronoun = self._next_pronoun(words, found.last)
        signs = (
            (Gender.MALE, self.naming.given_male, self.naming.gendered_male),
            (Gender.FEMALE, self.naming.given_female, self.naming.gendered_female),
        )
        for gender, names, titled in signs:
            draft.votes[gender] += GIVEN_NAME * (given in names) + TITLE * (not titles.isdisjoint(titled))
            draft.votes[gender] += pronoun is gender

    def _next_pronoun(self, words: Words, place: int) -> Gender | None:
        """The first "he" or "she" after a name, before another capital."""
        for word in words[place : place + PRONOUN_AHEAD]:
            if is_name_word(word, self.naming):
                return None
            gender = gender_of(word.low, self.naming)
            if gender is not None:
                return gender
        return None


def _is_acronym(text: str) -> bool:
    plain = text.replace("’", "'").removesuffix("'s")
    return len(plain) > 1 and plain.isupper()


def _initials(name: tuple[str, ...], naming: Naming) -> str:
    """The initials of a name, "who" for World Health Organization."""
    return "".join(word[0].lower() for word in name if word[0].isupper() and word.lower() not in naming.joiners)


def _party(draft: _Draft, naming: Naming) -> Party:
    male, female = draft.votes[Gender.MALE], draft.votes[Gender.FEMALE]
    gender = Gender.MALE if male > female else Gender.FEMALE if female > male else Gender.UNKNOWN
    name = list(draft.name)
    name[-1] = name[-1].removesuffix("'s").removesuffix("’s").rstrip("'’")
    kind = _kind(draft, name, naming)
    is_plural = kind is not PartyKind.PERSON and name[-1].endswith("s") and draft.signs < 0
    roles = frozenset(draft.roles)
    return Party(" ".join(name), kind, gender, roles, is_several=is_plural, is_active=draft.is_active)


def _kind(draft: _Draft, name: list[str], naming: Naming) -> PartyKind:
    keys = [name_key(word) for word in name]
    is_given = naming.is_given(keys[0])
    has_initials = any(len(word) > 1 and word.isupper() and word.isalpha() for word in name)
    if (draft.is_organisation or (has_initials and len(name) > 1)) and not (is_given and len(keys) == 2):
        return PartyKind.ORGANISATION
    has_place = any(key in naming.places or key in naming.place_nouns for key in keys)
    if has_place and not (is_given and len(keys) > 1):
        return PartyKind.PLACE
    if is_given or draft.roles or draft.votes.total() >= GIVEN_NAME or draft.signs > 0:
        return PartyKind.PERSON
    return PartyKind.UNKNOWN
