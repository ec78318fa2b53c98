"""Selectors: the whole state of a subject, as the ledger keeps a hash of it: its row and every row around it.

What is left out, and why: texts themselves (their hashes are in), what search looks through (it is made of the rest),
that somebody opened evidence (no act), which claims a list carried (its manifest says it, and the manifest's hash is
in), passwords, last sign-ins, when a token was used last and how far the telling of a webhook has come (they change
without an act), counts of requests and keys of imports (they say nothing of the desk). A value that is just what a new
column holds is left out too: so one that is added later makes no old hash wrong.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler

from claims.models import (
    Alias,
    Claim,
    Document,
    Evidence,
    Export,
    Finding,
    IdentityRequest,
    IssuedList,
    Note,
    Phrase,
    Quotation,
    Rating,
    Relay,
    SavedView,
    Seal,
    Snapshot,
    Source,
    Span,
    Token,
    Webhook,
)
from claims.models.webhook import AS_IT_GOES
from claims.records.acts import SubjectKind

_AT_ONCE: Final = 500  # subjects that one query names


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that belong to subjects of a kind; ``subject`` leads from a row to the subject's id."""

    model: type[models.Model]
    subject: str
    left_out: frozenset[str] = frozenset()


PARTS: Final[Mapping[SubjectKind, Sequence[Part]]] = {
    SubjectKind.CLAIM: (
        Part(Claim, "pk"),
        Part(Quotation, "claim_id"),
        Part(Span, "quotation__claim_id"),
        Part(Relay, "quotation__claim_id"),
        Part(Finding, "claim_id"),
        Part(Evidence, "claim_id"),
    ),
    SubjectKind.DOCUMENT: (
        Part(Document, "pk"),
        Part(Snapshot, "document_id", left_out=frozenset({"text"})),
        Part(Evidence, "document_id"),
    ),
    SubjectKind.SOURCE: (
        Part(Source, "pk"),
        Part(Alias, "source_id"),
        Part(Rating, "source_id"),
        Part(Seal, "source_id"),
        Part(IdentityRequest, "source_id"),
    ),
    SubjectKind.NOTE: (Part(Note, "pk"),),
    SubjectKind.EXPORT: (Part(Export, "pk"),),
    SubjectKind.PERSON: (
        Part(User, "pk", left_out=frozenset({"password", "last_login"})),
        Part(User.groups.through, "user_id"),
        Part(Token, "person_id", left_out=frozenset({"used_at"})),
    ),
    SubjectKind.VIEW: (Part(SavedView, "pk"),),
    SubjectKind.PHRASE: (Part(Phrase, "pk"),),
    SubjectKind.WEBHOOK: (Part(Webhook, "pk", left_out=AS_IT_GOES),),
    SubjectKind.LIST: (Part(IssuedList, "pk"),),
}


def model_of(kind: SubjectKind) -> type[models.Model]:
    """The table of subjects of a kind."""
    return PARTS[kind][0].model


def states(kind: SubjectKind, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The state of each of these subjects that is there, as text; a fixed number of queries for a few hundred."""
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        yield from _states(kind, partial(_one, some[0]) if len(some) == 1 else partial(_rows, {"in": some}))


def states_between(kind: SubjectKind, first: int, last: int) -> Iterator[tuple[int, bytes]]:
    """The same of all subjects from the first to the last, for whoever reads them all: nothing has to be listed."""
    return _states(kind, partial(_rows, {"gte": first, "lte": last}))


def hash_of(state: bytes, salt: str) -> str:
    """What a line says of a state: nobody can guess the state without the salt."""
    return hmac.digest(bytes.fromhex(salt), state, "sha256").hex()


def _states(kind: SubjectKind, read: Callable[[Part], Iterable[Sequence[Any]]]) -> Iterator[tuple[int, bytes]]:
    found: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for part in PARTS[kind]:
        label, columns = part.model._meta.label_lower, _columns(part)
        for subject, *values in read(part):
            there = found.setdefault(subject, {}) if part.subject == "pk" else found.get(subject)
            if there is not None:
                there.setdefault(label, []).append(_told(columns, values))
    for subject, rows_of in found.items():
        yield subject, _ENCODE(rows_of).encode()


def _rows(of: Mapping[str, object], part: Part) -> "models.QuerySet[Any, tuple[Any, ...]]":
    which = {f"{part.subject}__{lookup}": value for lookup, value in of.items()}
    rows = part.model._default_manager.filter(**which).order_by("pk")
    return rows.values_list(part.subject, *(name for name, _usual in _columns(part)))


def _one(pk: int, part: Part) -> Iterable[Sequence[Any]]:
    """The same for one subject, as with most acts. Django puts the question into SQL once, not for every act.

    That took two thirds of the time of an act.
    """
    sql, compiler, converters = _asked(connection.alias, part)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        rows = cursor.fetchall()
    return compiler.apply_converters(rows, converters) if converters else rows


@cache
def _asked(alias: str, part: Part) -> tuple[str, SQLCompiler, dict[int, Any]]:
    compiler = _rows({"in": [0]}, part).query.get_compiler(using=alias)
    sql, _params = compiler.as_sql()
    return sql, compiler, compiler.get_converters([expression for expression, *_rest in compiler.select])


@cache
def _columns(part: Part) -> Sequence[tuple[str, object]]:
    """The columns of a part by name, each with what a new one of its kind would hold."""
    return [
        (field.attname, field.get_default())
        for field in part.model._meta.concrete_fields
        if field.name not in part.left_out
    ]


def _told(columns: Sequence[tuple[str, object]], values: Iterable[object]) -> dict[str, object]:
    return {name: value for (name, usual), value in zip(columns, values, strict=True) if value != usual}


def _plain(value: object) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            raise TypeError(f"a state cannot hold {type(value).__name__}")


_ENCODE: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode
