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

Words = tuple[Word, ...]


class CueForm(StrEnum):
    """How the cue stands in its sentence."""

    FINITE = "finite"
    PARTICIPLE = "participle"
    ACCORDING = "according"


class Cue(NamedTuple):
    """A cue: words ``first`` to ``last`` (exclusive) of the sentence, and what it takes (its frames).

    ``is_listed`` is false for a verb that only its place beside an utterance makes a cue.
    """

    first: int
    last: int
    verb: str
    frames: str
    form: CueForm
    is_past: bool = False
    is_listed: bool = True


MOST_CUES: Final = 8
ADDING: Final = frozenset({"adds", "added", "adding"})
PASSIVE: Final = frozenset({"was", "were", "is", "are", "be", "been", "being", "am"})
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
            found.append(Cue(place, end, word.low, "q", CueForm.FINITE, is_past=True, is_listed=False))
        elif word.low == "according" and place + 1 < len(words) and words[place + 1].low == "to":
            found.append(Cue(place, place + 2, "according to", "btq", CueForm.ACCORDING))
    return tuple(found)


def _verb_cue(words: Words, place: int) -> Cue | None:
    """The cue whose verb stands here, with its particle ("pointed out")."""
    low = words[place].low
    following = words[place + 1].low if place + 1 < len(words) else ""
    has_particle = (lexicon.POINT_FORMS.get(low, ""), following) in lexicon.PARTICLES
    particle = _particle_frames(words, place)
    if has_particle and not particle:
        return None
    if particle:
        verb, frames, last = f"{lexicon.POINT_FORMS[low]} {following}", particle, place + 2
    elif low in lexicon.CUE_FORMS:
        verb = lexicon.CUE_FORMS[low]
        frames, last = lexicon.CUE_FRAMES[verb], place + 1
    else:
        return None
    form = CueForm.PARTICIPLE if low.endswith("ing") else CueForm.FINITE
    if not _reports(words, place, form) or (verb == "read" and not _can_be_read(words, place)):
        return None
    return Cue(place, last, verb, frames, form, is_past=low.endswith("ed") or low in lexicon.IRREGULAR)


def _particle_frames(words: Words, place: int) -> str:
    """What "pointed out", "called for" or "went on" takes; nothing when the words only happen to stand together."""
    low = words[place].low
    following = words[place + 1].low if place + 1 < len(words) else ""
    frames = lexicon.PARTICLES.get((lexicon.POINT_FORMS.get(low, ""), following), "")
    if frames == "f":
        is_plain = place == 0 or words[place - 1].low not in lexicon.AUXILIARIES
        return frames if low == "called" and is_plain else ""
    if following == "on" and place + 2 < len(words) and words[place + 2].is_word:
        return ""
    return frames


def _can_be_read(words: Words, place: int) -> bool:
    """A statement reads "..."; a person only reads."""
    return place > 0 and (words[place - 1].low in naming.DOCUMENT_HEADS or words[place - 1].is_quotation)


def _introduces_speech(words: Words, place: int) -> bool:
    """Whether a quotation or "that" follows: "opened by saying that"."""
    if place < len(words) and words[place].text in (",", ":"):
        place += 1
    return place < len(words) and (words[place].is_quotation or words[place].low == "that")


def _reports(words: Words, place: int, form: CueForm) -> bool:
    """Whether this form reports speech, judged by the words before it."""
    low = words[place].low
    if is_noun(words, place) or (low in ADDING and place + 1 < len(words) and words[place + 1].low in ("to", "up")):
        return False
    before = [word.low for word in words[max(0, place - 4) : place]]
    last = before[-1] if before else ""
    if last == "to":
        return before[-3:-1] == ["went", "on"] or before[-2:-1] == ["continued"]
    if last in lexicon.OBJECT_PRONOUNS:
        return False
    if last in lexicon.DETERMINERS - naming.PLURAL_PRONOUNS and low not in ("said", "says"):
        return False
    if not _is_asserted(before, form):
        return False
    return form is not CueForm.PARTICIPLE or _may_hang_on(words, place, before)


def _is_asserted(before: list[str], form: CueForm) -> bool:
    """Whether the helpers before a verb leave it said: not "did not say", "would say" or "was told"."""
    for helper in reversed(before):
        if helper in lexicon.NEGATIONS or helper.endswith("n't") or helper in lexicon.MODALS:
            return False
        if helper in PASSIVE and form is not CueForm.PARTICIPLE:
            return False
        if helper not in lexicon.AUXILIARIES and helper not in lexicon.ADVERBS and not helper.endswith("ly"):
            break
    return True


def _may_hang_on(words: Words, place: int, before: list[str]) -> bool:
    """Whether a participle reports after this word: "quoted as saying", "by saying that", not "without saying"."""
    last = before[-1] if before else ""
    if last == "as":
        return before[-2:-1] in QUOTED_AS
    return last not in lexicon.PREPOSITIONS or (last == "by" and _introduces_speech(words, place + 1))
