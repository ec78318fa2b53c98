"""Extraction: subjects, whether the speaker of a cue stands before it, after it, or in the clause it hangs on."""

from typing import Final, NamedTuple

from claims.extraction import lexicon_en as lexicon
from claims.extraction.cues import Cue, CueForm
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.sentences import Word
from claims.extraction.speakers import (
    author_of,
    issuer_of,
    source_after,
    subject_after,
    subject_before,
    subject_of_sentence,
)

PAUSES: Final = frozenset({",", "—", "–", "?", "!", "...", "…"})
HYPOTHETICAL: Final = frozenset({"what", "than", "if", "whether", "unless", "until"})
COORDINATING: Final = frozenset({"and", "but", "then", "also", "later"})
TIMES: Final = lexicon.WEEKDAYS | lexicon.DAY_WORDS | lexicon.MONTHS
REACH: Final = 8
Words = tuple[Word, ...]


class Subject(NamedTuple):
    """Who says it, and where what stands before the cue ends."""

    speaker: SpeakerPhrase
    left_end: int
    is_inherited: bool = False


def subject_of(words: Words, cue: Cue, last: SpeakerPhrase | None) -> Subject | None:
    """Who says what a cue governs; ``last`` is whoever spoke before in the same sentence."""
    if cue.form is CueForm.ACCORDING:
        source = source_after(words, cue.last)
        return Subject(source, cue.first) if source else None
    before = _subject_before(words, cue)
    is_relative = cue.first > 0 and words[cue.first - 1].low == "who"
    if before is not None and "n" not in cue.frames and not is_relative and _is_hypothetical(words, before):
        return None
    after = _inverted(words, cue, before)
    if after is not None:
        return Subject(after, cue.first)
    if before is not None and not _is_introduced(words, before):
        return Subject(before, before.reach)
    inherited = _inherited(words, cue, last)
    return Subject(inherited, cue.first, is_inherited=True) if inherited else None


def _subject_before(words: Words, cue: Cue) -> SpeakerPhrase | None:
    if cue.form is CueForm.PARTICIPLE and _follows_clause(words, cue):
        return None
    if cue.first > 2 and words[cue.first - 2].low == "quoted" and words[cue.first - 1].low == "as":
        return subject_before(words, Cue(cue.first - 2, cue.first, "", "", CueForm.FINITE))
    speaker = subject_before(words, cue)
    if speaker is not None and cue.form is CueForm.PARTICIPLE:
        return issuer_of(words, speaker) or speaker
    return speaker


def _follows_clause(words: Words, cue: Cue) -> bool:
    """Whether the cue hangs on the clause before it: ", saying", "by saying"."""
    before = words[cue.first - 1] if cue.first else None
    return before is not None and (before.text == "," or before.is_quotation or before.low == "by")


def _is_hypothetical(words: Words, speaker: SpeakerPhrase) -> bool:
    """Whether "what she said", "than she says" or "if she says" stands here: nothing of hers is told."""
    return speaker.reach > 0 and words[speaker.reach - 1].low in HYPOTHETICAL


def _is_introduced(words: Words, speaker: SpeakerPhrase) -> bool:
    """In "and in a letter said", the letter says nothing."""
    reach = speaker.reach
    return reach > 0 and words[reach].low in ("in", "on", "at", "during") and words[reach - 1].low in ("and", "but")


def _inverted(words: Words, cue: Cue, before: SpeakerPhrase | None) -> SpeakerPhrase | None:
    """The subject after its verb: "..., said Poe"."""
    if cue.form is not CueForm.FINITE or cue.last >= len(words):
        return None
    if cue.first == 0:
        return _inverted_first(words, cue)
    lead = words[cue.first - 1]
    if not lead.is_quotation and lead.text not in PAUSES:
        return None
    after = subject_after(words, cue.last)
    after = author_of(words, after) if after else None
    if after is None or words[after.first].low in TIMES or not _may_end_sentence(words, after):
        return None
    if lead.is_quotation or before is None or _closes_with_name(words, cue, after):
        return after
    return None


def _inverted_first(words: Words, cue: Cue) -> SpeakerPhrase | None:
    """The subject of ``Said Poe: "..."``."""
    after = subject_after(words, cue.last, takes_apposition=False)
    if after is None or after.last + 1 >= len(words):
        return None
    is_tag = words[after.last].text in (",", ":") and words[after.last + 1].is_quotation
    return after if is_tag else None


def _may_end_sentence(words: Words, after: SpeakerPhrase) -> bool:
    """After "..., said Poe" nothing may follow that would make Poe the subject of a clause."""
    place = after.stop
    if place >= len(words) or not (words[place].is_word or words[place].is_quotation):
        return True
    if words[after.first].low in lexicon.SUBJECT_PRONOUNS and words[place].is_quotation:
        return False
    return words[place].low not in lexicon.FINITE and not words[place].low.endswith("ed")


def _closes_with_name(words: Words, cue: Cue, after: SpeakerPhrase) -> bool:
    """Whether the sentence ends with "said Ann Poe, a nurse", whatever stands before the comma."""
    is_closed = after.stop >= len(words) or words[after.stop].text[0] in ".!?"
    return is_closed and words[after.first].is_capital and "b" in cue.frames and "a" not in cue.frames


def _inherited(words: Words, cue: Cue, last: SpeakerPhrase | None) -> SpeakerPhrase | None:
    """Who says what stands after ", adding" or "but added": whoever spoke or acted before."""
    before = words[cue.first - 1] if cue.first else None
    is_coordinated = before is not None and before.low in COORDINATING
    is_participle = cue.form is CueForm.PARTICIPLE and before is not None
    is_later = any(word.low == "and" for word in words[max(0, cue.first - REACH) : cue.first])
    if not (is_coordinated or is_participle or is_later):
        return None
    return last or subject_of_sentence(words, cue.first)
