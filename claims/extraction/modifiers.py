"""Extraction: modifiers, what may stand between a cue and what it governs.

"told AFP", "on Wednesday", "in a statement": whom the words were told, when they were said and how they went out.
"""

from typing import Final, NamedTuple

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.sentences import Word

LOOK_AHEAD: Final = 22
PROGRAMMES: Final = frozenset({"show", "program", "programme", "podcast", "board", "viewers", "listeners"})
LONGEST_ADDRESSEE: Final = 10
PLATFORM_REACH: Final = 4
Words = tuple[Word, ...]
Stretch = tuple[int, int]


class Modifiers(NamedTuple):
    """Stretches of words: whom it was told, when, through which medium, who carried it.

    ``end`` is where what follows begins.
    """

    end: int
    told_to: Stretch | None = None
    when: Stretch | None = None
    medium: Stretch | None = None
    carried_by: Stretch | None = None


def read_modifiers(words: Words, place: int, takes_addressee: bool, limit: int) -> Modifiers:
    """Read the modifiers that start at ``place``, as far as ``limit``."""
    told_to = when = medium = None
    if takes_addressee:
        end = _end_of_addressee(words, place, limit)
        told_to = (place, end) if end > place else None
        place = end
    while place < limit:
        end = _end_of_time(words, place, limit)
        if end > place:
            when, place = when or (place, end), end
            continue
        end = _end_of_phrase(words, place, limit)
        if end > place:
            if is_medium(words, place, end):
                medium = medium or (place, end)
            when = when or time_inside(words, place, end)
            place = end
            continue
        low = words[place].low
        if (low in lexicon.ADVERBS or low.endswith("ly")) and words[place].is_word and not words[place].is_capital:
            place += 1
            continue
        break
    return Modifiers(place, told_to, when, medium)


def is_medium(words: Words, first: int, last: int) -> bool:
    """Whether a phrase says through which medium words went out: "in a statement", "via Telegram", "on Twitter"."""
    if words[first].low in ("via", "through") or any(word.low in lexicon.MEDIA for word in words[first:last]):
        return True
    named = words[first + 1 : min(last, first + PLATFORM_REACH)]
    return words[first].low == "on" and any(word.low.rstrip(".") in lexicon.PLATFORMS for word in named)


def time_after(words: Words, place: int, limit: int) -> Stretch | None:
    """The time phrase that starts here."""
    end = _end_of_time(words, place, limit)
    return (place, end) if end > place else None


def time_inside(words: Words, first: int, last: int) -> Stretch | None:
    """The first time phrase between two places."""
    for place in range(first, last):
        end = _end_of_time(words, place, last)
        if end > place:
            return place, end
    return None


def _end_of_addressee(words: Words, place: int, limit: int) -> int:
    """Where the noun phrase after "told" ends."""
    if place >= limit or not words[place].is_word:
        return place
    is_possessive = words[place].low == "her" and place + 1 < limit and _is_noun(words[place + 1])
    is_pronoun = words[place].low in lexicon.SUBJECT_PRONOUNS or words[place].low in lexicon.OBJECT_PRONOUNS
    if is_pronoun and not is_possessive:
        return place + 1
    end, has_noun = place, False
    while end < limit and end - place < LONGEST_ADDRESSEE:
        word = words[end]
        low = word.low
        if not word.is_word or low in lexicon.SUBORDINATORS or low in lexicon.SUBJECT_PRONOUNS or low in lexicon.FINITE:
            break
        if low == "of" or (low in ("and", "&") and _joins_names(words, end, limit)):
            end += 1
            has_noun = False
            continue
        if has_noun and _leaves_addressee(words, end):
            break
        has_noun = low not in lexicon.DETERMINERS
        end += 1
    return end


def _is_noun(word: Word) -> bool:
    """Whether "her" before this word means that it is hers."""
    low = word.low
    is_function_word = low in lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | lexicon.ADVERBS
    is_other = is_function_word or low in lexicon.SUBJECT_PRONOUNS or low in lexicon.TIME_NOUNS or low == "to"
    return word.is_word and not word.is_capital and not is_other


def _joins_names(words: Words, place: int, limit: int) -> bool:
    return place + 1 < limit and words[place + 1].is_capital and words[place - 1].is_capital


