"""Exports: JSON Lines, for machines. One object a line, with codes, real types, and a list where there are several.

UTF-8 without a byte order mark, lines ended by LF, letters as they are and not as escapes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, BinaryIO, Final

from claims.exports.contract import Format, Sheet, whole
from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SpanAt, Step

# First what a desk reads, then what a machine or a second look needs.
_NAMES: Final = (
    *("how_to_use", "statement", "speaker", "speaker_basis", "speaker_kind", "speaker_role", "via", "words", "status"),
    *("why", "evidence", "made_by", "agreed_by", "second_check", "checked_at", "address", "address_knowledge"),
    *("attribution", "verdict", "chain", "chain_end", "kind", "spans", "document", "document_withdrawn", "published"),
    *("published_zone", "published_knowledge", "said_when", "speaker_printed", "speaker_resolved", "is_primary"),
    *("is_altered", "place", "damage", "stale_since", "stale_because"),
    *("snapshot_sha256", "snapshot_number", "claim_id", "claim_version", "quotation_id", "document_id"),
    *("speaker_id", "via_id", "zone"),
)
_values = attrgetter(*_NAMES)
# Where a row has several of something, each is an object with the names of its fields.
_SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "evidence": EvidenceItem._fields,
    "chain": Step._fields,
    "spans": SpanAt._fields,
    "damage": DamageAt._fields,
}


def pieces(rows: Iterable[ExportRow], _sheet: Sheet) -> Iterator[bytes]:
    """Each row as an object."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return (encode(_object(row)).encode() + b"\n" for row in rows)


def read(stream: BinaryIO) -> Iterator[ExportRow]:
    """The rows, equal to those that were written."""
    for line in stream:
        yield _row(json.loads(line))


def kept(rows: Iterable[ExportRow], _sheet: Sheet) -> Iterator[ExportRow]:
    """The whole rows."""
    return iter(rows)


def _object(row: ExportRow) -> dict[str, object]:
    facts = dict(zip(_NAMES, _values(row), strict=True))
    for name, fields_of_one in _SEVERAL.items():
        facts[name] = [dict(zip(fields_of_one, one, strict=True)) for one in facts[name]]
    return facts


def _row(facts: dict[str, Any]) -> ExportRow:
    lists = {
        "evidence": tuple(EvidenceItem(**item) for item in facts["evidence"]),
        "chain": tuple(Step(**step | {"roles": tuple(step["roles"])}) for step in facts["chain"]),
        "spans": tuple(SpanAt(**span) for span in facts["spans"]),
        "damage": tuple(DamageAt(**damage) for damage in facts["damage"]),
    }
    return ExportRow(**facts | lists)


JSONL: Final = Format(
    "jsonl",
    "JSON Lines",
    ".jsonl",
    "application/x-ndjson; charset=utf-8",
    whole(pieces),
    read,
    kept,
    pieces=pieces,
)
