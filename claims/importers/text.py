"""Importers: plain text. Markdown counts as the plain text it is."""

from typing import Final

from claims.importers.contract import File, Importer
from claims.importers.decoding import decode
from claims.records.documents import ReceivedText


def read(file: File) -> ReceivedText:
    """The text of a plain text file. Refuses what ``decode`` refuses."""
    return decode(file.raw, name=file.name, declared=file.declared, limit=file.limit)


TEXT: Final = Importer(
    key="text",
    suffixes=frozenset({".txt", ".text", ".md"}),
    media_types=frozenset({"text/plain", "text/markdown"}),
    read=read,
)
