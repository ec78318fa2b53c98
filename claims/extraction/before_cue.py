"""Extraction: what may be said before a cue, and what goes on after it when the tag stands in the middle.

All stretches are words ``[first, last)`` of one sentence. Which side of a cue counts is decided in ``contents``.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.clauses import quoted_from
from claims.extraction.cues import Cue
from claims.extraction.sentences import Word

TITLE_LENGTH: Final = 6
CLOSING_MARKS: Final = frozenset("\"”»’'")
# The verbs of a tag after a clause in the reporter's words: those that take a bare clause, and the ones of records.
TAGS: Final = frozenset(verb for verb, frames in lexicon.CUE_FRAMES.items() if frames.startswith("b")) | {
    "according to",
    "report",
    "announce",
    "testify",
    "write",
    "state",
}
Words = tuple[Word, ...]
Stretch = tuple[int, int]


def said_before(words: Words, floor: int, end: int, cue: Cue) -> tuple[Stretch, ...]:
    """What is said before the tag: it ends in a quotation, or in a clause and a comma."""
    last = end
    while last > floor and not words[last - 1].is_quotation and words[last - 1].text[0] in ",—–?!…-":
        last -= 1
    if last <= floor or "n" in cue.frames or "f" in cue.frames:
        return ()
    if words[last - 1].is_quotation:
        return _quotation_left(words, floor, last)
    first = _clause_start(words, floor, last)
    is_introduction = words[first].low in ("asked", "while", "when", "although")
    if last == end or cue.verb not in TAGS or last - first < 3 or is_introduction:
        return ()
    return ((first, last),) if _has_verb(words, first, last) else ()


def _clause_start(words: Words, floor: int, last: int) -> int:
    """Skip what the last tag left ("," and a dateline such as "ROME (AP) -")."""
    first = floor
    while first < last and not words[first].is_quotation and words[first].text[0] in ",;—–:)":
        first += 1
    for place in range(first, min(first + 9, last)):
        if words[place].text[0] in "—–-" and words[first].text.isupper() and not words[place].is_quotation:
            return place + 1
    return first


def _has_verb(words: Words, first: int, last: int) -> bool:
    if words[first].low in lexicon.INTRODUCERS and not any(w.text == "," for w in words[first:last]):
        return any(w.low in lexicon.FINITE for w in words[first:last])
    return any(w.low in lexicon.FINITE or w.low.endswith(("ed", "s")) or w.is_quotation for w in words[first:last])


def _quotation_left(words: Words, floor: int, last: int) -> tuple[Stretch, ...]:
    """The quotation before the tag, with the clause it belongs to when it is only a part of one."""
    first = last - 1
    while first > floor and words[first - 1].is_quotation and words[first - 1].text[-1] not in CLOSING_MARKS:
        first -= 1
    whole = tuple((place, place + 1) for place in range(first, last))
    start = _clause_start(words, floor, last)
    if start >= first:
        return whole
    before = words[first - 1]
    if before.is_quotation:
        return whole
    inside = words[first].text.strip(" \"“”„‟«»'’‘")
    is_torn = before.low in lexicon.DETERMINERS and before.low != "that" and inside.count(" ") > TITLE_LENGTH
    is_whole = inside[:1].isupper() and " " in inside and (before.text[0] in ",:.—–" or is_torn)
    return whole if is_whole else ((start, last),)


def fragment_before(words: Words, floor: int, end: int, after: int) -> tuple[Stretch, ...]:
    """Half a clause before "..., she says, ..." when its verb stands on the other side."""
    if end - floor < 2 or words[end - 1].text != "," or after + 1 >= len(words):
        return ()
    first = _clause_start(words, floor, end - 1)
    is_verb = words[after + 1].low in lexicon.FINITE or words[after + 1].low.endswith(("ed", "s"))
    return ((first, end - 1),) if is_verb and first < end - 1 else ()


def rest_after(words: Words, place: int, limit: int, left: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """What goes on after "A, she says,": a second quotation, or the clause taken up again."""
    while place < limit and words[place].text[0] in ",—–" and not words[place].is_quotation:
        place += 1
    if place >= limit:
        return ()
    if words[place].is_quotation:
        return (quoted_from(words, place, limit),)
    low = words[place].low
    if words[left[-1][1] - 1].is_quotation or limit - place < 3:
        return ()
    goes_on = low in ("and", "but", "or", "because", "that") or low in lexicon.FINITE
    if not goes_on or any(word.low in lexicon.CUE_FORMS for word in words[place : place + 4]):
        return ()
    return ((place, limit),)


def is_split(words: Words, start: int, end: int) -> bool:
    """Whether a comma stands between the tag and what follows: "A, she says, and B"."""
    return end < len(words) and (words[end].text == "," or (end > start and words[end - 1].text == ","))
