"""Extraction: the French language pack, who speaks and what stands beside: "Jeanne Roux, la maire, mardi à l'AFP"."""

from typing import Final

from claims.extraction import lexicon_fr as lexicon
from claims.extraction import naming_fr as naming
from claims.extraction.lexicon_en import words_in
from claims.extraction.modifiers import Modifiers
from claims.extraction.noun_phrases import SpeakerPhrase
from claims.extraction.sentences import Word

LONGEST_PHRASE: Final = 16
LONGEST_ASIDE: Final = 24
MOST_MODIFIERS: Final = 6
CLITIC_WORDS: Final = lexicon.AUXILIARIES | lexicon.NEGATIONS | lexicon.REFLEXIVE_CLITICS
ENDS_PHRASE: Final = (
    lexicon.CLAUSE_WORDS | lexicon.WEEKDAYS | lexicon.DAY_WORDS | lexicon.SUBJECT_PRONOUNS | CLITIC_WORDS
)
SPEAKING_NOUNS: Final = (
    naming.ROLE_NOUNS
    | naming.COLLECTIVES
    | naming.ANONYMOUS_HEADS
    | naming.ORGANISATION_WORDS
    | naming.DOCUMENT_HEADS
    | naming.NAMELESS
)
RANKS: Final = words_in("ancien ancienne ex-ministre premier première second seconde autre nouveau nouvelle jeune")
RELATIVES: Final = frozenset({"qui", "dont"})
Words = tuple[Word, ...]
Stretch = tuple[int, int]


def subject_after(words: Words, place: int) -> SpeakerPhrase | None:
    """Whoever the noun phrase that starts here names, with the role before the name or after a comma."""
    end = end_of_phrase(words, place)
    if end == place or not can_speak(words, place, end):
        return None
    return _with_apposition(words, _parted(words, place, end))


def subject_before(words: Words, floor: int, end: int) -> SpeakerPhrase | None:
    """Whoever the noun phrase before word ``end`` names, not further left than ``floor``."""
    place = end
    while place > floor and (words[place - 1].low in lexicon.ADVERBS or words[place - 1].low.endswith("ment")):
        place -= 1
    if place <= floor:
        return None
    last = words[place - 1]
    if last.low in lexicon.SUBJECT_PRONOUNS:
        return SpeakerPhrase(place - 1, place, place - 1, end)
    if last.low == "qui":
        return _phrase_ending(words, floor, place - 1 - (place - 2 >= floor and words[place - 2].text == ","), end)
    if last.text == ",":
        return _before_apposition(words, floor, place - 1, end)
    return _phrase_ending(words, floor, place, end)


def end_of_phrase(words: Words, first: int, *, after_preposition: bool = False) -> int:
    """Where the noun phrase that starts at ``first`` ends; ``first`` itself when none starts there."""
    if first >= len(words) or not (words[first].is_word and _may_start(words[first], after_preposition)):
        return first
    end = first + 1
    while end < len(words) and end - first < LONGEST_PHRASE and _belongs(words, first, end, after_preposition):
        end += 1
    while end > first + 1 and words[end - 1].low in lexicon.OF | lexicon.CONJUNCTIONS | lexicon.ARTICLES:
        end -= 1
    return end


def _may_start(word: Word, after_preposition: bool) -> bool:
    if word.low in ENDS_PHRASE or word.low in lexicon.PREPOSITIONS:
        return False
    return after_preposition or word.is_capital or word.low in lexicon.DETERMINERS or word.low in SPEAKING_NOUNS


def _belongs(words: Words, first: int, place: int, after_preposition: bool) -> bool:
    """Whether the word here goes on with the noun phrase that started at ``first``."""
    word, before = words[place], words[place - 1]
    if not word.is_word:
        return word.text == "&"
    if word.low == "et":
        return before.is_capital and place + 1 < len(words) and words[place + 1].is_capital
    if word.low in lexicon.OF or before.low in lexicon.OF:
        return word.is_capital or word.low not in ENDS_PHRASE
    if word.low in ENDS_PHRASE or word.low in lexicon.PREPOSITIONS:
        return word.is_capital and before.is_capital
    if word.low in lexicon.DETERMINERS or word.low in lexicon.FINITE_CUES:
        return word.is_capital
    is_article = place - 1 == first and before.low in lexicon.DETERMINERS
    if word.is_capital:
        is_noun = not before.is_capital and before.low not in lexicon.DETERMINERS
        return not (after_preposition and (before.low in naming.OUTLETS or is_noun))
    is_office = words[first].low in naming.ORGANISATION_WORDS or _is_named_office(words, place)
    return is_article or not before.is_capital or is_office


