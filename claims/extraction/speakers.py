"""Extraction: speaker phrases, who stands beside a cue.

The phrase is what is printed. A name is parted from the role around it ("Their spokesman, Ibrahim Jabbawi,"); who is
meant by "he" or by a surname is the work of a later step.
"""

from typing import Final, NamedTuple

from claims.extraction import lexicon_en as lexicon
from claims.extraction.cues import Cue
from claims.extraction.sentences import Word

LONGEST_PHRASE: Final = 16
LONGEST_APPOSITION: Final = 34
LONGEST_RELATIVE: Final = 12
INTRODUCES: Final = frozenset({"in", "on", "at", "during", "earlier", "last"})
KEPT_TITLES: Final = frozenset({"mr", "ms", "mrs"})
NO_SPEAKERS: Final = frozenset({"you", "who", "us", "them", "him", "me"})
NAME_PARTS: Final = frozenset({"de", "van", "von", "bin", "al", "el"})
NEVER_FIRST: Final = lexicon.PREPOSITIONS | lexicon.COORDINATORS | lexicon.SUBORDINATORS | lexicon.FINITE
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


def subject_before(words: Words, cue: Cue) -> SpeakerPhrase | None:
    """The subject to the left of a cue: "The mayor, a Liberal, later said"."""
    place = _before_helpers(words, cue.first - 1)
    if place < 0:
        return None
    word = words[place]
    if word.low == "who":
        return _antecedent(words, place - 1, cue.first)
    if word.low in lexicon.PLURAL_PRONOUNS and word.is_word and (place == 0 or not words[place - 1].is_word):
        return SpeakerPhrase(place, place + 1, place, cue.first)
    if word.text == ",":
        return _with_apposition(words, place, cue.first)
    if word.text == ")":
        place = _before_bracket(words, place)
    return _noun_phrase(words, place, cue.first) if place >= 0 else None


def subject_after(words: Words, place: int, *, takes_apposition: bool = True) -> SpeakerPhrase | None:
    """The subject to the right of a cue: "said Ann Poe, a nurse"; also what "according to" names."""
    end = _end_of_phrase(words, place)
    if end == place:
        return None
    phrase = _parted(words, place, end, place, end)
    if phrase is None:
        return None
    name_end = _end_of_name_after(words, end) if takes_apposition else end
    if name_end > end:
        return SpeakerPhrase(end + 1, name_end, place, name_end, (place, end))
    role_end = _end_of_apposition(words, end) if takes_apposition else end
    if role_end > end + 1:
        role = phrase.role or (end + 1, role_end)
        return phrase._replace(role=role, stop=role_end)
    return phrase


def _before_helpers(words: Words, place: int) -> int:
    """Step left over "has also", "on Monday" and ", however," to where a subject may end."""
    for _ in range(6):
        if place < 0:
            return place
        low = words[place].low
        is_time = low in lexicon.WEEKDAYS or low in lexicon.DAY_WORDS
        is_helper = low in lexicon.AUXILIARIES or low in lexicon.ADVERBS or low.endswith("ly")
        if low in ("to", "on") and place and words[place - 1].low in ("went", "on", "continued"):
            place -= 2 if words[place - 1].low != "on" else 3
        elif is_helper and words[place].is_word:
            if words[place].is_capital and not low.endswith("ly") and place and words[place - 1].is_capital:
                return place
            place -= 1
        elif is_time and place:
            place -= 2 if words[place - 1].low in ("on", "earlier", "late") else 1
        elif low == "," and _is_aside(words, place):
            place -= 3
        else:
            return place
    return place


def _is_aside(words: Words, place: int) -> bool:
    """Whether ", however," ends here."""
    return place >= 3 and words[place - 2].text == "," and words[place - 1].low in lexicon.ADVERBS


def _before_bracket(words: Words, place: int) -> int:
    for back in range(place, max(-1, place - 12), -1):
        if words[back].text == "(":
            return back - 1
    return -1


def _antecedent(words: Words, place: int, stop: int) -> SpeakerPhrase | None:
    """Who is meant by "who": the phrase before it."""
    if place >= 0 and words[place].text == ",":
        place -= 1
    return _noun_phrase(words, place, stop) if place >= 0 else None


def _with_apposition(words: Words, comma: int, stop: int) -> SpeakerPhrase | None:
    """In "Ann Poe, a nurse, said" and "Their nurse, Ann Poe, said" the name is the speaker, the rest the role."""
    for back in range(comma - 1, max(0, comma - LONGEST_APPOSITION), -1):
        is_utterance = words[back].is_quotation and words[back].text.rstrip('"”»’')[-1:] in (",", ".", "?", "!")
        if is_utterance or words[back].low in ("said", "says"):
            return None
        if words[back].text != ",":
            continue
        if not _is_apposition(words, back + 1, comma):
            continue
        outer = _noun_phrase(words, back - 1, stop)
        if outer is None:
            continue
        inner = (back + 1, comma)
        if _is_name(words, *inner) and not _is_name(words, outer.reach, outer.last):
            return _named(words, inner, outer, stop)
        return outer._replace(stop=stop, role=outer.role or inner)
    return None


