"""Extraction: litter, long stretches without a letter or a figure, which no step needs to read.

A rule of dashes, a row of dots or a page of stray marks says nothing. It is read as an empty line, and every other
place in the text stays where it was.
"""

import re
from typing import Final

LITTER: Final = re.compile(r"(?:[^\w\s]\s*+){64,}+|\s{64,}+")


def without_litter(text: str) -> str:
    """The text with its litter blanked out; as long as before."""
    return LITTER.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return "\n".ljust(len(match[0]))
