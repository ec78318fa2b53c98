"""Admin: pages of long lists. Nothing is counted further than anybody pages."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class CappedPaginator(_Paginator):
    """Counts up to ``most`` rows. Reads a page in two steps: which rows, from one index; then the rows themselves."""

    most: ClassVar[int] = 10_000

    @cached_property
    def _counted(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # the admin pages querysets
        return rows.order_by()[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self._counted, self.most)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than can be paged through."""
        return self._counted > self.most

    def page(self, number: int | str) -> "Page[Any]":
        """One page; the rows before it are passed by in the index alone."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # the same
        keys = list(rows.values_list("pk", flat=True)[bottom : bottom + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)
