"""Exports: the manifest of an issued list: what it is, for whom, and a hash for the file and for every item in it.

It holds no words of anybody, so it stays when words are erased, and whoever has the file can hold it against it with
nothing but SHA-256 and JSON. An item is what the format's own reader yields: a row of a table, an object, a bundle.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from hashlib import sha256
from typing import Any, BinaryIO, Final

FORMAT: Final = "claimtrail issued list 1"


@dataclass(frozen=True, slots=True)
class Carried:
    """A claim as a list carried it: its version, its status and how to use it; ``said`` hashes what the row says."""

    claim: int
    version: int
    status: str
    how_to_use: str
    said: str


def write(facts: Mapping[str, object], claims: Iterable[Carried], items: Iterable[str], to: BinaryIO) -> None:
    """Write the facts, then a line for each claim and for each item's hash, as one JSON object. Keeps none of them."""
    head = json.dumps({"manifest": FORMAT, **facts}, ensure_ascii=False, indent=1).removesuffix("\n}")
    to.write(f'{head},\n "claims": ['.encode())
    told = (
        {"id": one.claim, "version": one.version, "status": one.status, "how_to_use": one.how_to_use} for one in claims
    )
    _write_each(map(json.dumps, told), to)
    to.write(b'],\n "items": [')
    _write_each(map(json.dumps, items), to)
    to.write(b"]\n}\n")


def _write_each(values: Iterable[str], to: BinaryIO) -> None:
    to.writelines(f"{',' if number else ''}\n  {value}".encode() for number, value in enumerate(values))


def hash_of(item: object) -> str:
    """The SHA-256 of an item as canonical JSON: keys in order, no blanks, letters as they are."""
    plain = json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(plain.encode()).hexdigest()


def _plain(value: object) -> dict[str, Any]:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"a manifest knows no {type(value).__name__}")


# --- Finding an item again ------------------------------------------------------------------------------------------


def named(item: object, columns: Iterable[str]) -> Mapping[str, object]:
    """The parts of an item by name: columns of a table, fields of an object."""
    if isinstance(item, Mapping):
        return item
    if is_dataclass(item) and not isinstance(item, type):
        return asdict(item)
    if isinstance(item, tuple):
        return dict(zip(columns, item, strict=False))
    return {"": item}


def mark_of(parts: Mapping[str, object]) -> str:
    """What tells an item from the others when its words have changed: claim and quotation, or its address; or ""."""
    if "claim_id" in parts:
        return f"{parts['claim_id']}/{parts.get('quotation_id') or ''}"
    return str(parts.get("id") or parts.get("url") or "")


def differing(issued: Mapping[str, object], given: Mapping[str, object]) -> Iterator[str]:
    """The names of the parts that differ."""
    return (name for name in dict.fromkeys([*issued, *given]) if issued.get(name) != given.get(name))
