"""Bench: fifty editors at once, at a served desk: on one claim, then each on a claim of their own.

On one claim all send what they wrote for the version that they saw; the desk takes one and shows the others what is
there now; they send again, until everybody's sentence was taken once in every round.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Barrier

from django.db import connections

from bench.drills import Figure, say
from bench.losing import processes
from bench.losing.browser import Answer, Browser, signed_in, somebody
from claims.models import Claim, Event
from claims.records.acts import Role, SubjectKind, command
from claims.services import wording
from claims.services.speaking import SpeakerChoice

_TAKEN, _REFUSED = 302, 409
_MOST_TRIES = 400


@dataclass(slots=True)
class Tally:
    """What became of what an editor sent: the sentences taken, by the version that each has made; and the answers."""

    taken: dict[int, str] = field(default_factory=dict)
    refused: int = 0
    errors: list[str] = field(default_factory=list)


def figures(folder: Path, *, full: bool) -> Iterator[Figure]:
    """Fifty editors, several rounds until everybody gets through; in the short form ten, one of whom gets through."""
    many, rounds = (50, 4) if full else (10, 1)
    shared, *own = _claims(many + 1)
    cookies = [signed_in(somebody(f"editor-{number}", Role.EDITOR)) for number in range(many)]
    socket, log = folder / "desk.sock", folder / "desk.log"
    connections.close_all()
    with processes.server(socket, log, workers=4):
        editors = [Browser(socket, those) for those in cookies]
        say(f"{many} editors on one claim, {rounds} rounds ...")
        on_one = _all(editors, [shared] * many, rounds, gets_through=full)
        say(f"{many} editors on {many} claims, {rounds} rounds ...")
        on_own = _all(editors, own, rounds, gets_through=True)
    tallies = [*on_one, *on_own]
    yield _lost(on_one, [shared] * many, f"{many} editors on one claim: updates lost")
    yield _lost(on_own, own, f"{many} editors on {many} claims: updates lost")
    met = sum(tally.refused for tally in on_own)
    yield Figure(f"{many} editors on {many} claims: refused", "0", f"{met} of {_sent(on_own):,}", met == 0)
    locked = log.read_text(encoding="utf-8", errors="replace").count("database is locked")
    yield Figure("“database is locked”", "0", f"{locked} in {_sent(tallies):,} acts", locked == 0)
    errors = [error for tally in tallies for error in tally.errors]
    told = f": {errors[0]}" if errors else ""
    yield Figure("other errors", "0", f"{len(errors)} in {_sent(tallies):,} acts{told}", not errors)


def _claims(number: int) -> list[int]:
    nobody = SpeakerChoice(is_copy_itself=True)
    return [
        wording.enter_by_hand(by=command("drill"), statement=f"Claim {at}.", speaker=nobody, source=None).pk
        for at in range(number)
    ]


def _all(editors: Sequence[Browser], claims: Sequence[int], rounds: int, *, gets_through: bool) -> list[Tally]:
    """Every editor with a claim, all at once."""
    together = Barrier(len(editors))
    with ThreadPoolExecutor(len(editors)) as pool:
        work = [
            pool.submit(_edit, editor, f"editor {number}", claim, rounds, together.wait, gets_through=gets_through)
            for number, (editor, claim) in enumerate(zip(editors, claims, strict=True))
        ]
        return [one.result() for one in work]


def _edit(
    editor: Browser, name: str, claim: int, rounds: int, together: Callable[[], object], *, gets_through: bool
) -> Tally:
    """What one editor does: read, write a sentence of one's own, send; where it was refused, read and send again."""
    tally = Tally()
    for number in range(rounds):
        page = _asked(lambda: editor.get(f"/claims/{claim}/"))
        together()
        for _try in range(_MOST_TRIES if gets_through else 1):
            sentence = f"Written by {name}, round {number}, over version {page.version_for('statement')}."
            page = _send(editor, claim, sentence, page, tally)
            if page.status != _REFUSED:
                break
        together()
    return tally


def _asked(ask: Callable[[], Answer]) -> Answer:
    """The answer of the desk; one without a status when there came none, as others wait for this editor."""
    try:
        return ask()
    except (OSError, HTTPException) as error:
        return Answer(0, {}, repr(error).encode())


def _send(editor: Browser, claim: int, sentence: str, page: Answer, tally: Tally) -> Answer:
    version = page.version_for("statement")
    sent = {"version": version, "statement": sentence}
    answer = _asked(lambda: editor.post(f"/claims/{claim}/statement/", sent))
    if answer.status == _TAKEN:
        tally.taken[version + 1] = sentence
    elif answer.status == _REFUSED:
        tally.refused += 1
    else:
        tally.errors.append(f"status {answer.status} {answer.content[:200].decode(errors='replace')}")
    return answer


def _sent(tallies: Iterable[Tally]) -> int:
    return sum(len(tally.taken) + tally.refused + len(tally.errors) for tally in tallies)


def _lost(tallies: Sequence[Tally], claims: Sequence[int], name: str) -> Figure:
    """What was taken beside what the ledger and the row of each claim say."""
    lost, taken = 0, 0
    for claim in dict.fromkeys(claims):
        acknowledged: list[tuple[int, str]] = []
        for tally, its in zip(tallies, claims, strict=True):
            acknowledged += tally.taken.items() if its == claim else ()
        lost += _lost_of(claim, sorted(acknowledged))
        taken += len(acknowledged)
    return Figure(name, "0", f"{lost} of {taken:,} taken", lost == 0 and taken > 0)


def _lost_of(claim: int, acknowledged: list[tuple[int, str]]) -> int:
    """How many of the sentences taken are not in the ledger at their version, or follow each other with gaps."""
    events = Event.objects.about(SubjectKind.CLAIM, claim).order_by("sequence")
    told = [(event.subject_version, json.loads(event.body)["after"].get("statement", "")) for event in events]
    row = Claim.objects.get(pk=claim)
    is_whole = [version for version, _statement in told] == list(range(1, row.version + 1))
    stands_last = not acknowledged or row.statement == acknowledged[-1][1]
    return len(set(acknowledged) ^ set(told[1:])) + (not is_whole) + (not stands_last)
