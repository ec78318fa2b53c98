"""Drill: the ledger. Every kind of tampering is seen, a million events are verified, an act stays cheap."""

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Final
from unittest import mock

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from bench import database, large_ledger, ledgers
from bench.drills import Figure, say
from claims import permissions
from claims.ledger.stand_alone import Broken, Fault, Note, read_notes
from claims.models import Claim, Event
from claims.records.acts import Actor, Role
from claims.services import checkpoints, ledger, ledger_checking, review
from claims.services.ledger_checking import Tally
from claims.workflow import Status

_TIMES: Final = 200
_EVENTS: Final = 1_000_000
_MOST_SECONDS: Final = 60
_MOST_MEGABYTES: Final = 512
_MOST_TIMES_DEARER: Final = 3
_TURNS: Final = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a kind of tampering was tried, and how often it was seen with the claim named."""

    tried: int
    seen: int


def drill(*, full: bool) -> Iterator[Figure]:
    """Tamper with a small ledger in every way, then verify a large one and time an act."""
    random = Random(5)
    by = _desk(claims=8 if full else 4)
    anchors = read_notes(checkpoints.file().read_text(encoding="utf-8"))
    with ledgers.without_triggers():
        for name, tamper in ledgers.SINGLE_ROWS.items():
            yield _figure(name, "claim named", _single(tamper, random, times=_TIMES if full else 2))
        for name, (rewrite, fault) in ledgers.WHOLE_LEDGERS.items():
            yield _figure(name, "seen", _whole(rewrite, fault, random, anchors, times=_TIMES if full else 2))
    yield _cost_of_a_change(by, turns=_TURNS if full else 20)
    broken = _check(anchors)
    yield Figure("faults left by all of this", "0", f"{len(broken)}", not broken)
    if full:
        yield from _verified(_EVENTS)


def _figure(name: str, goal: str, seen: Seen) -> Figure:
    return Figure(f"{name} x {seen.tried}", f"100 % {goal}", f"{seen.seen} of {seen.tried}", seen.seen == seen.tried)


def _desk(*, claims: int) -> Actor:
    """Claims with everything around them, each with several lines; and a checkpoint over all of it."""
    person = User.objects.create(username="drill")
    person.groups.add(Group.objects.get(name=Role.CHIEF.value))
    by = permissions.actor(person)
    ledgers.make_desk(by, claims=claims)
    checkpoints.make(by=by)
    return by


def _single(tamper: Callable[[Random, Claim], None], random: Random, *, times: int) -> Seen:
    """Change one row about a claim; it is seen when the claim is named."""
    claims = list(Claim.objects.filter(status=Status.SECOND_CHECK))
    seen = 0
    for _time in range(times):
        claim = random.choice(claims)
        with _undone():
            tamper(random, claim)
            seen += any(broken.kind == "claim" and broken.subject == claim.pk for broken in _check())
    return Seen(times, seen)


def _whole(
    rewrite: Callable[[Random], None], fault: Fault, random: Random, anchors: Sequence[Note], *, times: int
) -> Seen:
    """Write the ledger anew, cut its end off or forge one; seen for what it is, by the key or a checkpoint."""
    seen = 0
    for _time in range(times):
        with _undone():
            rewrite(random)
            seen += any(broken.fault is fault for broken in _check(anchors))
    return Seen(times, seen)


def _check(anchors: Sequence[Note] = ()) -> list[Broken]:
    return list(ledger_checking.check(Tally(), anchors=anchors))


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever is done within is not kept."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


# --- What it costs ----------------------------------------------------------------------------------------------------


def _cost_of_a_change(by: Actor, *, turns: int) -> Figure:
    """A change of status with its line, against the same change that leaves nothing in the ledger."""
    claim = Claim.objects.filter(status=Status.UNVERIFIED)[0]
    with_ledger, without = [], []
    for _turn in range(turns):
        with_ledger.append(_timed(lambda: _change(claim, by)))
        with mock.patch.object(ledger, "append"):
            without.append(_timed(lambda: _change(claim, by)))
    _change(claim, by)  # the last line has to know how the changes without one left the claim
    ratio = median(with_ledger) / median(without)
    measured = f"{ratio:.2f} times ({median(with_ledger) * 500:.2f} ms against {median(without) * 500:.2f} ms)"
    return Figure("one change of status", f"<= {_MOST_TIMES_DEARER} times", measured, ratio <= _MOST_TIMES_DEARER)


def _change(claim: Claim, by: Actor) -> None:
    review.take(claim.pk, by=by)
    review.release(claim.pk, by=by)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _verified(events: int) -> Iterator[Figure]:
    """`manage.py verify_ledger` in a process of its own, on a ledger of this size."""
    large_ledger.fill(events, say=say)
    command = [sys.executable, "manage.py", "verify_ledger"]
    there = {"DATABASE_URL": database.url(), "KEYS_DIR": str(settings.KEYS_DIR)}
    there["CHECKPOINTS_DIR"] = str(settings.CHECKPOINTS_DIR)
    connection.close()
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=os.environ | there, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked, megabytes = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024
    found = re.search(r"Unbroken: (\d+) lines", done.stdout)
    verified = int(found[1]) if found else 0
    say((done.stdout + done.stderr).strip()[:500])
    name = f"{events:,} events verified"
    is_whole = done.returncode == 0 and verified == Event.objects.count() >= events
    took = f"{seconds:.0f} s ({worked:.0f} s of a processor)"
    yield Figure(name, f"<= {_MOST_SECONDS} s", took, is_whole and seconds <= _MOST_SECONDS)
    yield Figure(name, f"<= {_MOST_MEGABYTES} MB", f"{megabytes:.0f} MB", is_whole and megabytes <= _MOST_MEGABYTES)
