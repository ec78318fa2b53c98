"""Selectors: the zone that a document's date was given in."""

from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo


@cache
def zone(name: str) -> tzinfo:
    """A zone by its name, or by its offset from UTC as a document keeps it ("+02:00")."""
    if name[:1] not in {"+", "-"}:
        return ZoneInfo(name)
    offset = datetime.strptime(name, "%z").tzinfo
    assert offset is not None  # noqa: S101 - what %z has read has one
    return offset
