"""Search: what somebody typed, as plain words. No sign in it is a command to the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.search.words import searchable

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_SHORTEST_BEGINNING = 3

MANY = 10_000  # a search that finds more than this many claims is read from the newest claims on


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must occur: a word, or several in this order.

    ``is_beginning``: longer words that begin so are meant too. Folded words are letters and digits, nothing else.
    """

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that must occur in what is found. Without a term there is nothing to look for."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(text: str) -> Query:
    """Read plain words: each must occur, itself or as the beginning of a longer word; "quoted words" just so.

    A word of one or two letters is meant whole. All other signs only part words, also a quotation mark without partner.
    """
    return Query(tuple(dict.fromkeys(_terms(text))))


def _terms(text: str) -> Iterator[Term]:
    for phrase in _QUOTED.findall(text):
        if words := searchable(phrase):
            yield Term(tuple(words))
    for word in searchable(_QUOTED.sub(" ", text)):
        yield Term((word,), is_beginning=len(word) >= _SHORTEST_BEGINNING)
