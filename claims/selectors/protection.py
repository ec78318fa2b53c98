"""Selectors: sealed sources. What the page of one tells, who asked to see it, and where a name still stands."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from claims import permissions
from claims.choices import labels
from claims.models import (
    Claim,
    Document,
    Event,
    Evidence,
    Finding,
    IdentityRequest,
    Note,
    Quotation,
    SavedView,
    Seal,
    Snapshot,
    Source,
)
from claims.permissions import Act
from claims.querysets import IdentityRequestQuerySet
from claims.records.acts import Actor, SubjectKind
from claims.records.sealing import RequestState

SHOWN: Final = 20
PAGE: Final = 50
COUNTED: Final = 100
_LOOK: Final = "source.see_identity"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as a page shows it. ``looks`` counts how often the identity was seen on it."""

    request: IdentityRequest
    state: str
    is_open: bool
    is_running: bool
    looks: int
    may_decide: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """What the page of a source tells of its seal: None where there is none, and who may do what with it."""

    seal: Seal | None
    own: Asked | None
    asked: Sequence[Asked]
    may_seal: bool
    may_unseal: bool
    may_redact: bool
    may_ask: bool

    @property
    def is_redacted(self) -> bool:
        """Whether nobody can read any more who it is."""
        return self.seal is not None and self.seal.is_redacted


@dataclass(frozen=True, slots=True)
class Mention:
    """How many rows of a kind hold a name in words of somebody's; "+" where there are more than anybody counts."""

    what: str | Promise
    number: int

    @property
    def said(self) -> str:
        """The number."""
        return f"{COUNTED}+" if self.number > COUNTED else str(self.number)


@dataclass(frozen=True, slots=True)
class Requests:
    """The page of requests: those that wait for a chief, those that run, and what became of the others."""

    open: Sequence[Asked]
    running: Sequence[Asked]
    over: Sequence[Asked]
    next: int | None


def of(source: Source, *, by: Actor) -> Protection:
    """The protection of a source. Four queries for a sealed one, none for another."""
    if not source.is_sealed:
        may_seal = permissions.may(by, Act.SEAL_SOURCE) and source.merged_into_id is None
        return Protection(None, None, (), may_seal=may_seal, may_unseal=False, may_redact=False, may_ask=False)
    seal = Seal.objects.select_related("sealed_by", "redacted_by").filter(source=source).first()
    asked = list(_told(_seen_by(by).filter(source=source)[:SHOWN], by))
    own = next((one for one in asked if one.request.asked_by_id == by.person and (one.is_open or one.is_running)), None)
    is_closed = seal is not None and not seal.is_redacted
    return Protection(
        seal=seal,
        own=own,
        asked=asked,
        may_seal=False,
        may_unseal=is_closed and own is not None and own.is_running and permissions.may(by, Act.UNSEAL_SOURCE),
        may_redact=is_closed and permissions.may(by, Act.REDACT_SOURCE),
        may_ask=is_closed and own is None and permissions.may(by, Act.ASK_IDENTITY),
    )


def requests(by: Actor, *, after: int | None = None) -> Requests:
    """Requests to see who somebody is: a chief's page has everybody's, others have their own."""
    now = timezone.now()
    everything = _seen_by(by)
    over = everything.exclude(state=RequestState.OPEN).exclude(state=RequestState.GRANTED, ends_at__gt=now)
    found = list((over.filter(pk__lt=after) if after is not None else over)[: PAGE + 1])
    return Requests(
        open=list(_told(everything.open()[:PAGE], by)),
        running=list(_told(everything.running(now)[:PAGE], by)),
        over=list(_told(found[:PAGE], by)),
        next=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


def waiting(by: Actor) -> int:
    """How many requests wait for this chief's decision: none for anybody else."""
    if not permissions.may(by, Act.DECIDE_IDENTITY):
        return 0
    return IdentityRequest.objects.open().exclude(asked_by=by.person)[: COUNTED + 1].count()


def request(pk: int) -> IdentityRequest:
    """One request. Raises IdentityRequest.DoesNotExist."""
    return IdentityRequest.objects.select_related("source", "asked_by").get(pk=pk)


def mentions(source: Source) -> list[Mention]:
    """Where a name of a source stands in words that a seal does not change: before it is sealed, for a chief to see.

    A query for each kind of words, and none goes through more rows than it must to count to a hundred.
    """
    names = [source.name, *source.aliases.values_list("name", flat=True)]
    found = [Mention(what, _rows(rows, fields, names)[: COUNTED + 1].count()) for what, rows, fields in _places()]
    return [mention for mention in found if mention.number]


def _places() -> Iterator[tuple[str | Promise, QuerySet[Any], Sequence[str]]]:
    yield _("texts of stories, as received"), Snapshot.objects.all(), ("text",)
    yield _("titles and headlines of documents"), Document.objects.all(), ("our_title", "headline")
    yield _("statements of claims"), Claim.objects.all(), ("statement", "waiting_for", "waiting_from")
    printed = ("speaker_printed", "speaker_resolved", "told_to", "carried_by")
    yield _("quotations, as printed"), Quotation.objects.all(), printed
    yield _("reasons of findings"), Finding.objects.all(), ("reason", "second_because")
    yield _("pieces of evidence"), Evidence.objects.all(), ("address", "text", "file_name", "asked_whom")
    yield _("notes"), Note.objects.all(), ("body",)
    yield _("names of views"), SavedView.objects.all(), ("name",)
    yield _("lines of the ledger (reasons and statements as they were)"), Event.objects.all(), ("reason", "body")


def _rows(rows: QuerySet[Any], fields: Sequence[str], names: Sequence[str]) -> QuerySet[Any]:
    holds = Q()
    for field in fields:
        for name in names:
            holds |= Q(**{f"{field}__icontains": name})
    return rows.filter(holds).order_by().values("pk")


def _seen_by(by: Actor) -> IdentityRequestQuerySet:
    asked = IdentityRequest.objects.select_related("source", "asked_by", "decided_by", "ended_by").order_by("-pk")
    return asked if permissions.may(by, Act.DECIDE_IDENTITY) else asked.filter(asked_by=by.person)


def _told(asked: Iterable[IdentityRequest], by: Actor) -> Iterator[Asked]:
    """Requests as pages show them: one more query, for the looks."""
    found, now = list(asked), timezone.now()
    looks = _looks(found)
    for one in found:
        is_open = one.state == RequestState.OPEN
        is_running = one.state == RequestState.GRANTED and one.ends_at is not None and one.ends_at > now
        yield Asked(
            request=one,
            state=_state(one, now),
            is_open=is_open,
            is_running=is_running,
            looks=looks[one.pk],
            may_decide=is_open and permissions.may(by, Act.DECIDE_IDENTITY, one),
            may_end=(is_running and permissions.may(by, Act.END_IDENTITY, one))
            or (is_open and one.asked_by_id == by.person),
        )


def _state(one: IdentityRequest, now: datetime) -> str:
    if one.state == RequestState.GRANTED and one.ends_at is not None and one.ends_at <= now:
        return capfirst(str(_("granted, and the time is over")))
    return capfirst(str(labels.label(RequestState(one.state))))


def _looks(asked: Sequence[IdentityRequest]) -> Counter[int]:
    if not asked:
        return Counter()
    sources = {one.source_id for one in asked}
    seen = Event.objects.filter(subject_kind=SubjectKind.SOURCE, subject_id__in=sources, act=_LOOK)
    return Counter(json.loads(body)["after"]["request"] for body in seen.values_list("body", flat=True))
