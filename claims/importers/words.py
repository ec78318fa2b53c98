"""Importers: what a database takes and a reader can read, asked of every text that comes from outside."""

import re
from typing import Final

_HALF: Final = re.compile("[\ud800-\udfff]")
_WORD: Final = re.compile(r"[^\W_]")


def half_character(text: str) -> int | None:
    """Where a lone surrogate stands, half of a character that no encoding can write; None where there is none."""
    found = _HALF.search(text)
    return found.start() if found else None


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it, of any script."""
    return _WORD.search(text) is not None
