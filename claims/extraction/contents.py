"""Extraction: contents, the words that a cue governs.

A cue may govern the clause or the quotation after it, the one before it, or both ("A, she says, and B"). A sentence
is read from left to right; what one cue has taken, a cue inside it may not take again.
"""

from dataclasses import dataclass, replace
from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.after_cue import said_after, start_of_demand
from claims.extraction.before_cue import fragment_before, is_split, rest_after, said_before
from claims.extraction.clauses import without_stop
from claims.extraction.cues import Cue, CueForm
from claims.extraction.modifiers import Modifiers, read_modifiers
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.second_claims import closes_sentence, goes_on, start_of_claim
from claims.extraction.sentences import Sentence, Word
from claims.extraction.subjects import Subject, subject_of
from claims.records.quotations import QuotationKind

OPENERS: Final = frozenset({"while", "although", "though", "after", "when", "since", "because", "if", "as"})
AFTER_TAGS: Final = lexicon.SUBORDINATORS | lexicon.COORDINATORS | lexicon.PREPOSITIONS | {"who", "which", "not"}
AGO_REACH: Final = 4
ASKING: Final = lexicon.AUXILIARIES | lexicon.MODALS | {"who", "what", "why", "how", "where", "when", "which"}
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
    has_that: bool = False

    @property
    def length(self) -> int:
        """How many words and quotations it has."""
        return sum(last - first for first, last in self.stretches)

    @property
    def distance(self) -> int:
        """How many words stand between the cue and the nearest word of what it governs."""
        return min(
            first - self.cue.last if first >= self.cue.last else max(0, self.cue.first - last)
            for first, last in self.stretches
        )


def contents_of(sentence: Sentence, cues: tuple[Cue, ...]) -> tuple[Content, ...]:
    """What the cues of a sentence govern, left to right."""
    words = sentence.words
    found: list[Content] = []
    taken = 0
    for cue in cues:
        is_inside = bool(found) and cue.first < taken
        if is_inside and not goes_on(words, cue, found[-1].cue):
            continue
        content = _content(words, cue, found[-1].speaker if found else None, 0 if is_inside else taken)
        if content is None:
            continue
        if is_inside:
            found[-1] = _cut(found[-1], words, content)
        if is_inside and (cue.form is CueForm.ACCORDING or closes_sentence(words, cue, content.speaker)):
            continue
        found.append(content)
        taken = max(content.stretches[-1][1], cue.last)
    return tuple(found)


def _cut(earlier: Content, words: Words, later: Content) -> Content:
    """The earlier content ends where the later one, its speaker and its cue begin."""
    first = later.cue.first
    if later.stretches[0][0] > earlier.stretches[0][0]:
        first = min(first, later.stretches[0][0])
    if not later.is_inherited and later.speaker.reach < later.cue.first:
        first = min(first, later.speaker.reach)
    first = start_of_claim(words, first)
    kept = tuple((start, min(end, first)) for start, end in earlier.stretches if start < first)
    return replace(earlier, stretches=kept) if kept else earlier


def _content(words: Words, cue: Cue, last: SpeakerPhrase | None, floor: int) -> Content | None:
    subject = subject_of(words, cue, last)
    if subject is None:
        return None
    speaker = subject.speaker
    floor, end = _inside_brackets(words, cue, floor)
    limit = _end_of_subordinate(words, cue, speaker, end)
    start = max(cue.last, speaker.stop if speaker.first >= cue.last else 0)
    demanded = start_of_demand(words, start, limit) if "i" in cue.frames else limit
    modifiers = read_modifiers(words, start, "a" in cue.frames, demanded)
    stretches, shown = _governed(words, cue, subject, modifiers, (floor, start, limit))
    if not stretches:
        return None
    kind = _kind(words, cue, shown)
    if kind is QuotationKind.INDIRECT and _is_question(words):
        return None
    has_that = words[stretches[0][0]].low == "that"
    return Content(stretches, kind, cue, speaker, modifiers, subject.is_inherited, has_that)


