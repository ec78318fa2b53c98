"""Lineage: where a text repeats the words of others, so that just these can be struck out. Linear in both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from claims.lineage.folding import words

# So many words in a row, folded, are no chance.
RUN: Final = 5
# A text of fewer is a repetition when it stands in the other one as a whole, and is more than a word or two.
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")


class Passages:
    """Texts, as far as another text can repeat them; ``spared`` are texts that it may repeat."""

    def __init__(self, texts: Iterable[str], *, spared: Iterable[str] = ()) -> None:
        """Remember every run of words, folded."""
        self._runs = set(_runs(texts)) - set(_runs(spared))

    def strike(self, text: str, *, mark: str) -> str:
        """The text with a mark in the place of each stretch that repeats the passages; the same text if none does."""
        found = [(word, match.start(), match.end()) for match in _WORD.finditer(text) for word in words(match.group())]
        length = min(RUN, max(len(found), _SHORTEST))
        struck: list[tuple[int, int]] = []
        for first in range(len(found) - length + 1):
            run = found[first : first + length]
            if tuple(word for word, _start, _end in run) in self._runs:
                start, end = run[0][1], run[-1][2]
                if struck and start <= struck[-1][1]:
                    struck[-1] = (struck[-1][0], end)
                else:
                    struck.append((start, end))
        return _without(text, struck, mark)


def _runs(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every run of as many words as count, in these texts."""
    for text in texts:
        folded = words(text)
        for length in range(_SHORTEST, RUN + 1):
            for first in range(len(folded) - length + 1):
                yield tuple(folded[first : first + length])


def _without(text: str, struck: Sequence[tuple[int, int]], mark: str) -> str:
    for start, end in reversed(struck):
        text = text[:start] + mark + text[end:]
    return text
