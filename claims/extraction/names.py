"""Extraction: the names in a sentence, runs of capitals without the titles and offices around them."""

from typing import Final, NamedTuple

from claims.extraction.naming import Naming
from claims.extraction.sentences import Sentence, Word

FEW_WORDS: Final = 3
LONGEST_NAME: Final = 9
LONGEST_SUBJECT: Final = 12
LONGEST_ROLE: Final = 14
LONGEST_OFFICE: Final = 8
OLDEST: Final = 120
MOST_CAPITALS: Final = 0.7
ROLE_SIGN: Final = 2
Words = tuple[Word, ...]


class Found(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) name somebody, with the roles printed beside the name.

    ``is_subject``: the sentence, or its main clause, starts with it. ``signs`` counts what speaks for a person (an age,
    a role, "who") and, below nought, for something else (an article, "in").
    """

    first: int
    last: int
    roles: frozenset[str]
    is_subject: bool
    signs: int


def name_words(words: Words) -> Words:
    """The words of a name without a nickname in marks."""
    return tuple(word for word in words if not word.is_quotation)


def is_name_word(word: Word, naming: Naming) -> bool:
    """Whether a word may be part of a name: a capital, or one behind a small particle ("al-Assad")."""
    text = word.text
    if text[0].isupper():
        return not word.is_quotation
    if "-" not in text:
        return False
    before, _, rest = text.partition("-")
    return before in naming.particles and rest[:1].isupper()


def is_headline(sentence: Sentence) -> bool:
    """Whether nearly every longer word has a capital, so that a long run of capitals is no name."""
    words = [word for word in sentence.words if word.is_word and len(word.text) > FEW_WORDS]
    capitals = sum(word.is_capital for word in words)
    return len(words) > FEW_WORDS and capitals > MOST_CAPITALS * len(words)


def names_in(words: Words, naming: Naming) -> list[Found]:
    """The runs of capitals in a sentence that name somebody."""
    found: list[Found] = []
    place = 0
    while place < len(words):
        text = words[place].text
        if not (text[0].isupper() or "-" in text) or not _may_start(words, place, naming):
            place += 1
            continue
        end = _end_of_name(words, place, naming)
        first, roles = _strip_titles(words, _after_office(words, place, end, naming), end, naming)
        if first < end and not all(word.low in naming.titles for word in words[first:end]):
            roles |= _roles_around(words, place, end, naming)
            is_subject = _is_subject(words, place, end, naming)
            found.append(Found(first, end, roles, is_subject, _signs(words, place, end, naming) + bool(roles)))
        place = max(end, place + 1)
    return found


def _may_start(words: Words, place: int, naming: Naming) -> bool:
    word = words[place]
    if not is_name_word(word, naming) or word.low in naming.weekdays or word.low in naming.months:
        return False
    return not (place == 0 and word.low in naming.sentence_starters) and word.low not in naming.subject_pronouns


def _end_of_name(words: Words, place: int, naming: Naming) -> int:
    end, has_organisation = place, False
    while end < len(words) and end - place < LONGEST_NAME:
        word = words[end]
        joins = end > place and end + 1 < len(words) and words[end + 1].is_capital
        if is_name_word(word, naming) and word.low not in naming.weekdays:
            has_organisation = has_organisation or word.low in naming.organisation_words
            end += 1
            if word.text.endswith(("'s", "’s")):
                break
        elif joins and (_is_nickname(word) or _joins_names(word, has_organisation, naming)):
            end += 1
        else:
            break
    return end


def _is_nickname(word: Word) -> bool:
    """Whether "Bob" stands in marks inside a name."""
    return word.is_quotation and word.text.strip(" \"“”'‘’").isalpha()


def _joins_names(word: Word, has_organisation: bool, naming: Naming) -> bool:
    if word.low in naming.particles or word.text == "&":
        return True
    return has_organisation and word.low in naming.joiners


def _after_office(words: Words, first: int, end: int, naming: Naming) -> int:
    """Where the name starts in "Harbour News Correspondent Ann Poe", or after an article and an office."""
    for place in range(max(first + 1, end - FEW_WORDS), end - 1):
        is_free = words[place - 1].is_capital and words[end - 1].low not in naming.organisation_words
        if is_free and end - first > FEW_WORDS and naming.is_given(words[place].low):
            return place
    if first == 0 or words[first - 1].low not in naming.articles:
        return first
    if any(word.low in naming.organisation_words for word in words[first:end]):
        return first
    given = (place for place in range(first + 1, end - 1) if naming.is_given(words[place].low))
    return next(given, first)


def _strip_titles(words: Words, first: int, end: int, naming: Naming) -> tuple[int, frozenset[str]]:
    """Leave titles and offices out of a name; an office in the middle ("TransBus CEO Ann Poe") ends what is no name."""
    roles = set()
    start = first
    has_organisation = any(word.low in naming.organisation_words for word in words[first:end])
    for place in range(first, end - 1):
        low = words[place].low
        is_role = low in naming.role_nouns or low in naming.titles
        if is_role and (place == start or not has_organisation or low in naming.role_nouns or low in naming.courtesy):
            roles.add(low)
            start = place + 1
    return start, frozenset(roles)


def _roles_around(words: Words, first: int, end: int, naming: Naming) -> frozenset[str]:
    """Roles printed beside a name: "coach Ann Poe", "Ann Poe, a nurse at the hospital"."""
    roles = {word.low for word in words[max(0, first - 2) : first] if word.low in naming.role_nouns}
    if first > 1 and words[first - 1].text == "," and not words[first - 2].is_capital and not roles:
        roles |= _office_before(words, first - 2, naming)
    if end + 1 < len(words) and words[end].text == ",":
        for word in words[end + 1 : end + LONGEST_ROLE]:
            if word.is_quotation or word.text[0] in ",.;:—" or word.low in naming.cue_forms:
                break
            if word.low in naming.role_nouns:
                roles.add(word.low)
    return frozenset(roles)


def _office_before(words: Words, last: int, naming: Naming) -> set[str]:
    """The head of the noun phrase that a comma parts from the name: "the head of the harbour, Ann Poe,"."""
    start = last
    while start > 0 and last - start < LONGEST_OFFICE and words[start - 1].is_word:
        start -= 1
    heads = (word.low for word in words[start : last + 1] if word.low in naming.role_nouns)
    return set(next(([head] for head in heads), []))


def _is_subject(words: Words, first: int, end: int, naming: Naming) -> bool:
    """Whether a name starts its sentence, or the main clause after a comma."""
    before = words[max(0, first - LONGEST_SUBJECT) : first]
    if words[end - 1].text.endswith(("'s", "’s", "s'", "s’")):
        return False
    if before and before[-1].low.endswith(("'s", "s'", "’s")):
        return False
    if first == 1 and before[0].low in naming.topic_leads:
        return True
    if first <= FEW_WORDS:
        return not any(word.low in naming.prepositions for word in before) and not _is_object(before, naming)
    if before[-1].text == ",":
        return _opens_main_clause(words, first, end, naming)
    is_titled = before[-1].is_capital or before[-1].low in naming.role_nouns
    return is_titled and first < LONGEST_SUBJECT and not any(_is_verb(word, naming) for word in before)


def _is_object(before: Words, naming: Naming) -> bool:
    """Whether a name and a verb stand before: "Lind met Poe"."""
    if not before or not before[0].is_capital or before[0].low in naming.sentence_starters:
        return False
    last = before[-1]
    return last.is_word and not last.is_capital and last.low not in naming.role_nouns and last.low not in naming.joiners


def _opens_main_clause(words: Words, first: int, end: int, naming: Naming) -> bool:
    """Whether the main clause starts with the name after a comma: "When asked, Poe hesitated"."""
    if end >= len(words):
        return False
    if words[end].low in naming.finite or (words[end].low.endswith("ed") and not words[end].is_capital):
        return True
    is_led = words[0].low in naming.prepositions or words[0].low in naming.sentence_starters
    is_first_comma = not any(word.text == "," for word in words[: first - 1])
    return words[end].text == "," and is_led and is_first_comma and first < LONGEST_SUBJECT


def _is_verb(word: Word, naming: Naming) -> bool:
    """Whether a word before a name shows that the name is no subject: a verb or a preposition."""
    low = word.low
    is_known = low in naming.prepositions or low in naming.finite or low in naming.cue_forms
    return not word.is_capital and (is_known or low.endswith("ed"))


def _signs(words: Words, first: int, end: int, naming: Naming) -> int:
    """What stands around a name and speaks for a person, or against one."""
    signs = 0
    before = words[first - 1].low if first else ""
    if before in naming.articles:
        signs -= ROLE_SIGN
    elif before in naming.inside:
        signs -= 1
    after = words[end : end + 2]
    is_apposition = len(after) > 1 and after[0].text == ","
    if is_apposition and after[1].text.isdecimal() and len(after[1].text) <= FEW_WORDS and int(after[1].text) < OLDEST:
        signs += ROLE_SIGN
    if any(word.low in naming.relatives for word in after):
        signs += 1
    return signs
