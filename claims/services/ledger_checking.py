"""Services: the ledger is checked: its lines, that every subject is as its last line left it, and its checkpoints."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any, Final, TypeAlias

from django.db import models
from django.db.models.functions import Cast

from claims.ledger import signing
from claims.ledger.lines import Told, around_state, facts_of, moment_written
from claims.ledger.stand_alone import Broken, Checkpoints, Fault, Note, Trail, VerifierKey, facts_in, read_notes
from claims.models import Checkpoint, Event, LedgerCheck, Snapshot, StateSalt
from claims.records.acts import SubjectKind
from claims.selectors import states
from claims.selectors.one_moment import one_moment
from claims.services import checkpoints, keys

FOUND_KEPT: Final = 100  # faults that are kept by name
_AT_ONCE: Final = 2000  # lines, and states, that are held in memory

# Is told how many more lines and subjects were looked at.
Tell: TypeAlias = Callable[[int], None]


@dataclass(slots=True)
class Tally:
    """What a check has looked at so far, and the first faults that it found.

    ``untold_people`` are accounts that were made on the server, past the desk.
    """

    lines: int = 0
    subjects: int = 0
    checkpoints: int = 0
    faults: int = 0
    found: list[Broken] = field(default_factory=list)
    untold_people: list[int] = field(default_factory=list)


def amount() -> int:
    """How many lines and subjects there are to look at."""
    return Event.objects.count() + sum(states.model_of(kind)._default_manager.count() for kind in SubjectKind)


def check(tally: Tally, *, anchors: Sequence[Note] = (), tell: Tell = lambda _number: None) -> Iterator[Broken]:
    """What is wrong with the ledger, as the database is at one moment; at the end it is kept that it was checked.

    ``anchors`` are checkpoints that were kept elsewhere. Refuses KEY_MISSING and KEY_UNREADABLE for the key of
    checkpoints; a key that lines were authenticated with and that is not here is a fault of theirs.
    """
    yield from look(tally, anchors=anchors, tell=tell)
    keep(tally)


def look(tally: Tally, *, anchors: Sequence[Note] = (), tell: Tell = lambda _number: None) -> Iterator[Broken]:
    """The same, without keeping that it was done."""
    checked = _Keys(keys.ledger_mac_keys(), checkpoints.public_key())
    for broken in _faults(tally, checked, anchors, tell):
        tally.faults += 1
        if len(tally.found) < FOUND_KEPT:
            tally.found.append(broken)
        yield broken


def keep(tally: Tally) -> None:
    """Keep that the ledger was checked, and what came of it."""
    found = json.dumps([astuple(broken) for broken in tally.found])
    LedgerCheck.objects.create(size=tally.lines, faults=tally.faults, found=found)


def check_without_keys(tally: Tally, *, tell: Tell = lambda _number: None) -> Iterator[Broken]:
    """The same where the keys are not to be had: who wrote the lines, and who signed, is not looked at.

    It is not kept that this was done, as it was done by half.
    """
    for broken in _faults(tally, _Keys(None, None), (), tell):
        tally.faults += 1
        yield broken


def is_chained() -> bool:
    """Whether events have lines: they have none on a desk of an earlier release, until ``prepare`` has run."""
    return _last_line() != ""


def has_keys() -> bool:
    """Whether the keys are here that the last line was authenticated with, and that sign."""
    last = _last_line()
    facts = facts_in(last.encode()) if last else None
    is_authentic = facts is None or facts["key"] in keys.ledger_mac_keys()
    return is_authentic and keys.is_here(keys.CHECKPOINT)


def _last_line() -> str | None:
    return Event.objects.order_by("-sequence").values_list("line", flat=True).first()


@dataclass(frozen=True, slots=True)
class _Keys:
    """What authenticity is checked with; None where it is not."""

    macs: Mapping[str, bytes] | None
    signing: VerifierKey | None


def _faults(tally: Tally, checked: _Keys, anchors: Sequence[Note], tell: Tell) -> Iterator[Broken]:
    trail = Trail(checked.macs)
    with one_moment():
        yield from _lines(trail, tally, checked, anchors, tell)
        for kind in SubjectKind:
            yield from _subjects(kind, trail, tally, tell)
        for of, subject, at in trail.subjects():
            yield Broken(Fault.GONE, at, of, subject)
        yield from _texts(tell)


def _lines(trail: Trail, tally: Tally, checked: _Keys, anchors: Sequence[Note], tell: Tell) -> Iterator[Broken]:
    kept = dict(Checkpoint.objects.values_list("size", "full"))
    notes = [*_kept_notes(), *anchors]
    signed = Checkpoints(notes, checked.signing, signing.verify)
    tally.checkpoints = signed.number
    yield from signed.unsigned
    reader = _Reader(trail)
    for *told, line, mac in _rows():
        if not reader.is_as_led_to(Told._make(told), line, mac):
            yield from reader.look_into(told[0], line, mac)
        yield from signed.disagree(trail.tree)
        full = kept.pop(trail.tree.size, None)
        if full is not None and full != " ".join(node.hex() for node in trail.tree.full):
            yield Broken(Fault.OTHER_ROOT, trail.tree.size)
        tally.lines += 1
        if tally.lines % _AT_ONCE == 0:
            tell(_AT_ONCE)
    tell(tally.lines % _AT_ONCE)
    yield from signed.left()


def _rows() -> Iterator[tuple[Any, ...]]:
    """Every event, with its moment as the database writes it: to make one of it takes as long as all the hashes."""
    columns = ["written" if name == "at" else name for name in Told._fields]
    rows = Event.objects.order_by("sequence").annotate(written=Cast("at", models.TextField()))
    return rows.values_list(*columns, "line", "mac").iterator(chunk_size=_AT_ONCE)


class _Reader:
    """Reads lines beside their columns. A line whose text is what its columns and the trail lead to is right.

    That takes little more than half the time of parsing it; only a line that differs is looked into.
    """

    def __init__(self, trail: Trail) -> None:
        self._trail, self._key = trail, ""

    def is_as_led_to(self, told: Told, line: str, mac: str) -> bool:
        """Whether the next line is right beyond doubt. Its moment is told as the database writes it."""
        trail, kind, subject = self._trail, told.subject_kind, told.subject_id
        before, after = around_state(
            told, moment_written(str(told.at)), trail.last, trail.latest(kind, subject), self._key
        )
        state = line[len(before) : -len(after)]
        return (
            told.sequence == trail.size + 1
            and line == f"{before}{state}{after}"
            and (state.isalnum() or not state)
            and trail.follow(line.encode(), mac, key=self._key, kind=kind, subject=subject)
        )

    def look_into(self, sequence: int, line: str, mac: str) -> Iterator[Broken]:
        """What is wrong with the next line, if anything is."""
        told = Told._make(Event.objects.values_list(*Told._fields).get(sequence=sequence))
        facts, broken = self._trail.read(line.encode(), mac)
        if facts is None:
            yield Broken(Fault.UNREADABLE, told.sequence, told.subject_kind, told.subject_id)
            return
        self._key = str(facts["key"])
        yield from broken
        if not facts_of(told).items() <= facts.items():
            yield Broken(Fault.COLUMNS, facts["sequence"], facts["subject"]["kind"], facts["subject"]["id"])


def _kept_notes() -> list[Note]:
    """The checkpoints of the database and those of the file; most are in both, and told once."""
    file = checkpoints.file()
    written = file.read_text(encoding="utf-8") if file.is_file() else ""
    return list(dict.fromkeys([*read_notes(written), *_noted()]))


def _noted() -> Iterator[Note]:
    for note in Checkpoint.objects.values_list("note", flat=True):
        yield from read_notes(note)


def _subjects(kind: SubjectKind, trail: Trail, tally: Tally, tell: Tell) -> Iterator[Broken]:
    """The subjects of a kind that are not as their last line left them, and those that no line is about."""
    ids = states.model_of(kind)._default_manager.order_by("pk").values_list("pk", flat=True)
    for some in _chunks(ids.iterator(chunk_size=_AT_ONCE)):
        latest = {subject: trail.take(kind, subject) for subject in some}
        kept = StateSalt.objects.filter(subject_kind=kind, subject_id__range=(some[0], some[-1]))
        hashes = _hashes(kept)
        salts = {subject: (at, salt) for subject, at, salt in kept.values_list("subject_id", "sequence", "salt")}
        for subject, state in states.states_between(kind, some[0], some[-1]):
            at = latest[subject]
            if at == 0 and kind is SubjectKind.PERSON:
                tally.untold_people.append(subject)
            elif at == 0:
                yield Broken(Fault.UNTOLD, 0, kind, subject)
            elif salts.get(subject, (0, ""))[0] != at:
                yield Broken(Fault.SALT, at, kind, subject)
            elif not is_as_told(state, salts[subject][1], hashes.get(at, "")):
                yield Broken(Fault.STATE, at, kind, subject)
        tally.subjects += len(some)
        tell(len(some))


def is_as_told(state: bytes, salt: str, told: str) -> bool:
    """Whether a state is the one whose hash a line holds."""
    try:
        return states.hash_of(state, salt) == told
    except ValueError:
        return False  # the salt is none


def _hashes(salts: "models.QuerySet[StateSalt]") -> Mapping[int, str]:
    """What the lines to which these salts belong say of the states of their subjects."""
    lines = Event.objects.filter(sequence__in=salts.values("sequence")).values_list("sequence", "line")
    return {sequence: state_told(line) for sequence, line in lines}


def state_told(line: str) -> str:
    """What a line says of the state of its subject; "" when it cannot be read."""
    try:
        told: str = json.loads(line)["state"]
    except (ValueError, TypeError, KeyError):
        return ""
    return told


def _texts(tell: Tell) -> Iterator[Broken]:
    """The documents with a text that is not the one whose hash was kept when it came. One that was erased has none."""
    texts = Snapshot.objects.filter(erased_at=None).order_by("pk").values_list("document_id", "text_sha256", "text")
    for document, sha256, text in texts.iterator(chunk_size=100):
        tell(0)  # nothing that was counted, but a sign of life
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield Broken(Fault.TEXT, 0, SubjectKind.DOCUMENT, document)


def _chunks(ids: Iterator[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for pk in ids:
        chunk.append(pk)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
