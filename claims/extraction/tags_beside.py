"""Extraction: tags beside a quotation, by which the marks know that somebody speaks: "said Poe", "he said", "we"."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

COMMA: Final = re.compile(r"[,?!….] +")
NEXT_WORDS: Final = re.compile(r"\s*([^\W\d_][\w'’.-]*)(?: ([\w'’.-]+))?(?: ([\w'’.-]+))?(?: ([\w'’.-]+))?")
PHRASE: Final = re.compile(r"((?:[\w'’&-]{1,30}\.? ){0,9}[\w'’&-]{1,30})")
AFTER_ASIDE: Final = re.compile(r", [^\n,;:\"“”«»]{3,80}, ([^\W\d_]{2,20})\b")
LONGEST_VERB: Final = 20
SHORTEST_TAG: Final = 8
LEAD_IN: Final = re.compile(r"\b([^\W\d_]+)([,:]) +(?=[A-ZÀ-ÖØ-Þ‘'])")
WORDS: Final = re.compile(r"[^\W\d_][\w'’]*")
LONGEST_QUOTATION: Final = 4000


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


def is_led_to(text: str, words: TagWords, place: int) -> bool:
    """Whether "she said," stands right before a place."""
    before = text[max(0, place - LONGEST_VERB) : place].rstrip(" ,:").rsplit(maxsplit=1)
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


def tag_inside(text: str, words: TagWords, start: int, end: int) -> int:
    """Where the words before the first tag between two places end; -1 when there is no tag."""
    if end - start < SHORTEST_TAG:
        return -1
    for comma in COMMA.finditer(text, start, min(end, start + LONGEST_QUOTATION)):
        is_certain = text[comma.start()] != "." or text[comma.end() : comma.end() + 1].islower()
        if is_certain and speaks_at(text, words, comma.end()):
            return comma.start() + 1
    return -1


def lead_in(text: str, words: TagWords, start: int, end: int) -> int | None:
    """Where the words after "she said, " start."""
    for match in LEAD_IN.finditer(text, start, end):
        if (match[1] in words.verbs or match[2] == ":") and match.end() < end:
            return match.end()
    return None


def has_tag(words: TagWords, sentence: str) -> bool:
    """Whether somebody is said to speak; what "I said" or "we have said" tells of is no such thing."""
    low = [word[0].lower().replace("’", "'") for word in WORDS.finditer(sentence)]
    return any(
        word in words.verbs and not words.own.intersection(low[max(0, place - 2) : place])
        for place, word in enumerate(low)
    )


def is_own(words: TagWords, sentence: str) -> bool:
    return any(word[0].lower().replace("’", "'") in words.own for word in WORDS.finditer(sentence))
