"""Importers: what a database takes and a reader can read, asked of every text that comes from outside."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from unicodedata import category

_HALF: Final = re.compile("[\ud800-\udfff]")
# The black flag with tags behind it: the flag of a country within a country.
_FLAG: Final = re.compile("\U0001f3f4[\U000e0020-\U000e007f]{1,7}")
_MANY: Final = 50
_MOST: Final = 0.2
_WORD: Final = re.compile(r"[^\W_]")


def half_character(text: str) -> int | None:
    """Where a lone surrogate stands, half of a character that no encoding can write; None where there is none."""
    found = _HALF.search(text)
    return found.start() if found else None


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it, of any script."""
    return _WORD.search(text) is not None


def unseen(text: str) -> int | None:
    """Where the first of the signs stands that nobody can see, if they are a fifth of the text; None if they are not.

    One that shapes the sign before it is none of them: a soft hyphen, a joiner within a word or an emoji.
    """
    counts, most = Counter(text), max(_MANY, _MOST * len(text))
    signs = frozenset(sign for sign in counts if not (sign.isprintable() or sign.isspace()))
    if sum(counts[sign] for sign in signs) <= most:
        return None
    plain = _FLAG.sub(lambda flag: "f" * len(flag[0]), text)
    return next(_loose(plain, signs)) if sum(1 for _place in _loose(plain, signs)) > most else None


def _loose(text: str, signs: frozenset[str]) -> Iterator[int]:
    for place, (before, sign) in enumerate(pairwise(f" {text}")):
        if sign in signs and (before in signs or before.isspace() or category(sign) != "Cf"):
            yield place
