"""Search: the folded words by which one claim or note is found."""

from collections.abc import Iterable
from typing import NamedTuple

from claims.lineage.folding import words

LONGEST_WORD = 100
_MOST_LETTERS = 30_000  # some 5,000 words: more than any claim, and within what every database can index


class FoundBy(NamedTuple):
    """What ``ClaimWords`` keeps for one claim: what was said, and by whom, as searches compare it."""

    words: str
    speaker: str


def words_of(*, texts: Iterable[str], names: Iterable[str]) -> FoundBy:
    """Fold the texts of a claim (statement, quotations, titles) and the names of its speaker, each text once."""
    return FoundBy(words=_joined(texts), speaker=_joined(names))


def words_of_note(body: str) -> str:
    """Fold what a note says."""
    return _joined([body])


def searchable(text: str) -> list[str]:
    """The folded words of a text as they are kept and looked for; of a monster only the beginning counts."""
    return [word[:LONGEST_WORD] for word in words(text)]


def _joined(texts: Iterable[str]) -> str:
    folded = dict.fromkeys(" ".join(searchable(text)) for text in texts)
    return " ".join(filter(None, folded))[:_MOST_LETTERS]
