"""Extraction: damage flags, what may have happened to this copy and exactly where.

Every flag is a suspicion for an editor's eye. Nothing is corrected. A sign is only looked for when it is rare in clean
copy; that a pronoun was mistranslated, or that a word was left in another language, shows in no such sign.
"""

import bisect
import functools
import itertools
import re
from dataclasses import dataclass
from typing import Final

from claims.extraction.cuts import cuts_of, find_cuts
from claims.extraction.disguises import find_disguises
from claims.extraction.filtering import Filtered, find_filtered
from claims.extraction.marks import Mark, Marks, Quoted
from claims.records.quotations import Damage, DamageKind, Span

NEAR: Final = 3
LONGEST_LINE: Final = 400
LONGEST_INSERTION: Final = 60
# A pattern is quick when its first letter is consumed first and what stands before is looked at afterwards.
FALSE_END: Final = re.compile(
    r"[.](?:(?<![.A-Z\s][.])(?<!\b[a-z][.])(?= [a-z][a-z'’]* )|(?<=\b[A-Z][A-Z][.])(?= [a-z]))"
)
NUMBER_LEFT: Final = re.compile(
    r"(?<![\[\w.,])\d{3,6}\]|\[\d{5,6}\]|(?<=[\w.!?\"”]) ?\[\d{1,3}\](?!\()|\[\d{4}\](?= \d+\])"
)
MARKUP: Final = re.compile(
    r"</?[a-zA-Z]{1,12}(?:\s[^<>\n]{0,300})?/?>|<!--|-->"
    r"|&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|bull|copy|eacute|egrave|#\d{1,5}|#x[0-9a-fA-F]{1,5});"
    r"|^[a-z-]{3,20}: ?[^;\n]{1,60};$",
    re.MULTILINE,
)
LINK: Final = re.compile(
    r"(?:^|(?<=[.!?…\"”)>])) ?(?:https?://|www\.)[^\s\"”<>]{1,300}"
    r"|(?:https?://)?(?:pic\.twitter\.com|t\.co|bit\.ly|ow\.ly|tinyurl\.com)/\w{4,20}",
    re.MULTILINE,
)
LINK_SIGNS: Final = ("http", "www.", "twitter.com", "t.co/", "bit.ly", "ow.ly", "tinyurl.com")
HIGH: Final = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
BROKEN: Final = re.compile(
    rf"\ufffd+|(?:[ÃÂ][{HIGH}]|â€.?|ï»¿|ï¿½|ðŸ.{{0,2}})+|(?:[ÐÑ][{HIGH}]){{2,}}"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]+"
)
BROKEN_SIGN: Final = re.compile("[\ufffdÃÂâïðÐÑ\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LOST_APOSTROPHE: Final = re.compile(r"\?(?<=[a-z]\?)(?=(?:s|t|re|ve|ll|d|m)\b(?![=/&]))")
MISPLACED_STOP: Final = re.compile(r" [,.](?<=[^\W\d_] [,.])(?=\s|\Z)(?! [.,])|,,")
BELOW: Final = re.compile(r"\b(?:story|article) continue[sd] below(?: advertisement)?", re.IGNORECASE)
GUILLEMETS: Final = "«»"
DOUBLED: Final = ('""', "““", "””")


@dataclass(frozen=True, slots=True)
class DamageWords:
    """The words by which damage shows in a language.

    ``abbreviations`` end with a stop that ends no sentence; ``furniture`` are phrases of the page around a story;
    ``translated`` is a pattern of what machine translation leaves behind.
    """

    abbreviations: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()
    filtered: tuple[Filtered, ...] = ()
    short_words: frozenset[str] = frozenset()
    never_last: frozenset[str] = frozenset()
    translated: str = ""


NO_WORDS: Final = DamageWords()


def unpaired_marks(text: str, marks: Marks) -> tuple[Mark, ...]:
    """The marks of a text that lack their other half, in reading order.

    A quotation of several paragraphs opens each of them and closes only the last, and an inch has one mark.
    """
    halves = [
        mark
        for quoted in marks.quoted
        if (quoted.opening is None) != (quoted.closing is None) and not _goes_on(text, quoted)
        for mark in (quoted.opening, quoted.closing)
        if mark is not None
    ]
    return tuple(sorted(mark for mark in (*halves, *marks.stray) if not _is_inch(text, mark)))


def find_damage(text: str, marks: Marks, words: DamageWords | None) -> tuple[Damage, ...]:
    """All damages of a text that can be told without knowing its quotations, in reading order.

    Without words of its language, only those that show in any.
    """
    words = words or NO_WORDS
    found = [Damage(DamageKind.UNBALANCED_MARK, mark.start, mark.end) for mark in unpaired_marks(text, marks)]
    found += [Damage(DamageKind.ENCODING, *place) for place in _broken(text)]
    found += [Damage(DamageKind.WORD_FILTER, *place) for place in find_filtered(text, words.filtered)]
    found += _foreign(text, words) + _translated(text, marks, words) + find_cuts(text) + find_disguises(text)
    if words.abbreviations:
        stops = (match.start() for match in FALSE_END.finditer(text))
        found += [
            Damage(DamageKind.FALSE_SENTENCE_END, stop, stop + 1)
            for stop in stops
            if not _ends_abbreviation(text, stop, words)
        ]
    return _sorted(_outside(found, DamageKind.FOREIGN_MATTER))


def damage_of(
    text: str, spans: tuple[Span, ...], damages: tuple[Damage, ...], words: DamageWords | None
) -> tuple[Damage, ...]:
    """The damages inside a quotation and at its edges, of those found in its text.

    That its line is cut counts only where the quotation itself shows it.
    """
    words = words or NO_WORDS
    found: list[Damage] = []
    for span in spans:
        first = bisect.bisect_left(damages, span.start - NEAR, key=_start)
        last = bisect.bisect_left(damages, span.end + NEAR, key=_start)
        found += [damage for damage in damages[first:last] if _touches(text, span, damage)]
        found += cuts_of(text, span, words.short_words, words.never_last)
    return _sorted(found)


def _sorted(damages: list[Damage]) -> tuple[Damage, ...]:
    return tuple(sorted(set(damages), key=lambda damage: (damage.start, damage.end, damage.kind)))


def _start(damage: Damage) -> int:
    return damage.start


def _touches(text: str, span: Span, damage: Damage) -> bool:
    """Whether a damage lies inside a span; a mark may also stand beside it, in the same line."""
    if damage.kind in (DamageKind.CUT_START, DamageKind.CUT_END):
        return False
    if damage.kind is not DamageKind.UNBALANCED_MARK:
        return span.start <= damage.start < span.end
    return "\n" not in text[span.end : damage.start] and "\n" not in text[damage.end : span.start]


def _goes_on(text: str, quoted: Quoted) -> bool:
    """Whether a quotation without its closing mark is taken up again by a mark at the start of the next paragraph."""
    if quoted.closing is not None:
        return False
    line_end = text.find("\n", quoted.end, quoted.end + NEAR)
    return line_end >= 0 and text[line_end : line_end + LONGEST_LINE].lstrip()[:1] in tuple("\"“”„«'‘’")


def _is_inch(text: str, mark: Mark) -> bool:
    return (
        text[mark.start] in "\"”'"
        and re.search(r"\d['’]\d{1,2}$", text[max(0, mark.start - 6) : mark.start]) is not None
    )


def _ends_abbreviation(text: str, stop: int, words: DamageWords) -> bool:
    before = text[max(0, stop - 12) : stop].split()
    return bool(before) and before[-1].lower().strip("(\"“'") in words.abbreviations


def _broken(text: str) -> list[tuple[int, int]]:
    patterns = (LOST_APOSTROPHE, BROKEN) if BROKEN_SIGN.search(text) else (LOST_APOSTROPHE,)
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def _foreign(text: str, words: DamageWords) -> list[Damage]:
    """Reference numbers, markup and stray links; whole lines that belong to the page around the story."""
    places = [match.span() for match in MARKUP.finditer(text)]
    if any(sign in text for sign in LINK_SIGNS):
        places += [match.span() for match in LINK.finditer(text)]
    if "]" in text:
        places += [match.span() for match in NUMBER_LEFT.finditer(text) if not _closes_bracket(text, match)]
    if words.furniture:
        places += _furniture(text, words.furniture)
    return [Damage(DamageKind.FOREIGN_MATTER, *_stripped(text, place)) for place in places]


def _furniture(text: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    """Lines of the page around a story, by how they begin; "story continues below" anywhere."""
    own_line = _furniture_pattern(phrases)
    starts = itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    found = [match.span() for start in starts if (match := own_line.match(text, start))]
    if "ontinue" in text or "ONTINUE" in text:
        found += [match.span() for match in BELOW.finditer(text)]
    return found


@functools.cache
def _furniture_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    lead = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    rest = rf"(?:[^\S\n]{{0,9}}[.!»>]{{0,9}}[^\S\n]{{0,9}}$|:[^\n]{{0,{LONGEST_LINE}}})"
    return re.compile(rf"[^\S\n]{{0,9}}(?:{lead})\b{rest}", re.IGNORECASE | re.MULTILINE)


def _closes_bracket(text: str, number: re.Match[str]) -> bool:
    """Whether a number ends words in brackets, as an editor adds them: "[in 2012]"."""
    before = text[max(0, number.start() - LONGEST_INSERTION) : number.start()]
    return number[0][0].isdigit() and before.rfind("[") > max(before.rfind("]"), before.rfind("\n"))


def _stripped(text: str, place: tuple[int, int]) -> tuple[int, int]:
    start, end = place
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _translated(text: str, marks: Marks, words: DamageWords) -> list[Damage]:
    patterns = [MISPLACED_STOP, *([re.compile(words.translated)] if words.translated else [])]
    places = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    places += [(mark.start, mark.end) for mark in _misplaced(text, marks)]
    return [Damage(DamageKind.MACHINE_TRANSLATION, *place) for place in places]


def _misplaced(text: str, marks: Marks) -> list[Mark]:
    """Marks that stand on the wrong side of a space, or twice, as machines put them: " Today ..., "she said."""
    found: list[Mark] = []
    for quoted in marks.quoted:
        opening, closing = quoted.opening, quoted.closing
        if opening is not None and text[opening.end : opening.end + 1] == " ":
            found.append(opening)
        if closing is not None and (text[closing.start - 1] == " " or text[closing.end : closing.end + 1].isalnum()):
            found.append(closing)
        found += [mark for mark in (opening, closing) if mark is not None and text[mark.start : mark.end] in DOUBLED]
    return [mark for mark in found if text[mark.start] not in GUILLEMETS]


def _outside(damages: list[Damage], kind: DamageKind) -> list[Damage]:
    """Without those that lie inside a damage of this kind: a mark inside markup belongs to the markup."""
    holders = sorted((damage.start, damage.end) for damage in damages if damage.kind is kind)
    kept: list[Damage] = []
    for damage in damages:
        at = bisect.bisect_right(holders, (damage.start, float("inf"))) - 1
        is_inside = at >= 0 and damage.start < holders[at][1] and damage.end <= holders[at][1]
        if damage.kind is kind or not is_inside:
            kept.append(damage)
    return kept
