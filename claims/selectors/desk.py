"""Selectors: the desk, what somebody should look at now. A fixed number of queries, each as long as its block.

A block holds the first of a queue, in the order of the queue's own list, where the rest stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Finding, Quotation
from claims.records.acts import Actor
from claims.records.checking import FindingState
from claims.records.provenance import Place
from claims.selectors import claim_list, queues, second_check
from claims.selectors.claim_list import ClaimRow, Count
from claims.selectors.claim_places import places
from claims.selectors.history import full_name
from claims.selectors.new_stories import StoryRow, new_stories
from claims.selectors.queues import QUEUES, Queue

ROWS: Final = 8
# More than these unplaced quotations are not looked through for the stories they stand in.
_MOST_UNPLACED: Final = 500
# In this order claims are told: one that was sent back or is due is not told again among those in hand.
_OWN: Final = (Queue.SENT_BACK, Queue.DUE, Queue.MINE)
_BLOCKS: Final = (Queue.STALE, Queue.NEEDED, *_OWN, Queue.SECOND_CHECK)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One claim on the desk, and why it lies there: words of ours and, in quotes, of whoever said so."""

    claim: ClaimRow
    why: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The first claims of a queue. ``count``: of all of it; ``query``: of the list that shows it."""

    queue: Queue
    rows: Sequence[DeskRow]
    count: Count
    query: str

    @property
    def is_of_second_checks(self) -> bool:
        """Whether its claims have a page of their own, where they are checked."""
        return self.queue is Queue.SECOND_CHECK

    @property
    def is_more(self) -> bool:
        """Whether the list holds more than is shown here."""
        return self.count.number > len(self.rows)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A story whose newest version moved words of claims: quotations that wait for somebody to say where they stand."""

    document: int
    title: str
    quotations: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk, first what must not wait."""

    stale: Block
    unplaced: Sequence[Unplaced]
    needed: Block
    sent_back: Block
    due: Block
    mine: Block
    second_check: Block
    stories: Sequence[StoryRow]

    @property
    def is_urgent(self) -> bool:
        """Whether there is something that must not wait."""
        return bool(self.stale.rows or self.unplaced)

    @property
    def is_mine_empty(self) -> bool:
        """Whether nothing is in the hand of whoever looks."""
        return not (self.sent_back.rows or self.due.rows or self.mine.rows)


def desk(by: Actor, *, now: datetime | None = None) -> Desk:
    """The desk of somebody, now."""
    now = now or timezone.now()
    heads = {queue: _head(queue, by, now) for queue in _BLOCKS}
    ids, seen = {queue: keys for queue, (keys, _count) in heads.items()}, set[int]()
    for queue in _OWN:
        ids[queue] = [pk for pk in ids[queue] if pk not in seen][:ROWS]
        seen.update(ids[queue])
    everything = list(dict.fromkeys(chain.from_iterable(ids.values())))
    rows = {row.pk: row for row in claim_list.rows(everything)}
    facts = {values["pk"]: values for values in Claim.objects.filter(pk__in=everything).values(*_FACTS)}
    why = {pk: _why_stale(facts[pk]) for pk in ids[Queue.STALE]} | {pk: _why_due(facts[pk]) for pk in ids[Queue.DUE]}
    why |= _objections(ids[Queue.SENT_BACK])
    blocks = {
        queue: Block(
            queue,
            [DeskRow(rows[pk], why.get(pk, "")) for pk in ids[queue] if pk in rows],
            heads[queue][1],
            queues.query(queue),
        )
        for queue in _BLOCKS
    }
    return Desk(
        stale=blocks[Queue.STALE],
        unplaced=_unplaced(),
        needed=blocks[Queue.NEEDED],
        sent_back=blocks[Queue.SENT_BACK],
        due=blocks[Queue.DUE],
        mine=blocks[Queue.MINE],
        second_check=blocks[Queue.SECOND_CHECK],
        stories=new_stories(ROWS),
    )


_FACTS: Final = ("pk", "stale_because", "waiting_for", "waiting_from", "waiting_until")


def _head(queue: Queue, by: Actor, now: datetime) -> tuple[list[int], Count]:
    """The first claims of a queue, and how many it holds: two queries. Of one's own, enough to leave some out."""
    if queue is Queue.SECOND_CHECK:
        keys, waiting = second_check.first(by, ROWS)
        return keys, Count(waiting, is_more=waiting >= second_check.COUNTED)
    claims = queues.narrow(Claim.objects.at_hand(), queue, person=by.person, now=now)
    most = ROWS * len(_OWN) if queue is Queue.MINE else ROWS
    found = places(claims, QUEUES[queue].sort, None, None, most=most)
    return [place.pk for place in found], claim_list.count(claims)


def _why_stale(facts: Mapping[str, Any]) -> str:
    return str(facts["stale_because"])


def _why_due(facts: Mapping[str, Any]) -> str:
    when = formats.date_format(timezone.localtime(facts["waiting_until"]), "j M, H:i")
    known = {"what": facts["waiting_for"], "whom": facts["waiting_from"], "when": when}
    if facts["waiting_from"]:
        return _("%(what)s, from %(whom)s, by %(when)s") % known
    return _("%(what)s, by %(when)s") % known


def _objections(claims: Sequence[int]) -> dict[int, str]:
    """Who sent these claims back last, and why."""
    sent_back = Finding.objects.filter(claim__in=claims, state=FindingState.SENT_BACK).select_related("second_by")
    return {
        finding.claim_id: _("%(name)s: “%(reason)s”")
        % {"name": full_name(finding.second_by), "reason": finding.second_because}
        for finding in sent_back.order_by("number")
        if finding.second_by is not None
    }


def _unplaced() -> list[Unplaced]:
    """The stories with words to be placed, those with most of them first."""
    waiting = Quotation.objects.filter(place=Place.WAITING, snapshot__document__withdrawn_at=None).order_by()
    named = waiting.values_list("snapshot__document_id", "snapshot__document__our_title")[:_MOST_UNPLACED]
    return [Unplaced(pk, title, number) for (pk, title), number in Counter(named).most_common(ROWS)]
