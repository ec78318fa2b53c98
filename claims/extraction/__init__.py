"""Extraction: quotations proposed for a text. Plain Python, works in a notebook.

The steps, each in its file: marks, sentences, cues, speakers, contents (with modifiers), floating, people and
identities (who is who), scoring, damage; ``pipeline`` puts them in order and ``rows`` makes flat rows of the result.
"""

from typing import Final

from claims.extraction.pipeline import LONGEST_TEXT, propose
from claims.records.quotations import Proposal

__all__ = ["EXTRACTOR", "LONGEST_TEXT", "VERSION", "extract"]

EXTRACTOR: Final = "claimtrail-rules"
VERSION: Final = "1"


def extract(text: str) -> tuple[Proposal, ...]:
    """All quotations proposed for a text, in reading order. Never raises, for any string.

    A text is read as far as ``LONGEST_TEXT`` code points.
    """
    return propose(text)
