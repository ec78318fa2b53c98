"""Extraction: the marks of a text, paired where they pair.

A copy may have lost marks, moved them to the wrong side of a space or straightened them. So a mark is not looked at
alone: of all ways to read the marks of a text as opening, closing or stray, the cheapest is taken, in linear time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from typing import Final, NamedTuple

from claims.extraction.tags_beside import (
    LONGEST_QUOTATION,
    TagWords,
    has_tag,
    is_led_to,
    is_own,
    lead_in,
    speaks_at,
    tag_inside,
)

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
IMPOSSIBLE: Final = 99.0


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
        tagged = place > 0 and tag_inside(text, words, marks[place - 1].end, mark.start) >= 0
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
    if before == "\n" or is_led_to(text, words, mark.start):
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
    if is_led_to(text, words, mark.start):
        return 0.0, 3.0
    ended = text[mark.start - 2] if mark.start >= 2 and text[mark.start - 1] == " " else ""
    if ended and ended in ENDS and speaks_at(text, words, mark.end):
        return (4.5, 0.0) if ended != "." or text[mark.end].islower() else (0.6, 0.8)
    return (0.0, 1.6) if ended and ended in ENDS else (0.0, 2.2)


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
    tag = tag_inside(text, words, opening.end, closing.start) if text[opening.start] == '"' else -1
    after = SENTENCE_START.search(text, tag + 1, closing.start) if tag >= 0 else None
    if after is None:
        return [Quoted(opening.start, closing.end, opening, closing)]
    return [Quoted(opening.start, tag, opening, None), Quoted(after.end(), closing.end, None, closing)]


def _trimmed(text: str, words: TagWords, opening: Mark, end: int) -> Quoted:
    """A quotation that was never closed ends where somebody is said to speak, or with its last word."""
    end = min(end, opening.start + LONGEST_QUOTATION)
    line = text.find("\n", opening.end, end)
    end = end if line < 0 else line
    tag = tag_inside(text, words, opening.end, end)
    if tag >= 0:
        end = tag
    elif text[opening.end : opening.end + 1].islower():
        stop = SENTENCE_START.search(text, opening.end, end)
        end = stop.start() + 1 if stop else end
    while end > opening.end and text[end - 1].isspace():
        end -= 1
    return Quoted(opening.start, end, opening, None)


SENTENCE_START: Final = re.compile(r"[.!?…] +(?=[A-ZÀ-ÖØ-Þ])")
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
    lead = lead_in(text, words, starts[-1], mark.start)
    if lead is not None:
        return lead
    sentences = list(zip(starts, ends, strict=True))
    kept = len(sentences)
    while kept and not has_tag(words, text[slice(*sentences[kept - 1])]):
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
    return next((number for number, place in enumerate(sentences) if is_own(words, text[slice(*place)])), None)


def _reporters(sentences: list[tuple[int, int]], own: int | None, *, is_tagged: bool) -> int:
    """How many sentences before the end of a quotation are rather the reporter's."""
    if own is None:
        return len(sentences) - 1 if is_tagged and len(sentences) > FEW_SENTENCES else 0
    before = sentences[own][0] - sentences[0][0]
    return own if before > sentences[-1][1] - sentences[own][0] else 0
