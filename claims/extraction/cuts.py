"""Extraction: cuts, where a copy, a line or a quotation starts or ends in the middle.

A copy that was wrapped at a fixed width has lines that start and end anywhere: there no line is flagged.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from claims.records.quotations import Damage, DamageKind, Span

FEWEST_WORDS: Final = 10
FEW_WORDS: Final = 5
LONGEST_LOOK: Final = 400
LONGEST_HEADLINE: Final = 20
MOST_WRAPPED: Final = 0.4
FEWEST_STOPPED: Final = 0.4
MORE_FOLLOWS: Final = re.compile(
    r"[(\[] ?(?:MORE|more to come|more follows|\.{3}|…) ?[)\]]\s*\Z|\[\+\d{1,6} char(?:s|acters)\]|^MORE$", re.MULTILINE
)
SAYS_MORE: Final = re.compile(r"(?:\.\.\.|…)[\s\"”»]*\Z")
CONTINUES: Final = re.compile(r"(?:\.\.\.|…) ?(?=[a-z])|[,;.](?= ?\w)|[)\]](?= )")
WORD_BEFORE_END: Final = re.compile(r"([^\W\d_]{1,40})[\s.\"“”»]{0,40}$")  # looked for in the last 40 characters
SENTENCE_END: Final = re.compile(r"[.!?…:;][\"”»’')\]]{0,9} ")
CAMEL: Final = re.compile(r"[a-z]{1,2}[A-Z]|[b-z] |h/t\b|https?:|www\.|[a-z-]+:|@|#")


class Line(NamedTuple):
    """A line that has words; ``words`` is how many."""

    start: int
    end: int
    words: int


def find_cuts(text: str) -> list[Damage]:
    """Where the whole copy and its lines are cut: a start in small letters, an end without its stop, "(MORE)"."""
    lines = list(_lines(text))
    found = [Damage(DamageKind.CUT_END, match.start(), match.end()) for match in MORE_FOLLOWS.finditer(text)]
    if not lines:
        return found
    tail = SAYS_MORE.search(text, max(lines[-1].start, lines[-1].end - LONGEST_LOOK), lines[-1].end)
    if tail is not None:
        found.append(Damage(DamageKind.CUT_END, tail.start(), lines[-1].end))
    starts = [line for line in lines if _starts_small(text, line)]
    if len(starts) < MOST_WRAPPED * len(lines) or len(lines) == 1:
        found += [Damage(DamageKind.CUT_START, line.start, line.start + 1) for line in starts]
    body = lines[1:] if len(lines) > 1 and lines[0].words < LONGEST_HEADLINE else lines
    long = [line for line in body if line.words >= FEWEST_WORDS]
    unstopped = [line for line in long if text[line.end - 1].isalnum()]
    if len(long) - len(unstopped) >= FEWEST_STOPPED * len(long):
        found += [_last_word(text, line) for line in unstopped if _breaks_off(text, line)]
    found += [
        Damage(DamageKind.CUT_START, match.start(), match.end())
        for line in lines
        if (match := CONTINUES.match(text, line.start, line.end))
    ]
    return found


def cuts_of(text: str, span: Span, short_words: frozenset[str], never_last: frozenset[str]) -> list[Damage]:
    """A quotation whose line starts in the middle, or whose last word is none."""
    found: list[Damage] = []
    starts_line = span.start == 0 or text[span.start - 1] == "\n"
    if starts_line and text[span.start].islower():
        found.append(Damage(DamageKind.CUT_START, span.start, span.start + 1))
    tail = WORD_BEFORE_END.search(text, max(span.start, span.end - 40), span.end)
    if tail is None:
        return found
    last = tail[1]
    is_fragment = bool(short_words) and len(last) == 3 and last.islower() and last not in short_words
    is_dangling = last in never_last and text[span.end : span.end + 1] in ("", "\n")
    if is_fragment or is_dangling:
        found.append(Damage(DamageKind.CUT_END, tail.start(1), tail.end(1)))
    return found


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for printed in text.split("\n"):
        line = printed.strip()
        if line:
            first = start + len(printed) - len(printed.lstrip())
            yield Line(first, first + len(line), line.count(" ") + 1)
        start += len(printed) + 1


def _starts_small(text: str, line: Line) -> bool:
    """A line of some words in small letters; "iPhone", "h/t", "width: 100px" and a list after a colon start small."""
    if not text[line.start].islower() or line.words < FEW_WORDS or CAMEL.match(text, line.start):
        return False
    return text[max(0, line.start - LONGEST_LOOK) : line.start].rstrip()[-1:] not in (":", ";", ",")


def _breaks_off(text: str, line: Line) -> bool:
    """Whether a line that has no stop at its end reads like prose: its last sentence is long and ends in small letters.

    A headline, a caption's name and a signature after the last sentence end in capitals or are short.
    """
    last = text[max(line.start, line.end - LONGEST_LOOK) : line.end]
    if CAMEL.match(text, line.start) or "―" in last or " — " in last[-60:] or "@" in last[-60:]:
        return False
    sentence = SENTENCE_END.split(last)[-1].split()
    small = sum(word[:1].islower() for word in sentence)
    return len(sentence) >= FEW_WORDS and sentence[-1].islower() and small >= len(sentence) / 2


def _last_word(text: str, line: Line) -> Damage:
    start = max(text.rfind(" ", line.start, line.end), line.start - 1) + 1
    return Damage(DamageKind.CUT_END, start, line.end)