def _named(words: Words, inner: tuple[int, int], outer: SpeakerPhrase, stop: int) -> SpeakerPhrase:
    """The role stands first and the name in the apposition: "Their nurse, Ann Poe,"."""
    phrase = _parted(words, *inner, outer.reach, stop) or SpeakerPhrase(*inner, outer.reach, stop)
    return phrase._replace(role=(outer.reach, outer.last))


def _is_apposition(words: Words, first: int, last: int) -> bool:
    if first >= last:
        return False
    head = words[first]
    if head.low in ("who", "which", "whose", "where", "of", "from") or head.text[0].isdigit():
        return True
    if head.low.endswith("ing") and head.low not in lexicon.CUE_FORMS:
        return True
    if head.low in ("a", "an", "the", "his", "her", "their", "its", "one", "former", "now", "then", "also"):
        return not any(word.low in lexicon.FINITE for word in words[first:last]) or words[first - 2].is_capital
    if _is_name(words, first, last):
        return last - first <= 6
    return any(word.low in lexicon.ROLE_NOUNS for word in words[first:last]) and words[first - 2].is_capital


def _is_name(words: Words, first: int, last: int) -> bool:
    """Whether every word has a capital (small particles of names allowed) and none is an article."""
    return (
        first < last
        and words[first].low not in lexicon.DETERMINERS
        and all(word.is_capital or word.low in lexicon.PARTICLES_OF_NAMES for word in words[first:last])
    )


def _noun_phrase(words: Words, end: int, stop: int) -> SpeakerPhrase | None:
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
        return _noun_phrase(words, who - 1, stop)
    return _parted(words, _after_introduction(words, first, last), last, first, stop)


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
        return True
    if low not in ("that", "which"):
        return False
    following = words[place + 1]
    has_subject = following.low in lexicon.DETERMINERS or following.low in lexicon.SUBJECT_PRONOUNS
    is_verb = following.low in lexicon.FINITE or following.low.endswith(("s", "ed"))
    return is_verb and not has_subject and not following.is_capital


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


def _end_of_phrase(words: Words, place: int) -> int:
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


def _end_of_name_after(words: Words, comma: int) -> int:
    """Where the name in "said her partner, Ann Poe." ends; ``comma`` itself when there is none."""
    if comma + 1 >= len(words) or words[comma].text != "," or words[comma - 1].is_capital:
        return comma
    end = comma + 1
    while end < len(words) and words[end].is_capital and words[end].is_word:
        end += 1
    is_closed = end == len(words) or not words[end].is_word
    return end if comma + 1 < end <= comma + 5 and is_closed else comma


def _all_capital_organisation(words: Words, first: int, last: int) -> bool:
    return any(word.low in lexicon.ORGANISATION_WORDS for word in words[first:last])


def _end_of_apposition(words: Words, comma: int) -> int:
    """Where ", a nurse at the hospital" after a name ends; ``comma`` itself when there is none."""
    if comma + 1 >= len(words) or words[comma].text != ",":
        return comma
    head = words[comma + 1]
    is_role = head.low in ("a", "an", "the", "who", "one", "his", "her", "their", "whose", "former")
    if not is_role and head.low not in lexicon.ROLE_NOUNS:
        return comma
    end = comma + 1
    while end < len(words) and end - comma < LONGEST_APPOSITION:
        if words[end].is_quotation or words[end].text in (",", ";", ":", "—", "–") or _closes(words, end):
            break
        end += 1
    return end


def _closes(words: Words, place: int) -> bool:
    return words[place].text[0] in ".!?" and place + 1 >= len(words)


def _parted(words: Words, first: int, last: int, reach: int, stop: int) -> SpeakerPhrase | None:
    """Part the name from the role before it: "police chief Joe Doe", "Ontario Premier Ann Poe"."""
    if first >= last or not _can_speak(words, first, last):
        return None
    name = last
    while name > first and (words[name - 1].is_capital or words[name - 1].low in NAME_PARTS):
        if words[name - 1].low in lexicon.ROLE_NOUNS and name < last:
            break
        name -= 1
    while name < last - 1 and words[name].low in lexicon.TITLES and words[name].low.rstrip(".") not in KEPT_TITLES:
        name += 1
    has_article = name > first and words[name - 1].low in lexicon.DETERMINERS and name - 1 == first
    if name <= first or name >= last or has_article or words[name].low in lexicon.DETERMINERS:
        return SpeakerPhrase(first, last, reach, stop)
    if words[name - 1].low in lexicon.PREPOSITIONS or words[name - 1].low in ("and", "the"):
        return SpeakerPhrase(first, last, reach, stop)
    return SpeakerPhrase(name, last, reach, stop, (first, name))


def _can_speak(words: Words, first: int, last: int) -> bool:
    """Things that say nothing, and "you", are no speakers."""
    head = words[last - 1].low
    if first + 1 == last and (head in lexicon.SPEECHLESS or head in NO_SPEAKERS or head.isdigit()):
        return False
    if first + 1 == last and head.endswith("ing") and first == 0:
        return False
    if head in lexicon.SPEECHLESS or head in lexicon.DETERMINERS or head in lexicon.PREPOSITIONS:
        return False
    if first + 1 == last and not words[first].is_capital and head.endswith("ed"):
        return False
    return words[first].low != "there" and (words[first].low != "it" or first + 1 == last)
