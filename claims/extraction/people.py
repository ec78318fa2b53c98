"""Extraction: the people and organisations that a text names, and where it mentions them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from claims.extraction.naming import Naming
from claims.extraction.sentences import Sentence, Word

FEW_WORDS: Final = 3
LONGEST_NAME: Final = 9
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


GIVEN_NAME: Final = 3
TITLE: Final = 4


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the text names, under the fullest name it gives."""

    name: str
    kind: PartyKind
    gender: Gender
    roles: frozenset[str]


class Mention(NamedTuple):
    """A place where a party is named; ``is_subject`` when the sentence starts with it."""

    start: int
    end: int
    sentence: int
    line: int
    party: int
    is_subject: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everybody a text names, with all mentions in reading order, and which parties share a word of their names."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    by_word: dict[str, tuple[int, ...]]


@dataclass(slots=True)
class _Draft:
    name: tuple[str, ...]
    keys: list[str]
    votes: dict[Gender, int] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    is_organisation: bool = False


class _Found(NamedTuple):
    first: int
    last: int
    roles: frozenset[str]


def name_key(text: str) -> str:
    """A word of a name as it is compared: small letters, no possessive."""
    low = text.lower().replace("’", "'")
    return low.removesuffix("'s").rstrip("'.")


def find_people(sentences: tuple[Sentence, ...], naming: Naming) -> People:
    """Collect the names of a text; a later surname counts as a mention of the full name before it."""
    drafts: list[_Draft] = []
    by_word: dict[str, list[int]] = {}
    mentions: list[Mention] = []
    names = [names_in(sentence.words, naming) for sentence in sentences]
    full_names = _words_of_full_names(sentences, names)
    for number, sentence in enumerate(sentences):
        for found in names[number]:
            words = sentence.words[found.first : found.last]
            if len(words) == 1 and found.first == 0 and _is_common_start(words[0], full_names, naming):
                continue
            keys = [name_key(word.text) for word in words]
            party = _same_party(drafts, by_word, words, keys)
            if party is None:
                party = len(drafts)
                drafts.append(_Draft(tuple(word.text for word in words), keys))
            _register(drafts[party], by_word, party, words, keys, naming)
            drafts[party].roles |= found.roles
            _vote(drafts[party], sentence.words, found, naming)
            is_subject = _is_subject(sentence.words, found, naming)
            mentions.append(Mention(words[0].start, words[-1].end, number, sentence.line, party, is_subject))
    parties = tuple(_party(draft, naming) for draft in drafts)
    return People(parties, tuple(mentions), {word: tuple(numbers) for word, numbers in by_word.items()})


def _is_subject(words: Words, found: _Found, naming: Naming) -> bool:
    """Whether a name starts its sentence, or the main clause after a comma."""
    if found.first and words[found.first - 1].low.endswith(("'s", "s'")):
        return False
    if found.first <= FEW_WORDS:
        return not any(word.low in naming.prepositions for word in words[: found.first])
    if words[found.first - 1].text != "," or found.last >= len(words):
        return False
    verb = words[found.last]
    return verb.low in naming.finite or (verb.low.endswith("ed") and not verb.is_capital)


def _words_of_full_names(sentences: tuple[Sentence, ...], names: list[list[_Found]]) -> set[str]:
    return {
        name_key(word.text)
        for sentence, found in zip(sentences, names, strict=True)
        for name in found
        if name.last - name.first > 1
        for word in sentence.words[name.first : name.last]
    }


def _is_common_start(word: Word, full_names: set[str], naming: Naming) -> bool:
    """A lone capital at the start of a sentence is a name only when the text shows it elsewhere in one."""
    return name_key(word.text) not in full_names and word.low not in naming.states and not word.text.isupper()


def names_in(words: Words, naming: Naming) -> list[_Found]:
    """The runs of capitals in a sentence that name somebody."""
    found: list[_Found] = []
    place = 0
    while place < len(words):
        if not _may_start(words, place, naming):
            place += 1
            continue
        end = _end_of_name(words, place, naming)
        first, roles = _strip_titles(words, _after_office(words, place, end, naming), end, naming)
        if first < end and not all(word.low in naming.titles for word in words[first:end]):
            found.append(_Found(first, end, roles | _roles_around(words, place, end, naming)))
        place = max(end, place + 1)
    return found


def _may_start(words: Words, place: int, naming: Naming) -> bool:
    word = words[place]
    if not word.is_capital or not word.is_word or word.low in naming.weekdays or word.low in naming.months:
        return False
    return not (place == 0 and word.low in naming.sentence_starters) and word.low not in naming.subject_pronouns


def _end_of_name(words: Words, place: int, naming: Naming) -> int:
    end, has_organisation = place, False
    while end < len(words) and end - place < LONGEST_NAME:
        word = words[end]
        joins = end > place and end + 1 < len(words) and words[end + 1].is_capital
        if word.is_capital and word.is_word and word.low not in naming.weekdays:
            has_organisation = has_organisation or word.low in naming.organisation_words
            end += 1
            if word.text.endswith(("'s", "’s")):
                break
        elif joins and _joins_names(word, has_organisation, naming):
            end += 1
        else:
            break
    return end


def _joins_names(word: Word, has_organisation: bool, naming: Naming) -> bool:
    if word.low in naming.particles or word.text == "&":
        return True
    return has_organisation and word.low in naming.joiners


