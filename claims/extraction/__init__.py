"""Extraction: quotations proposed for a text. Plain Python, works in a notebook.

The steps, each in its file: marks, sentences, cues, speakers, contents (with modifiers), floating, people and
identities (who is who), scoring, damage; ``pipeline`` puts them in order and ``rows`` makes flat rows of the result.
"""

from typing import Final

from claims.extraction.pipeline import propose
from claims.records.quotations import Proposal

EXTRACTOR: Final = "claimtrail-rules"
VERSION: Final = "1"


def extract(text: str) -> tuple[Proposal, ...]:
    """All quotations proposed for a text, in reading order. Never raises, for any string."""
    return propose(text)
