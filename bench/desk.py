"""Bench: the desk, and the figures of the last days."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import database
from claims import permissions
from claims.models import Claim, Event
from claims.records.acts import ActorKind, SubjectKind
from claims.selectors import desk, figures

_TIMES = 7
_DAYS = 28
_CHUNK = 5_000
# Of ten claims so many are proposed, accepted, submitted and agreed with in the days that are measured.
_ACTS = ("claim.propose",) * 10 + ("claim.accept",) * 4 + ("claim.submit",) * 2 + ("claim.agree",) * 2


def measure(*, claims: int) -> None:
    """Print what the pages cost: milliseconds and queries. Every claim came in within the last 28 days."""
    database.filled(claims)
    if not Event.objects.filter(act="claim.agree").exists():
        _write_events(claims)
    by = permissions.actor(User.objects.filter(username__startswith="editor").order_by("pk")[0])
    size = f"{Claim.objects.count():,} claims, {Event.objects.count():,} events"
    print(f"\n{size} on {connection.display_name}; best of {_TIMES}.")
    print(f"\n{'page':32} {'ms':>8} {'queries':>8}")
    for name, read in (
        ("desk", lambda: desk.desk(by)),
        ("figures of 7 days", lambda: figures.figures(7)),
        ("figures of 28 days", lambda: figures.figures(28)),
    ):
        with CaptureQueriesContext(connection) as queries:
            read()
        print(f"{name:32} {_best(read):8.1f} {len(queries):8}")


def _best(act: Callable[[], object]) -> float:
    """The shortest of several times, in milliseconds."""
    times = []
    for _time in range(_TIMES):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def _write_events(claims: int) -> None:
    """What the ledger would hold of these claims, spread over the days that are measured."""
    events = _events(claims * len(_ACTS) // 10)
    while chunk := list(islice(events, _CHUNK)):
        Event.objects.bulk_create(chunk)


def _events(number: int) -> Iterator[Event]:
    begun, batch = timezone.now() - timedelta(days=_DAYS), uuid4()
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    apart = timedelta(days=_DAYS) / number
    for at in range(number):
        yield Event(
            sequence=last + at + 1,
            act=_ACTS[at % len(_ACTS)],
            subject_kind=SubjectKind.CLAIM,
            subject_id=at + 1,
            subject_version=1,
            actor_kind=ActorKind.COMMAND,
            actor_name="bench",
            batch=batch,
            at=begun + at * apart,
            body='{"after":{"status":"verified"},"before":{"status":"second_check"}}',
        )
