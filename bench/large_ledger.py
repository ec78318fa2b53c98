"""Bench: a ledger of any size under a newsroom, as lines of the desk's own, written in bulk."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from bench import newsroom
from claims.ledger.lines import Told, around_state, hash_of, moment
from claims.ledger.stand_alone import mac_of
from claims.models import Event, StateSalt
from claims.records.acts import ActorKind, SubjectKind
from claims.selectors import states
from claims.services import keys

_AT_ONCE = 2000


def fill(events: int, *, say: Callable[[str], None]) -> None:
    """A newsroom with a ledger of so many more lines: ten for each claim, one for everything else."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # nothing of this needs to survive
    newsroom.fill(events // 10, say=say)
    held = set(StateSalt.objects.values_list("subject_kind", "subject_id"))
    writer = _Writer(Event.objects.count(), hash_of(Event.objects.latest("sequence").line))
    say(f"writing {events:,} lines ...")
    for turn in range(9):
        for some in _unheld(SubjectKind.CLAIM, held):
            writer.write(SubjectKind.CLAIM, some, turn)
    for kind in SubjectKind:
        for some in _unheld(kind, held):
            writer.write(kind, some, 9, is_last=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as its own housekeeper does before long; SQLite has none


def _unheld(kind: SubjectKind, held: set[tuple[str, int]]) -> Iterator[list[int]]:
    ids = [pk for pk in states.model_of(kind)._default_manager.values_list("pk", flat=True) if (kind, pk) not in held]
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]


class _Writer:
    """Appends lines in bulk."""

    def __init__(self, size: int, previous: str) -> None:
        self._size, self._previous = size, previous
        self._key, self._begun = keys.ledger_mac_key(), datetime(2025, 1, 1, tzinfo=UTC)
        self._earlier: dict[tuple[str, int], int] = {}

    def write(self, kind: SubjectKind, ids: Sequence[int], turn: int, *, is_last: bool = False) -> None:
        """One line about each of these subjects; the last one with the hash of its state."""
        there = dict(states.states(kind, ids)) if is_last else {}
        rows, salts = [], []
        for pk in ids:
            salt = secrets.token_hex(32)
            rows.append(self._row(kind, pk, turn, state=states.hash_of(there[pk], salt) if is_last else salt))
            if is_last:
                salts.append(StateSalt(subject_kind=kind, subject_id=pk, sequence=self._size, salt=salt))
        with transaction.atomic():
            _insert(rows)
            StateSalt.objects.bulk_create(salts, batch_size=_AT_ONCE)

    def _row(self, kind: SubjectKind, pk: int, turn: int, *, state: str) -> tuple[Any, ...]:
        sequence = self._size + 1
        told = Told(
            sequence=sequence,
            act=f"{kind}.change",
            subject_kind=kind.value,
            subject_id=pk,
            subject_version=turn + 1,
            actor_kind=ActorKind.COMMAND.value,
            actor_id=None,
            actor_name="bench",
            batch=UUID(int=sequence // 50),
            is_bulk=False,
            at=self._begun + timedelta(seconds=sequence),
            reason="as the copy says" if sequence % 3 else "",
            body='{"after":{"how_to_use":"report","status":"verified"},"before":{"status":"second_check"}}',
        )
        before, after = around_state(
            told, moment(told.at), self._previous, self._earlier.get((kind, pk), 0), self._key.id
        )
        line = f"{before}{state}{after}"
        self._size, self._previous, self._earlier[kind, pk] = sequence, hash_of(line), sequence
        return *told, line, mac_of(self._key.secret, line.encode())


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert events as the database takes them quickest."""
    names = ", ".join((*Told._fields, "line", "mac"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY claims_event ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        at, batch = Told._fields.index("at"), Told._fields.index("batch")
        plain = [(*row[:batch], row[batch].hex, *row[batch + 1 : at], _moment(row[at]), *row[at + 1 :]) for row in rows]
        values = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO claims_event ({names}) VALUES ({values})", plain)  # noqa: S608 - our own names


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(sep=" ")
