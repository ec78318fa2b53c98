"""Exports: JSON Lines, for machines. One object a line, with codes, real types, and a list where there are several.

UTF-8 without a byte order mark, lines ended by LF, letters as they are and not as escapes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, BinaryIO, Final

from claims.exports.contract import Format, Sheet
from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SpanAt, Step

_RECORDS: Final = (ExportRow, EvidenceItem, Step, SpanAt, DamageAt)
_NAMES: Final[Mapping[type, tuple[str, ...]]] = {kind: tuple(field.name for field in fields(kind)) for kind in _RECORDS}


def write(rows: Iterable[ExportRow], _sheet: Sheet, to: BinaryIO) -> None:
    """Write each row as an object."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_object).encode
    to.writelines(encode(row).encode() + b"\n" for row in rows)


def read(stream: BinaryIO) -> Iterator[ExportRow]:
    """The rows, equal to those that were written."""
    for line in stream:
        yield _row(json.loads(line))


def kept(rows: Iterable[ExportRow], _sheet: Sheet) -> Iterator[ExportRow]:
    """The whole rows."""
    return iter(rows)


def _object(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


def _row(facts: dict[str, Any]) -> ExportRow:
    lists = {
        "evidence": tuple(EvidenceItem(**item) for item in facts["evidence"]),
        "chain": tuple(Step(**step | {"roles": tuple(step["roles"])}) for step in facts["chain"]),
        "spans": tuple(SpanAt(**span) for span in facts["spans"]),
        "damage": tuple(DamageAt(**damage) for damage in facts["damage"]),
    }
    return ExportRow(**facts | lists)


JSONL: Final = Format("jsonl", "JSON Lines", ".jsonl", "application/x-ndjson; charset=utf-8", write, read, kept)
