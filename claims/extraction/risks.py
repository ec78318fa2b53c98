"""Extraction: what must not be got wrong, as far as words alone show it: deaths told, a named party accused.

Both are signs that a story should be looked at first, not judgements. A word that tells a death counts anywhere in the
words, unless it stands in a phrase that tells none ("dead end"). An accusation needs somebody named, in the same
sentence and in the place of the accused: "accused Okafor of", "Okafor's men attacked", "killed by the Harbour Guild",
"Okafor is to blame". Words that hedge or deny still accuse.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from claims.records.quotations import Risks

_PARTS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[.!?:;…\n,]|[\"“”„«»]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKS: Final = frozenset('"“”„«»')
_BREAKS: Final = frozenset(".!?:;…\n")
# How far from what is done to somebody, or said of them, their name may stand.
_FAR: Final = 8
_NEAR: Final = 4
# "Mr. Okafor", "the U.S. army": so few letters before a full stop end no sentence.
_FEW_LETTERS: Final = 3
LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class RiskWords:
    """The words of a language. Phrases are written in lower case with one space between their words.

    ``deaths`` tell a death and ``not_deaths`` are the phrases in which they do not. ``accusing`` are forms of verbs
    whose object is the accused, up to one of ``ends``. ``deeds`` are done to somebody: by the name before them, with
    ``helping`` forms between (which a language may need: ``needs_help``), or, after ``being`` or where ``suffering``
    follows, to the name before them; then the doer follows ``by``. ``doing`` are deeds under way, after ``being`` where
    ``needs_being``. ``itself`` makes the doer the sufferer. ``blames`` follow ``being`` and lay something at the door
    of the name before it; ``crimes`` accuse whoever is named beside them. ``not_names`` are written with a capital and
    name nobody.
    """

    deaths: frozenset[str]
    not_deaths: tuple[str, ...]
    accusing: frozenset[str]
    ends: frozenset[str]
    deeds: frozenset[str]
    doing: frozenset[str]
    helping: frozenset[str]
    being: frozenset[str]
    suffering: frozenset[str]
    by: frozenset[str]
    itself: frozenset[str]
    blames: tuple[str, ...]
    crimes: tuple[str, ...]
    not_names: frozenset[str]
    linking: frozenset[str]
    needs_help: bool = False
    needs_being: bool = False


class Part(NamedTuple):
    """A word of a sentence or a comma. ``is_name``: it is written as a name is."""

    low: str
    is_name: bool


Sentence = list[Part]


def risks_of(words: str, risk_words: RiskWords) -> Risks:
    """What these words tell, as far as the first ten thousand letters of them."""
    if _signs_of(risk_words).isdisjoint(_WORD.findall(words[:LONGEST].lower())):
        return Risks(tells_of_death=False, accuses=False)
    sentences = list(_sentences(words[:LONGEST], risk_words))
    return Risks(
        tells_of_death=any(_tells_of_death(sentence, risk_words) for sentence in sentences),
        accuses=any(_accuses(sentence, risk_words) for sentence in sentences),
    )


def _sentences(words: str, risk_words: RiskWords) -> Iterator[Sentence]:
    """The words and commas, sentence by sentence; marks are gone."""
    sentence: Sentence = []
    for found in _PARTS.finditer(words):
        text = found[0]
        if text in _BREAKS:
            if text != "." or not _is_shortened(sentence):
                yield sentence
                sentence = []
        elif text not in _MARKS:
            low = text.lower()
            sentence.append(Part(low, text[0].isupper() and low not in risk_words.not_names))
    yield sentence


def _is_shortened(sentence: Sentence) -> bool:
    return bool(sentence) and sentence[-1].is_name and len(sentence[-1].low) <= _FEW_LETTERS


def _tells_of_death(sentence: Sentence, risk_words: RiskWords) -> bool:
    if risk_words.deaths.isdisjoint(part.low for part in sentence):
        return False
    told = _joined(sentence)
    for phrase in risk_words.not_deaths:
        told = told.replace(f" {phrase} ", " , ")
    return not risk_words.deaths.isdisjoint(told.split())


def _accuses(sentence: Sentence, risk_words: RiskWords) -> bool:
    if not any(part.is_name for part in sentence):
        return False
    return (
        _holds(sentence, risk_words.crimes)
        or _is_blamed(sentence, risk_words)
        or any(_accuses_at(sentence, place, part.low, risk_words) for place, part in enumerate(sentence))
    )


def _accuses_at(sentence: Sentence, place: int, low: str, risk_words: RiskWords) -> bool:
    if low in risk_words.accusing and _is_accused(sentence, place, risk_words):
        return True
    return (low in risk_words.deeds or low in risk_words.doing) and _has_done(sentence, place, risk_words)


def _is_accused(sentence: Sentence, place: int, risk_words: RiskWords) -> bool:
    """Whether it is done to somebody named: "accused Okafor of", "blames it on Okafor"; "Okafor was accused"."""
    if any(part.low in risk_words.being for part in sentence[max(0, place - 2) : place]):
        return _named_before(sentence, place, _FAR)
    for part in sentence[place + 1 : place + 1 + _FAR]:
        if part.low in risk_words.ends:
            return False
        if part.is_name:
            return True
    return False


def _has_done(sentence: Sentence, place: int, risk_words: RiskWords) -> bool:
    """Whether somebody named does it: "Okafor's men have attacked it", "Okafor is attacking"; "attacked by Okafor"."""
    low = sentence[place].low
    after = sentence[place + 1].low if place + 1 < len(sentence) else ""
    if low in risk_words.doing:
        is_under_way = not risk_words.needs_being or _stands_before(sentence, place, risk_words.being)
        return is_under_way and _doer_before(sentence, place, risk_words)
    if after in risk_words.by:
        return any(part.is_name for part in sentence[place + 2 : place + 2 + _NEAR])
    if after in risk_words.suffering or after in risk_words.itself or not after:
        return False
    is_suffered = _stands_before(sentence, place, risk_words.being)
    is_helped = not risk_words.needs_help or _stands_before(sentence, place, risk_words.helping)
    return not is_suffered and is_helped and _doer_before(sentence, place, risk_words)


def _stands_before(sentence: Sentence, place: int, forms: frozenset[str]) -> bool:
    """Whether such a form stands before a place, with at most one adverb between."""
    return any(part.low in forms for part in sentence[max(0, place - 2) : place])


def _doer_before(sentence: Sentence, place: int, risk_words: RiskWords) -> bool:
    """Whether the one who does it is named: within a few words before it that lead no further away."""
    for part in reversed(sentence[max(0, place - _NEAR) : place]):
        if part.is_name:
            return True
        if part.low in risk_words.linking:
            return False
    return False


def _is_blamed(sentence: Sentence, risk_words: RiskWords) -> bool:
    if _telling(risk_words.blames).isdisjoint(part.low for part in sentence):
        return False
    told = _joined(sentence)
    laid = (f" {phrase} " for phrase in risk_words.blames)
    return any(
        _named_before(sentence, told[: found.start() + 1].count(" ") - 1, _FAR)
        for words in laid
        if words in told
        for found in re.finditer(words, told)
    )


@functools.cache
def _signs_of(risk_words: RiskWords) -> frozenset[str]:
    """Words without any of which nothing is told."""
    verbs = risk_words.accusing | risk_words.deeds | risk_words.doing
    phrases = _telling(risk_words.blames) | _telling(risk_words.crimes)
    return frozenset(part for word in risk_words.deaths | verbs | phrases for part in word.split("-"))


@functools.cache
def _telling(phrases: tuple[str, ...]) -> frozenset[str]:
    """The longest word of each phrase: where none of them stands, neither does a phrase."""
    return frozenset(max(phrase.split(), key=len) for phrase in phrases)


def _named_before(sentence: Sentence, place: int, far: int) -> bool:
    return any(part.is_name for part in sentence[max(0, place - far) : place])


def _holds(sentence: Sentence, phrases: tuple[str, ...]) -> bool:
    told = _joined(sentence)
    return any(f" {phrase} " in told for phrase in phrases)


def _joined(sentence: Sentence) -> str:
    return f" {' '.join(part.low for part in sentence)} "
