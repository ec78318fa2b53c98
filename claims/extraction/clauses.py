"""Extraction: clauses, whether what stands beside a cue is a clause or an utterance, and where it ends."""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction.sentences import Word

CLAUSE_REACH: Final = 16
STOPS: Final = frozenset('.!?…"“”»«')
CLOSING_PUNCTUATION: Final = frozenset(",.!?…;:—–-")
SPEECH_NOUNS: Final = frozenset(
    {"claim", "charge", "accusation", "allegation", "assertion", "statement", "remark", "comment", "reference"}
    | {"admission", "contention", "suggestion", "denial", "promise", "pledge", "jab", "swipe", "nod", "criticism"}
)
NO_SUBJECTS: Final = frozenset({"show", "when", "than", "as"})
NO_CLAUSE: Final = frozenset({"who", "which", "of", "to", "so", "nothing", "something", "goodbye", "no", "yes", "much"})
SUBORDINATE: Final = frozenset({"as", "when", "where", "since", "because", "while", "if", "after", "before", "once"})
OPENS_CLAUSE: Final = frozenset({"there", "it's", "there's", "that's", "he's", "she's"})
RELATIVES: Final = frozenset({"which", "whom", "whose"})
Words = tuple[Word, ...]
Stretch = tuple[int, int]


def looks_like_clause(words: Words, place: int, limit: int, *, strict: bool) -> bool:
    """Whether a clause with a subject and a finite verb starts here; strictly: a verb that can be nothing else."""
    first = words[place]
    if first.low in NO_CLAUSE or first.low in lexicon.COORDINATORS:
        return False
    if first.low in lexicon.SUBJECT_PRONOUNS or first.low in OPENS_CLAUSE:
        return limit - place > 1
    if not (first.is_word or first.text == "$") or first.low in lexicon.FINITE:
        return False
    if strict and (first.low in lexicon.PREPOSITIONS or first.low in lexicon.NOUNS_TOO):
        return _has_pronoun_clause(words, place, limit)
    return _has_sure_verb(words, place, limit) if strict else _has_any_verb(words, place, limit)


def _has_sure_verb(words: Words, place: int, limit: int) -> bool:
    """Whether a finite verb follows before anything that could start another clause."""
    for following in range(place + 1, min(limit - 1, place + CLAUSE_REACH)):
        word, before = words[following], words[following - 1]
        if word.low in SUBORDINATE or (word.low in RELATIVES and before.low in lexicon.PREPOSITIONS):
            return False
        if word.low.endswith("ed") and before.is_capital and not word.is_capital:
            return True
        ends_noun = word.low in ("and", "but", "who", "which", "that") and words[following + 1].low in lexicon.FINITE
        if (ends_noun and following - place > 2) or word.text == ",":
            return False
        if word.low in lexicon.FINITE and word.is_word and before.low != "to":
            return True
    return False


def _has_any_verb(words: Words, place: int, limit: int) -> bool:
    """Whether a verb may follow; after "said" four words are enough, for any noun may hide a verb."""
    first = words[place]
    if first.low in lexicon.OBJECT_PRONOUNS - {"her"}:
        return False
    for following in range(place + 1, min(limit - 1, place + CLAUSE_REACH)):
        word = words[following]
        if word.low in lexicon.FINITE and word.is_word and words[following - 1].low != "to":
            return True
        if word.is_word and word.low.endswith("ed") and not word.is_capital:
            return True
    return limit - place >= 4 and first.low not in lexicon.PREPOSITIONS | NO_SUBJECTS


def _has_pronoun_clause(words: Words, place: int, limit: int) -> bool:
    """Whether "in May he was" starts here: before a preposition's noun only a pronoun shows that a clause follows."""
    return any(
        words[following].low in lexicon.SUBJECT_PRONOUNS and words[following + 1].low in lexicon.FINITE
        for following in range(place + 1, min(limit - 1, place + CLAUSE_REACH))
    )


def end_of_clause(words: Words, place: int, limit: int) -> int:
    """A clause ends with a quotation that was closed with a comma or a stop, unless "and" takes it up again."""
    for following in range(place, limit - 1):
        after = words[following + 1]
        goes_on = after.low in ("and", "but", "or", "because") or after.is_quotation
        if words[following].is_quotation and is_closed(words[following]) and not goes_on:
            return _before_comment(words, place, following + 1)
    return _before_comment(words, place, limit)


def _before_comment(words: Words, place: int, limit: int) -> int:
    """Where the reporter takes over: ", a claim that the guild denied", ", compared with last year"."""
    for comma in range(place + 3, limit - 2):
        if words[comma].text == "," and _is_comment(words, comma + 1):
            return comma
    return limit


def _is_comment(words: Words, place: int) -> bool:
    first, second = words[place].low, words[place + 1].low
    if first == "compared":
        return second in ("with", "to")
    if first == "something":
        return words[place + 1].is_word
    if first in ("a", "an", "the"):
        return any(word.low in SPEECH_NOUNS for word in words[place + 1 : place + 3])
    return first in ("remarks", "claims", "comments", "charges") and second in ("that", "which", "the")


def end_of_gap(words: Words, place: int, limit: int) -> int:
    """In "which she said was old, was torn down" the claim ends at the comma."""
    for end in range(place + 2, limit):
        if words[end].text == ",":
            return end
    return limit


def quoted_from(words: Words, place: int, limit: int) -> Stretch:
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


def without_stop(words: Words) -> int:
    """The number of words without the full stop."""
    limit = len(words)
    while limit and not words[limit - 1].is_quotation and words[limit - 1].text[0] in STOPS:
        limit -= 1
    return limit
