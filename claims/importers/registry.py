"""Importers: the formats there are, and which one reads a file."""

from pathlib import PurePath
from typing import Final

from claims.importers.contract import File, Importer
from claims.importers.text import TEXT
from claims.records.documents import ReceivedText

IMPORTERS: Final[tuple[Importer, ...]] = (TEXT,)


def importer_for(name: str, media_type: str = "") -> Importer | None:
    """The importer that knows this ending, or else this media type; None when none does."""
    suffix = PurePath(name).suffix.lower()
    bare_type = media_type.partition(";")[0].strip().lower()
    by_suffix = (importer for importer in IMPORTERS if suffix in importer.suffixes)
    by_type = (importer for importer in IMPORTERS if bare_type in importer.media_types)
    return next(by_suffix, None) or next(by_type, None)


def read(raw: bytes, *, limit: int, name: str = "", media_type: str = "", declared: str | None = None) -> ReceivedText:
    """A file as a received text. What no importer knows by its name is read as plain text, or refused as none."""
    importer = importer_for(name, media_type) or TEXT
    return importer.read(File(raw=raw, limit=limit, name=name, declared=declared))


def is_readme(name: str) -> bool:
    """Whether a file tells about the files beside it, and is no story."""
    return PurePath(name).name.lower().startswith("readme")
