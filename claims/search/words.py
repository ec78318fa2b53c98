"""Search: the folded words by which one claim is found."""

from collections.abc import Iterable
from typing import NamedTuple

from claims.lineage.folding import fold


class FoundBy(NamedTuple):
    """What ``ClaimWords`` keeps for one claim: what was said, and by whom, as searches compare it."""

    words: str
    speaker: str


def words_of(*, texts: Iterable[str], names: Iterable[str]) -> FoundBy:
    """Fold the texts of a claim (statement, quotations, titles) and the names of its speaker, each text once."""
    return FoundBy(words=_fold_each(texts), speaker=_fold_each(names))


def _fold_each(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(folded for text in texts if (folded := fold(text))))
