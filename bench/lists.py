"""Bench: the list of claims, page by page."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import database, newsroom
from claims.filters import ClaimFilter
from claims.models import Claim, Source
from claims.records.provenance import SourceKind
from claims.selectors import claim_list
from claims.selectors.claim_places import Direction, Place, Position, Sort
from claims.selectors.queues import QUEUES

_TIMES = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: what is asked, and from where it is read."""

    name: str
    asked: dict[str, Any]
    position: Position | None = None


class _Visit:
    """A visit of somebody, as far as a filter asks: whose queues are meant."""

    def __init__(self, user: User) -> None:
        self.user = user


def measure(*, claims: int) -> None:
    """Print what each kind of page costs: milliseconds, how many times the floor, queries, and what it shows."""
    database.filled(claims)
    floor = _floor(claims)
    print(f"\n{Claim.objects.count():,} claims on {connection.display_name}; best of {_TIMES}.")
    print(f"Floor: 50 rows by primary key with nothing but sqlite3: {floor:.3f} ms.\n")
    print(f"{'page':46} {'ms':>8} {'x floor':>8} {'queries':>8} {'rows':>5} {'count':>8}")
    for kind in _kinds():
        milliseconds, queries, page = _cost(kind)
        print(
            f"{kind.name:46} {milliseconds:8.2f} {milliseconds / floor:8.0f} {queries:8} "
            f"{len(page.rows):5} {page.count!s:>8}"
        )


def _kinds() -> list[Kind]:
    middle = Claim.objects.filter(pk__gte=Claim.objects.order_by("-pk")[0].pk // 2).order_by("pk")[0]
    place = Place(middle.created.astimezone(UTC).replace(tzinfo=None).isoformat(), middle.pk)
    persons = Source.objects.filter(kind=SourceKind.PERSON)
    common, rare = persons.order_by("pk")[0].name, persons.order_by("-pk")[0].name
    agencies = Source.objects.filter(kind=SourceKind.AGENCY)
    return [
        Kind("first page", {}),
        Kind("first page, with what is set aside or withdrawn", {"show": "all"}),
        Kind("deep page, on from its cursor", {}, Position(Direction.AFTER, place)),
        Kind("deep page, back from its cursor", {}, Position(Direction.BEFORE, place)),
        Kind("oldest first", {"sort": Sort.OLDEST}),
        Kind("last changed first", {"sort": Sort.CHANGED_LAST}),
        Kind("by status", {"sort": Sort.STATUS}),
        Kind("surest first", {"sort": Sort.SUREST}),
        Kind("least sure first", {"sort": Sort.LEAST_SURE}),
        Kind("surest first, proposals", {"sort": Sort.SUREST, "status": ["proposed"]}),
        Kind("surest first, one band", {"sort": Sort.SUREST, "confidence": ["70_to_90"]}),
        Kind("under 70% sure", {"confidence": ["under_70"]}),
        Kind("a status that many have", {"status": ["proposed"]}),
        Kind("a status that few have", {"status": ["withdrawn"]}),
        Kind("three statuses", {"status": ["withdrawn", "disputed", "second_check"]}),
        Kind("a status and a verdict", {"status": ["withdrawn"], "verdict": "unchecked"}),
        Kind("a way of use", {"how_to_use": ["quote"]}),
        Kind("a source by its name", {"source": agencies.order_by("pk")[0].name}),
        Kind("sources by the beginning of a name", {"source": agencies.order_by("pk")[0].name[:4]}),
        Kind("a document by words of its title", {"document": "government russia"}),
        Kind("taken by one person", {"assigned_to": "editor7"}),
        Kind("stale", {"stale": "yes"}),
        Kind("a kind that many are of", {"kind": "direct"}),
        Kind("a kind that few are of", {"kind": "mixed"}),
        Kind("one day long ago", {"created_from": "2023-01-05", "created_to": "2023-01-05"}),
        Kind("a speaker who is quoted often", {"speaker": common}),
        Kind("a speaker who is quoted seldom", {"speaker": rare}),
        *(Kind(f"queue: {queue}", {"queue": queue, "sort": row.sort}) for queue, row in QUEUES.items()),
        *(Kind(f"queue, newest first: {queue}", {"queue": queue}) for queue in QUEUES),
        Kind("needed first, then the oldest", {"sort": Sort.NEEDED}),
        Kind("search: a rare word", {"q": newsroom.RARE_WORD}),
        Kind("search: a common word", {"q": newsroom.COMMON_WORD}),
        Kind("search: the most common word", {"q": "the"}),
        Kind("search: a rare word and a common one", {"q": f"{newsroom.RARE_WORD} {newsroom.COMMON_WORD}"}),
        Kind("search: words in quotation marks", {"q": '"people talks"'}),
        Kind("search: no such word", {"q": "xylophone"}),
        Kind("search: a common word, few statuses", {"q": newsroom.COMMON_WORD, "status": ["withdrawn"]}),
        Kind("search: a rare word, by status", {"q": newsroom.RARE_WORD, "sort": Sort.STATUS}),
        Kind("search: a common word, by status", {"q": newsroom.COMMON_WORD, "sort": Sort.STATUS}),
    ]


@cache
def _visit() -> _Visit:
    return _Visit(User.objects.get(username="editor7"))


def _read(kind: Kind) -> claim_list.ClaimPage:
    asked = ClaimFilter(kind.asked, request=_visit())
    return claim_list.page(asked.qs, sort=asked.order, position=kind.position, split=asked.split)


def _cost(kind: Kind) -> tuple[float, int, claim_list.ClaimPage]:
    with CaptureQueriesContext(connection) as queries:
        page = _read(kind)
    return _best(lambda: _read(kind)), len(queries), page


def _best(act: Callable[[], object]) -> float:
    """The shortest of several times, in milliseconds."""
    times = []
    for _time in range(_TIMES):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def _floor(claims: int) -> float:
    """What 50 rows of such a size cost by primary key in a bare SQLite file: the least that any page could cost."""
    with tempfile.TemporaryDirectory(prefix="claimtrail-floor-") as folder:
        bare = sqlite3.connect(Path(folder) / "floor.sqlite3")
        bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, statement TEXT, words TEXT, status TEXT, created TEXT)")
        rows = ((at, "s" * 80, "w" * 120, "proposed", "2026-07-05 12:00:00") for at in range(min(claims, 1_000_000)))
        bare.executemany("INSERT INTO row VALUES (?, ?, ?, ?, ?)", rows)
        bare.commit()
        last = min(claims, 1_000_000)
        sql = "SELECT * FROM row WHERE id < ? ORDER BY id DESC LIMIT 50"
        shortest = _best(lambda: bare.execute(sql, (last,)).fetchall())
        bare.close()
    return shortest
