"""Services: how often a program may ask. Counted by the minute in the database, so that all processes count alike."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from claims.models import ApiUse

_MINUTE: Final = 60


class Asking(StrEnum):
    """What is counted apart."""

    READ = "read"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests of this minute there were, how many there may be, and in how many seconds the next begins."""

    number: int
    limit: int
    seconds_left: int

    @property
    def is_over(self) -> bool:
        """Whether this one is too many."""
        return self.number > self.limit

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(self.limit - self.number, 0)


def count(who: str, asking: Asking) -> Count | None:
    """Count one request; None where the setting says 0, for no limit."""
    limit = settings.API_READS_PER_MINUTE if asking is Asking.READ else settings.API_ACTS_PER_MINUTE
    if not limit:
        return None
    now = time.time()
    return Count(_counted(who, asking, int(now // _MINUTE)), limit, seconds_left=_MINUTE - int(now % _MINUTE))


def _counted(who: str, asking: Asking, minute: int) -> int:
    rows = ApiUse.objects.filter(who=who, kind=asking)
    once_more = Case(When(minute=minute, then=F("number") + 1), default=Value(1))
    if not rows.update(number=once_more, minute=minute):
        try:
            with transaction.atomic():
                ApiUse.objects.create(who=who, kind=asking, minute=minute, number=1)
        except IntegrityError:  # another process was first
            rows.update(number=once_more, minute=minute)
    return rows.values_list("number", flat=True).get()