def _leaves_addressee(words: Words, place: int) -> bool:
    word, before = words[place], words[place - 1]
    low = word.low
    if low in lexicon.DETERMINERS or low in lexicon.PREPOSITIONS or low in lexicon.WEEKDAYS or low in lexicon.DAY_WORDS:
        return True
    if before.low in naming.AUDIENCES:
        return True
    if before.is_capital and not word.is_capital and not before.text.endswith(("'s", "’s")):
        return low not in naming.ROLE_NOUNS | naming.ORGANISATION_WORDS | naming.AUDIENCES | PROGRAMMES
    starts_name = word.is_capital and not before.is_capital and low not in naming.OUTLET_WORDS
    return low in lexicon.ADVERBS or (starts_name and before.low not in naming.ROLE_NOUNS)


def _end_of_time(words: Words, place: int, limit: int) -> int:
    """Where a time phrase ends: "on Wednesday", "earlier this week", "before Wednesday's meeting", "on Oct. 23"."""
    ago = _end_of_ago(words, place, limit)
    if ago > place:
        return ago
    end = place
    while end < limit and end - place < 3 and words[end].low in lexicon.TIME_LEADS:
        end += 1
    if end >= limit:
        return place
    low = words[end].low
    if low in lexicon.DAY_WORDS or low in lexicon.WEEKDAYS:
        end += 1
    elif low.removesuffix("'s") in lexicon.WEEKDAYS and end > place:
        return min(end + 2, limit)
    elif _end_of_date(words, end, limit) > end and (end > place or words[end].text[0].isdigit()):
        return _end_of_date(words, end, limit)
    elif end - place >= 1 and low in lexicon.TIME_NOUNS:
        end += 1
    else:
        return place
    while end < limit and (words[end].low in lexicon.DAY_PARTS or words[end].low == "late"):
        end += 1
    return end


def _end_of_ago(words: Words, place: int, limit: int) -> int:
    """Where "two days ago" ends."""
    following = [word.low for word in words[place : min(limit, place + 3)]]
    is_counted = len(following) == 3 and following[1] in lexicon.TIME_NOUNS and following[2] in ("ago", "earlier")
    is_number = following[:1] != [] and (following[0] in lexicon.COUNTS or following[0].isdigit())
    return place + 3 if is_counted and is_number else place


def _end_of_date(words: Words, place: int, limit: int) -> int:
    """Where "Oct. 23", "4 July" or "July 4, 2018" ends; a month alone counts as well."""
    day_first = words[place].text.isdigit() and place + 1 < limit
    month = place + 1 if day_first else place
    if words[month].low not in lexicon.MONTHS or not words[month].is_capital:
        return place
    end = month + 1
    if not day_first and end < limit and words[end].text[0].isdigit():
        end += 1
    if end < limit and _is_year(words[end]):
        return end + 1
    has_comma = end + 1 < limit and words[end].text == "," and _is_year(words[end + 1])
    return end + 2 if has_comma else end


def _is_year(word: Word) -> bool:
    return len(word.text) == 4 and word.text.isdigit() and word.text[:2] in ("18", "19", "20")


def _end_of_phrase(words: Words, place: int, limit: int) -> int:
    """Where "in an interview with the paper" ends, when something that is said clearly follows it."""
    low = words[place].low
    if place + 1 >= limit or (low not in lexicon.PREPOSITIONS and low != "as"):
        return place
    following = words[place + 1]
    if low == "to" and not following.is_capital and following.low not in lexicon.DETERMINERS | naming.AUDIENCES:
        return place
    has_medium = False
    for end in range(place + 1, min(limit, place + LOOK_AHEAD)):
        word = words[end]
        low = word.low
        has_medium = has_medium or low in lexicon.MEDIA
        if (low == "that" and words[end - 1].is_word) or word.is_quotation or word.text[0] in ",:":
            return end
        if low in lexicon.SUBORDINATORS and low not in ("as", "than"):
            return place
        ends_medium = has_medium and end > place + 1 and words[end - 1].low in lexicon.MEDIA | lexicon.TIME_NOUNS
        if ends_medium and (low in lexicon.SUBJECT_PRONOUNS or low in lexicon.DETERMINERS):
            return end
        if low in lexicon.FINITE:
            return place
    reaches_end = limit - place < LOOK_AHEAD
    return limit if reaches_end else place
