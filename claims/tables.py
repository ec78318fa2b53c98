"""Tables: columns, their order and their headers. Rows are plain values, and one small template writes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from claims.selectors.claim_places import Sort

# The orders that the head of a column brings: first this one, then the other.
_ORDERS: Mapping[str, Sequence[Sort]] = {
    "status": (Sort.STATUS,),
    "created": (Sort.NEWEST, Sort.OLDEST),
    "updated": (Sort.CHANGED_LAST, Sort.CHANGED_FIRST),
    "confidence": (Sort.SUREST, Sort.LEAST_SURE),
    "needed_by": (Sort.NEEDED,),
}


@dataclass(frozen=True, slots=True)
class Header:
    """The head of one column. ``sorted`` is for aria-sort, "" where the column sorts nothing; ``query`` sorts by it."""

    name: str
    label: str
    sorted: str = ""
    query: str = ""


class ClaimTable(Table):  # type: ignore[misc]  # django-tables2 has no types
    """The list of claims. Of the two moments it shows the one by which it stands in order.

    How sure the extractor is has a column only where the list is asked by it, or stands in its order; by when a claim
    is needed has one only in that order, and stands under the status otherwise.
    """

    status = Column(_("Status"))
    claim = Column(_("Claim and words"))
    speaker = Column(_("Speaker"))
    source = Column(_("Source (via)"))
    how_to_use = Column(_("How to use"))
    document = Column(_("Document"))
    confidence = Column(_("Confidence"))
    needed_by = Column(_("Needed by"))
    created = Column(_("Found"))
    updated = Column(_("Changed"))

    def __init__(self, *, order: Sort, query: Callable[..., str], asks_confidence: bool = False) -> None:
        """``query`` gives the query of the same list in another order. The rows never come in here to be sorted."""
        self._order, self._query = order, query
        self.shows_updated = order.moment == "updated"
        self.shows_confidence = asks_confidence or order.is_by_confidence
        self.shows_needed = order is Sort.NEEDED
        is_hidden = {
            "created": self.shows_updated,
            "updated": not self.shows_updated,
            "confidence": not self.shows_confidence,
            "needed_by": not self.shows_needed,
        }
        super().__init__([], exclude=[name for name, hidden in is_hidden.items() if hidden])

    @property
    def headers(self) -> Iterator[Header]:
        """The heads of the columns, in their order; each with the query that sorts by it, the other way next time."""
        return (self._header(column) for column in self.columns)

    def _header(self, column: Any) -> Header:
        orders = _ORDERS.get(column.name)
        if orders is None:
            return Header(column.name, column.header)
        if self._order not in orders:
            return Header(column.name, column.header, "none", self._query(sort=orders[0]))
        other = orders[1 - orders.index(self._order)] if len(orders) > 1 else Sort.NEWEST
        way = "descending" if self._order.startswith("-") else "ascending"
        return Header(column.name, column.header, way, self._query(sort=other))
