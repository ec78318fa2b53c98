"""Extraction: what may be said after a cue: a quotation, a clause, a demand, what somebody is called.

All stretches are words ``[first, last)`` of one sentence. Which side of a cue counts is decided in ``contents``.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.clauses import CLAUSE_REACH, end_of_clause, end_of_gap, looks_like_clause, quoted_from
from claims.extraction.cues import Cue, CueForm
from claims.extraction.sentences import Word

CLAUSE_LEADS: Final = frozenset({"that", "whether", "how", "what", "why", "if", "where"})
PAUSES: Final = ",:—–"
AS_REACH: Final = 10
ASIDE_REACH: Final = 12
OBJECT_REACH: Final = 12
NAMING_REACH: Final = 20
GAPS: Final = frozenset({"what", "which", "that", "whom", "who"})
LOOSE: Final = frozenset({"say", "tell"})
Words = tuple[Word, ...]
Stretch = tuple[int, int]


def said_after(words: Words, cue: Cue, start: int, place: int, limit: int) -> Stretch | None:
    """What is said after the cue; ``start`` is where the cue and its subject end, ``place`` where modifiers end."""
    while place < limit and words[place].text[0] in PAUSES and not words[place].is_quotation:
        place += 1
    place = _after_aside(words, place, limit)
    if place >= limit:
        return None
    if "n" in cue.frames or "f" in cue.frames:
        return _object(words, cue, place, limit)
    if words[place].is_quotation:
        return quoted_from(words, place, limit)
    announced = _after_colon(words, place, limit)
    if announced is not None:
        return announced
    if words[0].low == "as" and words[place - 1].text == "," and cue.first < AS_REACH:
        return place, limit
    return _clause_after(words, cue, start, place, end_of_clause(words, place, limit))


def _clause_after(words: Words, cue: Cue, start: int, place: int, end: int) -> Stretch | None:
    """The clause that starts here, when the cue takes one."""
    word = words[place]
    if word.low in lexicon.CUE_FORMS and word.low not in lexicon.NOUNS_TOO and not word.is_capital:
        return None
    is_lead = word.low in CLAUSE_LEADS and words[place - 1].text[0] not in PAUSES
    if word.low == "that" or is_lead:
        is_other = word.low == "that" and cue.verb not in LOOSE and _is_relative(words, place + 1)
        return (place, end) if "t" in cue.frames and end - place > 1 and not is_other else None
    if "i" in cue.frames:
        return _demand(words, place, end)
    if cue.form is CueForm.ACCORDING:
        had_comma = words[place - 1].text == "," and start < place
        return (place, end) if had_comma and end - place > 2 and word.low not in ("who", "which") else None
    if cue.verb in LOOSE:
        is_gap = word.low in lexicon.AUXILIARIES | lexicon.MODALS and place == cue.last
        end = end_of_gap(words, place, end) if is_gap else end
        return (place, end) if is_gap or looks_like_clause(words, place, end, strict=False) else None
    is_sum = cue.verb == "add" and word.text[0].isdigit()
    is_clause = "t" in cue.frames and not is_sum and looks_like_clause(words, place, end, strict=True)
    return (place, end) if is_clause else None


def _after_aside(words: Words, place: int, limit: int) -> int:
    """In "said in Bergen, Norway, that" the claim starts at "that"."""
    if words[place - 1].text != ",":
        return place
    is_opening = place < limit and words[place].low in lexicon.INTRODUCERS
    for following in range(place, min(limit, place + ASIDE_REACH)):
        word = words[following]
        if is_opening and word.is_quotation and words[following - 1].text == ",":
            return following
        if is_opening and not word.is_quotation:
            continue
        if word.is_quotation or word.low in lexicon.FINITE or word.low in lexicon.SUBJECT_PRONOUNS:
            break
        if word.low == "that" and words[following - 1].text == ",":
            return following
    return place


def _is_relative(words: Words, place: int) -> bool:
    """Whether "that" before this word stands for the noun before it: "rules that could change"."""
    helpers = (lexicon.AUXILIARIES | lexicon.MODALS) - {"being", "been", "be", "had"}
    return place < len(words) and words[place].low in helpers


def _after_colon(words: Words, place: int, limit: int) -> Stretch | None:
    """After "explained it this way:" the quotation after the colon is all that is said."""
    for following in range(place, min(limit - 1, place + CLAUSE_REACH)):
        if words[following].low in lexicon.TAG_VERBS:
            break
        if words[following].text == ":" and words[following + 1].is_quotation:
            return quoted_from(words, following + 1, limit)
    return None


def _demand(words: Words, place: int, limit: int) -> Stretch | None:
    """What "urged drivers to slow down" asks for: from "to" on."""
    for following in range(place, min(limit, place + 10)):
        if words[following].low == "to" and _is_infinitive(words, following + 1):
            first = following - 1 if following > place and words[following - 1].low == "not" else following
            return first, limit
        if not words[following].is_word or (words[following].low in lexicon.FINITE and words[following].low != "not"):
            break
    return (place, limit) if looks_like_clause(words, place, limit, strict=True) else None


def start_of_demand(words: Words, place: int, limit: int) -> int:
    """Where "to stay home" starts; ``limit`` when nothing is asked for."""
    for following in range(place, limit):
        if words[following].low == "to" and _is_infinitive(words, following + 1):
            return following
    return limit


def _is_infinitive(words: Words, place: int) -> bool:
    """Whether a verb may stand after "to": not in "his allegiance to the group"."""
    if place >= len(words) or not words[place].is_word or words[place].is_capital:
        return place < len(words) and words[place].is_quotation
    return words[place].low not in lexicon.DETERMINERS | lexicon.OBJECT_PRONOUNS


def _object(words: Words, cue: Cue, place: int, limit: int) -> Stretch | None:
    """What follows "called for", or the marks after "called it"."""
    if "f" in cue.frames:
        end = place
        while end < limit and words[end].text != ",":
            end += 1
        return (place, end) if end > place and not words[place].is_capital else None
    for end in range(place, min(limit, place + OBJECT_REACH)):
        if words[end].is_quotation:
            return None if end == cue.last and _is_only_named(words, cue) else (end, end + 1)
        if words[end].low in lexicon.FINITE or not words[end].is_word:
            return None
    return None


def _is_only_named(words: Words, cue: Cue) -> bool:
    """Whether a thing has a name here, "a class called "Sails"", and nobody called it so."""
    if cue.verb not in ("call", "dub", "label"):
        return False
    before = words[max(0, cue.first - NAMING_REACH) : cue.first]
    return not any(word.low in GAPS or word.low in lexicon.SUBJECT_PRONOUNS for word in before)
