"""Selectors: news for others, read from the ledger. Services that act need know nothing of it.

What is told is how a claim stands when it is told, never what stood in it once: names that were sealed and words that
were erased since are gone from it. Reasons are not told, nor what a list is called and for whom it is: anybody may have
typed anything into them, and a receiver need not know who the others are.
"""

import heapq
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from claims import workflow
from claims.choices import labels
from claims.models import Claim, Event, IssuedList
from claims.records.acts import SubjectKind
from claims.records.news import News, NewsKind
from claims.workflow import STATUSES, Status

_AT_ONCE: Final = 5_000
# Lines that may be news and are none: no more of them are looked through for the newest news.
_MOST_LOOKED_AT: Final = 5_000
_PAGE: Final = 100
_MOST_CHANGED: Final = 100  # claims of a correction that a webhook names
_FACTS: Final = ("sequence", "act", "subject_kind", "subject_id", "at", "batch", "body")

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewsRow:
    """Acts of the ledger that may make one kind of news, and what their lines say where they did."""

    kind: NewsKind
    acts: tuple[str, ...]
    is_made: Callable[[Body, Body], bool]


def _always(_before: Body, _after: Body) -> bool:
    return True


def _is_decided(_before: Body, after: Body) -> bool:
    return after.get("status") in workflow.DECIDED


def _was_in_use(before: Body, _after: Body) -> bool:
    return before.get("status") in workflow.DECIDED | {Status.WITHDRAWN}


def _went_stale(_before: Body, after: Body) -> bool:
    return after.get("stale_since") is not None


def _was_stale(before: Body, _after: Body) -> bool:
    return before.get("stale_since") is not None


# An agreement on a claim that was released on one reader leaves its status as it is, and is told. A change of the words
# of a stale claim makes it no staler, and is not.
NEWS: Final[Sequence[NewsRow]] = (
    NewsRow(NewsKind.CLAIM_DECIDED, ("claim.agree", "claim.settle", "claim.single_read"), _always),
    NewsRow(NewsKind.CLAIM_DECIDED, ("claim.submit",), _is_decided),  # where second checks are turned off
    NewsRow(NewsKind.CLAIM_STALE, ("claim.stale", "claim.follow", "claim.await_place", "claim.chain"), _went_stale),
    NewsRow(NewsKind.CLAIM_STALE, ("claim.words", "claim.join", "claim.split", "claim.cut_out"), _went_stale),
    NewsRow(NewsKind.CLAIM_HOLDS, ("claim.still_holds", "claim.not_stale", "claim.place"), _was_stale),
    NewsRow(NewsKind.CLAIM_HOLDS, ("claim.words_back", "claim.chain_back"), _was_stale),
    NewsRow(NewsKind.CLAIM_REOPENED, ("claim.reopen", "claim.take_back_agreement", "claim.send_back"), _was_in_use),
    NewsRow(NewsKind.CLAIM_WITHDRAWN, ("claim.recall",), _always),
    NewsRow(NewsKind.LIST_ISSUED, ("list.issue",), _always),
    NewsRow(NewsKind.LIST_CORRECTED, ("list.correct",), _always),
    NewsRow(NewsKind.TEST, ("webhook.test",), _always),
)
_BY_ACT: Final[Mapping[str, NewsRow]] = {act: row for row in NEWS for act in row.acts}

