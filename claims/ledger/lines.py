"""Ledger: what a line of it says, and its text."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from claims.ledger.canonical import canonical
from claims.ledger.stand_alone import FORMAT

_text: Final = json.encoder.encode_basestring  # it is what RFC 8785 asks for


class Told(NamedTuple):
    """What an event says, in the order of its columns."""

    sequence: int
    act: str
    subject_kind: str
    subject_id: int
    subject_version: int
    actor_kind: str
    actor_id: int | None
    actor_name: str
    batch: UUID
    is_bulk: bool
    at: datetime
    reason: str
    body: str


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a line to the rest: the hash of the line before, the number of the last line about the same subject,
    the hash of the subject's state after the act, and the key that authenticates the line.
    """

    previous: str
    earlier: int
    state: str
    key: str


def line_of(told: Told, ties: Ties) -> str:
    """The text of a line: exactly what is hashed, authenticated and exported."""
    return canonical(
        facts_of(told)
        | {
            "previous": ties.previous,
            "earlier": ties.earlier,
            "state": ties.state,
            "key": ties.key,
            "format": FORMAT,
        }
    )


def facts_of(told: Told) -> dict[str, Any]:
    """What an event says, as it stands in its line."""
    return {
        "sequence": told.sequence,
        "act": told.act,
        "subject": {"kind": told.subject_kind, "id": told.subject_id, "version": told.subject_version},
        "actor": {"kind": told.actor_kind, "id": told.actor_id, "name": told.actor_name},
        "batch": str(told.batch),
        "bulk": told.is_bulk,
        "at": moment(told.at),
        "reason": told.reason,
        "body": told.body,
    }


def moment(at: datetime) -> str:
    """A moment as it stands in a line."""
    return at.astimezone(UTC).isoformat()


def moment_written(written: str) -> str:
    """The same of a moment as a database writes it: PostgreSQL tells the zone and leaves noughts out at the end."""
    at = written.removesuffix("+00").replace(" ", "T", 1)
    return f"{at.ljust(26, '0') if '.' in at else at}+00:00"


def around_state(told: Told, at: str, previous: str, earlier: int, key: str) -> tuple[str, str]:
    """What stands in a line before the hash of its subject's state, and what stands after it; ``at`` is its moment.

    The same text as that of ``line_of``, much quicker, for whoever compares very many lines.
    """
    before = (
        f'{{"act":{_text(told.act)},"actor":{{"id":{"null" if told.actor_id is None else told.actor_id},'
        f'"kind":"{told.actor_kind}","name":{_text(told.actor_name)}}},"at":"{at}",'
        f'"batch":"{told.batch}","body":{_text(told.body)},"bulk":{"true" if told.is_bulk else "false"},'
        f'"earlier":{earlier},"format":{FORMAT},"key":"{key}","previous":"{previous}","reason":{_text(told.reason)},'
        f'"sequence":{told.sequence},"state":"'
    )
    after = f'","subject":{{"id":{told.subject_id},"kind":"{told.subject_kind}","version":{told.subject_version}}}}}'
    return before, after


def hash_of(line: str) -> str:
    """What the next line says of this one."""
    return hashlib.sha256(line.encode()).hexdigest()
