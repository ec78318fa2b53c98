"""Extraction: litter, long stretches without a letter or a figure, which no step needs to read.

A rule of dashes, a row of dots or a page of stray marks says nothing. It is read as an empty line, and every other
place in the text stays where it was.
"""

import re
from typing import Final

LITTER: Final = re.compile(r"(?:[^\w\s]\s*+){64,}+|\s{64,}+")


MOST_MARKS: Final = 3


def without_litter(text: str) -> str:
    """The text with its litter blanked out; as long as before."""
    return LITTER.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    """Blanks, and the few marks that close the word before and open the word after."""
    litter = match[0]
    closing = litter[: MOST_MARKS + 1].split(maxsplit=1)[:1] if not litter[0].isspace() else []
    opening = litter[-MOST_MARKS - 1 :].split()[-1:] if not litter[-1].isspace() else []
    head, tail = (kept[0] if kept and len(kept[0]) <= MOST_MARKS else "" for kept in (closing, opening))
    blanks = len(litter) - len(head) - len(tail) - 2
    return f"{head}\n{' ' * blanks}\n{tail}"
