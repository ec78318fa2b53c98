"""Extraction: speaker phrases, who stands beside a cue.

The phrase is what is printed. A name is parted from the role around it ("Their spokesman, Ibrahim Jabbawi,"); who is
meant by "he" or by a surname is the work of a later step.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.appositions import (
    as_role,
    end_of_apposition,
    end_of_name_after,
    named_before_role,
    with_apposition,
)
from claims.extraction.cues import Cue, CueForm
from claims.extraction.noun_phrases import SpeakerPhrase, end_of_phrase, noun_phrase, parted
from claims.extraction.sentences import Word

LONGEST_SUBJECT: Final = 24
LONGEST_OPENING: Final = 20
LONGEST_ASIDE: Final = 16
HELPERS: Final = (
    lexicon.AUXILIARIES | lexicon.ADVERBS | {"long", "almost", "perhaps", "maybe", "further", "begun", "started"}
)
SEASONS: Final = frozenset({"past", "spring", "summer", "fall", "autumn", "winter"})
TIME_ARTICLES: Final = frozenset({"this", "last", "past", "that", "the", "same", "next", "earlier", "late"})
TIME_PREPOSITIONS: Final = frozenset({"in", "on", "over", "for", "during", "earlier", "late", "later"})
ISSUED: Final = frozenset(
    {"issued", "released", "sent", "posted", "published", "wrote", "filed", "signed", "made", "gave", "aired", "shared"}
    | {"delivered", "circulated", "put", "issues", "releases", "sends", "posts", "publishes", "writes", "distributed"}
    | {"revised", "updated", "blasted", "fired", "held", "hold", "holding", "carried", "carrying", "waved", "waving"}
)
CLAUSE_OPENERS: Final = frozenset({"when", "while", "after", "before", "although", "though", "as", "where"})
TIMES: Final = (lexicon.TIME_NOUNS | lexicon.TIME_LEADS | lexicon.MONTHS) - {"the"}
RELATIVE: Final = frozenset({"who", "who's", "who've", "who'd"})
Words = tuple[Word, ...]


def subject_before(words: Words, cue: Cue) -> SpeakerPhrase | None:
    """The subject to the left of a cue: "The mayor, a Liberal, later said"."""
    place = _before_helpers(words, cue.first - 1)
    if place < 0:
        return None
    word = words[place]
    if word.low in RELATIVE:
        return _antecedent(words, place - 1, cue.first)
    if word.low in naming.PLURAL_PRONOUNS and word.is_word and (place == 0 or not words[place - 1].is_word):
        return SpeakerPhrase(place, place + 1, place, cue.first)
    if word.text == ",":
        return with_apposition(words, place, cue.first)
    if word.text == ")":
        place = _before_opening(words, place, "(")
    elif word.text[0] in "—–-" and not word.is_quotation:
        place = _before_opening(words, place, word.text)
    return noun_phrase(words, place, cue.first) if place >= 0 else None


def subject_after(words: Words, place: int, *, takes_apposition: bool = True) -> SpeakerPhrase | None:
    """The subject to the right of a cue: "said Ann Poe, a nurse"; also what "according to" names."""
    end = end_of_phrase(words, place)
    if end == place:
        return None
    phrase = parted(words, place, end, place, end)
    if phrase is None:
        return None
    name_end = end_of_name_after(words, end) if takes_apposition else end
    if name_end > end:
        return SpeakerPhrase(end + 1, name_end, place, name_end, (place, end))
    role_end = end_of_apposition(words, end) if takes_apposition else end
    if role_end > end + 1:
        role = phrase.role or as_role(words, (end + 1, role_end))
        return phrase._replace(role=role, stop=role_end)
    return phrase


def source_after(words: Words, place: int) -> SpeakerPhrase | None:
    """What "according to" names; in "according to a study by the guild" that is the guild."""
    document = subject_after(words, place, takes_apposition=False)
    return author_of(words, document) if document else None


def author_of(words: Words, document: SpeakerPhrase) -> SpeakerPhrase:
    """Who speaks in "a study by the guild" and in "a statement released by the guild"; else the document itself."""
    if document.last + 1 >= len(words) or words[document.last].low not in ("by", "from"):
        return document
    head = document.last - 1
    if words[head].low in ISSUED and head > document.first:
        head -= 1
    author = subject_after(words, document.last + 1, takes_apposition=False)
    is_document = words[head].low in naming.DOCUMENT_HEADS | lexicon.MEDIA | lexicon.FINDINGS
    if author is None or not is_document or words[author.first].low in TIMES:
        return document
    return author._replace(reach=document.reach, role=author.role or (document.first, document.last))


def issuer_of(words: Words, document: SpeakerPhrase) -> SpeakerPhrase | None:
    """Who speaks in "the guild issued a statement saying": whoever issued it; None when nobody did."""
    is_document = any(
        word.low in naming.DOCUMENT_HEADS | lexicon.MEDIA | lexicon.SIGNS
        for word in words[document.first : document.last]
    )
    place = document.reach - 1
    if place > 0 and words[place].low in ("out", "back", "off"):
        place -= 1
    if place < 1 or not is_document or words[place].low not in ISSUED:
        return None
    return subject_before(words, Cue(place, place + 1, "", "", CueForm.FINITE))


def subject_of_sentence(words: Words, end: int) -> SpeakerPhrase | None:
    """The subject of the first verb before ``end``, what introduces the sentence left out."""
    first = _after_opening(words, end)
    for place in range(end - 2, first, -1):
        if words[place].low in CLAUSE_OPENERS and words[place - 1].text == ",":
            first = place + 1
            break
    for place in range(first, min(end, first + LONGEST_SUBJECT)):
        if words[place].low in lexicon.FINITE or words[place].low.endswith("ed"):
            speaker = subject_before(words, Cue(place, place + 1, "", "", CueForm.FINITE))
            if speaker is not None and speaker.reach >= first:
                return speaker
    return subject_after(words, first, takes_apposition=False)


def _after_opening(words: Words, end: int) -> int:
    """Where the main clause starts: after "But", and after "In a statement on Monday,"."""
    first = 1 if words[0].low in lexicon.COORDINATORS else 0
    is_time = words[first].low in lexicon.TIME_LEADS and words[first + 1].low in lexicon.TIME_NOUNS
    if words[first].low not in lexicon.INTRODUCERS and not is_time:
        return first
    for place in range(first + 1, min(end - 1, first + LONGEST_OPENING)):
        if words[place].text == "," and words[place + 1].low not in lexicon.INTRODUCERS | {"even"}:
            return place + 1
    return first


def _before_helpers(words: Words, place: int) -> int:
    """Step left over "has also", "on Monday" and ", however," to where a subject may end."""
    for _ in range(6):
        if place < 0:
            return place
        low = words[place].low
        before_time = _before_time(words, place)
        is_helper = low in HELPERS or low.endswith("ly")
        if low in ("to", "on") and place and words[place - 1].low in ("went", "on", "continued"):
            place -= 2 if words[place - 1].low != "on" else 3
        elif is_helper and words[place].is_word:
            if words[place].is_capital and not low.endswith("ly") and place and words[place - 1].is_capital:
                return place
            place -= 1
        elif before_time < place:
            place = before_time
        elif low == "," and _is_aside(words, place):
            place -= 3
        else:
            return place
    return place


def _before_time(words: Words, place: int) -> int:
    """The word before "on Monday", "earlier this week" and "in the past"; ``place`` itself when no time ends here."""
    low = words[place].low
    is_day = low in lexicon.WEEKDAYS or low in lexicon.DAY_WORDS
    if not place or not (is_day or (low in lexicon.TIME_NOUNS | SEASONS and words[place - 1].low in TIME_ARTICLES)):
        return place
    before = place - 1
    while before > 0 and before > place - 5 and words[before].low in TIME_ARTICLES | TIME_PREPOSITIONS:
        before -= 1
    return before


def _is_aside(words: Words, place: int) -> bool:
    """Whether ", however," ends here."""
    return place >= 3 and words[place - 2].text == "," and words[place - 1].low in lexicon.ADVERBS


def _before_opening(words: Words, place: int, opening: str) -> int:
    """The word before "(left)" or "- a nurse from Oslo -"; -1 when nothing opens it."""
    for back in range(place - 1, max(0, place - LONGEST_ASIDE), -1):
        if words[back].is_quotation:
            return -1
        if words[back].text == opening:
            return back - 1
    return -1


def _antecedent(words: Words, place: int, stop: int) -> SpeakerPhrase | None:
    """Who is meant by "who": the phrase before it."""
    if place > 0 and words[place].text == ",":
        return named_before_role(words, place, stop) or noun_phrase(words, place - 1, stop)
    return noun_phrase(words, place, stop) if place >= 0 else None
