"""Selectors: the day that "said Wednesday" means, counted from the document's own date, never from when it came in."""

from typing import Final

from claims.extraction import said_when
from claims.models import Document
from claims.records.provenance import DatePrecision
from claims.records.times import SaidOn
from claims.selectors.zones import zone

_EXACT_ENOUGH: Final = (DatePrecision.DAY, DatePrecision.MINUTE)


def resolved(printed: str, document: Document) -> SaidOn | None:
    """The day or days that printed words mean; None when the document has no exact date, or the words name none."""
    if document.published is None or document.published_precision not in _EXACT_ENOUGH:
        return None
    return said_when.resolve(printed, document.published.astimezone(zone(document.published_zone)).date())
