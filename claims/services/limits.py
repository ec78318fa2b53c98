"""Services: how long a text may be. What SQLite would take and PostgreSQL refuse is refused above both."""

from django.db import models

from claims.errors import Refusal, Refused
from claims.importers.pasting import refuse_half_characters

REASON = 5000  # characters of a reason: enough for a page, too few to hide a file in the ledger


def limit(model: type[models.Model], field: str) -> int:
    """How many characters a column takes."""
    most: int = getattr(model._meta.get_field(field), "max_length")  # noqa: B009 - a relation has none
    return most


def within(text: str, most: int, *, field: str) -> str:
    """The text without white space around it; refuses what no database keeps, and more than ``most`` characters."""
    refuse_half_characters(text, field=field)
    text = text.strip()
    if len(text) > most:
        raise Refused(Refusal.TOO_LONG, field=field, limit=most)
    if "\x00" in text:
        raise Refused(Refusal.TEXT_HAS_NUL, field=field, place=text.index("\x00") + 1)
    return text
