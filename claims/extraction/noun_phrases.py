"""Extraction: noun phrases, the words that name a speaker, with the role parted from the name."""

from typing import Final, NamedTuple

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.sentences import Word

LONGEST_PHRASE: Final = 16
LONGEST_RELATIVE: Final = 12
INTRODUCES: Final = frozenset({"in", "on", "at", "during", "earlier", "last"})
KEPT_TITLES: Final = frozenset({"mr", "ms", "mrs", "mr.", "ms.", "mrs."})
NO_SPEAKERS: Final = frozenset({"you", "who", "us", "them", "him", "me", "having"})
NEVER_FIRST: Final = lexicon.PREPOSITIONS | lexicon.COORDINATORS | lexicon.SUBORDINATORS | lexicon.FINITE
NAME_PARTS: Final = frozenset({"de", "van", "von", "bin", "al", "el"})
PLURAL_AGENTS: Final = ("ers", "ors", "ists", "ians", "ants", "men", "women")
Words = tuple[Word, ...]


class SpeakerPhrase(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) name the speaker; the role, when printed, stands apart.

    ``reach`` is where the whole subject starts, role and apposition included, and ``stop`` where it ends.
    """

    first: int
    last: int
    reach: int
    stop: int
    role: tuple[int, int] | None = None


def noun_phrase(words: Words, end: int, stop: int) -> SpeakerPhrase | None:
    """The noun phrase whose last word is ``end``."""
    last = end + 1
    if end < 0 or not words[end].is_word:
        return None
    if words[end].low == "you":
        return None
    if words[end].low in lexicon.SUBJECT_PRONOUNS or words[end].low in ("everyone", "nobody", "someone"):
        return SpeakerPhrase(end, last, end, stop)
    first, place = last, end
    while place >= 0 and end - place < LONGEST_PHRASE:
        if place and _is_relative(words, place, last):
            place -= 1 if words[place - 1].text != "," else 2
            last, first = place + 1, place + 1
            continue
        if _bounds(words, place):
            break
        first = place
        if words[place].low in lexicon.DETERMINERS and not (place and words[place - 1].low in lexicon.PREPOSITIONS):
            break
        place -= 1
    who = _who_before(words, first)
    if who:
        return noun_phrase(words, who - 1, stop)
    if first > 1 and words[first - 1].low == "and" and words[first].low not in lexicon.DETERMINERS:
        first = _start_of_pair(words, first)
    return parted(words, _after_introduction(words, first, last), last, first, stop)


def _start_of_pair(words: Words, first: int) -> int:
    """Where "the editor and presidential candidate" starts, when it opens a clause; else ``first``."""
    before = words[first - 2]
    is_speaker = before.low in naming.ROLE_NOUNS | naming.COLLECTIVES or before.low.endswith(PLURAL_AGENTS)
    wider = noun_phrase(words, first - 2, first) if is_speaker else None
    if wider is None or (wider.reach and words[wider.reach - 1].is_word):
        return first
    return wider.reach


def _who_before(words: Words, first: int) -> int:
    """Where "who" stands, when what was read is the end of its clause: "people who know the bridge"; else 0."""
    for place in range(first - 1, max(0, first - LONGEST_RELATIVE), -1):
        word = words[place]
        if not word.is_word or word.low in lexicon.COORDINATORS or word.low in ("that", "which"):
            return 0
        if word.low == "who":
            before = words[place - 1]
            is_noun = before.is_word and before.low not in lexicon.FINITE and before.low not in lexicon.CUE_FORMS
            return place if is_noun else 0
    return 0


def _is_relative(words: Words, place: int, last: int) -> bool:
    """Whether "who" or "that" here starts a relative clause that belongs to the noun before it."""
    low = words[place].low
    if place + 1 >= last or (not words[place - 1].is_word and words[place - 1].text != ","):
        return False
    if low in ("who", "whose", "whom"):
        return low != "whose" or _has_verb(words, place + 2, last)
    if low not in ("that", "which"):
        return False
    following = words[place + 1]
    has_subject = following.low in lexicon.DETERMINERS or following.low in lexicon.SUBJECT_PRONOUNS
    is_verb = following.low in lexicon.FINITE or following.low.endswith(("s", "ed"))
    return is_verb and not has_subject and not following.is_capital


def _has_verb(words: Words, first: int, last: int) -> bool:
    return any(word.low in lexicon.FINITE or word.low.endswith("ed") for word in words[first:last])


def _bounds(words: Words, place: int) -> bool:
    """Whether the word here lies outside the phrase to its right."""
    word = words[place]
    if word.is_quotation or not (word.is_word or word.text in ("&", "'", "’", "%", "$")):
        return True
    low = word.low
    if low == "and":
        return not (place and words[place - 1].is_capital and words[place + 1].is_capital)
    if low in lexicon.COORDINATORS or low in lexicon.SUBORDINATORS or low in lexicon.SUBJECT_PRONOUNS:
        return not (word.is_capital and place and words[place - 1].is_capital)
    if low in lexicon.FINITE or low in lexicon.MODALS or (low in lexicon.CUE_FORMS and low.endswith("ed")):
        return not word.is_capital or place == 0
    return low in lexicon.PREPOSITIONS and (place == 0 or not words[place - 1].is_word)


def _after_introduction(words: Words, first: int, last: int) -> int:
    """Leave out what stands before the phrase proper: "Later", "On Monday", "But"."""
    while first < last - 1:
        low = words[first].low
        is_time = low in lexicon.WEEKDAYS or low in lexicon.DAY_WORDS or low in lexicon.MONTHS
        is_name = words[first].is_capital and words[first + 1].is_capital
        is_adverb = low in lexicon.ADVERBS or (low.endswith("ly") and low != "family" and not is_name)
        if not (is_adverb or is_time or low in lexicon.COORDINATORS or low in INTRODUCES):
            break
        first += 1
    return first


def _start_of_name(words: Words, first: int, last: int) -> int:
    """Where the name starts, titles left out: "Ann Poe" in "Ontario Premier Ann Poe"; a body keeps all of its words."""
    is_body = words[last - 1].low in naming.ORGANISATION_WORDS
    name = last
    while name > first and (words[name - 1].is_capital or words[name - 1].low in NAME_PARTS):
        if words[name - 1].low in naming.ROLE_NOUNS and name < last and not is_body:
            break
        name -= 1
    while name < last - 1 and not is_body and words[name].low in naming.TITLES - KEPT_TITLES:
        name += 1
    return name


def parted(words: Words, first: int, last: int, reach: int, stop: int) -> SpeakerPhrase | None:
    """Part the name from the role before it: "police chief Joe Doe", "Ontario Premier Ann Poe"."""
    if first >= last or not _can_speak(words, first, last):
        return None
    name = _start_of_name(words, first, last)
    has_article = name > first and words[name - 1].low in lexicon.DETERMINERS and name - 1 == first
    if name <= first or name >= last or has_article or words[name].low in lexicon.DETERMINERS:
        return SpeakerPhrase(first, last, reach, stop)
    if words[name - 1].low in lexicon.PREPOSITIONS or words[name - 1].low in ("and", "the"):
        return SpeakerPhrase(first, last, reach, stop)
    return SpeakerPhrase(name, last, reach, stop, (first, name))


def _can_speak(words: Words, first: int, last: int) -> bool:
    """Things that say nothing, and "you", are no speakers."""
    head = words[last - 1].low
    if first + 1 == last and (head in naming.SPEECHLESS or head in NO_SPEAKERS or head.isdigit()):
        return False
    if first + 1 == last and head.endswith("ing") and first == 0:
        return False
    if head in naming.SPEECHLESS or head in lexicon.DETERMINERS or head in lexicon.PREPOSITIONS:
        return False
    if first + 1 == last and not words[first].is_capital and head.endswith("ed"):
        return False
    return words[first].low != "there" and (words[first].low != "it" or first + 1 == last)


def is_name(words: Words, first: int, last: int) -> bool:
    """Whether every word has a capital (small particles of names allowed) and none is an article."""
    return (
        first < last
        and words[first].low not in lexicon.DETERMINERS
        and all(word.is_capital or word.low in naming.PARTICLES_OF_NAMES for word in words[first:last])
    )


def end_of_phrase(words: Words, place: int) -> int:
    """Where the noun phrase that starts here ends."""
    end, has_name = place, False
    while end < len(words) and end - place < LONGEST_PHRASE:
        word = words[end]
        low = word.low
        if word.is_quotation or not (word.is_word or word.text in ("&", "'", "’")):
            break
        if low in lexicon.SUBJECT_PRONOUNS:
            return end + 1 if end == place else end
        if end > place and _ends_phrase(words, place, end, has_name):
            break
        if end == place and low in NEVER_FIRST:
            return place
        has_name = word.is_capital
        end += 1
    return end


def _ends_phrase(words: Words, first: int, place: int, has_name: bool) -> bool:
    low = words[place].low
    if low == "and":
        return not (place + 1 < len(words) and words[place + 1].is_capital and has_name)
    if low in ("of", "for", "with", "at", "from", "close", "to", "familiar"):
        named = has_name and low != "of" and not _all_capital_organisation(words, first, place)
        return named or place + 1 >= len(words) or (low == "to" and words[place - 1].low != "close")
    if low in lexicon.PREPOSITIONS or low in lexicon.SUBORDINATORS or low in lexicon.COORDINATORS:
        return True
    if low in lexicon.WEEKDAYS or low in lexicon.DAY_WORDS or low in lexicon.FINITE:
        return True
    if has_name and low.endswith("ed") and not words[place].is_capital:
        return True
    is_adverb = low in lexicon.ADVERBS or low.endswith("ly")
    return has_name and (is_adverb or low in lexicon.DETERMINERS)


def _all_capital_organisation(words: Words, first: int, last: int) -> bool:
    return any(word.low in naming.ORGANISATION_WORDS for word in words[first:last])
