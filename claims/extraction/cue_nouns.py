"""Extraction: nouns that look like cues ("the report", "50 states", "his proposed budget").

A verb agrees with the noun before it, stands after a whole subject and takes something; a noun does not.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.sentences import Word

PLURAL_SUBJECTS: Final = frozenset({"they", "we", "who", "and", "i", "not", "to"})
AFTER_NOUNS: Final = frozenset({"of", "for", "against", "about", "from"})
ARTICLES: Final = frozenset({"the", "a", "his", "her", "this"})
CLAUSE_EDGES: Final = lexicon.COORDINATORS | lexicon.SUBORDINATORS
REACH: Final = 8
Words = tuple[Word, ...]


def is_noun(words: Words, place: int) -> bool:
    """Whether a form that could be a cue is a noun here, or stands before one."""
    low = words[place].low
    if words[place].is_capital or _is_adjective(words, place):
        return True
    before = _word_before(words, place)
    is_base = low in lexicon.CUE_FRAMES and low not in lexicon.IRREGULAR and before >= 0
    if is_base and words[before].is_word and not _agrees_with_plural(words, before, low):
        return True
    if low not in lexicon.NOUNS_TOO:
        return False
    if before < 0 or words[before].low.endswith("'s"):
        return True
    return not words[before].is_quotation and _stands_as_noun(words, place, before)


def _is_adjective(words: Words, place: int) -> bool:
    """Whether this is a word before its noun: "his guild's proposed budget", "a lead in pledged delegates"."""
    if not place or place + 1 >= len(words) or not words[place].low.endswith("ed"):
        return False
    if words[place - 1].low in ("in", "of", "with", "by"):
        return words[place + 1].is_word
    if not words[place - 1].low.endswith("'s"):
        return False
    if words[place - 1].low.removesuffix("'s") in lexicon.SUBJECT_PRONOUNS:
        return False
    following = words[place + 1]
    is_function_word = following.low in lexicon.DETERMINERS | lexicon.SUBORDINATORS | lexicon.SUBJECT_PRONOUNS
    return following.is_word and not is_function_word


def _agrees_with_plural(words: Words, before: int, low: str) -> bool:
    """Whether the subject that ends at ``before`` is a plural one: "sailors", "who", "half of voters in the town"."""
    if _is_plural(words[before]) or any(word.low == "who" for word in words[max(0, before - REACH + 1) : before + 1]):
        return True
    if low in lexicon.NOUNS_TOO:
        return False
    if words[before].is_capital and before > 1 and words[before - 1].low == "and":
        return True
    for place in range(before - 1, max(0, before - REACH), -1):
        word = words[place]
        if not word.is_word or word.low in CLAUSE_EDGES or word.low in lexicon.FINITE:
            return False
        if word.low in lexicon.PREPOSITIONS and _is_plural(words[place - 1]):
            return True
    return False


def _stands_as_noun(words: Words, place: int, before: int) -> bool:
    low = words[place].low
    following = words[place + 1].low if place + 1 < len(words) else ""
    if following in lexicon.FINITE or following in lexicon.CUE_FORMS or following in AFTER_NOUNS:
        return True
    if not low.endswith("s"):
        return not _is_plural(words[before])
    is_counted = words[before].text[0].isdigit() or words[before].low.endswith("ern")
    return is_counted or _is_plural(words[before]) or not _is_singular(words, place, before)


def _is_singular(words: Words, place: int, before: int) -> bool:
    """Whether "she", a name or "the guild" stands before a verb in -s as its subject."""
    if words[before].is_capital or words[before].low in lexicon.SUBJECT_PRONOUNS:
        return True
    articles = [number for number in range(max(0, place - 3), place) if words[number].low in ARTICLES]
    if not articles:
        return False
    lead = words[articles[0] - 1].low if articles[0] else ""
    is_object = lead in lexicon.FINITE or (lead.endswith("ed") and lead not in lexicon.CUE_FORMS)
    return not is_object or (place + 1 < len(words) and words[place + 1].is_word)


def _word_before(words: Words, place: int) -> int:
    """The word before a verb, adverbs and helpers left out; -1 when there is none."""
    place -= 1
    while place > 0 and (words[place].low in lexicon.ADVERBS | lexicon.MODALS or words[place].low.endswith("ly")):
        place -= 1
    return place


def _is_plural(word: Word) -> bool:
    if word.low in PLURAL_SUBJECTS or word.low in naming.COLLECTIVES or word.low in naming.PLURAL_PRONOUNS:
        return True
    return word.low.endswith("s") and not word.low.endswith(("'s", "ss", "us")) and word.is_word