# What readers are told of; a test is for one webhook alone.
FOR_READERS: Final = tuple(kind for kind in NewsKind if kind is not NewsKind.TEST)


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news as it is told now. ``claim`` or ``issued`` is as it stands now, None where it is about none."""

    news: News
    title: str
    address: str
    claim: Claim | None = None
    issued: IssuedList | None = None


def after(sequence: int) -> tuple[list[News], int]:
    """The news in the next few thousand lines after this one, in their order; and the last line that was looked at."""
    last = newest_line()
    upto = min(sequence + _AT_ONCE, last)
    lines = Event.objects.filter(act__in=_BY_ACT, sequence__gt=sequence, sequence__lte=upto).order_by("sequence")
    return list(_news_of(lines.values(*_FACTS))), max(upto, sequence)


def newest_line() -> int:
    """The number of the last line of the ledger; 0 where there is none."""
    return Event.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def newest(most: int, kinds: Collection[NewsKind] = FOR_READERS) -> list[News]:
    """The newest news of some kinds, newest first. For each act a query or a few, however long the ledger is."""
    acts = [act for act, row in _BY_ACT.items() if row.kind in kinds]
    lines = heapq.merge(*map(_backwards, acts), key=lambda facts: -facts["sequence"])
    return list(islice(_news_of(islice(lines, _MOST_LOOKED_AT)), most))


def of_line(sequence: int) -> News | None:
    """The news that this line of the ledger is; None where it is none."""
    return next(_news_of(Event.objects.filter(sequence=sequence).values(*_FACTS)), None)


def told(news: Sequence[News]) -> list[Told]:
    """News as they are told now: two queries."""
    claims = Claim.objects.select_related("speaker").in_bulk(_subjects(news, SubjectKind.CLAIM))
    lists = IssuedList.objects.select_related("replaces").in_bulk(_subjects(news, SubjectKind.LIST))
    return [_told(one, claims, lists) for one in news]


def _subjects(news: Sequence[News], about: SubjectKind) -> set[int]:
    return {one.subject for one in news if one.about is about}


def payload(told: Told) -> dict[str, Any]:
    """What a webhook carries: what happened, and how it stands now."""
    news = told.news
    data: dict[str, Any] = {"sequence": news.sequence, "address": told.address}
    if told.claim is not None:
        data |= {"status": news.status or told.claim.status, "claim": _claim(told.claim)}
    if told.issued is not None:
        data |= {"list": _list(told.issued)}
    if told.issued is not None and told.issued.changes:
        changed = [one["claim"] for one in json.loads(told.issued.changes)]
        data |= {"changed": len(changed), "changed_claims": changed[:_MOST_CHANGED]}
    return {"type": news.kind.value, "timestamp": _moment(news.at), "id": str(news.id), "data": data}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "version": claim.version,
        "status": claim.status,
        "how_to_use": claim.how_to_use,
        "is_stale": claim.is_stale,
        "is_single_read": claim.is_single_read,
        "statement": claim.statement,
        "speaker": claim.speaker.name if claim.speaker else None,
    }


def _list(issued: IssuedList) -> dict[str, Any]:
    return {
        "id": issued.pk,
        "number": str(issued),
        "replaces": str(issued.replaces) if issued.replaces else None,
        "format": issued.format,
        "claims": issued.claims,
        "rows": issued.rows,
        "sha256": issued.sha256,
    }


def address_of(page: str, *args: object) -> str:
    """A page of this desk as somebody elsewhere finds it."""
    return f"{settings.DESK_URL}{reverse(page, args=args).removeprefix('/')}"


def feed_address(kinds: Sequence[NewsKind] = ()) -> str:
    """The feed as somebody elsewhere finds it, without a token."""
    query = f"?{urlencode([('kind', kind.value) for kind in kinds])}" if kinds else ""
    return f"{address_of('feed-news')}{query}"


def _told(news: News, claims: Mapping[int, Claim], lists: Mapping[int, IssuedList]) -> Told:
    word = str(labels.label(news.kind))
    match news.about:
        case SubjectKind.CLAIM:
            claim = claims[news.subject]
            is_decision = news.kind is NewsKind.CLAIM_DECIDED and news.status
            what = f"{word} ({STATUSES[Status(news.status)].label})" if is_decision else word
            return Told(news, f"{what}: {claim.statement}", address_of("claim", claim.pk), claim=claim)
        case SubjectKind.LIST:
            issued = lists[news.subject]
            return Told(news, f"{word}: {issued}", address_of("list", issued.pk), issued=issued)
        case _:
            return Told(news, word, settings.DESK_URL)


def _backwards(act: str) -> Iterator[dict[str, Any]]:
    """The lines of one act, newest first, as few at a time as are wanted."""
    before: int | None = None
    while True:
        lines = Event.objects.filter(act=act).order_by("-sequence")
        some = list((lines if before is None else lines.filter(sequence__lt=before)).values(*_FACTS)[:_PAGE])
        yield from some
        if len(some) < _PAGE:
            return
        before = some[-1]["sequence"]


def _news_of(lines: Iterable[Mapping[str, Any]]) -> Iterator[News]:
    for facts in lines:
        row, body = _BY_ACT.get(facts["act"]), json.loads(facts["body"])
        if row is not None and row.is_made(body["before"], body["after"]):
            yield News(
                sequence=facts["sequence"],
                kind=row.kind,
                at=facts["at"],
                batch=facts["batch"],
                about=SubjectKind(facts["subject_kind"]),
                subject=facts["subject_id"],
                status=body["after"].get("status", ""),
            )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
