"""Extraction: tags with verbs that no list holds ("...," she barked; Poe shot back: "...").

Whatever stands alone with its subject beside a whole utterance in marks is a verb of speech there, be it in a list of
such verbs or not. Only that place says so: elsewhere the same verb is no cue.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.sentences import Word

LONGEST_SUBJECT: Final = 6
UTTERANCE: Final = 3
LEAST_LETTERS: Final = 4
CLOSING: Final = frozenset(",.!?…—–-")
BEFORE_VERBS: Final = lexicon.ADVERBS | {"has", "had", "have"}
AFTER_TAGS: Final = (lexicon.PREPOSITIONS | lexicon.ADVERBS | lexicon.WEEKDAYS | lexicon.DAY_WORDS | {"as", "when"}) - {
    "to",
    "for",
    "of",
}
Words = tuple[Word, ...]


def end_of_tag_verb(words: Words, place: int) -> int:
    """Where the verb of a tag that starts here ends, with its particle ("shot back"); ``place`` when none does."""
    end = _end_of_verb(words, place)
    if end == place or not (_is_after_utterance(words, place, end) or _is_before_utterance(words, place, end)):
        return place
    return end


def _end_of_verb(words: Words, place: int) -> int:
    """A past tense, or a verb and the particle that makes an answer of it."""
    word = words[place]
    if len(word.low) < LEAST_LETTERS or not word.is_word or word.is_capital or word.low in lexicon.FINITE:
        return place
    following = words[place + 1].low if place + 1 < len(words) else ""
    if following == "back" and word.low.endswith(("ed", "s", "t")):
        return place + 2
    return place + 1 if word.low.endswith("ed") or word.low in lexicon.IRREGULAR_TAGS else place


def _is_after_utterance(words: Words, place: int, end: int) -> bool:
    """Whether ``"...," Poe barked.`` or ``"...," barked Poe.`` stands here."""
    before = words[place - 1] if place else None
    if before is None:
        return False
    if before.is_quotation:
        return _is_utterance(before) and _is_name_or_role(words, end) and _ends_after_subject(words, end)
    first = _first_of_subject(words, place)
    if first == place or not words[first - 1].is_quotation or not _is_utterance(words[first - 1]):
        return False
    return end >= len(words) or not words[end].is_word or words[end].low in AFTER_TAGS or words[end].low.endswith("ly")


def _is_before_utterance(words: Words, place: int, end: int) -> bool:
    """Whether ``Poe barked: "..."`` stands here."""
    if end + 1 >= len(words) or words[end].text not in (",", ":") or not words[end + 1].is_quotation:
        return False
    is_tagged_after = end + 2 < len(words) and words[end + 2].is_word
    if is_tagged_after or not _starts_utterance(words[end + 1]):
        return False
    first = _first_of_subject(words, place)
    return first < place and (first == 0 or not words[first - 1].is_word or words[first - 1].low in ("and", "but"))


def _first_of_subject(words: Words, place: int) -> int:
    """Where the few words before the verb start; ``place`` itself when they are no subject."""
    first = place
    while first > 0 and words[first - 1].low in BEFORE_VERBS:
        first -= 1
    last = first
    while first > 0 and last - first < LONGEST_SUBJECT and _is_of_subject(words[first - 1]):
        first -= 1
    return first if first < last and _is_name_or_role(words, first) else place


def _is_of_subject(word: Word) -> bool:
    return word.is_word and word.low not in lexicon.FINITE | lexicon.SUBORDINATORS | lexicon.COORDINATORS


def _is_name_or_role(words: Words, place: int) -> bool:
    """Whether a name, "she" or "the mayor" starts here."""
    if place >= len(words) or not words[place].is_word:
        return False
    low = words[place].low
    is_noun = words[place].is_capital and low not in lexicon.PREPOSITIONS
    return is_noun or low in lexicon.DETERMINERS or low in lexicon.SUBJECT_PRONOUNS


def _ends_after_subject(words: Words, place: int) -> bool:
    """Whether nothing but a short subject stands between here and the next punctuation."""
    for end in range(place, min(len(words), place + LONGEST_SUBJECT)):
        if not words[end].is_word:
            return not words[end].is_quotation
        if words[end].low in lexicon.FINITE or words[end].low in lexicon.PREPOSITIONS:
            return words[end].low in lexicon.PREPOSITIONS
    return len(words) - place < LONGEST_SUBJECT


def _inside(word: Word) -> str:
    return word.text.strip(" \"“”„‟«»'’‘`")


def _is_utterance(word: Word) -> bool:
    """Whether the words in marks end as an utterance before its tag does, with a comma, "?" or "!"."""
    return _inside(word)[-1:] in CLOSING and " " in _inside(word)


def _starts_utterance(word: Word) -> bool:
    inside = _inside(word)
    return inside[:1].isupper() and inside.count(" ") + 1 >= UTTERANCE
