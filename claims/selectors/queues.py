"""Selectors: the queues of the desk. Each is a filter of the list of claims with an order, so it has an address.

"Read, nothing to do" takes a claim out of every queue but that of stale claims: what it rested on has changed since.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.choices.confidence import BANDS, Band
from claims.choices.readings import LOOKS_DAMAGED
from claims.models import ANONYMOUS, Quotation
from claims.querysets import ClaimQuerySet
from claims.selectors.claim_places import Sort
from claims.workflow import Status


class Queue(StrEnum):
    """What waits, by its name in an address."""

    MINE = "mine"
    SENT_BACK = "sent-back"
    DUE = "due"
    SECOND_CHECK = "second-check"
    NEEDED = "needed"
    GRAVE = "grave"
    STALE = "stale"
    ANONYMOUS = "anonymous"
    DAMAGED = "damaged"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks at a queue, and when. ``person`` None: nobody in particular."""

    person: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One queue: its word, what stands in it, and how it is read. ``is_own``: it is another one for everybody."""

    label: str | Promise
    meaning: str | Promise
    holds: Callable[[ClaimQuerySet, Asking], ClaimQuerySet]
    is_own: bool = False
    sort: Sort = Sort.NEEDED


def _mine(claims: ClaimQuerySet, asking: Asking) -> ClaimQuerySet:
    return _unread(claims).filter(assigned_to=asking.person)


def _for_second_check(claims: ClaimQuerySet, asking: Asking) -> ClaimQuerySet:
    """Never one's own work: as ``permissions.is_own`` has it."""
    waiting = claims.awaiting_second_check().unread()
    return waiting.exclude(submitted_by=asking.person).exclude(changed_by=asking.person)


def _unread(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.undecided().unread()


def _quoted_so(claims: ClaimQuerySet, how: Q) -> ClaimQuerySet:
    """Open claims by their primary quotation."""
    return _unread(claims).filter(Exists(Quotation.objects.primary().filter(how, claim=OuterRef("pk"))))


QUEUES: Mapping[Queue, QueueRow] = {
    Queue.MINE: QueueRow(
        _("Mine"), _("In your hand: in review, sent back to you, or held for an answer."), _mine, is_own=True
    ),
    Queue.SENT_BACK: QueueRow(
        _("Sent back to me"),
        _("The second reader had an objection."),
        lambda claims, asking: _mine(claims, asking).filter(status=Status.IN_REVIEW, rounds__gt=0),
        is_own=True,
    ),
    Queue.DUE: QueueRow(
        _("Waiting and due"),
        _("You held them for an answer, until a time that has come."),
        lambda claims, asking: _mine(claims, asking).filter(status=Status.WAITING, waiting_until__lte=asking.now),
        is_own=True,
    ),
    Queue.SECOND_CHECK: QueueRow(
        _("For my second check"),
        _("Submitted by others: somebody must agree who has not worked on it."),
        _for_second_check,
        is_own=True,
    ),
    Queue.NEEDED: QueueRow(
        _("Needed by a time"),
        _("A desk waits for these."),
        lambda claims, _asking: _unread(claims).filter(needed_by__isnull=False),
    ),
    Queue.GRAVE: QueueRow(
        _("Deaths and accusations"),
        _("The words tell of a death, or accuse a named party."),
        lambda claims, _asking: _unread(claims).filter(Q(tells_of_death=True) | Q(accuses=True)),
    ),
    Queue.STALE: QueueRow(
        _("Stale"), _("Decided on words that have changed since."), lambda claims, _asking: claims.stale()
    ),
    Queue.ANONYMOUS: QueueRow(
        _("Anonymous speaker"),
        _("The speaker is described or bare, or a group without a name."),
        lambda claims, _asking: _quoted_so(claims, Q(identification__in=ANONYMOUS)),
    ),
    Queue.DAMAGED: QueueRow(
        _("Damaged copy"),
        _("The quotation is damaged, or the whole copy looks so."),
        lambda claims, _asking: _quoted_so(claims, ~Q(damage=[]) | Q(snapshot__damage_score__gte=LOOKS_DAMAGED)),
    ),
    Queue.UNSURE: QueueRow(
        _("Low confidence"),
        _("Proposals of which the extractor is under 70% sure."),
        lambda claims, _asking: claims.unread().filter(status=Status.PROPOSED, confidence__lt=BANDS[Band.UNSURE].below),
        sort=Sort.LEAST_SURE,
    ),
}


def choices() -> list[tuple[str, str | Promise]]:
    """The queues as choices of a field."""
    return [(queue.value, row.label) for queue, row in QUEUES.items()]


def narrow(claims: ClaimQuerySet, queue: Queue, *, person: int | None, now: datetime) -> ClaimQuerySet:
    """Those of the claims that stand in a queue, for this person at this time."""
    return QUEUES[queue].holds(claims, Asking(person, now))


def query(queue: Queue) -> str:
    """The query of the list that shows a queue in its order."""
    return urlencode({"queue": queue, "sort": QUEUES[queue].sort})
