"""Importers: files that are no plain text, whatever they are called, told by their first bytes. None is ever opened."""

import codecs
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from claims.errors import Refusal, Refused

_HEAD: Final = 1024

# How files begin. What a zip or an old Office file holds cannot be told from its first bytes; most are letters.
_BEGINNINGS: Final[Mapping[bytes, Refusal]] = {
    b"%PDF-": Refusal.FILE_IS_PDF,
    b"PK\x03\x04": Refusal.FILE_IS_PACKED,
    b"PK\x05\x06": Refusal.FILE_IS_PACKED,  # an empty zip
    b"PK\x07\x08": Refusal.FILE_IS_PACKED,  # one in parts
    b"\x1f\x8b": Refusal.FILE_IS_PACKED,
    b"BZh": Refusal.FILE_IS_PACKED,
    b"\xfd7zXZ": Refusal.FILE_IS_PACKED,
    b"7z\xbc\xaf": Refusal.FILE_IS_PACKED,
    b"Rar!\x1a": Refusal.FILE_IS_PACKED,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Refusal.FILE_IS_OFFICE,  # DOC and its kin
    b"{\\rtf": Refusal.FILE_IS_OFFICE,
    b"\x89PNG": Refusal.FILE_IS_PICTURE,
    b"\xff\xd8\xff": Refusal.FILE_IS_PICTURE,  # JPEG
    b"GIF87a": Refusal.FILE_IS_PICTURE,
    b"GIF89a": Refusal.FILE_IS_PICTURE,
    b"II*\0": Refusal.FILE_IS_PICTURE,  # TIFF
    b"MM\0*": Refusal.FILE_IS_PICTURE,
    b"RIFF": Refusal.TEXT_NOT_TEXT,
    b"OggS": Refusal.TEXT_NOT_TEXT,
    b"%!PS": Refusal.TEXT_NOT_TEXT,
    b"MZ\x90\0": Refusal.TEXT_NOT_TEXT,
    b"\x7fELF": Refusal.TEXT_NOT_TEXT,
    b"SQLite format 3": Refusal.TEXT_NOT_TEXT,
}
_INSIDE_OFFICE: Final = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument")
_WEB_PAGES: Final = ("<!doctype html", "<html", "<head", "<body", "<meta ")
_MARKUP: Final = ("<?xml", "<!doctype", "<!entity", "<![cdata[")
_ENDINGS_OF_WEB_PAGES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def refuse_other_formats(raw: bytes, name: str) -> None:
    """Refuse bytes that begin as no text does: FILE_IS_PDF, FILE_IS_PACKED, FILE_IS_OFFICE, FILE_IS_PICTURE ..."""
    head = raw[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    for beginning, refusal in _BEGINNINGS.items():
        if raw.startswith(beginning) or head.startswith(beginning):
            is_office = refusal is Refusal.FILE_IS_PACKED and any(sign in raw for sign in _INSIDE_OFFICE)
            raise _refused(Refusal.FILE_IS_OFFICE if is_office else refusal, name)
    # Readers of PDF look for its mark in the first kilobyte, so what is both a text and a PDF is a PDF.
    if b"%pdf-" in head.lower() and b" obj" in raw:
        raise _refused(Refusal.FILE_IS_PDF, name)


def refuse_markup(text: str, name: str) -> None:
    """Refuse a text that is markup, as an editor would read tags for words: FILE_IS_WEB_PAGE, TEXT_NOT_TEXT."""
    head = text.lstrip()[:_HEAD].lower()
    is_called_so = PurePath(name).suffix.lower() in _ENDINGS_OF_WEB_PAGES and ("</" in text or head.startswith("<"))
    if is_called_so or (head.startswith("<") and any(tag in head for tag in _WEB_PAGES)):
        raise _refused(Refusal.FILE_IS_WEB_PAGE, name)
    if head.startswith(_MARKUP):
        raise _refused(Refusal.TEXT_NOT_TEXT, name)


def _refused(refusal: Refusal, name: str) -> Refused:
    return Refused(refusal, field="file", name=name)
