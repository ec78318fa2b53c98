"""Selectors: a story as it is reviewed: the way through its claims in reading order, and the claim somebody is at.

The whole page costs a fixed number of queries; going on to another claim costs only what that claim shows, and one
short row for each claim of the story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.utils.functional import Promise

from claims import workflow
from claims.models import Claim, Evidence, Note, Quotation
from claims.querysets import QuotationQuerySet
from claims.records.acts import Actor
from claims.records.provenance import Place
from claims.selectors import claim_page, document_page, excerpt, offers
from claims.selectors.claim_page import Answers, Words
from claims.selectors.document_page import Speaker, WholeDocument
from claims.selectors.history import full_name
from claims.selectors.offers import ClaimAct
from claims.workflow import Move, Status

# After these nothing is left to do for this editor on this claim now: the work goes on with another one.
SETTLING = frozenset(
    {
        ClaimAct.ACCEPT,
        ClaimAct.SET_ASIDE,
        ClaimAct.HOLD,
        ClaimAct.SUBMIT,
        ClaimAct.AGREE,
        ClaimAct.SEND_BACK,
        ClaimAct.SETTLE,
        ClaimAct.STILL_HOLDS,
        ClaimAct.READ,
    }
)
# After these other words are marked in the story: the whole page is another.
CHANGING_THE_STORY = frozenset(
    {
        ClaimAct.WORDS,
        ClaimAct.KIND,
        ClaimAct.JOIN,
        ClaimAct.JOIN_BEFORE,
        ClaimAct.SPLIT,
        ClaimAct.CUT_OUT,
        ClaimAct.WORDS_BACK,
    }
)


_ACCEPTABLE = workflow.MOVES[Move.ACCEPT].begins
_STATUSES: Mapping[str, Status] = {status.value: status for status in Status}


class Stop(NamedTuple):
    """One claim on the way through a story, under the number its quotation has there."""

    number: int
    quotation: int
    claim: int
    status: Status
    taken_by: int | None
    is_read: bool

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has looked at it."""
        return self.status in _ACCEPTABLE and not self.is_read

    def is_to_do(self, by: Actor) -> bool:
        """Whether it waits for this editor: proposed, free to be taken, or in the own hand; and not read and left."""
        if self.is_read:
            return False
        if self.status is Status.IN_REVIEW:
            return self.taken_by == by.person
        return self.status is Status.UNVERIFIED or self.status in _ACCEPTABLE


@dataclass(frozen=True, slots=True)
class Way:
    """The claims of a story, in the order in which they stand in it; a claim that stands twice, at its first place."""

    stops: Sequence[Stop]

    def at(self, claim: int | None) -> Stop | None:
        """Where a claim stands; None for one that does not stand in this story."""
        return next((stop for stop in self.stops if stop.claim == claim), None)

    def before(self, here: Stop) -> Stop | None:
        """The one before."""
        at = self.stops.index(here)
        return self.stops[at - 1] if at else None

    def after(self, here: Stop) -> Stop | None:
        """The one after."""
        at = self.stops.index(here) + 1
        return self.stops[at] if at < len(self.stops) else None

    def beside(self, here: Stop) -> list[Stop]:
        """The next one and the one before that are not away."""
        at = self.stops.index(here)
        ways = (self.stops[at + 1 :], self.stops[:at][::-1])
        near = (next((stop for stop in way if stop.status not in workflow.AWAY), None) for way in ways)
        return [stop for stop in near if stop]

    def to_do(self, by: Actor) -> list[Stop]:
        """Those that wait for this editor."""
        return [stop for stop in self.stops if stop.is_to_do(by)]

    def next_to_do(self, by: Actor, here: Stop | None = None) -> Stop | None:
        """Where the work goes on: the next proposal, from the beginning again after the last; else what else waits."""
        return _next(self.to_do(by), here)


