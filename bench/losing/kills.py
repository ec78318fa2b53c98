"""Bench: kill -9 at random moments, over and over, and after each a fresh process that looks at what is there.

Several lanes at once, each with a database and folders of its own. On PostgreSQL every third kill is the server's: it
ends what the process does there, and only then is the process killed.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path
from random import random, uniform
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.drills import Figure, say
from bench.losing import checks, databases, processes, work
from bench.losing.browser import signed_in, somebody
from bench.losing.work import Place
from claims.records.acts import Role, command
from claims.services import wording
from claims.services.speaking import SpeakerChoice

ENOUGH: Final = 300
_REVIEW: Final = "review"
_WORK: Final[dict[str, Callable[[Place], None]]] = {
    "import": work.take_stories_in,
    "export": work.take_lists_out,
    "backup": work.take_backups,
}
_KINDS: Final = ("import", _REVIEW, "export", _REVIEW, "backup")
# Most kills come when something was acknowledged already; of a busy machine that may take a while.
_UNDER_WAY: Final = 0.75
_PATIENCE: Final = 30.0  # seconds
# Seconds within which the kill comes: so many that some work is done, and so few that some is under way.
_WITHIN: Final = {"import": 1.0, _REVIEW: 2.0, "export": 0.8, "backup": 1.5}
_CLAIMS: Final = 6
_TOLD_EVERY: Final = 20  # seconds


@dataclass(slots=True)
class Found:
    """What the kills of a lane came to. ``broken`` is what ended by itself, or could not be checked."""

    kills: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def all_kills(self) -> int:
        """How often it was killed."""
        return sum(self.kills.values())


def figures(folder: Path, *, full: bool) -> Iterator[Figure]:
    """Kill 320 times in four lanes; in the short form five times in one."""
    lanes, each = (4, ENOUGH // 4 + 5) if full else (1, len(_KINDS))
    call_command("prepare", verbosity=0, stdout=StringIO())
    claims = [_claim(number) for number in range(_CLAIMS)]
    reviewer = signed_in(somebody("reviewer", Role.EDITOR))
    with databases.copies(folder, lanes) as copies:
        places = [_place(folder / f"lane-{lane}", name, claims, reviewer) for lane, name in enumerate(copies)]
        found = _run(places, each)
    yield from _told(found, lanes * each)


def _claim(number: int) -> int:
    nobody = SpeakerChoice(is_copy_itself=True)
    return wording.enter_by_hand(by=command("drill"), statement=f"Claim {number}.", speaker=nobody).pk


def _place(folder: Path, database: str, claims: Sequence[int], cookies: str) -> Place:
    place = Place(folder, database, tuple(claims), cookies)
    for needed in (folder, place.lists, place.backups):
        needed.mkdir()
    return place


def _told(found: Sequence[Found], planned: int) -> Iterator[Figure]:
    kinds: Counter[str] = Counter()
    for one in found:
        kinds.update(one.kills)
    kills, acknowledged = kinds.total(), sum(one.acknowledged for one in found)
    parts = ", ".join(f"{number} over {kind}" for kind, number in sorted(kinds.items()))
    yield Figure(
        "kills at random moments", f"{min(ENOUGH, planned)}", f"{kills}: {parts}", kills >= min(ENOUGH, planned)
    )
    lost = [line for one in found for line in one.lost]
    measured = f"{len(lost)} of {acknowledged:,}{_first(lost)}"
    yield Figure("acknowledged writes lost", "0", measured, not lost and acknowledged > 0)
    halves = [line for one in found for line in one.halves]
    yield Figure("half states", "0", f"{len(halves)}{_first(halves)}", not halves)
    broken = [line for one in found for line in one.broken]
    yield Figure("work that ended by itself", "0", f"{len(broken)}{_first(broken)}", not broken)


def _first(lines: Sequence[str]) -> str:
    return f", the first: {lines[0]}" if lines else ""


# --- Lanes ---------------------------------------------------------------------------------------------------------


def _run(places: Sequence[Place], each: int) -> list[Found]:
    """Every lane in a process of its own, until all are done."""
    say(f"{len(places) * each} kills in {len(places)} lanes ...")
    running = [processes.begun(lambda place=place: _lane(place, each), place.folder / "log") for place in places]  # type: ignore[misc]  # each its own
    try:
        told = time.monotonic()
        while not all(_is_over(number) for number in running):
            time.sleep(0.2)
            if time.monotonic() - told > _TOLD_EVERY:
                told = time.monotonic()
                say(f"{sum(_read(place).all_kills for place in places)} kills")
    finally:
        ends = [processes.kill(number) for number in running]
    found = [_read(place) for place in places]
    for place, one, end in zip(places, found, ends, strict=True):
        if end:
            one.broken.append(f"the lane itself: {_last_line(place)}")
    return found


def _is_over(number: int) -> bool:
    """Whether a process has ended; it still waits to be asked how."""
    return os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _lane(place: Place, kills: int) -> None:
    """Kill so many times, and look what is there after each."""
    settings.MEDIA_ROOT = place.folder / "files"
    databases.enter(place.database)
    found = Found()
    for turn in range(kills):
        kind = _KINDS[turn % len(_KINDS)]
        by_server = connection.vendor == "postgresql" and turn % 3 == 2
        if kind == _REVIEW:
            _kill_reviewing(place, found, by_server=by_server)
        else:
            _kill_working(kind, place, found, by_server=by_server)
        found.kills[kind] = found.kills.get(kind, 0) + 1
        _look(place, found, f"turn {turn}, {kind}")
        (place.folder / "lane.json").write_text(json.dumps(asdict(found)), encoding="utf-8")


def _kill_working(kind: str, place: Place, found: Found, *, by_server: bool) -> None:
    number = processes.begun(lambda: _WORK[kind](place), place.folder / "log")
    _wait(place, kind)
    if by_server:
        databases.cut_off_others()
    if processes.kill(number) >= 0 and not by_server:
        found.broken.append(f"{kind}: {_last_line(place)}")


def _kill_reviewing(place: Place, found: Found, *, by_server: bool) -> None:
    """Kill the server; whoever worked at it notices by getting no answer."""
    with processes.server(place.socket, place.folder / "log", workers=2):
        number = processes.begun(lambda: work.review(place), place.folder / "log")
        _wait(place, _REVIEW)
        if by_server:
            databases.cut_off_others()
    if processes.ended(number):
        found.broken.append(f"{_REVIEW}: {_last_line(place)}")


def _wait(place: Place, kind: str) -> None:
    """Until a random moment: of the work as it begins, or after something of it was acknowledged."""
    if random() < _UNDER_WAY:
        until, before = time.monotonic() + _PATIENCE, place.journal.size
        while place.journal.size == before and time.monotonic() < until:
            time.sleep(0.01)
    time.sleep(uniform(0, _WITHIN[kind]))


def _look(place: Place, found: Found, when: str) -> None:
    """Let a fresh process look at what is there."""
    place.found.unlink(missing_ok=True)
    if processes.ended(processes.begun(lambda: checks.write(place), place.folder / "log")):
        found.broken.append(f"{when}: the check: {_last_line(place)}")
        return
    seen = json.loads(place.found.read_text(encoding="utf-8"))
    found.acknowledged = seen["acknowledged"]
    found.lost += [f"{when}: {line}" for line in seen["lost"]]
    found.halves += [f"{when}: {line}" for line in seen["halves"]]


def _read(place: Place) -> Found:
    """What a lane has found so far."""
    try:
        return Found(**json.loads((place.folder / "lane.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Found()


def _last_line(place: Place) -> str:
    lines = (place.folder / "log").read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "nothing was said")