def _is_named_office(words: Words, place: int) -> bool:
    """A small word after a capital goes on with an office ("de la Croix-Rouge française"), not with a person's name."""
    return (
        place >= 2
        and words[place - 2].low in lexicon.ARTICLES
        and words[place].low.endswith(("ais", "aise", "al", "ale"))
    )


def can_speak(words: Words, first: int, last: int) -> bool:
    """Whether there is a name, an office or a group in these words."""
    return any(word.is_capital or word.low in SPEAKING_NOUNS for word in words[first:last])


def _parted(words: Words, first: int, last: int) -> SpeakerPhrase:
    """Part the name from the role before it: "le ministre de l'Intérieur Jean Roux"."""
    name = last
    floor = first + (words[first].low in lexicon.DETERMINERS)
    while name > floor and (words[name - 1].is_capital or _is_particle(words, first, name, last)):
        name -= 1
    if name in (first, last):
        return SpeakerPhrase(first, last, first, last)
    if words[name - 1].low in lexicon.OF | lexicon.ARTICLES | lexicon.TO:
        if name + 2 >= last or words[name + 1].low not in naming.GIVEN_MALE | naming.GIVEN_FEMALE:
            return SpeakerPhrase(first, last, first, last)
        name += 1
    return SpeakerPhrase(name, last, first, last, (first, name))


def _is_particle(words: Words, first: int, place: int, last: int) -> bool:
    """Whether the word before ``place`` joins two parts of a name: "Jean de La Tour"; not "maire de Brume"."""
    is_between = first + 1 < place < last and words[place - 2].is_capital
    return is_between and words[place - 1].low in naming.NAMING.particles


def _with_apposition(words: Words, phrase: SpeakerPhrase) -> SpeakerPhrase:
    """Add what follows a comma: the role after a name, the name after a role, an age on the way."""
    comma = phrase.last
    if not _is_comma(words, comma):
        return phrase
    start = comma + 1
    if start + 2 < len(words) and words[start].text[0].isdigit() and words[start + 1].low == "ans":
        phrase = phrase._replace(stop=start + 2)
        if not _is_comma(words, start + 2):
            return phrase
        start += 3
    end = _end_of_aside(words, start)
    if phrase.role is None and _is_person_name(words, start, end) and not words[phrase.last - 1].is_capital:
        return SpeakerPhrase(start, end, phrase.reach, end, (phrase.first, phrase.last))
    if end > start and is_role(words, start, end):
        return phrase._replace(stop=end, role=phrase.role or (start, end))
    return phrase


def is_role(words: Words, start: int, end: int) -> bool:
    """Whether these words after a comma say what somebody is."""
    head = words[start]
    if head.low in lexicon.ARTICLES or head.low in RANKS or head.low in ("son", "sa", "leur"):
        return any(word.low in naming.ROLE_NOUNS for word in words[start : min(end, start + 5)])
    return head.low in naming.ROLE_NOUNS


def _is_person_name(words: Words, start: int, end: int) -> bool:
    return 2 <= end - start <= 4 and all(word.is_capital and word.is_word for word in words[start:end])


def _end_of_aside(words: Words, start: int) -> int:
    end = start
    while end < len(words) and end - start < LONGEST_ASIDE and not words[end].is_quotation:
        if words[end].text[0] in ",;:.!?…—–()":
            break
        end += 1
    return end


