"""Extraction: the marks of a text, paired where they pair.

A copy may have lost marks, moved them to the wrong side of a space or straightened them. So a mark is not looked at
alone: of all ways to read the marks of a text as opening, closing or stray, the cheapest is taken, in linear time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import pairwise
from typing import Final, NamedTuple

MARK: Final = re.compile(r"[\"“”„‟«»]+|\n|(?<!\w)(?:‘[‘’]|``)|’’(?!\w)|''")
OPENING: Final = frozenset("“„«‟‘`")
CLOSING: Final = frozenset("”»’")
DOUBLE: Final = re.compile(r"[\"“”„‟«»]|‘‘|``|’’|''")
SINGLE: Final = re.compile(r"(?P<opens>(?<![\w'’‘])['‘](?=[^\W\d_]))|(?<=[\w.,!?…])['’](?![\w'’])|\n")
SINGLE_MARKS: Final = frozenset("'‘’")
POSSESSIVE: Final = re.compile(r"(?<=s)['’] (?=[^\W\d_A-Z])")
SHORTEST_SINGLE: Final = 4
INNER: Final = re.compile(r"o((?:oc)+)c")
BRACKETS: Final = frozenset("([{—–-")
ENDS: Final = frozenset(",.!?…;")
COMMA: Final = re.compile(r"[,?!….] +")
NEXT_WORDS: Final = re.compile(r"\s*([^\W\d_][\w'’.-]*)(?: ([\w'’.-]+))?(?: ([\w'’.-]+))?(?: ([\w'’.-]+))?")
PHRASE: Final = re.compile(r"((?:[\w'’&-]{1,30}\.? ){0,9}[\w'’&-]{1,30})")
AFTER_ASIDE: Final = re.compile(r", [^\n,;:\"“”«»]{3,80}, ([^\W\d_]{2,20})\b")
LONGEST_VERB: Final = 20
SHORTEST_TAG: Final = 8
LONGEST_QUOTATION: Final = 4000
IMPOSSIBLE: Final = 99.0


@dataclass(frozen=True, slots=True)
class TagWords:
    """The words by which a language tells who speaks beside a quotation: "she said", "said the mayor".

    ``verbs_first`` are those that may stand before the name ("notes Poe"); ``own`` are the words of people who speak
    of themselves or to somebody ("we", "your").
    """

    verbs: frozenset[str]
    verbs_first: frozenset[str]
    own: frozenset[str]
    personal: frozenset[str]
    determiners: frozenset[str]
    not_spoken_of: frozenset[str]


class Reading(StrEnum):
    """What one mark is taken for."""

    OPENS = "opens"
    CLOSES = "closes"
    REOPENS = "reopens"
    CLOSES_WHAT_NEVER_OPENED = "closes_what_never_opened"
    STRAY = "stray"
    BREAK = "break"
    BREAK_ENDS = "break_ends"


class Mark(NamedTuple):
    """A run of marks, or a line break between them."""

    start: int
    end: int
    is_break: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks: ``start`` and ``end`` hold the marks themselves. A missing mark is None."""

    start: int
    end: int
    opening: Mark | None
    closing: Mark | None


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a text, read: what stands between them, and those that belong to nothing."""

    quoted: tuple[Quoted, ...]
    stray: tuple[Mark, ...]


def read_marks(text: str, words: TagWords) -> Marks:
    """Pair the marks of a text, with the words of its language that tell who speaks."""
    double = [Mark(match.start(), match.end(), match[0] == "\n") for match in MARK.finditer(text)]
    marks = _outer(text, list(merge(double, _single_marks(text))))
    if not any(not mark.is_break for mark in marks):
        return Marks((), ())
    return _paired(text, words, marks, _cheapest(text, words, marks))


def _outer(text: str, marks: list[Mark]) -> list[Mark]:
    """All marks but those of “quotations “inside” a quotation”, told by their shapes."""
    shapes = "".join(_shape(text[mark.start], is_break=mark.is_break) for mark in marks)
    inner = {number for match in INNER.finditer(shapes) for number in range(*match.span(1))}
    return [mark for number, mark in enumerate(marks) if number not in inner] if inner else marks


def _shape(character: str, *, is_break: bool) -> str:
    if is_break:
        return "-"
    return "o" if character in OPENING else "c" if character in CLOSING else "-"


def _single_marks(text: str) -> list[Mark]:
    """Single marks where they are outer ones: in a headline, and in a text without double ones. Always in pairs.

    An apostrophe is none: "'Tis", "the boys' boat". Elsewhere single marks stand around a subheading or a title.
    """
    found: list[Mark] = []
    opening: Mark | None = None
    for match in SINGLE.finditer(text, 0, _end_of_single(text)):
        if match["opens"]:
            opening = opening or Mark(match.start(), match.end(), is_break=False)
        elif match[0] == "\n":
            opening = None
        elif opening and not POSSESSIVE.match(text, match.start()):
            if match.end() - opening.start >= SHORTEST_SINGLE:
                found += [opening, Mark(match.start(), match.end(), is_break=False)]
            opening = None
    return found


def _end_of_single(text: str) -> int:
    """How far single marks are read: to the end of the text, or of its first line, or not at all."""
    double = DOUBLE.search(text)
    if double is None:
        return len(text)
    return max(text.find("\n", 0, double.start()), 0)


def _cheapest(text: str, words: TagWords, marks: list[Mark]) -> list[Reading]:
    """The cheapest reading: two states (outside, inside), one step a mark."""
    outside, inside = 0.0, IMPOSSIBLE
    steps: list[tuple[tuple[Reading, bool], tuple[Reading, bool]]] = []
    for place, mark in enumerate(marks):
        tagged = place > 0 and _tag_inside(text, words, marks[place - 1].end, mark.start) >= 0
        if mark.is_break:
            opens_next = _starts_with_mark(marks, place)
            ends = inside + (0.4 if opens_next else 1.6)
            to_outside = (Reading.BREAK, False) if outside <= ends else (Reading.BREAK_ENDS, True)
            outside, inside = min(outside, ends), inside + (4.0 if opens_next else 2.6)
            steps.append((to_outside, (Reading.BREAK, True)))
            continue
        opening, closing = _costs(text, words, mark)
        out = min(
            (inside + closing + (3.0 if tagged else 0.0), Reading.CLOSES, True),
            (outside + closing + 2.2, Reading.CLOSES_WHAT_NEVER_OPENED, False),
            (outside + 2.6, Reading.STRAY, False),
        )
        into = min(
            (outside + opening, Reading.OPENS, False),
            (inside + opening + (1.2 if tagged else 2.2), Reading.REOPENS, True),
            (inside + 3.2, Reading.STRAY, True),
        )
        steps.append(((out[1], out[2]), (into[1], into[2])))
        outside, inside = out[0], into[0]
    is_inside = inside + 1.6 < outside
    readings: list[Reading] = []
    for step in reversed(steps):
        reading, is_inside = step[is_inside]
        readings.append(reading)
    return readings[::-1]


def _starts_with_mark(marks: list[Mark], place: int) -> bool:
    """Whether the next line that has words starts with a mark; only the neighbours are looked at."""
    for before, after in zip(marks[place : place + 4], marks[place + 1 : place + 5], strict=False):
        if after.start > before.end + 1:
            return False
        if not after.is_break:
            return True
    return False


def _costs(text: str, words: TagWords, mark: Mark) -> tuple[float, float]:
    """What it costs to take this mark for an opening one, and for a closing one."""
    character = text[mark.start]
    if character in SINGLE_MARKS and mark.end == mark.start + 1:
        return (0.0, 3.0) if text[mark.end : mark.end + 1].isalpha() else (3.0, 0.0)
    if character in OPENING:
        return 0.0, 3.0
    if character in CLOSING:
        return 3.0, 0.0
    before = text[mark.start - 1] if mark.start else "\n"
    after = text[mark.end] if mark.end < len(text) else "\n"
    space_before, space_after = before.isspace(), after.isspace()
    if space_before and space_after:
        return _costs_between_spaces(text, words, mark, before, after)
    if space_before:
        return _costs_before_word(text, words, mark)
    if space_after:
        if before in ENDS:
            return (6.5, 0.0) if speaks_at(text, words, mark.end) else (4.0, 0.0)
        return 3.0, 0.2
    if before in BRACKETS:
        return 0.2, 1.6
    if before in ENDS:
        return 1.5, 0.3
    return (2.0, 0.4) if not after.isalnum() else (1.2, 1.0)


def _costs_between_spaces(text: str, words: TagWords, mark: Mark, before: str, after: str) -> tuple[float, float]:
    if before == "\n" or _is_led_to(text, words, mark):
        return 0.2, 2.5
    if after == "\n":
        return 2.8, 0.6
    if speaks_at(text, words, mark.end):
        return 4.5, 0.0
    ended = text[mark.start - 2] if mark.start >= 2 else "."
    if ended in ".!?":
        return (0.3, 1.0) if text[mark.end + 1 : mark.end + 2].isupper() else (1.0, 0.6)
    return (1.0, 0.6) if ended in ENDS else (0.4, 1.2)


def _costs_before_word(text: str, words: TagWords, mark: Mark) -> tuple[float, float]:
    """A mark after a space and before a word opens, unless the words before ended and somebody speaks on."""
    if _is_led_to(text, words, mark):
        return 0.0, 3.0
    ended = text[mark.start - 2] if mark.start >= 2 and text[mark.start - 1] == " " else ""
    if ended and ended in ENDS and speaks_at(text, words, mark.end):
        return (4.5, 0.0) if ended != "." or text[mark.end].islower() else (0.6, 0.8)
    return (0.0, 1.6) if ended and ended in ENDS else (0.0, 2.2)


def _is_led_to(text: str, words: TagWords, mark: Mark) -> bool:
    """Whether "she said," stands right before a mark."""
    before = text[max(0, mark.start - LONGEST_VERB) : mark.start].rstrip(" ,:").rsplit(maxsplit=1)
    return bool(before) and before[-1] in words.verbs


def speaks_at(text: str, words: TagWords, place: int) -> bool:
    """Whether a tag starts here: "said Poe", "he said", "Ann Poe later said"."""
    match = NEXT_WORDS.match(text, place)
    if match is None:
        return False
    first, *others = (word.rstrip(".,") for word in match.groups(""))
    if first in words.verbs_first:
        return bool(others[0]) and (others[0][:1].isupper() or others[0] in words.determiners)
    if first in words.personal:
        return any(word in words.verbs for word in others[:2])
    if first not in words.determiners and (first.islower() or first in words.not_spoken_of):
        return False
    return any(word in words.verbs for word in others) or _speaks_after_long_name(text, words, match.start(1))


def _speaks_after_long_name(text: str, words: TagWords, place: int) -> bool:
    """Whether "Harbour Watch volunteer Ann Poe said", "Ann Poe, a nurse from the north shore, said" starts here."""
    phrase = PHRASE.match(text, place)
    if phrase is None:
        return False
    for before, word in pairwise(phrase[1].split()):
        if word in words.verbs:
            return before[0].isupper() and before not in words.not_spoken_of
    verb = AFTER_ASIDE.match(text, phrase.end())
    return verb is not None and verb[1] in words.verbs


def _tag_inside(text: str, words: TagWords, start: int, end: int) -> int:
    """Where the words before the first tag between two places end; -1 when there is no tag."""
    if end - start < SHORTEST_TAG:
        return -1
    for comma in COMMA.finditer(text, start, min(end, start + LONGEST_QUOTATION)):
        is_certain = text[comma.start()] != "." or text[comma.end() : comma.end() + 1].islower()
        if is_certain and speaks_at(text, words, comma.end()):
            return comma.start() + 1
    return -1


def _paired(text: str, words: TagWords, marks: list[Mark], readings: list[Reading]) -> Marks:
    quoted: list[Quoted] = []
    stray: list[Mark] = []
    opening: Mark | None = None
    last_end = 0
    for mark, reading in zip(marks, readings, strict=True):
        if reading in (Reading.REOPENS, Reading.BREAK_ENDS) and opening is not None:
            quoted.append(_trimmed(text, words, opening, mark.start))
            last_end, opening = quoted[-1].end, None
        match reading:
            case Reading.OPENS | Reading.REOPENS:
                opening = mark
            case Reading.CLOSES if opening is not None:
                quoted += _closed(text, words, opening, mark)
                last_end, opening = mark.end, None
            case Reading.CLOSES | Reading.CLOSES_WHAT_NEVER_OPENED:
                start = _start_of_unopened(text, words, last_end, mark)
                if start is None:
                    stray.append(mark)
                else:
                    quoted.append(Quoted(start, mark.end, None, mark))
                last_end = mark.end
            case Reading.STRAY:
                stray.append(mark)
            case Reading.BREAK | Reading.BREAK_ENDS:
                pass
    if opening is not None:
        quoted.append(_trimmed(text, words, opening, len(text)))
    return Marks(tuple(quoted), tuple(stray))


def _closed(text: str, words: TagWords, opening: Mark, closing: Mark) -> list[Quoted]:
    """Words between two marks; two quotations, when in the middle of them a sentence says who speaks."""
    tag = _tag_inside(text, words, opening.end, closing.start) if text[opening.start] == '"' else -1
    after = SENTENCE_START.search(text, tag + 1, closing.start) if tag >= 0 else None
    if after is None:
        return [Quoted(opening.start, closing.end, opening, closing)]
    return [Quoted(opening.start, tag, opening, None), Quoted(after.end(), closing.end, None, closing)]


def _trimmed(text: str, words: TagWords, opening: Mark, end: int) -> Quoted:
    """A quotation that was never closed ends where somebody is said to speak, or with its last word."""
    end = min(end, opening.start + LONGEST_QUOTATION)
    line = text.find("\n", opening.end, end)
    end = end if line < 0 else line
    tag = _tag_inside(text, words, opening.end, end)
    if tag >= 0:
        end = tag
    elif text[opening.end : opening.end + 1].islower():
        stop = SENTENCE_START.search(text, opening.end, end)
        end = stop.start() + 1 if stop else end
    while end > opening.end and text[end - 1].isspace():
        end -= 1
    return Quoted(opening.start, end, opening, None)


SENTENCE_START: Final = re.compile(r"[.!?…] +(?=[A-ZÀ-ÖØ-Þ])")
LEAD_IN: Final = re.compile(r"\b([^\W\d_]+)([,:]) +(?=[A-ZÀ-ÖØ-Þ‘'])")
WORDS: Final = re.compile(r"[^\W\d_][\w'’]*")
FEW_SENTENCES: Final = 2
MOST_SENTENCES: Final = 5


def _start_of_unopened(text: str, words: TagWords, floor: int, mark: Mark) -> int | None:
    """Where words start that were closed but never opened; None when nothing shows that they are anybody's.

    They start after the last sentence in which somebody is said to speak, or with their line; sentences before the
    first "we" or "you" are the reporter's, when they are more than the rest.
    """
    floor = max(floor, mark.start - LONGEST_QUOTATION)
    line = max(text.rfind("\n", floor, mark.start) + 1, floor)
    starts = [line, *(match.end() for match in SENTENCE_START.finditer(text, line, mark.start))]
    ends = [*starts[1:], mark.start]
    lead = _lead_in(text, words, starts[-1], mark.start)
    if lead is not None:
        return lead
    sentences = list(zip(starts, ends, strict=True))
    kept = len(sentences)
    while kept and not _has_tag(words, text[slice(*sentences[kept - 1])]):
        kept -= 1
    is_tagged = speaks_at(text, words, mark.end)
    if kept == len(sentences):
        if not is_tagged:
            return None
        kept -= 1
    elif kept == 0 and line == floor and floor:
        kept = min(1, len(sentences) - 1)
    own = _first_own(text, words, sentences[kept:])
    is_lone = kept == 0 and len(sentences) == 1 and line != floor
    if own is None and not is_tagged and (is_lone or len(sentences) - kept > MOST_SENTENCES):
        return None
    start = sentences[kept + _reporters(sentences[kept:], own, is_tagged=is_tagged)][0]
    while start < mark.start and text[start].isspace():
        start += 1
    return start if start < mark.start else None


def _first_own(text: str, words: TagWords, sentences: list[tuple[int, int]]) -> int | None:
    """The number of the first sentence in which somebody speaks of herself or to somebody."""
    return next((number for number, place in enumerate(sentences) if _is_own(words, text[slice(*place)])), None)


def _reporters(sentences: list[tuple[int, int]], own: int | None, *, is_tagged: bool) -> int:
    """How many sentences before the end of a quotation are rather the reporter's."""
    if own is None:
        return len(sentences) - 1 if is_tagged and len(sentences) > FEW_SENTENCES else 0
    before = sentences[own][0] - sentences[0][0]
    return own if before > sentences[-1][1] - sentences[own][0] else 0


def _is_own(words: TagWords, sentence: str) -> bool:
    return any(word[0].lower().replace("’", "'") in words.own for word in WORDS.finditer(sentence))


def _lead_in(text: str, words: TagWords, start: int, end: int) -> int | None:
    """Where the words after "she said, " start."""
    for match in LEAD_IN.finditer(text, start, end):
        if (match[1] in words.verbs or match[2] == ":") and match.end() < end:
            return match.end()
    return None


def _has_tag(words: TagWords, sentence: str) -> bool:
    """Whether somebody is said to speak; what "I said" or "we have said" tells of is no such thing."""
    low = [word[0].lower().replace("’", "'") for word in WORDS.finditer(sentence)]
    return any(
        word in words.verbs and not words.own.intersection(low[max(0, place - 2) : place])
        for place, word in enumerate(low)
    )
