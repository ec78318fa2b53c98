"""Extraction: the cues of a sentence, the words that say somebody is saying something.

A cue is a verb of speech in a form that reports: not "would say", "did not say", "to say" or "was told".
"""

from enum import StrEnum
from typing import Final, NamedTuple

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.cue_nouns import is_noun
from claims.extraction.sentences import Sentence, Word
from claims.extraction.tags import end_of_tag_verb


class CueForm(StrEnum):
    """How the cue stands in its sentence."""

    FINITE = "finite"
    PARTICIPLE = "participle"
    ACCORDING = "according"


class Cue(NamedTuple):
    """A cue: words ``first`` to ``last`` (exclusive) of the sentence, and what it takes (its frames)."""

    first: int
    last: int
    verb: str
    frames: str
    form: CueForm


MOST_CUES: Final = 8
QUOTED_AS: Final = (["quoted"], ["cited"], ["recorded"], ["reported"])


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """The first cues of a sentence, left to right."""
    words = () if sentence.is_furniture else sentence.words
    has_quotation = any(word.is_quotation for word in words)
    found: list[Cue] = []
    for place, word in enumerate(words):
        if len(found) == MOST_CUES:
            break
        if word.low in lexicon.CUE_FORMS or word.low in lexicon.POINT_FORMS:
            cue = _verb_cue(words, place)
            if cue is not None:
                found.append(cue)
        elif has_quotation and (end := end_of_tag_verb(words, place)) > place:
            found.append(Cue(place, end, word.low, "q", CueForm.FINITE))
        elif word.low == "according" and place + 1 < len(words) and words[place + 1].low == "to":
            found.append(Cue(place, place + 2, "according to", "btq", CueForm.ACCORDING))
    return tuple(found)


def _verb_cue(words: tuple[Word, ...], place: int) -> Cue | None:
    low = words[place].low
    following = words[place + 1].low if place + 1 < len(words) else ""
    is_plain = place == 0 or words[place - 1].low not in lexicon.AUXILIARIES
    particle = lexicon.PARTICLES.get((lexicon.POINT_FORMS.get(low, ""), following))
    is_participle = low.endswith("ing")
    if particle == "f" and not (low == "called" and is_plain):
        return None
    after = words[place + 2] if place + 2 < len(words) else None
    if particle is not None and following == "on" and after is not None and after.is_word:
        return None
    if particle is not None:
        verb, frames, last = f"{lexicon.POINT_FORMS[low]} {following}", particle, place + 2
    elif low in lexicon.CUE_FORMS:
        verb = lexicon.CUE_FORMS[low]
        frames, last = lexicon.CUE_FRAMES[verb], place + 1
    else:
        return None
    if not _reports(words, place, is_participle) or (verb == "read" and not _can_be_read(words, place)):
        return None
    return Cue(place, last, verb, frames, CueForm.PARTICIPLE if is_participle else CueForm.FINITE)


def _can_be_read(words: tuple[Word, ...], place: int) -> bool:
    """A statement reads "..."; a person only reads."""
    return place > 0 and (words[place - 1].low in naming.DOCUMENT_HEADS or words[place - 1].is_quotation)


def _introduces_speech(words: tuple[Word, ...], place: int) -> bool:
    """Whether a quotation or "that" follows: "opened by saying that"."""
    if place < len(words) and words[place].text in (",", ":"):
        place += 1
    return place < len(words) and (words[place].is_quotation or words[place].low == "that")


def _reports(words: tuple[Word, ...], place: int, is_participle: bool) -> bool:
    """Whether this form reports speech, judged by the words before it."""
    before = [word.low for word in words[max(0, place - 4) : place]]
    last = before[-1] if before else ""
    low = words[place].low
    if is_noun(words, place):
        return False
    if low in ("adds", "added", "adding") and place + 1 < len(words) and words[place + 1].low in ("to", "up"):
        return False
    if last == "to":
        return before[-3:-1] == ["went", "on"] or before[-2:-1] == ["continued"]
    if last in ("him", "her", "them", "me", "us"):
        return False
    if last in lexicon.DETERMINERS - naming.PLURAL_PRONOUNS and low not in ("said", "says"):
        return False
    helpers = before[::-1]
    for helper in helpers:
        if helper in lexicon.NEGATIONS or helper.endswith("n't") or helper in lexicon.MODALS:
            return False
        if helper in ("was", "were", "is", "are", "be", "been", "being", "am") and not is_participle:
            return False
        if helper not in lexicon.AUXILIARIES and helper not in lexicon.ADVERBS and not helper.endswith("ly"):
            break
    if not is_participle:
        return True
    if last == "as":
        return before[-2:-1] in QUOTED_AS
    return last not in lexicon.PREPOSITIONS or (last == "by" and _introduces_speech(words, place + 1))
