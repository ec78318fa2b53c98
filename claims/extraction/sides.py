"""Extraction: sides, what may be said before a cue and what may be said after it.

All stretches are words ``[first, last)`` of one sentence. Which side counts is decided in ``contents``.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.cues import Cue, CueForm
from claims.extraction.sentences import Word

CLAUSE_LEADS: Final = frozenset({"that", "whether", "how", "what", "why", "if", "where"})
CLAUSE_REACH: Final = 16
AS_REACH: Final = 10
ASIDE_REACH: Final = 12
OBJECT_REACH: Final = 12
NAMING_REACH: Final = 20
GAPS: Final = frozenset({"what", "which", "that", "whom", "who"})
TITLE_LENGTH: Final = 6
CLOSING_MARKS: Final = frozenset("\"”»’'")
STOPS: Final = frozenset('.!?…"“”»«')
CLOSING_PUNCTUATION: Final = frozenset(",.!?…;:—–-")
SPEECH_NOUNS: Final = frozenset(
    {"claim", "charge", "accusation", "allegation", "assertion", "statement", "remark", "comment", "reference"}
    | {"admission", "contention", "suggestion", "denial", "promise", "pledge", "jab", "swipe", "nod", "criticism"}
)
NO_SUBJECTS: Final = frozenset({"show", "when", "than", "as"})
NO_CLAUSE: Final = frozenset({"who", "which", "of", "to", "so", "nothing", "something", "goodbye", "no", "yes", "much"})
SUBORDINATE: Final = frozenset({"as", "when", "where", "since", "because", "while", "if", "after", "before", "once"})
TAGS: Final = frozenset(verb for verb, frames in lexicon.CUE_FRAMES.items() if frames.startswith("b")) | {
    "according to",
    "report",
    "announce",
    "testify",
    "write",
    "state",
}
LOOSE: Final = frozenset({"say", "tell"})
RELATIVES: Final = frozenset({"which", "whom", "whose"})
Words = tuple[Word, ...]
Stretch = tuple[int, int]


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
        return (_quotation_right(words, place, limit),)
    low = words[place].low
    if words[left[-1][1] - 1].is_quotation or limit - place < 3:
        return ()
    goes_on = low in ("and", "but", "or", "because", "that") or low in lexicon.FINITE
    if not goes_on or any(word.low in lexicon.CUE_FORMS for word in words[place : place + 4]):
        return ()
    return ((place, limit),)


def without_stop(words: Words) -> int:
    """The number of words without the full stop."""
    limit = len(words)
    while limit and not words[limit - 1].is_quotation and words[limit - 1].text[0] in STOPS:
        limit -= 1
    return limit


def is_split(words: Words, start: int, end: int) -> bool:
    """Whether a comma stands between the tag and what follows: "A, she says, and B"."""
    return end < len(words) and (words[end].text == "," or (end > start and words[end - 1].text == ","))


def said_after(words: Words, cue: Cue, start: int, place: int, limit: int) -> Stretch | None:
    """What is said after the cue."""
    while place < limit and words[place].text[0] in ",:—–" and not words[place].is_quotation:
        place += 1
    place = _after_aside(words, place, limit)
    if place >= limit:
        return None
    word = words[place]
    if "n" in cue.frames or "f" in cue.frames:
        return _object(words, cue, place, limit)
    if word.is_quotation:
        return _quotation_right(words, place, limit)
    announced = _after_colon(words, place, limit)
    if announced is not None:
        return announced
    if words[0].low == "as" and words[place - 1].text == "," and cue.first < AS_REACH:
        return place, limit
    if word.low in lexicon.CUE_FORMS and word.low not in lexicon.NOUNS_TOO and not word.is_capital:
        return None
    end = _before_comment(words, place, _end_of_clause(words, place, limit))
    if word.low == "that" and cue.verb not in LOOSE and _is_relative(words, place + 1):
        return None
    if word.low == "that" or (word.low in CLAUSE_LEADS and words[place - 1].text[0] not in ",:—–"):
        return (place, end) if "t" in cue.frames and end - place > 1 else None
    if "i" in cue.frames:
        return _demand(words, place, end)
    if cue.form is CueForm.ACCORDING:
        had_comma = words[place - 1].text == "," and start < place
        return (place, end) if had_comma and end - place > 2 and word.low not in ("who", "which") else None
    if cue.verb in LOOSE:
        if word.low in lexicon.AUXILIARIES | lexicon.MODALS and place == cue.last:
            return place, _end_of_gap(words, place, end)
        return (place, end) if looks_like_clause(words, place, end, strict=False) else None
    if cue.verb == "add" and word.text[0].isdigit():
        return None
    if "t" in cue.frames and looks_like_clause(words, place, end, strict=True):
        return (place, end)
    return None


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


def _before_comment(words: Words, place: int, limit: int) -> int:
    """Where the reporter takes over: ", a claim that the guild denied", ", compared with last year"."""
    for comma in range(place + 3, limit - 2):
        if words[comma].text != ",":
            continue
        first, second = words[comma + 1].low, words[comma + 2].low
        if (first == "compared" and second in ("with", "to")) or (first == "something" and words[comma + 2].is_word):
            return comma
        if first in ("a", "an", "the") and any(word.low in SPEECH_NOUNS for word in words[comma + 2 : comma + 4]):
            return comma
        if first in ("remarks", "claims", "comments", "charges") and second in ("that", "which", "the"):
            return comma
    return limit


def _end_of_gap(words: Words, place: int, limit: int) -> int:
    """In "which she said was old, was torn down" the claim ends at the comma."""
    for end in range(place + 2, limit):
        if words[end].text == ",":
            return end
    return limit


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
            return _quotation_right(words, following + 1, limit)
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


def _end_of_clause(words: Words, place: int, limit: int) -> int:
    """A clause ends with a quotation that was closed with a comma or a stop, unless "and" takes it up again."""
    for following in range(place, limit - 1):
        after = words[following + 1]
        goes_on = after.low in ("and", "but", "or", "because") or after.is_quotation
        if words[following].is_quotation and is_closed(words[following]) and not goes_on:
            return following + 1
    return limit


def _quotation_right(words: Words, place: int, limit: int) -> Stretch:
    """A quotation right after the cue; when the sentence goes on inside the clause, all of it."""
    end = place + 1
    while end < limit and words[end].is_quotation:
        end += 1
    if end >= limit or is_closed(words[end - 1]) or words[end].text[0] in ",;—–":
        return place, end
    return place, limit


def is_closed(word: Word) -> bool:
    """Whether a quotation ends with punctuation inside its marks, as a whole utterance does."""
    inside = word.text.rstrip(" \"“”„‟«»'’‘")
    return bool(inside) and inside[-1] in CLOSING_PUNCTUATION


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


def looks_like_clause(words: Words, place: int, limit: int, *, strict: bool) -> bool:
    """Whether a clause with a subject and a finite verb starts here; strictly: a verb that can be nothing else."""
    first = words[place]
    if first.low in NO_CLAUSE or first.low in lexicon.COORDINATORS:
        return False
    if first.low in lexicon.SUBJECT_PRONOUNS or first.low in ("there", "it's", "there's", "that's", "he's", "she's"):
        return limit - place > 1
    if not (first.is_word or first.text == "$") or first.low in lexicon.FINITE:
        return False
    if not strict and first.low in lexicon.OBJECT_PRONOUNS - {"her"}:
        return False
    if strict and (first.low in lexicon.PREPOSITIONS or first.low in lexicon.NOUNS_TOO):
        return _has_pronoun_clause(words, place, limit)
    for following in range(place + 1, min(limit - 1, place + CLAUSE_REACH)):
        word = words[following]
        before = words[following - 1].low
        if strict and (word.low in SUBORDINATE or (word.low in RELATIVES and before in lexicon.PREPOSITIONS)):
            return False
        if strict and word.low.endswith("ed") and words[following - 1].is_capital and not word.is_capital:
            return True
        ends_noun = word.low in ("and", "but", "who", "which", "that") and words[following + 1].low in lexicon.FINITE
        if strict and ((ends_noun and following - place > 2) or word.text == ","):
            return False
        if word.low in lexicon.FINITE and word.is_word and before != "to":
            return True
        if not strict and word.is_word and word.low.endswith("ed") and not word.is_capital:
            return True
    return not strict and limit - place >= 4 and first.low not in lexicon.PREPOSITIONS | NO_SUBJECTS


def _has_pronoun_clause(words: Words, place: int, limit: int) -> bool:
    """Whether "in May he was" starts here: before a preposition's noun only a pronoun shows that a clause follows."""
    return any(
        words[following].low in lexicon.SUBJECT_PRONOUNS and words[following + 1].low in lexicon.FINITE
        for following in range(place + 1, min(limit - 1, place + CLAUSE_REACH))
    )


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