@dataclass(frozen=True, slots=True)
class Slip:
    """A claim that is not the current one, small beside the story, in ready words."""

    number: int
    claim: int
    quotation: int
    tone: str
    shape: str
    label: str | Promise
    is_stale: bool
    is_aside: bool
    statement: str
    speaker: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class Current:
    """The claim somebody is at, with everything that is needed to settle it."""

    stop: Stop
    claim: Claim
    words: Words
    speaker: Speaker
    tone: str
    shape: str
    taken_by: str
    standing: Answers | None
    evidence: int
    notes: int
    acts: Sequence[ClaimAct]
    main: ClaimAct | None


@dataclass(frozen=True, slots=True)
class Bearings:
    """Where somebody is on the way, and which ways lead on. ``to_do`` is what else waits beside the proposals."""

    here: Stop | None
    before: Stop | None
    after: Stop | None
    on: Stop | None
    in_all: int
    proposed: int
    to_do: int


@dataclass(frozen=True, slots=True)
class WholeReview:
    """Everything the page shows: the story with its marks, a slip for each quotation, and the current claim."""

    story: WholeDocument
    slips: Sequence[Slip]
    current: Current | None
    bearings: Bearings


def way(document_id: int) -> Way:
    """The way through the newest version of a document. One query."""
    rows = (
        Quotation.objects.filter(snapshot__document=document_id, place=Place.CURRENT)
        .in_reading_order()
        .values_list("pk", "claim_id", "claim__status", "claim__assigned_to_id", "claim__read_at")
    )
    return Way(list(_once_each(enumerate(rows, start=1))))


def whole(document_id: int, way: Way, here: Stop | None, *, by: Actor) -> WholeReview:
    """The page of a story with somebody at a claim of it. Raises Document.DoesNotExist."""
    story = document_page.whole(document_id, by=by)
    slips = [_slip(card.number, card.quotation) for card in story.cards]
    return WholeReview(story, slips, step(way, here, by=by)[0] if here else None, bearings(way, here, by=by))


def step(way: Way, here: Stop, left: Sequence[Stop] = (), *, by: Actor) -> tuple[Current, list[Slip]]:
    """The claim somebody is at, and slips of those that were left or changed.

    Three queries, and one more for each: somebody has answered; has a claim in hand or worded it; the document has
    evidence.
    """
    beside = way.beside(here)
    stops = {stop.quotation: stop for stop in (*beside, *left, here)}
    found = {quotation.pk: quotation for quotation in _with_everything(stops, here.quotation)}
    _name_people(quotation.claim for quotation in found.values())
    current = _current(found[here.quotation], here, [found[stop.quotation] for stop in beside], by)
    return current, [_slip(stop.number, found[stop.quotation]) for stop in left]


def bearings(way: Way, here: Stop | None, *, by: Actor) -> Bearings:
    """Where somebody is on the way, and which ways lead on. No query."""
    to_do = way.to_do(by)
    proposed = len([stop for stop in to_do if stop.is_proposed])
    return Bearings(
        here=here,
        before=way.before(here) if here else None,
        after=way.after(here) if here else None,
        on=_next(to_do, here),
        in_all=len(way.stops),
        proposed=proposed,
        to_do=len(to_do) - proposed,
    )


def _with_everything(quotations: Iterable[int], here: int) -> QuotationQuerySet:
    """These quotations with their claims, all that a card shows but the chain; the text comes with one alone."""
    text = Case(When(pk=here, then=F("snapshot__text")), output_field=TextField())
    return _cards().filter(pk__in=quotations).annotate(text=text)


@cache
def _cards() -> QuotationQuerySet:
    """What every step asks, put together once; it is never read itself."""
    threads = Note.objects.filter(thread=None, resolved_at=None)
    return (
        Quotation.objects.select_related("claim__speaker", "claim__source", "snapshot__document")
        .defer("snapshot__text", "snapshot__damage", "snapshot__credits")
        .annotate(
            evidence_count=_counted(Evidence.objects.standing().filter(claim=OuterRef("claim"))),
            has_evidence_to_give=Exists(
                Evidence.objects.filter(document__snapshots__quotations__claim=OuterRef("claim"))
            ),
            notes_on_claim=_counted(threads.filter(claim=OuterRef("claim"))),
            notes_on_words=_counted(threads.filter(quotation__claim=OuterRef("claim"))),
        )
    )