def _after_office(words: Words, first: int, end: int, naming: Naming) -> int:
    """Where the name starts in "de la Santé Jeanne Roux": an article stands before an office, not before a name."""
    if first == 0 or words[first - 1].low not in naming.articles:
        return first
    given = naming.given_male | naming.given_female
    starts = (place for place in range(first + 1, end - 1) if words[place].low in given)
    return first if any(word.low in naming.organisation_words for word in words[first:end]) else next(starts, first)


def _strip_titles(words: Words, first: int, end: int, naming: Naming) -> tuple[int, frozenset[str]]:
    """Leave titles and offices out of a name; an office in the middle ("TransBus CEO Ann Poe") ends what is no name."""
    roles = set()
    start = first
    has_organisation = any(word.low in naming.organisation_words for word in words[first:end])
    for place in range(first, end - 1):
        low = words[place].low
        is_role = low in naming.role_nouns or low in naming.titles
        if is_role and (place == start or not has_organisation or low in naming.role_nouns):
            roles.add(low)
            start = place + 1
    return start, frozenset(roles)


def _roles_around(words: Words, first: int, end: int, naming: Naming) -> frozenset[str]:
    """Roles printed beside a name: "coach Ann Poe", "Ann Poe, a nurse at the hospital"."""
    roles = {word.low for word in words[max(0, first - 2) : first] if word.low in naming.role_nouns}
    if end + 1 < len(words) and words[end].text == ",":
        for word in words[end + 1 : end + 14]:
            if word.is_quotation or word.text[0] in ",.;:—" or word.low in naming.cue_forms:
                break
            if word.low in naming.role_nouns:
                roles.add(word.low)
    return frozenset(roles)


def _same_party(drafts: list[_Draft], by_word: dict[str, list[int]], words: Words, keys: list[str]) -> int | None:
    """The party that this mention names again: the same words, or a surname or short form of it."""
    known = by_word.get(keys[-1], ())
    for number in reversed(known[-8:]):
        other = drafts[number].keys
        if other == keys:
            return number
        is_person = not drafts[number].is_organisation
        if len(keys) == 1 and len(other) > 1 and (other[-1] == keys[0] or is_person):
            return number
        if len(other) == 1 and len(keys) > 1 and other[0] == keys[-1] and is_person:
            drafts[number].name, drafts[number].keys = tuple(word.text for word in words), keys
            return number
        is_longer = len(other) > 1 and len(keys) > 1
        if is_longer and other[-1] == keys[-1] and (other[0] == keys[0] or set(keys) <= set(other)):
            return number
    return None


def _register(
    draft: _Draft, by_word: dict[str, list[int]], party: int, words: Words, keys: list[str], naming: Naming
) -> None:
    for word, key in zip(words, keys, strict=True):
        numbers = by_word.setdefault(key, [])
        if party not in numbers[-8:]:
            numbers.append(party)
        if len(words) > 1 and word.low in naming.organisation_words:
            draft.is_organisation = True
    if len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1:
        draft.is_organisation = True


def _vote(draft: _Draft, words: Words, found: _Found, naming: Naming) -> None:
    """Collect signs of gender: given name, title, role, and the next pronoun in the sentence."""
    given = {name_key(words[found.first].text)} if found.last - found.first > 1 else set()
    titles = found.roles | {words[place].low for place in range(max(0, found.first - 2), found.first)}
    pronoun = _next_pronoun(words, found.last, naming)
    signs = (
        (Gender.MALE, naming.given_male, naming.gendered_male, naming.male),
        (Gender.FEMALE, naming.given_female, naming.gendered_female, naming.female),
    )
    for gender, names, titled, pronouns in signs:
        weight = GIVEN_NAME * bool(given & names) + TITLE * bool(titles & titled) + (pronoun in pronouns)
        if weight:
            draft.votes[gender] = draft.votes.get(gender, 0) + weight


def _next_pronoun(words: Words, place: int, naming: Naming) -> str:
    """The first "he" or "she" after a name, before another capital."""
    for word in words[place : place + 20]:
        if word.is_capital:
            break
        if word.low in naming.male or word.low in naming.female:
            return word.low
    return ""


def _party(draft: _Draft, naming: Naming) -> Party:
    male, female = draft.votes.get(Gender.MALE, 0), draft.votes.get(Gender.FEMALE, 0)
    gender = Gender.MALE if male > female else Gender.FEMALE if female > male else Gender.UNKNOWN
    name = list(draft.name)
    name[-1] = name[-1].removesuffix("'s").removesuffix("’s")
    return Party(" ".join(name), _kind(draft, name, naming), gender, frozenset(draft.roles))


def _kind(draft: _Draft, name: list[str], naming: Naming) -> PartyKind:
    keys = [name_key(word) for word in name]
    is_given = keys[0] in naming.given_male or keys[0] in naming.given_female
    has_initials = any(len(word) > 1 and word.isupper() and word.isalpha() for word in name)
    if (draft.is_organisation or (has_initials and len(name) > 1)) and not (is_given and len(keys) == 2):
        return PartyKind.ORGANISATION
    has_place = any(key in naming.places or key in naming.place_nouns for key in keys)
    if has_place and not (is_given and len(keys) > 1):
        return PartyKind.PLACE
    if is_given or draft.roles or draft.votes:
        return PartyKind.PERSON
    return PartyKind.UNKNOWN
