"""Importers: a text pasted into a form."""

from claims.errors import Refusal, Refused
from claims.importers.decoding import refuse_unfit, with_plain_line_ends
from claims.importers.words import half_character
from claims.records.documents import ReceivedText


def pasted(text: str, *, limit: int) -> ReceivedText:
    """A pasted text, never stripped. Its bytes are those of UTF-8, with the line ends the form sent.

    Refuses: TEXT_HAS_HALF_CHARACTER, TEXT_TOO_LARGE, TEXT_HAS_NUL, TEXT_EMPTY, TEXT_UNSEEN. ``place``
    counts characters from 1.
    """
    refuse_half_characters(text, field="text")
    raw = text.encode()
    if len(raw) > limit:
        raise Refused(Refusal.TEXT_TOO_LARGE, field="text", size=len(raw), limit=limit)
    plain = with_plain_line_ends(text)
    refuse_unfit(plain, field="text")
    return ReceivedText(raw=raw, text=plain, encoding="utf-8", encoding_basis="pasted")


def refuse_half_characters(text: str, *, field: str) -> None:
    """Refuse a text with half a character in it, which no database could keep."""
    place = half_character(text)
    if place is not None:
        raise Refused(Refusal.TEXT_HAS_HALF_CHARACTER, field=field, place=place + 1)
