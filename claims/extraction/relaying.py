"""Extraction: relaying, through whom words went out: whom they were told, who carried them, who monitors.

Looked for in what the reporter says around a cue, never inside the words that were said.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.contents import Content
from claims.extraction.lexicon_en import words_in
from claims.extraction.modifiers import is_medium, time_after, time_inside
from claims.extraction.people import name_key
from claims.extraction.sentences import Sentence, Word
from claims.records.quotations import Phrase, Proposal, ToldToKind

LONGEST_INTRODUCTION: Final = 14
LONGEST_CARRIER: Final = 9
LONGEST_DESCRIPTION: Final = 24
MOST_DESCRIBED: Final = 50
# How an outlet passes on what somebody said: "carried by", "broadcast on".
CARRIES: Final = words_in(
    "carried quoted cited broadcast aired published reported distributed released relayed monitored translated "
    "televised shown posted circulated obtained seen"
)
CARRIES_ON: Final = words_in("carried broadcast aired shown televised published posted")
CARRIER_HEADS: Final = words_in(
    "media television tv radio agency agencies channel newspaper newspapers broadcaster website outlet outlets network "
    "newswire magazine portal"
)
MEDIUM_LEADS: Final = words_in("in on via through during at by over")
MONITORING: Final = words_in(
    "group groups organisation organization service services network site agency project outfit body centre center "
    "team firm mission organisations organizations"
)
RELATIVES: Final = words_in("which that who")
Words = tuple[Word, ...]
Stretch = tuple[int, int]


def told_to_kind(told_to: Phrase | None) -> ToldToKind | None:
    """Whether the words were told to an outlet, which is a step of the chain, or to an audience, which is none."""
    if told_to is None:
        return None
    words = [word.removesuffix("'s").removesuffix("’s") for word in told_to.text.lower().split()]
    is_outlet = any(word in naming.OUTLETS for word in words)
    has_capital = any(word[:1].isupper() for word in told_to.text.split())
    is_named = has_capital and any(word in naming.OUTLET_WORDS for word in words)
    is_carrier = words[-1] in CARRIER_HEADS
    return ToldToKind.OUTLET if is_outlet or is_named or is_carrier else ToldToKind.AUDIENCE


def with_circumstances(content: Content, words: Words) -> Content:
    """A content with the time, the medium and the carrier that stand anywhere around its cue."""
    found = content.modifiers
    introduction = _introduction(content, words)
    when = found.when or _time_around(content, words, introduction)
    medium = found.medium or _medium_in(words, introduction)
    carried_by = _carrier(content, words)
    if medium is not None:
        medium = _without_what_follows(words, medium, found.when or when)
    modifiers = found._replace(when=when, medium=medium, carried_by=carried_by)
    return replace(content, modifiers=modifiers) if modifiers != found else content


def with_monitors(proposals: tuple[Proposal, ...], sentences: tuple[Sentence, ...]) -> tuple[Proposal, ...]:
    """The proposals, with those marked whose speaker is described as one who monitors, anywhere in the story."""
    found = (keys for sentence in sentences for keys in _described_as_monitors(sentence.words))
    described = list(dict.fromkeys(found))[:MOST_DESCRIBED]
    return tuple(
        replace(proposal, speaker_monitors=True) if _monitors(proposal, described) else proposal
        for proposal in proposals
    )


def _introduction(content: Content, words: Words) -> Stretch | None:
    """What stands at the start of the sentence, before the subject: "In a statement on Monday,"."""
    role = content.speaker.role
    reach = min(content.speaker.first, role[0]) if role else content.speaker.first
    if content.speaker.first > content.cue.first or not 0 < reach <= LONGEST_INTRODUCTION:
        return None
    first = 1 if words[0].low in lexicon.COORDINATORS else 0
    end = reach - 1 if words[reach - 1].text == "," else reach
    inside = words[first:end]
    is_taken = any(start < end for start, _ in content.stretches)
    has_verb = any(word.low in lexicon.FINITE or word.is_quotation for word in inside)
    return None if is_taken or has_verb or not inside else (first, end)


def _time_around(content: Content, words: Words, introduction: Stretch | None) -> Stretch | None:
    """The time beside the cue, between the subject and the cue, or before the subject."""
    beside = time_after(words, content.cue.last, len(words))
    if beside is not None:
        return beside
    if content.speaker.last < content.cue.first:
        between = time_inside(words, content.speaker.last, content.cue.first)
        if between is not None:
            return between
    if introduction is None:
        return time_after(words, 0, content.speaker.first)
    return time_inside(words, *introduction)


def _medium_in(words: Words, introduction: Stretch | None) -> Stretch | None:
    if introduction is None or words[introduction[0]].low not in MEDIUM_LEADS:
        return None
    return introduction if is_medium(words, *introduction) else None


def _without_what_follows(words: Words, medium: Stretch, when: Stretch | None) -> Stretch:
    """The medium without its time and without who carried it: "in a statement on Monday carried by SANA"."""
    first, last = medium
    if when is not None and first < when[0] < last:
        last = when[0]
    carried = (place for place in range(first + 1, last) if _carries(words, place))
    return first, next(carried, last)


def _carrier(content: Content, words: Words) -> Stretch | None:
    """Who carried the words: "in a statement carried by SANA", "quoted by Interfax as saying"."""
    for place in range(len(words) - 2):
        if not _carries(words, place) or any(first <= place < last for first, last in content.stretches):
            continue
        start = place + (4 if words[place + 1].low == "as" else 2)
        end = _end_of_carrier(words, start)
        if end > start:
            return start, end
    return None


def _carries(words: Words, place: int) -> bool:
    if words[place].low not in CARRIES or place + 2 >= len(words):
        return False
    by = words[place + 1].low
    if by == "as" and words[place].low in ("quoted", "cited"):
        return words[place + 2].low in ("saying", "telling") and place + 4 < len(words) and words[place + 3].low == "by"
    return by == "by" or (by == "on" and words[place].low in CARRIES_ON)


def _end_of_carrier(words: Words, first: int) -> int:
    """Where the name or the description of an outlet ends; ``first`` when it is none."""
    end = first
    is_outlet = False
    while end < len(words) and end - first < LONGEST_CARRIER:
        word = words[end]
        joins = word.low in ("of", "and", "&", "for") and end > first and end + 1 < len(words)
        if word.is_quotation or word.low in lexicon.WEEKDAYS | lexicon.MONTHS:
            break
        if word.is_capital and word.is_word:
            is_outlet = True
        elif word.low in CARRIER_HEADS:
            is_outlet = True
            if end + 1 >= len(words) or not words[end + 1].is_capital:
                end += 1
                break
        elif (joins and words[end + 1].is_capital and words[end - 1].is_capital) or (
            is_outlet and word.low in ("news", "press") and end + 1 < len(words) and words[end + 1].low in CARRIER_HEADS
        ):
            pass
        elif is_outlet or not word.is_word or word.low in lexicon.PREPOSITIONS | lexicon.FINITE:
            break
        end += 1
    return end if is_outlet else first


def _is_sign(words: Words, place: int) -> bool:
    """Whether the word here says that somebody monitors: "war monitor", "monitoring group", "which monitors"."""
    low = words[place].low
    if low == "monitor":
        return True
    if low == "monitoring":
        following = words[place + 1].low if place + 1 < len(words) else ""
        return following in MONITORING or (place > 0 and words[place - 1].low in MONITORING)
    return low == "monitors" and place > 0 and words[place - 1].low in RELATIVES


def _described_as_monitors(words: Words) -> list[frozenset[str]]:
    """The names that a sentence describes so: "Gull Watch, a war monitor,", "the monitoring group Gull Watch"."""
    found: list[frozenset[str]] = []
    for place, word in enumerate(words):
        if not word.low.startswith("monitor") or not _is_sign(words, place):
            continue
        after = place + 2 if words[place].low == "monitoring" else place + 1
        if after < len(words) and words[after].is_capital:
            found.append(_name_from(words, after))
            continue
        for back in range(place - 1, max(0, place - LONGEST_DESCRIPTION), -1):
            opens = words[back].text in (",", "(", "—", "–") or words[back].low in ("is", "was", *RELATIVES)
            if words[back].is_quotation or words[back].text[0] in ".;:" or words[back].low in lexicon.CUE_FORMS:
                break
            if opens and words[back - 1].is_capital and words[back - 1].is_word:
                found.append(_name_to(words, back))
                break
    return found


def _name_from(words: Words, first: int) -> frozenset[str]:
    last = first
    while last < len(words) and last - first < LONGEST_CARRIER and _in_name(words[last]):
        last += 1
    return _keys(words[first:last])


def _name_to(words: Words, last: int) -> frozenset[str]:
    first = last
    while first > 0 and last - first < LONGEST_CARRIER and _in_name(words[first - 1]):
        first -= 1
    return _keys(words[first:last])


def _in_name(word: Word) -> bool:
    return word.is_word and (word.is_capital or word.low in ("of", "for", "and", "on", "in"))


def _keys(words: Words) -> frozenset[str]:
    return frozenset(name_key(word.text) for word in words if word.is_capital and word.low not in lexicon.DETERMINERS)


def _monitors(proposal: Proposal, described: list[frozenset[str]]) -> bool:
    for phrase in (proposal.speaker, proposal.role):
        words = phrase.text.lower().replace(",", " ").split() if phrase else []
        if any(word in ("monitor", "monitors") for word in words):
            return True
        if any(word == "monitoring" and after in MONITORING for word, after in pairwise(words)):
            return True
    name = frozenset(name_key(word) for word in proposal.resolved.split() if word[:1].isupper())
    return any(name and keys and (name <= keys or keys <= name) for keys in described)
