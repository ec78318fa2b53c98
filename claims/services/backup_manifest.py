"""Services: what a backup says of itself, so that whoever restores it knows that it is whole."""

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, TypeAlias

import django
from django.contrib.auth.models import User
from django.db import models

from claims.errors import Refusal, Refused
from claims.ledger import canonical
from claims.ledger.lines import hash_of
from claims.models import Claim, Document, Event, Evidence, IssuedList, Snapshot

NAME: Final = "manifest.json"
FORMAT: Final = "claimtrail-backup-1"
FILES: Final = "files/"

Query: TypeAlias = Callable[[str], Sequence[tuple[Any, ...]]]


class Step(StrEnum):
    """What a backup or its restoring is busy with, for whoever waits."""

    DATABASE = "database"
    FILES = "files"
    VERIFYING = "verifying"
    LEDGER = "ledger"


# The step, how far it is, and how far it goes; nought where nobody can say.
Tell: TypeAlias = Callable[[Step, int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One file in the backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database holds at one moment: its migrations, how many rows, its last event, the files it names."""

    migrations: Sequence[str]
    counts: Mapping[str, int]
    last_event: Mapping[str, object]
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was backed up, when, of what, and the hash of each part. ``gaps`` are files that were not to be had."""

    made_at: str
    database: str
    versions: Mapping[str, str]
    migrations: Sequence[str]
    counts: Mapping[str, int]
    last_event: Mapping[str, object]
    gaps: Sequence[str]
    parts: Sequence[Part]
    format: str = FORMAT

    def written(self) -> bytes:
        """The manifest as it stands in the backup, with its own hash at the end."""
        told = asdict(self)
        return json.dumps(told | {"sha256": _hash(told)}, indent=1, ensure_ascii=False).encode()


def of(facts: Facts, *, at: datetime, database: str, gaps: Sequence[str], parts: Sequence[Part]) -> Manifest:
    """The manifest of these facts and parts."""
    return Manifest(
        made_at=at.isoformat(),
        database=database,
        versions={"python": platform.python_version(), "django": django.get_version()},
        migrations=facts.migrations,
        counts=facts.counts,
        last_event=facts.last_event,
        gaps=gaps,
        parts=parts,
    )


def read(content: bytes) -> Manifest:
    """A manifest as it was written. Refuses BACKUP_MANIFEST_CHANGED one that is not whole, or not what was written."""
    try:
        told: dict[str, Any] = json.loads(content)
        kept = told.pop("sha256")
        if told["format"] != FORMAT:
            raise _changed(f"format {told['format']!r}")
        if kept != _hash(told):
            raise _changed("SHA-256")
        return Manifest(**{**told, "parts": tuple(Part(**part) for part in told["parts"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _changed(type(error).__name__) from None


def facts_of(query: Query) -> Facts:
    """What a database of this release holds, asked in SQL of its own: a copy is read without Django."""
    erased = "erased_at IS NOT NULL"
    files = query(
        f"SELECT raw_sha256 FROM {_table(Snapshot)} WHERE NOT {erased} "  # noqa: S608 - ours
        f"UNION SELECT file_sha256 FROM {_table(Evidence)} WHERE NOT {erased} "
        f"UNION SELECT sha256 FROM {_table(IssuedList)} WHERE NOT {erased} "
        f"UNION SELECT record_sha256 FROM {_table(IssuedList)} WHERE NOT {erased} "
        f"UNION SELECT manifest_sha256 FROM {_table(IssuedList)}"
    )
    return Facts(
        migrations=[f"{app}.{name}" for app, name in query("SELECT app, name FROM django_migrations ORDER BY id")],
        counts={
            name: int(query(f"SELECT count(*) FROM {_table(model)}")[0][0])  # noqa: S608 - ours
            for name, model in _COUNTED.items()
        },
        last_event=_last_event(query),
        files=frozenset(name for (name,) in files if name),
    )


_COUNTED: Final[Mapping[str, type[models.Model]]] = {
    "documents": Document,
    "versions": Snapshot,
    "claims": Claim,
    "events": Event,
    "people": User,
}


def _last_event(query: Query) -> dict[str, object]:
    """Number, hash and authentication of the last line: the number tells a newer backup from an older one."""
    for sequence, line, mac in query(f"SELECT sequence, line, mac FROM {_table(Event)} ORDER BY sequence DESC LIMIT 1"):  # noqa: S608 - ours
        return {"sequence": sequence, "hash": hash_of(line), "mac": mac}
    return {}


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def _hash(told: Mapping[str, object]) -> str:
    return sha256(canonical(told).encode()).hexdigest()


def _changed(why: str) -> Refused:
    return Refused(Refusal.BACKUP_MANIFEST_CHANGED, why=why)
