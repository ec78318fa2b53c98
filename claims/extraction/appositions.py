"""Extraction: appositions, what commas set apart beside a speaker: a role, an age, a party, a clause, or the name.

In "Ann Poe, a nurse, said" and "Their nurse, Ann Poe, said" the name is the speaker and the rest the role.
"""

from typing import Final

from claims.extraction import lexicon_en as lexicon
from claims.extraction import naming_en as naming
from claims.extraction.noun_phrases import SpeakerPhrase, is_name, noun_phrase, parted
from claims.extraction.sentences import Word

LONGEST_ASIDE: Final = 16
LONGEST_APPOSITION: Final = 34
LONGEST_NAME: Final = 6
ASIDES: Final = frozenset({"at", "in", "with", "by", "for"})
CLAUSES: Final = frozenset({"who", "which", "whose", "where"})
BELONGING: Final = frozenset({"of", "from", "like", "including"})
ARTICLES: Final = frozenset({"a", "an", "the", "his", "her", "their", "its", "one", "former", "now", "then", "also"})
Words = tuple[Word, ...]


def with_apposition(words: Words, comma: int, stop: int) -> SpeakerPhrase | None:
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
        wider = _outermost(words, outer, comma)
        if wider is not None:
            return wider._replace(stop=stop)
        return outer._replace(stop=stop, role=outer.role or as_role(words, inner))
    return None


def named_before_role(words: Words, comma: int, stop: int) -> SpeakerPhrase | None:
    """Who is meant in "Ann Poe, the head of the guild, who said"."""
    for back in range(comma - 1, max(0, comma - LONGEST_APPOSITION), -1):
        if words[back].is_quotation or words[back].low in lexicon.FINITE:
            return None
        if words[back].text == ",":
            outer = noun_phrase(words, back - 1, stop) if words[back + 1].low in ARTICLES else None
            is_named = outer is not None and is_name(words, outer.first, outer.last)
            return outer._replace(role=outer.role or (back + 1, comma)) if outer is not None and is_named else None
    return None


def _outermost(words: Words, outer: SpeakerPhrase, comma: int) -> SpeakerPhrase | None:
    """In "Ann Poe, 22, of Oslo, Norway, said" a name that opens its clause speaks, before the first comma."""
    if outer.reach == 0 or not (words[outer.reach - 1].is_word or words[outer.reach].text[0].isdigit()):
        return None
    for back in range(outer.reach - 1, max(0, comma - LONGEST_APPOSITION), -1):
        if words[back].is_quotation or words[back].low in ("said", "says"):
            return None
        if words[back].text != "," or not _is_embedding(words[back + 1]):
            continue
        phrase = noun_phrase(words, back - 1, comma)
        if phrase is not None and is_name(words, phrase.first, phrase.last) and _opens_clause(words, phrase.reach):
            return phrase
    return None


def _is_embedding(head: Word) -> bool:
    """Whether an apposition starts here that may hold commas of its own."""
    is_participle = head.low.endswith("ing") and head.low not in lexicon.CUE_FORMS
    return head.low in CLAUSES | BELONGING | {"a", "an", "the"} or head.text[0].isdigit() or is_participle


def _opens_clause(words: Words, place: int) -> bool:
    before = words[place - 1] if place else None
    is_edge = before is None or not before.is_word or before.low in lexicon.COORDINATORS
    return is_edge and words[place].low not in lexicon.PREPOSITIONS


def _named(words: Words, inner: tuple[int, int], outer: SpeakerPhrase, stop: int) -> SpeakerPhrase:
    """The role stands first and the name in the apposition: "Their nurse, Ann Poe,"."""
    phrase = parted(words, *inner, outer.reach, stop) or SpeakerPhrase(*inner, outer.reach, stop)
    return phrase._replace(role=(outer.reach, outer.last))


def as_role(words: Words, stretch: tuple[int, int]) -> tuple[int, int] | None:
    """An age, or a clause about what somebody did, is no role."""
    head = words[stretch[0]]
    is_clause = head.low in CLAUSES | {"in", "by", "for"} or head.low.endswith("ing")
    return None if is_clause or head.text[0].isdigit() or _is_party(head) else stretch


def _is_apposition(words: Words, first: int, last: int) -> bool:
    if first >= last:
        return False
    head = words[first]
    if head.low in ASIDES and words[first - 2].is_capital:
        return last - first <= LONGEST_ASIDE
    if _is_party(head):
        return True
    if head.low in CLAUSES | BELONGING or head.text[0].isdigit():
        return True
    if head.low.endswith("ing") and head.low not in lexicon.CUE_FORMS:
        return True
    if head.low in ARTICLES:
        return not any(word.low in lexicon.FINITE for word in words[first:last]) or words[first - 2].is_capital
    if is_name(words, first, last):
        return last - first <= LONGEST_NAME
    return any(word.low in naming.ROLE_NOUNS for word in words[first:last]) and words[first - 2].is_capital


def _is_party(word: Word) -> bool:
    """Whether "R-Ky." or "D-Oslo" stands here, a party and a place."""
    letters, dash, place = word.text.partition("-")
    return bool(dash) and letters.isupper() and len(letters) <= 3 and place[:1].isupper()


def end_of_name_after(words: Words, comma: int) -> int:
    """Where the name in "said her partner, Ann Poe." ends; ``comma`` itself when there is none."""
    if comma + 1 >= len(words) or words[comma].text != "," or words[comma - 1].is_capital:
        return comma
    end = comma + 1
    while end < len(words) and words[end].is_capital and words[end].is_word:
        end += 1
    is_closed = end == len(words) or not words[end].is_word
    return end if comma + 1 < end <= comma + 5 and is_closed else comma


def end_of_apposition(words: Words, comma: int) -> int:
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
