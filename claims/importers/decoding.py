"""Importers: bytes become text. Line ends are made LF once; nothing else is ever changed."""

import codecs
from collections.abc import Mapping
from typing import Final, NamedTuple

from claims.errors import Refusal, Refused
from claims.importers.formats import refuse_markup, refuse_other_formats
from claims.importers.guessing import guess, is_utf16
from claims.importers.words import half_character, has_words, unseen
from claims.records.documents import ReceivedText

BOM: Final = "\ufeff"

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_BOMS: Final[Mapping[bytes, str]] = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# Codecs of Python that write text into other text: no file comes in them, and some are slow on purpose-made input.
_NO_ENCODINGS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"})

# Left by old terminals, wires and page breaks; everything else below the blank is a sign of no text.
_HARMLESS_CONTROLS: Final = frozenset("\t\n\x0b\x0c\r\x1a\x1b")
_CONTROLS: Final = dict.fromkeys(code for code in range(1, 32) if chr(code) not in _HARMLESS_CONTROLS)
_C1: Final = dict.fromkeys(code for code in range(0x80, 0xA0) if code != 0x85)
_CHARACTERS_PER_CONTROL: Final = 100


class _Decoded(NamedTuple):
    text: str
    encoding: str
    basis: str


def decode(raw: bytes, *, limit: int, name: str = "", declared: str | None = None) -> ReceivedText:
    """The text of a file: by the declared encoding, else by its byte order mark, else UTF-8, else a guess.

    Refuses: TEXT_TOO_LARGE, what ``formats`` refuses, TEXT_NOT_TEXT, ENCODING_UNKNOWN, TEXT_HAS_NUL, TEXT_EMPTY,
    TEXT_UNSEEN; ``place`` counts characters from 1. The byte order mark goes; a mark that says other than what is
    declared is refused.
    """
    if len(raw) > limit:
        raise Refused(Refusal.TEXT_TOO_LARGE, field="file", size=len(raw), limit=limit)
    refuse_other_formats(raw, name)
    decoded = _decoded(raw, declared, name)
    text = with_plain_line_ends(decoded.text)
    refuse_markup(text, name)
    if _has_controls(text):
        raise Refused(Refusal.TEXT_NOT_TEXT, field="file", name=name)
    refuse_unfit(text, field="file")
    return ReceivedText(raw=raw, text=text, encoding=decoded.encoding, encoding_basis=decoded.basis, name=name)


def with_plain_line_ends(text: str) -> str:
    """The text without a byte order mark before it, and with every line end made LF."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


def refuse_unfit(text: str, *, field: str) -> None:
    """Refuse a text with NUL characters, without words, or with more that nobody can see than a text has."""
    if "\0" in text:
        raise Refused(Refusal.TEXT_HAS_NUL, field=field, place=text.index("\0") + 1)
    if not has_words(text):
        raise Refused(Refusal.TEXT_EMPTY, field=field)
    place = unseen(text)
    if place is not None:
        raise Refused(Refusal.TEXT_UNSEEN, field=field, place=place + 1)


def _decoded(raw: bytes, declared: str | None, name: str) -> _Decoded:
    bom = next((encoding for mark, encoding in _BOMS.items() if raw.startswith(mark)), None)
    if declared and declared.strip():
        return _as_declared(raw, declared.strip(), bom)
    if bom is not None:
        return _Decoded(_strictly(raw, bom), bom, "bom")
    try:
        return _Decoded(raw.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        return _as_guessed(raw, name)


def _as_declared(raw: bytes, declared: str, bom: str | None) -> _Decoded:
    try:
        encoding = codecs.lookup(declared).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        raise _unknown_encoding() from None
    if encoding in _NO_ENCODINGS or (bom is not None and not _agrees(encoding, bom)):
        raise _unknown_encoding()
    text = _strictly(raw, encoding)
    # No single-byte text means its C1 controls: it is windows-1252 or the like, declared as latin-1.
    if not encoding.startswith("utf") and len(text.translate(_C1)) != len(text):
        raise _unknown_encoding()
    return _Decoded(text, encoding, "declared")


def _agrees(encoding: str, bom: str) -> bool:
    """Whether a declared encoding is the one that the byte order mark tells: "utf-16" agrees with "utf-16-le"."""
    return bom == encoding or (encoding in {"utf-16", "utf-32", "utf-8-sig"} and bom[:6] == encoding[:6])


def _as_guessed(raw: bytes, name: str) -> _Decoded:
    if _has_controls(raw.decode("latin-1")):
        raise Refused(Refusal.TEXT_NOT_TEXT, field="file", name=name)
    encoding = guess(raw)
    if encoding is None:
        raise _unknown_encoding()
    return _Decoded(_strictly(raw, encoding), encoding, "guess")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a codec that makes bytes, not text
        raise _unknown_encoding() from None
    if half_character(text) is not None or (encoding.startswith("utf-16") and not is_utf16(text)):
        raise _unknown_encoding()
    return text


def _has_controls(text: str) -> bool:
    """More control characters than a text may have picked up on its way; NUL has its own sentence."""
    controls = len(text) - len(text.translate(_CONTROLS))
    return controls * _CHARACTERS_PER_CONTROL > len(text)


def _unknown_encoding() -> Refused:
    return Refused(Refusal.ENCODING_UNKNOWN, field="encoding")
