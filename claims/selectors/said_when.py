"""Selectors: the day that "said Wednesday" means, counted from the document's own date, never from when it came in."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from claims.models import Document
from claims.records.provenance import DatePrecision

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_BACK: Final = {"today": 0, "tonight": 0, "yesterday": 1}
_EXACT_ENOUGH: Final = (DatePrecision.DAY, DatePrecision.MINUTE)


def resolved(printed: str, document: Document) -> date | None:
    """The day that printed words mean; None when the document has no exact date, or the words name no day near it.

    A weekday is the last one up to the document's date; with "last" before it, that date itself is not meant.
    """
    if document.published is None or document.published_precision not in _EXACT_ENOUGH:
        return None
    today = document.published.astimezone(_zone(document.published_zone)).date()
    words = printed.casefold().replace(",", " ").split()
    for word in words:
        if word in _DAYS_BACK:
            return today - timedelta(days=_DAYS_BACK[word])
        if word in _WEEKDAYS:
            back = (today.weekday() - _WEEKDAYS.index(word)) % 7
            return today - timedelta(days=back or (7 if "last" in words else 0))
    return None


def _zone(name: str) -> tzinfo:
    """The zone that a document's date was given in: an offset such as "+02:00", or a name."""
    if name[:1] not in {"+", "-"}:
        return ZoneInfo(name)
    offset = datetime.strptime(name, "%z").tzinfo
    assert offset is not None  # noqa: S101 - what %z has read has one
    return offset