def _name_people(claims: Iterable[Claim]) -> None:
    """Read who has these claims in hand, and whose statements they carry. One query, none where nobody has."""
    claims = list(claims)
    known = {claim.assigned_to_id for claim in claims} | {claim.statement_by_id for claim in claims}
    people = User.objects.in_bulk([pk for pk in known if pk])
    for claim in claims:
        if claim.assigned_to_id:
            claim.assigned_to = people[claim.assigned_to_id]
        if claim.statement_by_id:
            claim.statement_by = people[claim.statement_by_id]


def _current(quotation: Quotation, here: Stop, beside: Sequence[Quotation], by: Actor) -> Current:
    claim, snapshot = quotation.claim, quotation.snapshot
    claim_page.read_chain(quotation)
    offers.remember_words(claim, quotation if quotation.is_primary else None, beside)
    offers.remember_evidence(claim, is_there=quotation.has_evidence_to_give)  # type: ignore[attr-defined]  # annotated above
    acts = [] if snapshot.document.is_withdrawn else offers.offers(claim, by)
    row = workflow.STATUSES[Status(claim.status)]
    around = excerpt.around(quotation, claim, quotation.text, at_least=0)  # type: ignore[attr-defined]  # annotated above
    return Current(
        stop=here,
        claim=claim,
        words=claim_page.words_of(quotation, number=here.number, versions=snapshot.number, around=around),
        speaker=document_page.speaker_of(quotation, claim),
        tone=row.tone,
        shape=row.shape,
        taken_by=_taken_by(claim),
        standing=claim_page.findings_of(claim).standing if claim.submitted_by_id or claim.rounds else None,
        evidence=quotation.evidence_count or 0,  # type: ignore[attr-defined]  # annotated above
        notes=(quotation.notes_on_claim or 0) + (quotation.notes_on_words or 0),  # type: ignore[attr-defined]
        acts=acts,
        main=offers.main_of(acts),
    )


def _next(waiting: Iterable[Stop], here: Stop | None) -> Stop | None:
    number, claim = (here.number, here.claim) if here else (0, 0)
    others = (stop for stop in waiting if stop.claim != claim)
    return min(others, key=lambda stop: (not stop.is_proposed, stop.number < number, stop.number), default=None)


def _once_each(
    rows: Iterator[tuple[int, tuple[int, int, str, int | None, datetime | None]]],
) -> Iterator[Stop]:
    seen: set[int] = set()
    for number, (quotation, claim, status, taken_by, read_at) in rows:
        if claim not in seen:
            seen.add(claim)
            yield Stop(number, quotation, claim, _STATUSES[status], taken_by, read_at is not None)


def _slip(number: int, quotation: Quotation) -> Slip:
    claim = quotation.claim
    row = workflow.STATUSES[Status(claim.status)]
    speaker = document_page.speaker_of(quotation, claim)
    return Slip(
        number=number,
        claim=claim.pk,
        quotation=quotation.pk,
        tone=row.tone,
        shape=row.shape,
        label=row.label,
        is_stale=claim.is_stale,
        is_aside=workflow.can(Move.RESTORE, Status(claim.status)),
        statement=claim.statement,
        speaker=speaker.name or speaker.note,
        taken_by=_taken_by(claim),
    )


def _taken_by(claim: Claim) -> str:
    """Who has an open claim in hand; "" where nobody has."""
    return full_name(claim.taken_by) if claim.taken_by else ""


def _counted(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a part of another query; None for none."""
    of_all = rows.order_by().annotate(of_all=Value(1)).values("of_all")
    return Subquery(of_all.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
