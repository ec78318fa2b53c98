"""Exports: one JSON document with one item a line, so that a list of any length is written and read item by item."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO


def pieces(head: str, items: Iterable[str], tail: str) -> Iterator[bytes]:
    """The items between head and tail, parted by commas."""
    yield head.encode()
    parting = b"\n"
    for item in items:
        yield parting + item.encode()
        parting = b",\n"
    yield f"\n{tail}\n".encode()


def read(stream: BinaryIO) -> Iterator[str]:
    """The items of what was written, as they were."""
    stream.readline()
    before = None
    for line in stream:
        if before is not None:
            yield before.decode().removesuffix("\n").removesuffix(",")
        before = line


def encoded(value: Any) -> str:
    """A value as JSON in one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def without_gaps(values: dict[str, Any]) -> dict[str, Any]:
    """Just those that say something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