def _governed(
    words: Words, cue: Cue, subject: Subject, modifiers: Modifiers, bounds: tuple[int, int, int]
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """All that is said, and the part of it that tells the kind: what stands before the tag, else what stands after."""
    floor, start, limit = bounds
    right = said_after(words, cue, start, modifiers.end, limit)
    has_left = not subject.is_inherited and not _is_relative(words, cue)
    left = said_before(words, floor, subject.left_end, cue) if has_left else ()
    split = is_split(words, start, modifiers.end)
    if split and not left and has_left:
        left = fragment_before(words, floor, subject.left_end, modifiers.end)
    after = (right,) if right else ()
    is_quoted = bool(left) and words[left[-1][1] - 1].is_quotation
    if left and not is_quoted and cue.form is CueForm.FINITE and _is_not_said(words, left, modifiers.end, after):
        left = ()
    if not left or not (right is None or split or is_quoted or cue.form is CueForm.ACCORDING):
        return after, after
    rest = rest_after(words, modifiers.end, limit, left) if split else ()
    is_utterance = is_quoted or subject.left_end - floor > INTRODUCTION
    if right is None or rest or not split or is_utterance:
        return (*left, *rest), left
    return after, after


def _is_not_said(words: Words, left: tuple[Stretch, ...], place: int, after: tuple[Stretch, ...]) -> bool:
    """Whether the clause before the tag only opens its sentence: "In May, Poe told a joke", "In May, she said: ..."."""
    if after:
        is_utterance = words[after[0][0]].is_quotation and words[after[0][0]].text.strip(" \"“”„«»'’‘")[:1].isupper()
        return is_utterance and words[left[0][0]].low in lexicon.INTRODUCERS
    if place >= len(words) or not words[place].is_word:
        return False
    is_ago = any(word.low == "ago" for word in words[place : place + AGO_REACH])
    return words[place].low not in AFTER_TAGS and not is_ago and not words[place].low.endswith("ing")


def _inside_brackets(words: Words, cue: Cue, floor: int) -> tuple[int, int]:
    """The first word and the end of what a cue may govern: its sentence, or the brackets it stands in."""
    limit = without_stop(words)
    for place in range(cue.first - 1, floor - 1, -1):
        if words[place].text == ")":
            break
        if words[place].text == "(":
            closing = next((end for end in range(cue.last, limit) if words[end].text == ")"), limit)
            return place + 1, closing
    return floor, limit


def _is_question(words: Words) -> bool:
    """Whether a reporter asks: "Did the mayor say the bridge was safe?"."""
    return words[-1].text[0] == "?" and words[0].low in ASKING


def _end_of_subordinate(words: Words, cue: Cue, speaker: SpeakerPhrase, limit: int) -> int:
    """In "While Poe says A, B" and "Poe, who said A, did B" the rest after the comma is not Poe's."""
    if words[0].low == "as" and cue.last < limit and words[cue.last].text == ",":
        return limit
    opens = words[0].low in OPENERS and speaker.first < cue.first
    is_opening = opens and not any(word.text == "," or word.is_quotation for word in words[: cue.first])
    if not is_opening and not _is_relative(words, cue, after=","):
        return limit
    for end in range(cue.last + 2, limit):
        if words[end].text == ",":
            return end
    return limit


def _is_relative(words: Words, cue: Cue, after: str = "") -> bool:
    """Whether the cue stands in "who said" (with ``after``: in ", who said")."""
    place = cue.first - 1
    while place > 0 and words[place].low in lexicon.AUXILIARIES | lexicon.ADVERBS:
        place -= 1
    return place > 1 and words[place].low == "who" and after in ("", words[place - 1].text)


def _kind(words: Words, cue: Cue, stretches: tuple[Stretch, ...]) -> QuotationKind:
    """Marks around what somebody "called" it stand inside the reporter's clause, so they make a mixed quotation."""
    inside = [word for first, last in stretches for word in words[first:last] if word.is_quotation or word.is_word]
    quoted = sum(word.is_quotation for word in inside)
    if quoted == 0:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if quoted == len(inside) and "n" not in cue.frames else QuotationKind.MIXED
