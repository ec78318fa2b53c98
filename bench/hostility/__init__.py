"""Bench: bad inputs of our own invention. The same seed makes the same ones; nothing in them is anybody's."""

from dataclasses import dataclass
from enum import StrEnum

SEED = 20_261_123


class Kind(StrEnum):
    """What a bad input comes as."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    CSV = "csv"
    URL = "url"
    FORM = "form"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that no newsroom wants: its bytes, what it is called, and what its sender says of it."""

    kind: Kind
    name: str
    raw: bytes
    media_type: str = ""
    declared: str = ""
