"""Bench: acts on many claims at once, and their undo."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import database
from claims import permissions
from claims.models import Claim
from claims.records.acts import Actor
from claims.selectors import bulk_plans
from claims.selectors.bulk_plans import BulkAct
from claims.services import bulk
from claims.services.bulk import Given

Outcome = TypeVar("Outcome")


def measure(*, claims: int) -> None:
    """Print what planning, doing and undoing each act costs, on as many claims as it takes at once."""
    database.filled(claims)
    person = User.objects.get(username="editor7")
    given = Given(to=person.pk, needed_by=timezone.now() + timedelta(days=1), needed_for="Foreign")
    print(f"\n{'act':12} {'claims':>7} {'plan ms':>9} {'do ms':>9} {'queries':>8} {'undo ms':>9} {'queries':>8}")
    for act in BulkAct:
        _measure(act, given, by=permissions.actor(person))


def _measure(act: BulkAct, given: Given, *, by: Actor) -> None:
    plan, planning, _queries = _timed(lambda: bulk_plans.plan(act, Claim.objects.all()))
    done, doing, queries = _timed(lambda: bulk.do(act, plan.ids, by=by, seal=plan.seal, given=given))
    _undone, undoing, back = _timed(lambda: bulk.undo(done.batch, by=by))
    print(f"{act:12} {done.number:7,} {planning:9.1f} {doing:9.1f} {queries:8,} {undoing:9.1f} {back:8,}")


def _timed(act: Callable[[], Outcome]) -> tuple[Outcome, float, int]:
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        outcome = act()
        taken = (time.perf_counter() - begun) * 1000
    return outcome, taken, len(queries)