def _before_apposition(words: Words, floor: int, comma: int, stop: int) -> SpeakerPhrase | None:
    """The name on either side of the first comma: "Jeanne Roux, la maire, a dit", "La maire, Jeanne Roux, a dit"."""
    for back in range(comma - 1, max(floor, comma - LONGEST_ASIDE), -1):
        if words[back].is_quotation:
            return None
        if words[back].text != ",":
            continue
        outer = _phrase_ending(words, floor, back, stop)
        if outer is None:
            continue
        if outer.role is None and _is_person_name(words, back + 1, comma) and not words[back - 1].is_capital:
            return SpeakerPhrase(back + 1, comma, outer.reach, stop, (outer.first, outer.last))
        role = (back + 1, comma) if is_role(words, back + 1, comma) else None
        return outer._replace(role=outer.role or role)
    return None


def _phrase_ending(words: Words, floor: int, end: int, stop: int) -> SpeakerPhrase | None:
    """The longest noun phrase of one who can speak that ends right before ``end``."""
    for first in range(max(floor, end - LONGEST_PHRASE), end):
        is_start = first == floor or words[first - 1].low not in lexicon.OF | lexicon.ARTICLES
        if is_start and end_of_phrase(words, first) == end and can_speak(words, first, end):
            return _parted(words, first, end)._replace(stop=stop)
    return None


def read_modifiers(words: Words, place: int) -> Modifiers:
    """Whom it was told, when and through which medium, from ``place`` on: "mardi à l'AFP dans un communiqué"."""
    told_to = when = medium = None
    for _ in range(MOST_MODIFIERS):
        start = place + _is_comma(words, place)
        end = _end_of_time(words, start)
        if end > start:
            when, place = when or (start, end), end
            continue
        first, end = _prepositional(words, start)
        if end == start:
            break
        if _is_addressee(words, start, first, end):
            told_to = told_to or (_without_article(words, first), end)
        elif any(word.low in lexicon.MEDIA for word in words[first:end]):
            medium = medium or (start, end)
        elif start > place:
            break
        place = end
    return Modifiers(place, told_to, when, medium)


def _prepositional(words: Words, start: int) -> tuple[int, int]:
    """Where the noun phrase behind a preposition starts and ends; twice ``start`` when there is none."""
    if start >= len(words) or words[start].low not in lexicon.PREPOSITIONS or words[start].low in lexicon.OF:
        return start, start
    first = start + 1
    if first < len(words) and words[first].low in lexicon.OF:
        first += 1
    end = end_of_phrase(words, first, after_preposition=True)
    return (first, end) if end > first else (start, start)


def _is_addressee(words: Words, start: int, first: int, end: int) -> bool:
    low = words[start].low
    if low == "auprès" or any(word.low == "micro" for word in words[first:end]):
        return True
    lows = {word.low for word in words[first:end]}
    is_outlet = bool(lows & naming.OUTLETS) or (bool(lows & naming.OUTLET_WORDS) and low != "dans")
    return low in lexicon.TO and (is_outlet or bool(lows & naming.AUDIENCES))


def _without_article(words: Words, first: int) -> int:
    """Before a name the article is left out: AFP, of "l'AFP"; "la presse" stays."""
    is_named = words[first].low in lexicon.ARTICLES and words[first + 1 : first + 2] and words[first + 1].is_capital
    return first + 1 if is_named else first


def _end_of_time(words: Words, start: int) -> int:
    """Where "mardi soir", "ce mardi", "hier", "le 3 mars" or "la semaine dernière" ends."""
    end = start
    if end < len(words) and words[end].low in ("ce", "cet", "cette", "le", "la", "dès"):
        end += 1
    if end >= len(words):
        return start
    low, is_dated = words[end].low, False
    if low in lexicon.WEEKDAYS or (low in lexicon.DAY_WORDS and end == start):
        end += 1
    elif not (words[end].text[0].isdigit() or (low in lexicon.TIME_NOUNS and end > start)):
        return start
    elif low in lexicon.TIME_NOUNS:
        end += 1
    if end + 1 < len(words) and words[end].text[0].isdigit() and words[end + 1].low in lexicon.MONTHS:
        end, is_dated = end + 2, True
    elif end < len(words) and words[end].text[0].isdigit() and words[end - 1].low not in lexicon.WEEKDAYS:
        return start
    while end < len(words) and (words[end].low in lexicon.DAY_PARTS or (is_dated and words[end].text.isdigit())):
        end += 1
    return end


def _is_comma(words: Words, place: int) -> bool:
    return place < len(words) and words[place].text == ","
