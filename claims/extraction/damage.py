"""Extraction: damage flags, what may have happened to this copy and exactly where.

Every flag is a suspicion for an editor's eye. Nothing is corrected.
"""

import bisect
import re
from dataclasses import dataclass
from typing import Final

from claims.extraction.marks import Mark, Marks
from claims.records.extractions import CopyDamage
from claims.records.quotations import Damage, DamageKind, Span

NEAR: Final = 3
LONGEST_WORD: Final = 30
FALSE_END: Final = re.compile(r"(?<![.A-Z])[.!?](?= [a-z])")
FOREIGN: Final = re.compile(
    r"\[?\b\d{3,6}\]|https?://[^\s\"”]{1,300}|</?[a-z]{1,12}[^<>\n]{0,200}>|&(?:amp|quot|nbsp|lt|gt|#\d{1,5});"
    r"|(?i:story continues below(?: advertisement)?|source link|read more:|click here)"
)
BROKEN: Final = re.compile("\ufffd+|(?:Ã[\x80-¿]|â€.?|Â[\xa0-¿])+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]+")
TRANSLATED: Final = re.compile(r"(?<=\w) ['’]s\b")
PATTERNS: Final = ((DamageKind.FOREIGN_MATTER, FOREIGN), (DamageKind.ENCODING, BROKEN))
WORD_PATTERNS: Final = ((DamageKind.FALSE_SENTENCE_END, FALSE_END), (DamageKind.MACHINE_TRANSLATION, TRANSLATED))
LAST_WORD: Final = re.compile(r"\b([A-Za-z]+)[\s.\"“”]*$")


@dataclass(frozen=True, slots=True)
class DamageWords:
    """The words by which damage shows in a language.

    ``abbreviations`` keep their stop; ``short_words`` are all whole words of three letters; ``never_last`` end no
    sentence; ``filtered`` finds what a word filter leaves behind.
    """

    abbreviations: frozenset[str]
    short_words: frozenset[str]
    never_last: frozenset[str]
    filtered: re.Pattern[str]


def unpaired_marks(marks: Marks) -> tuple[Mark, ...]:
    """The marks of a text that lack their other half, in reading order."""
    halves = [
        mark
        for quoted in marks.quoted
        if (quoted.opening is None) != (quoted.closing is None)
        for mark in (quoted.opening, quoted.closing)
        if mark is not None
    ]
    return tuple(sorted((*halves, *marks.stray)))


def find_damage(text: str, marks: Marks, words: DamageWords | None) -> tuple[Damage, ...]:
    """All damages of a text that can be told without knowing its quotations, in reading order.

    Without words of its language, only those that show in any.
    """
    found = [Damage(DamageKind.UNBALANCED_MARK, mark.start, mark.end) for mark in unpaired_marks(marks)]
    for kind, pattern in PATTERNS:
        found += [Damage(kind, match.start(), match.end()) for match in pattern.finditer(text)]
    if words is not None:
        found += _damaged_words(text, marks, words)
    return tuple(sorted(found, key=lambda damage: (damage.start, damage.end, damage.kind)))


def _damaged_words(text: str, marks: Marks, words: DamageWords) -> list[Damage]:
    """The damages that only show to who knows the language."""
    found = [
        Damage(kind, match.start(), match.end()) for kind, pattern in WORD_PATTERNS for match in pattern.finditer(text)
    ]
    found += _filtered_words(text, words.filtered) + _misplaced(text, marks)
    return [damage for damage in found if not _ends_abbreviation(text, damage, words)]


def copy_damage(text: str, damages: tuple[Damage, ...]) -> CopyDamage:
    """What may have happened to a whole copy, from the damages found in its text."""
    del text
    return CopyDamage(damages=damages)


def damage_of(
    text: str, spans: tuple[Span, ...], damages: tuple[Damage, ...], words: DamageWords | None
) -> tuple[Damage, ...]:
    """The damages inside a quotation and at its edges, of those found in its text."""
    found: list[Damage] = []
    for span in spans:
        first = bisect.bisect_left(damages, span.start - NEAR, key=_start)
        last = bisect.bisect_left(damages, span.end + NEAR, key=_start)
        found += [damage for damage in damages[first:last] if _touches(text, span, damage)]
        found += _cut_start(text, span)
        if words is not None:
            found += _cut_end(text, span, words)
    return tuple(sorted(set(found), key=lambda damage: (damage.start, damage.end, damage.kind)))


def _start(damage: Damage) -> int:
    return damage.start


def _touches(text: str, span: Span, damage: Damage) -> bool:
    """Whether a damage lies inside a span; a mark may also stand beside it, in the same line."""
    if damage.kind is not DamageKind.UNBALANCED_MARK:
        return span.start <= damage.start < span.end
    return "\n" not in text[span.end : damage.start] and "\n" not in text[damage.end : span.start]


def _ends_abbreviation(text: str, damage: Damage, words: DamageWords) -> bool:
    if damage.kind is not DamageKind.FALSE_SENTENCE_END:
        return False
    before = text[max(0, damage.start - 12) : damage.start].split()
    return bool(before) and before[-1].lower().strip("(\"“'") in words.abbreviations


def _misplaced(text: str, marks: Marks) -> list[Damage]:
    """Marks that stand on the wrong side of a space, as machines put them: " Today ..., "she said."""
    found: list[Mark] = []
    for quoted in marks.quoted:
        opening, closing = quoted.opening, quoted.closing
        if opening is not None and text[opening.end : opening.end + 1] == " ":
            found.append(opening)
        if closing is not None and (text[closing.start - 1] == " " or text[closing.end : closing.end + 1].isalnum()):
            found.append(closing)
    return [Damage(DamageKind.MACHINE_TRANSLATION, mark.start, mark.end) for mark in found]


def _filtered_words(text: str, filtered: re.Pattern[str]) -> list[Damage]:
    """The words in which a filter has replaced some letters."""
    found: list[Damage] = []
    for match in filtered.finditer(text):
        start, end = match.span()
        while start > 0 and text[start - 1].isalpha() and match.start() - start < LONGEST_WORD:
            start -= 1
        while end < len(text) and text[end].isalpha() and end - match.end() < LONGEST_WORD:
            end += 1
        found.append(Damage(DamageKind.WORD_FILTER, start, end))
    return found


def _cut_start(text: str, span: Span) -> list[Damage]:
    """A first line that starts in the middle."""
    starts_line = span.start == 0 or text[span.start - 1] == "\n"
    if starts_line and text[span.start].islower():
        return [Damage(DamageKind.CUT_START, span.start, span.start + 1)]
    return []


def _cut_end(text: str, span: Span, words: DamageWords) -> list[Damage]:
    """A last word that is none."""
    tail = LAST_WORD.search(text, max(span.start, span.end - 40), span.end)
    if tail is None:
        return []
    last = tail[1]
    is_fragment = len(last) == 3 and last.islower() and last not in words.short_words
    is_dangling = last in words.never_last and text[span.end : span.end + 1] in ("", "\n")
    return [Damage(DamageKind.CUT_END, tail.start(1), tail.end(1))] if is_fragment or is_dangling else []
