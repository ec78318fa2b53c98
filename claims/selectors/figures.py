"""Selectors: the last days in figures: what came in, what was done with it, and how long what is open has waited.

Read from the ledger, day by day in the desk's own time, and from the claims that are open now. Every query is bounded:
by the days asked for, or by a count that stops at 10,000.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Event
from claims.querysets import ClaimQuerySet
from claims.selectors import claim_list
from claims.selectors.bars import Bars, bars_of, share
from claims.selectors.claim_list import Count as Counted
from claims.workflow import DECIDED, OPEN, STATUSES, Status, StatusRow

# Acts that may decide a claim; whether one did is told by the status it led to.
_DECIDING: Final = ("claim.submit", "claim.agree", "claim.settle", "claim.single_read")
# More decisions than these are not told apart by their status.
_MOST_DECISIONS: Final = 20_000

# What is counted, in the order of the work: its word, and the acts that are counted.
_MEASURES: Final[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = (
    (_("Stories in"), ("document.import", "document.version")),
    (_("Claims proposed"), ("claim.propose",)),
    (_("Claims made by hand"), ("claim.mark", "claim.enter")),
    (_("Accepted"), ("claim.accept",)),
    (_("Set aside"), ("claim.set_aside",)),
    (_("Submitted"), ("claim.submit",)),
    (_("Second check: agreed or settled"), ("claim.agree", "claim.settle")),
    (_("Second check: sent back"), ("claim.send_back",)),
)

# How long ago an open claim came: from, and a word for what is not older than the next.
_AGES: Final[tuple[tuple[int, str | Promise], ...]] = (
    (0, _("under a day")),
    (1, _("1 to 3 days")),
    (3, _("3 to 7 days")),
    (7, _("1 to 4 weeks")),
    (28, _("over 4 weeks")),
)
_IN_WORK: Final = OPEN - {Status.PROPOSED}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted, a number for each day, and the same as bars."""

    label: str | Promise
    numbers: Sequence[int]
    bars: Bars

    @property
    def total(self) -> int:
        """Of all days together."""
        return sum(self.numbers)

    @property
    def highest(self) -> int:
        """On the busiest day."""
        return max(self.numbers)


@dataclass(frozen=True, slots=True)
class Decided:
    """How many claims were decided with one status, and how much of all of them that is, in percent."""

    status: StatusRow
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class Age:
    """How many open claims are of one age: proposals that nobody has looked at, and those in work.

    The shares are of the largest number here, in percent.
    """

    label: str | Promise
    proposed: Counted
    in_work: Counted
    proposed_share: int
    in_work_share: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The last days, oldest first, today among them."""

    days: Sequence[date]
    measures: Sequence[Measure]
    decided: Sequence[Decided]
    ages: Sequence[Age]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened in these days."""
        return not any(measure.total for measure in self.measures)

    @property
    def total_decided(self) -> int:
        """The decisions of all statuses."""
        return sum(decided.number for decided in self.decided)


def figures(days: int, *, now: datetime | None = None) -> Figures:
    """The figures of so many days, the last one not over yet. Twelve queries, whatever happened."""
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    dates = [today - timedelta(days=ago) for ago in reversed(range(days))]
    numbers = _numbers(dates)
    measures = [
        _measure(label, [sum(numbers.get((at, act), 0) for act in acts) for at in range(days)])
        for label, acts in _MEASURES
    ]
    return Figures(dates, measures, _decided(dates[0]), _ages(now))


def _measure(label: str | Promise, numbers: Sequence[int]) -> Measure:
    return Measure(label, numbers, bars_of(numbers))


def _numbers(dates: Sequence[date]) -> Mapping[tuple[int, str], int]:
    """How often each act was done on each day: one query, a stretch of the index by time for each day."""
    each = [_on(day, at) for at, day in enumerate(dates)]
    return {(at, act): number for at, act, number in each[0].union(*each[1:], all=True)}


def _on(day: date, at: int) -> QuerySet[Event, tuple[Any, ...]]:
    acts = [act for _label, counted in _MEASURES for act in counted]
    events = Event.objects.filter(at__gte=_midnight(day), at__lt=_midnight(day + timedelta(days=1)), act__in=acts)
    return events.order_by().values_list(Value(at), "act").annotate(number=Count("pk"))


def _decided(first: date) -> list[Decided]:
    """What claims were decided with since that day, in the order of the work."""
    bodies = (
        Event.objects.filter(at__gte=_midnight(first), act__in=_DECIDING).order_by("-at").values_list("body", flat=True)
    )
    statuses = Counter(json.loads(body)["after"].get("status") for body in bodies[:_MOST_DECISIONS])
    total = sum(statuses[status] for status in DECIDED)
    return [
        Decided(row, statuses[status], share(statuses[status], total))
        for status, row in STATUSES.items()
        if status in DECIDED and statuses[status]
    ]


def _ages(now: datetime) -> list[Age]:
    """The open claims by how long they have waited: one count for each age, of proposals and of claims in work."""
    proposed, in_work = Claim.objects.filter(status=Status.PROPOSED), Claim.objects.filter(status__in=sorted(_IN_WORK))
    starts = [days for days, _label in _AGES]
    counted = [
        (claim_list.count(_aged(proposed, days, below, now)), claim_list.count(_aged(in_work, days, below, now)))
        for days, below in zip(starts, [*starts[1:], None], strict=True)
    ]
    most = max(count.number for pair in counted for count in pair)
    return [
        Age(label, new, old, share(new.number, most), share(old.number, most))
        for (_from, label), (new, old) in zip(_AGES, counted, strict=True)
    ]


def _aged(claims: ClaimQuerySet, days: int, below: int | None, now: datetime) -> ClaimQuerySet:
    claims = claims.filter(created__lte=now - timedelta(days=days)) if days else claims
    return claims if below is None else claims.filter(created__gt=now - timedelta(days=below))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
