"""Extraction: contents, the words that a cue governs.

A cue may govern the clause or the quotation after it, the one before it, or both ("A, she says, and B"). A sentence
is read from left to right; what one cue has taken, a cue inside it may not take again.
"""

from dataclasses import dataclass, replace
from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.cues import Cue, CueForm
from claims.extraction.modifiers import Modifiers, read_modifiers
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.sentences import Sentence, Word
from claims.extraction.sides import fragment_before, is_split, rest_after, said_after, said_before, without_stop
from claims.extraction.speakers import issuer_of, subject_after, subject_before, subject_of_sentence
from claims.records.quotations import QuotationKind

OPENERS: Final = frozenset({"while", "although", "though", "after", "when", "since", "because", "if", "as"})
SECOND_VERBS: Final = frozenset({"add", "say", "tell", "urge", "warn"})
INTRODUCTION: Final = 12
Words = tuple[Word, ...]
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """What one cue governs: stretches of words ``[first, last)`` of one sentence, with its speaker."""

    stretches: tuple[Stretch, ...]
    kind: QuotationKind
    cue: Cue
    speaker: SpeakerPhrase
    modifiers: Modifiers
    is_inherited: bool = False


def contents_of(sentence: Sentence, cues: tuple[Cue, ...]) -> tuple[Content, ...]:
    """What the cues of a sentence govern, left to right."""
    words = sentence.words
    found: list[Content] = []
    taken = 0
    for cue in cues:
        if cue.first < taken and not _goes_on(words, cue):
            continue
        content = _content(words, cue, found, taken)
        if content is None:
            continue
        if found and cue.first < taken and cue.form is CueForm.ACCORDING:
            found[-1] = _cut(found[-1], words, replace(content, stretches=((cue.first, cue.last),), is_inherited=True))
            continue
        if found and cue.first < taken:
            found[-1] = _cut(found[-1], words, content)
        found.append(content)
        taken = max(content.stretches[-1][1], cue.last)
    return tuple(found)


def _goes_on(words: Words, cue: Cue) -> bool:
    """Whether this cue, inside what another took, goes on from it ("..., adding that", "... but added that")."""
    if cue.form is CueForm.ACCORDING:
        return words[cue.first - 1].text == ","
    place = cue.first - 1
    while place > 0 and (words[place].low in lexicon.ADVERBS | lexicon.AUXILIARIES or words[place].low.endswith("ly")):
        place -= 1
    if words[place].text == "," or words[place].is_quotation:
        return cue.form is CueForm.PARTICIPLE
    follows = words[cue.last].low if cue.last < len(words) else "."
    if words[place].low in ("and", "but"):
        return cue.form is CueForm.FINITE and (follows == "that" or cue.verb in SECOND_VERBS)
    if words[place].low in lexicon.PERSONAL and words[place - 1].text == "," and follows in (",", "."):
        return True
    return _starts_new_clause(words, cue)


def _starts_new_clause(words: Words, cue: Cue) -> bool:
    """Whether the speaker of this cue starts a clause of the reporter's own: "A says this, but B says that"."""
    speaker = subject_before(words, cue)
    if speaker is None or speaker.reach < 2:
        return False
    before = words[speaker.reach - 1]
    if before.low in lexicon.ADVERBS:
        before = words[speaker.reach - 2]
    if before.text[0] in ";—–" and not before.is_quotation:
        return True
    opener = words[speaker.reach - 2]
    if before.low in ("but", "while", "though", "although") and opener.text[0] in ",;—–":
        return True
    first = words[0].low
    return before.text == "," and first in ("while", "although", "though", "whereas", "if", "when", "as")


def _cut(earlier: Content, words: Words, later: Content) -> Content:
    """The earlier content ends where the later one, its speaker and its cue begin."""
    first = min(later.cue.first, later.stretches[0][0])
    if not later.is_inherited and later.speaker.reach < later.cue.first:
        first = min(first, later.speaker.reach)
    while first > 0 and (
        words[first - 1].low in ("and", "but", ",", "while", "though", "—", "–", ";")
        or words[first - 1].low in lexicon.ADVERBS
    ):
        first -= 1
    kept = tuple((start, min(end, first)) for start, end in earlier.stretches if start < first)
    return replace(earlier, stretches=kept) if kept else earlier


def _content(words: Words, cue: Cue, found: list[Content], taken: int) -> Content | None:
    floor = taken if taken <= cue.first else 0
    if cue.form is CueForm.ACCORDING:
        speaker = subject_after(words, cue.last, takes_apposition=False)
        return _around(words, cue, speaker, floor, cue.first, is_inherited=False) if speaker else None
    is_adjunct = cue.form is CueForm.PARTICIPLE and _follows_clause(words, cue)
    speaker = None if is_adjunct else subject_before(words, cue)
    if cue.first > 2 and words[cue.first - 2].low == "quoted" and words[cue.first - 1].low == "as":
        speaker = subject_before(words, Cue(cue.first - 2, cue.first, "", "", CueForm.FINITE))
    if speaker is not None and "n" not in cue.frames and _is_part_of_a_noun(words, speaker):
        return None
    if _is_inverted(words, cue, speaker):
        after = subject_after(words, cue.last)
        if after is not None and _may_end_sentence(words, after.stop):
            return _around(words, cue, after, floor, cue.first, is_inherited=False)
    if speaker is not None and _is_introduced(words, speaker):
        speaker = None
    if speaker is not None and cue.form is CueForm.PARTICIPLE:
        speaker = issuer_of(words, speaker) or speaker
    is_inherited = speaker is None
    if speaker is None:
        speaker = _subject_of_main_clause(words, cue, found)
    if speaker is None:
        return None
    return _around(words, cue, speaker, floor, cue.first if is_inherited else speaker.reach, is_inherited=is_inherited)


