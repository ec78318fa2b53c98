"""Ledger: one text for one set of facts, so that the same facts always read the same."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import rfc8785

_SAFE: Final = 2**53 - 1  # a number beyond is not the same to everyone who reads JSON


def canonical(facts: Mapping[str, object]) -> str:
    """Facts as the canonical JSON of RFC 8785.

    A moment stands there as ISO 8601, in the zone it carries; a number too large for JSON as its digits.
    """
    return rfc8785.dumps(_plain(facts)).decode()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if -_SAFE <= value <= _SAFE else str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"an event cannot hold {type(value).__name__}")
