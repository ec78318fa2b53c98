"""Importers: what every importer is."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.records.documents import ReceivedText


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: its bytes, its name, the encoding its sender declares, and the most bytes we take."""

    raw: bytes
    limit: int
    name: str = ""
    declared: str | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """One format: the endings and media types it is known by, in lower case, and how it is read.

    ``read`` refuses, with a code of ``errors``, everything that it cannot turn into a text with words.
    """

    key: str
    suffixes: frozenset[str]
    media_types: frozenset[str]
    read: Callable[[File], ReceivedText]
