"""Services: lines are appended to the ledger, at the end of an act, once every row is as the act leaves it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.conf import settings
from django.db import transaction

from claims.errors import Refusal, Refused
from claims.ledger.lines import Ties, Told, hash_of, line_of
from claims.ledger.stand_alone import NOTHING_BEFORE, mac_of
from claims.models import Event, StateSalt
from claims.records.acts import Actor, SubjectKind
from claims.selectors import states
from claims.services import checkpoints, keys
from claims.services.keys import MacKey

_AT_ONCE: Final = 500  # subjects that one query names
_SALT: Final = 32  # bytes

Subject: TypeAlias = tuple[SubjectKind, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an act did to one subject, before it stands in the ledger."""

    act: str
    kind: SubjectKind
    subject: int
    version: int
    is_bulk: bool
    reason: str
    body: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What the next line about a subject says: which was the last one about it, and the hash of its state now."""

    earlier: int
    state: str
    salt: str


def append(entries: Sequence[Entry], *, by: Actor, batch: UUID, at: datetime) -> None:
    """Append the lines of an act that is about to end. Refuses: LEDGER_NOT_PREPARED, KEY_MISSING, KEY_UNREADABLE.

    Two lines of one act about one subject hold the same state: that after the act.
    """
    if not entries:
        return
    size, previous = _last()
    lines = list(_lines(entries, size, previous, by=by, batch=batch, at=at))
    Event.objects.bulk_create(lines, batch_size=_AT_ONCE)
    every = settings.CHECKPOINT_EVERY
    if every and (size + len(lines)) // every > size // every:
        transaction.on_commit(checkpoints.make_due)


def _lines(
    entries: Sequence[Entry], size: int, previous: str, *, by: Actor, batch: UUID, at: datetime
) -> Iterator[Event]:
    key = keys.ledger_mac_key()
    ties = _ties(entries, size)
    latest: dict[Subject, int] = {}
    for sequence, entry in enumerate(entries, start=size + 1):
        subject = (entry.kind, entry.subject)
        told = Told(
            sequence=sequence,
            act=entry.act,
            subject_kind=entry.kind,
            subject_id=entry.subject,
            subject_version=entry.version,
            actor_kind=by.kind,
            actor_id=by.person,
            actor_name=by.name,
            batch=batch,
            is_bulk=entry.is_bulk,
            at=at,
            reason=entry.reason,
            body=entry.body,
        )
        tie = ties[subject]
        event = event_of(told, previous, latest.get(subject, tie.earlier), tie.state, key)
        latest[subject], previous = sequence, hash_of(event.line)
        yield event


def event_of(told: Told, previous: str, earlier: int, state: str, key: MacKey) -> Event:
    """The row of an event with its line, authenticated; not saved yet."""
    line = line_of(told, Ties(previous, earlier, state, key.id))
    return Event(**told._asdict(), line=line, mac=mac_of(key.secret, line.encode()))


def _last() -> tuple[int, str]:
    """How many lines there are, and the hash of the last one."""
    last = Event.objects.order_by("-sequence").values_list("sequence", "line").first()
    if last is None:
        return 0, NOTHING_BEFORE
    sequence, line = last
    if not line:
        raise Refused(Refusal.LEDGER_NOT_PREPARED)
    return sequence, hash_of(line)


def _ties(entries: Sequence[Entry], size: int) -> Mapping[Subject, Tie]:
    """The tie of each subject; its new salt is kept in the place of the former one."""
    last = {(entry.kind, entry.subject): at for at, entry in enumerate(entries, start=size + 1)}
    ties: dict[Subject, Tie] = {}
    for kind in SubjectKind:
        ids = sorted(subject for of, subject in last if of is kind)
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            ties |= {(kind, subject): tie for subject, tie in _tied(kind, some)}
    StateSalt.objects.bulk_create(
        [
            StateSalt(subject_kind=kind, subject_id=subject, sequence=last[kind, subject], salt=tie.salt)
            for (kind, subject), tie in ties.items()
        ],
        update_conflicts=True,
        unique_fields=("subject_kind", "subject_id"),
        update_fields=("sequence", "salt"),
    )
    return ties


def _tied(kind: SubjectKind, ids: Sequence[int]) -> Iterator[tuple[int, Tie]]:
    salts = StateSalt.objects.filter(subject_kind=kind, subject_id__in=ids)
    earlier = dict(salts.values_list("subject_id", "sequence"))
    there = dict(states.states(kind, ids))
    for subject in ids:
        salt = secrets.token_hex(_SALT)
        yield subject, Tie(earlier.get(subject, 0), states.hash_of(there[subject], salt), salt)
