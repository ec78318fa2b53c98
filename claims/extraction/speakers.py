"""Extraction: speaker phrases, who stands beside a cue.

The phrase is what is printed. A name is parted from the role around it ("Their spokesman, Ibrahim Jabbawi,"); who is
meant by "he" or by a surname is the work of a later step.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.cues import Cue, CueForm
from claims.extraction.noun_phrases import SpeakerPhrase, is_name, noun_phrase, parted
from claims.extraction.sentences import Word

LONGEST_PHRASE: Final = 16
LONGEST_SUBJECT: Final = 24
LONGEST_OPENING: Final = 20
LONGEST_ASIDE: Final = 16
LONGEST_APPOSITION: Final = 34
HELPERS: Final = (
    lexicon.AUXILIARIES | lexicon.ADVERBS | {"long", "almost", "perhaps", "maybe", "further", "begun", "started"}
)
SEASONS: Final = frozenset({"past", "spring", "summer", "fall", "autumn", "winter"})
TIME_ARTICLES: Final = frozenset({"this", "last", "past", "that", "the", "same", "next", "earlier", "late"})
TIME_PREPOSITIONS: Final = frozenset({"in", "on", "over", "for", "during", "earlier", "late", "later"})
ISSUED: Final = frozenset(
    {"issued", "released", "sent", "posted", "published", "wrote", "filed", "signed", "made", "gave", "aired", "shared"}
    | {"delivered", "circulated", "put", "issues", "releases", "sends", "posts", "publishes", "writes", "distributed"}
)
CLAUSE_OPENERS: Final = frozenset({"when", "while", "after", "before", "although", "though", "as", "where"})
TIMES: Final = (lexicon.TIME_NOUNS | lexicon.TIME_LEADS | lexicon.MONTHS) - {"the"}
ASIDES: Final = frozenset({"at", "in", "with", "by", "for"})
RELATIVE: Final = frozenset({"who", "who's", "who've", "who'd"})
NEVER_FIRST: Final = lexicon.PREPOSITIONS | lexicon.COORDINATORS | lexicon.SUBORDINATORS | lexicon.FINITE
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
        return _with_apposition(words, place, cue.first)
    if word.text == ")":
        place = _before_opening(words, place, "(")
    elif word.text[0] in "—–-" and not word.is_quotation:
        place = _before_opening(words, place, word.text)
    return noun_phrase(words, place, cue.first) if place >= 0 else None


def subject_after(words: Words, place: int, *, takes_apposition: bool = True) -> SpeakerPhrase | None:
    """The subject to the right of a cue: "said Ann Poe, a nurse"; also what "according to" names."""
    end = _end_of_phrase(words, place)
    if end == place:
        return None
    phrase = parted(words, place, end, place, end)
    if phrase is None:
        return None
    name_end = _end_of_name_after(words, end) if takes_apposition else end
    if name_end > end:
        return SpeakerPhrase(end + 1, name_end, place, name_end, (place, end))
    role_end = _end_of_apposition(words, end) if takes_apposition else end
    if role_end > end + 1:
        role = phrase.role or _as_role(words, (end + 1, role_end))
        return phrase._replace(role=role, stop=role_end)
    return phrase


def source_after(words: Words, place: int) -> SpeakerPhrase | None:
    """What "according to" names; in "according to a study by the guild" that is the guild."""
    document = subject_after(words, place, takes_apposition=False)
    if document is None or document.last + 1 >= len(words) or words[document.last].low not in ("by", "from"):
        return document
    head = words[document.last - 1].low
    author = subject_after(words, document.last + 1, takes_apposition=False)
    is_document = head in naming.DOCUMENT_HEADS | lexicon.MEDIA | lexicon.FINDINGS
    if author is None or not is_document or words[author.first].low in TIMES:
        return document
    return author._replace(reach=place, role=author.role or (document.first, document.last))


def issuer_of(words: Words, document: SpeakerPhrase) -> SpeakerPhrase | None:
    """Who speaks in "the guild issued a statement saying": whoever issued it; None when nobody did."""
    is_document = any(
        word.low in naming.DOCUMENT_HEADS | lexicon.MEDIA for word in words[document.first : document.last]
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
    if place >= 0 and words[place].text == ",":
        place -= 1
    return noun_phrase(words, place, stop) if place >= 0 else None


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
        outer = noun_phrase(words, back - 1, stop)
        if outer is None:
            continue
        inner = (back + 1, comma)
        if is_name(words, *inner) and not is_name(words, outer.reach, outer.last):
            return _named(words, inner, outer, stop)
        return outer._replace(stop=stop, role=outer.role or _as_role(words, inner))
    return None


def _named(words: Words, inner: tuple[int, int], outer: SpeakerPhrase, stop: int) -> SpeakerPhrase:
    """The role stands first and the name in the apposition: "Their nurse, Ann Poe,"."""
    phrase = parted(words, *inner, outer.reach, stop) or SpeakerPhrase(*inner, outer.reach, stop)
    return phrase._replace(role=(outer.reach, outer.last))


def _as_role(words: Words, stretch: tuple[int, int]) -> tuple[int, int] | None:
    """An age, or a clause about what somebody did, is no role."""
    head = words[stretch[0]]
    is_clause = head.low in ("who", "which", "whose", "where", "in", "by", "for") or head.low.endswith("ing")
    return None if is_clause or head.text[0].isdigit() or _is_party(head) else stretch


def _is_apposition(words: Words, first: int, last: int) -> bool:
    if first >= last:
        return False
    head = words[first]
    if head.low in ASIDES and words[first - 2].is_capital:
        return last - first <= LONGEST_ASIDE
    if _is_party(head):
        return True
    if head.low in ("who", "which", "whose", "where", "of", "from", "like", "including") or head.text[0].isdigit():
        return True
    if head.low.endswith("ing") and head.low not in lexicon.CUE_FORMS:
        return True
    if head.low in ("a", "an", "the", "his", "her", "their", "its", "one", "former", "now", "then", "also"):
        return not any(word.low in lexicon.FINITE for word in words[first:last]) or words[first - 2].is_capital
    if is_name(words, first, last):
        return last - first <= 6
    return any(word.low in naming.ROLE_NOUNS for word in words[first:last]) and words[first - 2].is_capital


def _is_party(word: Word) -> bool:
    """Whether "R-Ky." or "D-Oslo" stands here, a party and a place."""
    letters, dash, place = word.text.partition("-")
    return bool(dash) and letters.isupper() and len(letters) <= 3 and place[:1].isupper()


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
    return any(word.low in naming.ORGANISATION_WORDS for word in words[first:last])


def _end_of_apposition(words: Words, comma: int) -> int:
    """Where ", a nurse at the hospital" after a name ends; ``comma`` itself when there is none."""
    if comma + 1 >= len(words) or words[comma].text != ",":
        return comma
    head = words[comma + 1]
    is_role = head.low in ("a", "an", "the", "who", "one", "his", "her", "their", "whose", "former")
    if not is_role and head.low not in naming.ROLE_NOUNS:
        return comma
    end = comma + 1
    while end < len(words) and end - comma < LONGEST_APPOSITION:
        if words[end].is_quotation or words[end].text in (",", ";", ":", "—", "–") or _closes(words, end):
            break
        end += 1
    return end


def _closes(words: Words, place: int) -> bool:
    return words[place].text[0] in ".!?" and place + 1 >= len(words)
