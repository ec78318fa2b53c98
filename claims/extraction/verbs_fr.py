"""Extraction: the French language pack, verbs of saying as they are printed: "dit-il", "s'est-elle exclamée"."""

from typing import Final, NamedTuple

from claims.extraction import lexicon_fr as lexicon
from claims.extraction.sentences import Word

MOST_ADVERBS: Final = 3
LONGEST_ASIDE: Final = 7
Words = tuple[Word, ...]


class Verb(NamedTuple):
    """Words ``first`` to ``last`` (exclusive), clitics and helpers included; ``pronoun`` is the subject inside them."""

    first: int
    last: int
    infinitive: str
    pronoun: int | None = None
    is_compound: bool = False
    is_finite: bool = True


def verb_at(words: Words, first: int) -> Verb | None:
    """The verb of saying that starts here, in a form that reports; None when it is denied or none."""
    if first and words[first - 1].low in lexicon.NEGATIONS:
        return None
    place = first
    while _low(words, place) in lexicon.CLITICS and place - first < 2:
        place += 1
    is_reflexive = any(word.low in lexicon.REFLEXIVE_CLITICS for word in words[first:place])
    low = _low(words, place)
    pronoun = place + 1 if _low(words, place + 1) in lexicon.SUBJECT_PRONOUNS else None
    after = place + 1 if pronoun is None else place + 2
    if low in lexicon.AUXILIARIES:
        return _compound(words, first, after, pronoun, is_reflexive)
    if low in lexicon.FIRST_OF_TWO and _low(words, after) in lexicon.SECOND_OF_TWO:
        return Verb(first, after + 1, f"faire {words[after].low}", pronoun)
    forms = lexicon.REFLEXIVE_FINITE if is_reflexive else lexicon.FINITE_CUES
    if low not in forms or (first == place and first and words[first - 1].low in lexicon.DETERMINERS):
        return None
    return Verb(first, after, forms[low], pronoun)


def _compound(words: Words, first: int, place: int, pronoun: int | None, is_reflexive: bool) -> Verb | None:
    """After "a" or "s'est": the participle, "fait savoir" or "tenu à préciser"."""
    place = after_adverbs(words, after_aside(words, place))
    low = _low(words, place)
    forms = lexicon.REFLEXIVE_PARTICIPLES if is_reflexive else lexicon.PARTICIPLES
    helper = words[first + is_reflexive].low
    if low in forms and is_reflexive == (helper in lexicon.REFLEXIVE_AUXILIARIES):
        return Verb(first, place + 1, forms[low], pronoun, is_compound=True)
    following = _low(words, place + 1)
    if low == "fait" and following in lexicon.SECOND_OF_TWO:
        return Verb(first, place + 2, f"faire {following}", pronoun, is_compound=True)
    if low in ("tenu", "tenue", "voulu") and _low(words, place + 1 + (following == "à")) in lexicon.INFINITIVES:
        place += 1 + (following == "à")
        return Verb(first, place + 1, words[place].low, pronoun, is_compound=True)
    return None


def going_on_at(words: Words, first: int) -> Verb | None:
    """A verb that leaves its subject to the clause before: "avant d'ajouter", "en précisant"."""
    low, before = words[first].low, _low(words, first - 1)
    if low in lexicon.INFINITIVES and before in ("de", "d'", "à", "pour"):
        return Verb(first, first + 1, low, is_finite=False)
    if low in lexicon.GERUNDS and before in ("en", ",", "et"):
        return Verb(first, first + 1, lexicon.GERUNDS[low], is_finite=False)
    return None


def after_adverbs(words: Words, place: int) -> int:
    """The place after "pourtant", "également", "longuement"."""
    for _ in range(MOST_ADVERBS):
        low = _low(words, place)
        if low not in lexicon.ADVERBS and not low.endswith("ment"):
            break
        place += 1
    return place


def after_aside(words: Words, place: int) -> int:
    """The place after ", de son côté," and ", lui,"."""
    if _low(words, place) != ",":
        return place
    for end in range(place + 1, min(place + LONGEST_ASIDE, len(words))):
        if words[end].text == ",":
            return end + 1
    return place


def _low(words: Words, place: int) -> str:
    return words[place].low if 0 <= place < len(words) else ""
