"""Ledger: one text for one set of facts, so that the same facts always read the same."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID


def canonical(facts: Mapping[str, object]) -> str:
    """Facts as JSON with sorted keys and no spaces; moments in ISO 8601, in the zone they carry."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"an event cannot hold {type(value).__name__}")
