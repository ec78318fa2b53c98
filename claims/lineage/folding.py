"""Lineage: text folded for comparing. Case, accents and marks are taken off a copy; the words of others stay."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Words in lower case without accents, one space between them: how names and searches are compared.

    NFKD, combining marks dropped, full case folding (Unicode 3.13, default caseless matching).
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(unicodedata.normalize("NFKC", bare).casefold())
