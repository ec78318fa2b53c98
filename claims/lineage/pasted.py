"""Lineage: words that somebody pasted, found in a text. Where "[...]" stands between them they are several pieces."""

import re
from typing import Final

from claims.lineage import following
from claims.records.quotations import Span

CUT: Final = " [...] "  # what stands between the pieces where they are shown together
_BETWEEN: Final = re.compile(r"\[(?:\.\.\.|…)\]")


def pieces_of(words: str, text: str) -> list[str]:
    """The words as one piece, or as several; a "[...]" that is printed in the text parts nothing."""
    bare = words.strip()
    pieces = [bare] if bare in text else [piece.strip() for piece in _BETWEEN.split(bare)]
    return [piece for piece in pieces if piece]


def found(words: str, text: str) -> list[tuple[Span, ...]]:
    """Every place where the words stand, in order: a first piece with those after it where they next come."""
    pieces = pieces_of(words, text)
    starts = following.places(pieces[0], text) if pieces else []
    return [spans for start in starts if (spans := following.follow_from(pieces, text, start))]
