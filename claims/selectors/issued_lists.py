"""Selectors: lists that left the house, what they carried, and what became of it since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, IssuedClaim, IssuedList
from claims.querysets import IssuedClaimQuerySet
from claims.workflow import DECIDED, STATUSES, Status

PAGE: Final = 50
CHANGED: Final = 100
ON_DESK: Final = 8
_HISTORY: Final = 20


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of lists, newest first, and the number after which the next older page begins."""

    lists: Sequence[IssuedList]
    older: int | None


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A claim of a list: how the list had it, how it stands now, and what became of it."""

    claim: Claim
    then: str
    became: str | Promise
    changed_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class WholeList:
    """One list with everything around it. ``open``: claims that changed and nobody has seen to, up to a hundred."""

    issued: IssuedList
    newest: IssuedList
    editions: Sequence[IssuedList]
    open: Sequence[CarriedRow]
    rows: Sequence[CarriedRow]
    older: int | None

    @property
    def is_newest(self) -> bool:
        """Whether no later version replaces it."""
        return self.issued.pk == self.newest.pk


@dataclass(frozen=True, slots=True)
class Use:
    """A list that carried a claim: for whom, and whether what it says of the claim still holds."""

    issued: IssuedList
    version: int
    changed_at: datetime | None
    is_open: bool
    is_replaced: bool


def page(*, before: int | None = None, with_changes: bool = False) -> ListPage:
    """The lists older than ``before``, or the newest; only those with changes that nobody has seen to, if asked."""
    lists = IssuedList.objects.select_related("document").order_by("-pk")
    if with_changes:
        lists = lists.filter(replaced_by=None, pk__in=IssuedClaim.objects.unsettled().values("issued_list"))
    found = list((lists.filter(pk__lt=before) if before is not None else lists)[: PAGE + 1])
    return ListPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def changes_in(lists: Iterable[IssuedList]) -> Mapping[int, int]:
    """How many claims have changed since and nobody has seen to, by the list; lists without are not there."""
    unsettled = IssuedClaim.objects.unsettled().filter(issued_list__in=[issued.pk for issued in lists])
    return dict(unsettled.order_by().values_list("issued_list").annotate(number=Count("pk")))


def waiting() -> list[IssuedClaim]:
    """The claims in lists that left the house of which we would say something else, the longest known first.

    As many as a block of the desk holds, and one more where there are more.
    """
    unsettled = IssuedClaim.objects.unsettled().select_related("claim", "issued_list")
    return list(unsettled.order_by("changed_at", "pk")[: ON_DESK + 1])


def whole(pk: int, *, after: int | None = None) -> WholeList:
    """A list with the first of its claims, or those after one. Raises IssuedList.DoesNotExist."""
    issued = IssuedList.objects.select_related("document", "replaces", "issued_by").get(pk=pk)
    editions = list(IssuedList.objects.filter(number=issued.number).order_by("-edition")[:_HISTORY])
    carried = issued.carried.select_related("claim").order_by("pk")
    some = list((carried.filter(pk__gt=after) if after is not None else carried)[: PAGE + 1])
    return WholeList(
        issued=issued,
        newest=editions[0],
        editions=editions,
        open=[_row(one) for one in _unsettled(issued).select_related("claim").order_by("pk")[:CHANGED]],
        rows=[_row(one) for one in some[:PAGE]],
        older=some[PAGE - 1].pk if len(some) > PAGE else None,
    )


def _unsettled(issued: IssuedList) -> IssuedClaimQuerySet:
    found: IssuedClaimQuerySet = IssuedClaim.objects.unsettled().filter(issued_list=issued)
    return found


def where_used(claim: int) -> list[Use]:
    """Every list that carried a claim, newest first, a hundred at most."""
    carried = IssuedClaim.objects.filter(claim=claim).select_related("issued_list", "issued_list__replaced_by")
    return [
        Use(
            issued=one.issued_list,
            version=one.claim_version,
            changed_at=one.changed_at,
            is_open=one.is_unsettled,
            is_replaced=hasattr(one.issued_list, "replaced_by"),
        )
        for one in carried.order_by("-issued_list")[:CHANGED]
    ]


def _row(one: IssuedClaim) -> CarriedRow:
    return CarriedRow(one.claim, one.status, became(one), one.changed_at, one.is_unsettled)


def became(one: IssuedClaim) -> str | Promise:
    """What became of a claim since a list carried it, in a word or two; "" when we would say the same."""
    status = Status(one.claim.status)
    if one.changed_at is None:
        return ""
    if status is Status.WITHDRAWN:
        return _("withdrawn")
    if status not in DECIDED:
        return _("open again")
    if one.claim.stale_since is not None:
        return _("stale")
    return STATUSES[status].label if status != one.status else _("worded otherwise")