def _follows_clause(words: Words, cue: Cue) -> bool:
    """Whether the cue hangs on the clause before it: ", saying", "by saying"."""
    before = words[cue.first - 1] if cue.first else None
    return before is not None and (before.text == "," or before.is_quotation or before.low == "by")


def _is_introduced(words: Words, speaker: SpeakerPhrase) -> bool:
    """In "and in a letter said", the letter says nothing."""
    reach = speaker.reach
    return reach > 0 and words[reach].low in ("in", "on", "at", "during") and words[reach - 1].low in ("and", "but")


def _is_part_of_a_noun(words: Words, speaker: SpeakerPhrase) -> bool:
    """Whether "what she said" or "than she says" stands here: nothing of hers is told."""
    return speaker.reach > 0 and words[speaker.reach - 1].low in ("what", "than")


def _subject_of_main_clause(words: Words, cue: Cue, found: list[Content]) -> SpeakerPhrase | None:
    """Who says what stands after ", adding" or "but added": whoever spoke or acted before."""
    before = words[cue.first - 1] if cue.first else None
    is_coordinated = before is not None and before.low in ("and", "but", "then", "also", "later")
    is_participle = cue.form is CueForm.PARTICIPLE and before is not None
    is_later = any(word.low == "and" for word in words[max(0, cue.first - 8) : cue.first])
    if not (is_coordinated or is_participle or is_later):
        return None
    if found:
        return found[-1].speaker
    return subject_of_sentence(words, cue.first)


def _is_inverted(words: Words, cue: Cue, speaker: SpeakerPhrase | None) -> bool:
    """Whether the verb may stand before its subject: "..., said Poe"."""
    if cue.form is not CueForm.FINITE or cue.first == 0 or cue.last >= len(words):
        return False
    before = words[cue.first - 1]
    return before.is_quotation or (before.text in (",", "—", "–", "?", "!", "...", "…") and speaker is None)


def _may_end_sentence(words: Words, place: int) -> bool:
    """After "..., said Poe" nothing may follow that would make Poe the subject of a clause."""
    if place >= len(words) or not words[place].is_word:
        return True
    return words[place].low not in lexicon.FINITE and not words[place].low.endswith("ed")


def _around(
    words: Words, cue: Cue, speaker: SpeakerPhrase, floor: int, left_end: int, *, is_inherited: bool
) -> Content | None:
    """Look on both sides of a cue and its speaker for what is said."""
    limit = _end_of_subordinate(words, cue, speaker, without_stop(words))
    right_start = max(cue.last, speaker.stop if speaker.first >= cue.last else 0)
    modifiers = read_modifiers(words, right_start, "a" in cue.frames, limit)
    right = said_after(words, cue, right_start, modifiers.end, limit)
    left = () if is_inherited else said_before(words, floor, left_end, cue)
    split = is_split(words, right_start, modifiers.end)
    if split and not left and not is_inherited:
        left = fragment_before(words, floor, left_end, modifiers.end)
    if left and (right is None or split or words[left[-1][1] - 1].is_quotation or cue.form is CueForm.ACCORDING):
        rest = rest_after(words, modifiers.end, limit, left) if split else ()
        is_utterance = words[left[-1][1] - 1].is_quotation or left_end - floor > INTRODUCTION
        if right is None or rest or not split or is_utterance:
            return Content((*left, *rest), _kind(words, cue, left), cue, speaker, modifiers, is_inherited)
    if right is None:
        return None
    return Content((right,), _kind(words, cue, (right,)), cue, speaker, modifiers, is_inherited)


def _end_of_subordinate(words: Words, cue: Cue, speaker: SpeakerPhrase, limit: int) -> int:
    """In "While Poe says A, B" and "Poe, who said A, did B" the rest after the comma is not Poe's."""
    opens = words[0].low in OPENERS and speaker.first < cue.first
    is_opening = opens and not any(word.text == "," or word.is_quotation for word in words[: cue.first])
    place = cue.first - 1
    while place > 0 and words[place].low in lexicon.AUXILIARIES | lexicon.ADVERBS:
        place -= 1
    is_relative = place > 1 and words[place].low == "who" and words[place - 1].text == ","
    if not is_opening and not is_relative:
        return limit
    for end in range(cue.last + 2, limit):
        if words[end].text == ",":
            return end
    return limit


def _kind(words: Words, cue: Cue, stretches: tuple[Stretch, ...]) -> QuotationKind:
    """Marks around what somebody "called" it stand inside the reporter's clause, so they make a mixed quotation."""
    inside = [word for first, last in stretches for word in words[first:last] if word.is_quotation or word.is_word]
    quoted = sum(word.is_quotation for word in inside)
    if quoted == 0:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if quoted == len(inside) and "n" not in cue.frames else QuotationKind.MIXED
