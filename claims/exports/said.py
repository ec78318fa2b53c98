"""Exports: what a list says of a claim, so that it can be told whether we would still say it.

Not who checked it and when, nor further copies of the words: to whoever has the list nothing changes with these.
"""

from collections.abc import Mapping
from typing import Final

from claims.exports.manifest import hash_of
from claims.exports.rows import ExportRow

PARTS: Final = (
    *("how_to_use", "statement", "speaker", "via", "words", "status", "attribution", "verdict"),
    *("said_when", "is_altered", "document_withdrawn"),
)


def said(row: ExportRow) -> Mapping[str, object]:
    """What the row of a claim's primary quotation says, by the names of its fields; and whether it is stale."""
    return {name: getattr(row, name) for name in PARTS} | {"stale": row.stale_since is not None}


def hash_of_said(row: ExportRow) -> str:
    """The same as a hash."""
    return hash_of(said(row))
