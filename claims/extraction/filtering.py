"""Extraction: words in which a filter has replaced some letters ("pbadage", "consbreastution", "p***age").

A filter that swaps an indecent word for a tame one, without minding where a word starts, leaves words that are none.
So the swap is undone, and the result must hold a longer word that is known to hide the indecent one: "pbadage" gives
"passage"; "badge" gives nothing.
"""

import re
from dataclasses import dataclass

LONGEST_WORD = 30
MASK = re.compile(r"(?<!\*)\*{3,4}(?!\*)")


@dataclass(frozen=True, slots=True)
class Filtered:
    """A word that filters look for, what they put in its place, and longer words that hold it (or their beginnings)."""

    word: str
    replacements: tuple[str, ...]
    hidden_in: frozenset[str]


def find_filtered(text: str, filtered: tuple[Filtered, ...]) -> list[tuple[int, int]]:
    """The places ``[start, end)`` of all words that a filter seems to have changed, in reading order."""
    if not filtered:
        return []
    found = {place for one in filtered for place in _replaced(text, one)}
    return sorted(found | {place for match in MASK.finditer(text) for place in _masked(text, match, filtered)})


def _replaced(text: str, filtered: Filtered) -> list[tuple[int, int]]:
    if not filtered.replacements:
        return []
    found: list[tuple[int, int]] = []
    replaced = re.compile("|".join(filtered.replacements), re.IGNORECASE)
    end = 0
    for match in replaced.finditer(text):
        if match.start() < end:
            continue
        start, end = _word_around(text, match.start(), match.end())
        word = text[start:end]
        is_name = word[:1].isupper() and end == match.end() and start < match.start()
        if not is_name and _hides(replaced.sub(filtered.word, word.lower()), filtered):
            found.append((start, end))
    return found


def _masked(text: str, mask: re.Match[str], filtered: tuple[Filtered, ...]) -> list[tuple[int, int]]:
    start, end = _word_around(text, mask.start(), mask.end())
    before, after = text[start : mask.start()].lower(), text[mask.end() : end].lower()
    fits = (one for one in filtered if len(one.word) == mask.end() - mask.start())
    return [(start, end)] if any(_hides(before + one.word + after, one) for one in fits) else []


def _hides(word: str, filtered: Filtered) -> bool:
    return any(longer in word for longer in filtered.hidden_in)


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = start, end
    while first > 0 and text[first - 1].isalpha() and start - first < LONGEST_WORD:
        first -= 1
    while last < len(text) and text[last].isalpha() and last - end < LONGEST_WORD:
        last += 1
    return first, last
