"""Extraction: quotations proposed for a text. Plain Python, works in a notebook.

The steps, each in its file: marks, sentences, cues, speakers, contents (with modifiers), floating, people and
identities (who is who), relaying, scoring, damage, credits, risks; ``pipeline`` puts them in order, ``languages``
chooses the words and the grammar for it, and ``rows`` makes flat rows of the result.
"""

from typing import Final

from claims.extraction.pipeline import LONGEST_TEXT, MOST_PROPOSALS, read
from claims.records.extractions import Extraction

__all__ = ["EXTRACTOR", "LONGEST_TEXT", "MOST_PROPOSALS", "VERSION", "extract"]

EXTRACTOR: Final = "claimtrail-rules"
VERSION: Final = "4"


def extract(text: str, *, language: str = "") -> Extraction:
    """What a text holds: its quotations in reading order, its damage, its credit lines. Never raises, for any string.

    ``language`` is a BCP 47 code when somebody has said it; without one the language is recognised. A text is read as
    far as ``LONGEST_TEXT`` code points, and has at most ``MOST_PROPOSALS``.
    """
    return read(text, language)
