"""Selectors: what waits for a second reader: the queue, one claim of it, and which one comes next.

What waits is a finding that was submitted. Those that somebody needs by a time come first, then the oldest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from claims import permissions, workflow
from claims.choices import labels
from claims.models import Claim, Evidence, EvidenceOpened, Finding
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import OPENABLE, Attribution, FindingState, Verdict
from claims.selectors import claim_page, mends
from claims.selectors.claim_page import Becoming, WholeClaim
from claims.selectors.mends import Mend

PAGE = 50
COUNTED = 1_000
_SOME_DAY = Value(datetime(9999, 12, 31, tzinfo=UTC), DateTimeField())


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the queue: what was answered, by whom, and how much of the evidence this reader has opened."""

    claim: Claim
    finding: Finding
    attribution: str
    verdict: str
    becomes: Becoming
    evidence: int
    opened: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for this reader. ``own`` is how much of her own work waits for others; ``next`` begins a new page."""

    rows: Sequence[Row]
    waiting: int
    own: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """One claim as a second reader sees it. ``unopened`` holds the links and files that she has not opened."""

    whole: WholeClaim
    mends: Sequence[Mend]
    openable: int
    unopened: Sequence[Evidence]
    place: int
    waiting: int
    is_own: bool
    is_waiting: bool


def queue(by: Actor, *, after: int | None = None) -> Queue:
    """What waits for this reader, from the beginning or after a finding. Five queries, however much waits."""
    waiting = _for(by)
    shown = waiting if after is None else _behind(waiting, after)
    found = list(_in_order(shown).select_related("claim__speaker", "claim__assigned_to", "made_by")[: PAGE + 1])
    some, evidence = found[:PAGE], _evidence([finding.claim_id for finding in found], by)
    return Queue(
        rows=[_row(finding, *evidence.get(finding.claim_id, (0, 0))) for finding in some],
        waiting=_count(waiting),
        own=_count(_waiting().filter(_is_work_of(by))),
        next=some[-1].pk if len(found) > PAGE else None,
    )


def first(by: Actor, most: int) -> tuple[list[int], int]:
    """The claims that wait first for this reader, and how many wait, as far as they are counted. Two queries."""
    waiting = _for(by)
    return list(_in_order(waiting).values_list("claim_id", flat=True)[:most]), _count(waiting)


def check(pk: int, by: Actor) -> Check:
    """One claim for a second reader. Raises Claim.DoesNotExist."""
    whole = claim_page.whole(pk)
    waiting = _for(by)
    finding = _waiting().filter(claim=pk).first()
    openable = [item for item in whole.evidence if item.kind in OPENABLE]
    return Check(
        whole=whole,
        mends=mends.of(whole.claim, since=finding.made_at) if finding else (),
        openable=len(openable),
        unopened=[item for item in openable if not _has_opened(by, item)],
        place=_count(waiting) - _count(_behind(waiting, finding.pk)) if finding else 0,
        waiting=_count(waiting),
        is_own=permissions.is_own(by, Act.AGREE, whole.claim),
        is_waiting=finding is not None,
    )


def next_after(by: Actor, claim: int | None) -> int | None:
    """The claim that comes after this one in the queue of a reader, else the first; None when no other waits."""
    waiting = _for(by).exclude(claim=claim)
    last = Finding.objects.filter(claim=claim).exclude(state=FindingState.COUNTER).order_by("-number").first()
    behind = _in_order(_behind(waiting, last.pk)).first() if last else None
    found = behind or _in_order(waiting).first()
    return found.claim_id if found else None


def _waiting() -> QuerySet[Finding]:
    awaited = Claim.objects.awaiting_second_check().filter(pk=OuterRef("claim"))
    found = Finding.objects.filter(Exists(awaited), state=FindingState.SUBMITTED)
    return found.annotate(due=Coalesce("claim__needed_by", _SOME_DAY))


def _is_work_of(by: Actor) -> Q:
    """The same as ``permissions.is_own`` says of one claim."""
    return Q(claim__submitted_by=by.person) | Q(claim__changed_by=by.person)


def _for(by: Actor) -> QuerySet[Finding]:
    own = Claim.objects.filter(Q(submitted_by=by.person) | Q(changed_by=by.person), pk=OuterRef("claim"))
    return _waiting().exclude(Exists(own))


def _in_order(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.order_by(F("due"), "made_at", "pk")


def _behind(findings: QuerySet[Finding], pk: int) -> QuerySet[Finding]:
    """Those after this one, even when it waits no longer."""
    here = Finding.objects.filter(pk=pk).annotate(due=Coalesce("claim__needed_by", _SOME_DAY)).first()
    if here is None:
        return findings
    due, made_at = here.due, here.made_at
    later = Q(made_at__gt=made_at) | Q(made_at=made_at, pk__gt=pk)
    return findings.filter(Q(due__gt=due) | (Q(due=due) & later))


def _count(findings: QuerySet[Finding]) -> int:
    """How many; nobody counts further than a thousand."""
    return findings.order_by()[:COUNTED].count()


def _evidence(claims: Sequence[int], by: Actor) -> dict[int, tuple[int, int]]:
    """For some claims how many links and files each has, and how many of them somebody has opened."""
    opened = EvidenceOpened.objects.filter(person=by.person, evidence=OuterRef("opened_as"))
    found = Evidence.objects.standing().filter(claim__in=claims, kind__in=OPENABLE).order_by()
    found = found.annotate(opened_as=Coalesce("taken_from_id", "pk"))
    counted: dict[int, tuple[int, int]] = {}
    for claim, is_opened in found.values_list("claim_id", Exists(opened)):
        all_of_it, opened_of_it = counted.get(claim, (0, 0))
        counted[claim] = (all_of_it + 1, opened_of_it + is_opened)
    return counted


def _row(finding: Finding, evidence: int, opened: int) -> Row:
    attribution, verdict = Attribution(finding.attribution), Verdict(finding.verdict)
    status = workflow.decide(attribution, verdict)
    return Row(
        claim=finding.claim,
        finding=finding,
        attribution=labels.short_label(attribution),
        verdict=labels.short_label(verdict),
        becomes=Becoming(status, workflow.how_to_use(status, attribution, stale=False)),
        evidence=evidence,
        opened=opened,
    )


def _has_opened(by: Actor, item: Evidence) -> bool:
    return any(one.person_id == by.person for one in item.original.opened.all())
