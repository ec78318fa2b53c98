"""Extraction: how somebody without a name is identified: by title, description, crowd, or not at all."""

from claims.extraction.naming import Naming
from claims.extraction.sentences import Word
from claims.records.quotations import Identification

Words = tuple[Word, ...]


def head_of(words: Words, naming: Naming) -> int:
    """Where the noun stands that a phrase is about: the last word before the first preposition."""
    for place, word in enumerate(words):
        if place and (word.low in naming.prepositions or word.low in naming.after_heads):
            return place - 1
    return len(words) - 1


def is_person_noun(head: str, naming: Naming) -> bool:
    """Whether a noun stands for one person: an office, a trade."""
    if head in naming.role_nouns:
        return True
    is_known = head in naming.document_heads or head in naming.bodies or head in naming.never_persons
    return not is_known and head.endswith(naming.person_endings)


def class_of(words: Words, head: str, naming: Naming) -> Identification:
    """How a phrase that is no name identifies somebody."""
    if words[0].low in naming.nameless and len(words) > 1 and words[1].low in naming.prepositions:
        return Identification.COLLECTIVE
    if head in naming.nameless:
        return Identification.BARE
    if head in naming.anonymous_heads and head not in naming.groups:
        return _anonymous(words, naming)
    if head in naming.role_nouns:
        return Identification.TITLE_ONLY
    if head in naming.bodies:
        return Identification.ORGANISATION_ONLY
    if head in naming.collectives or head.endswith("s"):
        return Identification.COLLECTIVE
    if any(word.is_capital and word.low in naming.organisation_words for word in words):
        return Identification.ORGANISATION_ONLY
    return Identification.DESCRIBED


def _anonymous(words: Words, naming: Naming) -> Identification:
    """A source of whom nothing is said is bare; any word more describes it."""
    starts_single = words[0].low in naming.single
    has_more = len(words) > (2 if starts_single else 1)
    return Identification.DESCRIBED if has_more else Identification.BARE
