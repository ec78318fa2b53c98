"""Services: an issued list as people read it: in sections by how to use, with everything else in notes at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.functional import Promise

from claims.exports.contract import Cell
from claims.exports.rows import ExportRow, by_claim
from claims.models import IssuedList
from claims.selectors import export_sheet
from claims.services import correcting, filestore, issuing, list_files
from claims.services.correcting import Changed
from claims.workflow import USES, Use

MOST: Final = 300  # claims on a page to print; longer lists are files
_NOTED: Final = (
    *("claim_id", "claim_version", "chain", "chain_end", "document", "published", "address", "checked_by", "when"),
    *("snapshot_sha256", "snapshot_number", "spans"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as it is read: its note's number, and the words for each column by key; ``notes`` stand at the end."""

    number: int
    cells: Mapping[str, Cell]
    notes: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """The claims that are used alike."""

    use: Use
    label: str | Promise
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole list to read. ``is_cut``: it is longer than a page to print can be."""

    sections: Sequence[Section]
    entries: Sequence[Entry]
    changes: Sequence[Changed]
    is_cut: bool


def read(issued: IssuedList) -> Reading:
    """A list as it was issued, from its record. Refuses: FILE_UNREADABLE. Of an erased one there is nothing to read."""
    if issued.erased_at is not None:
        return Reading((), (), (), is_cut=False)
    with filestore.opened(issued.record_sha256) as record:
        found = list(islice((of_one[0] for of_one in by_claim(list_files.rows_of(record))), MOST + 1))
    rows = sorted(found[:MOST], key=lambda row: _RANK[Use(row.how_to_use)])
    entries = list(_entries(rows))
    by_use = [(Use(row.how_to_use), entry) for row, entry in zip(rows, entries, strict=True)]
    sections = [Section(use, USES[use].label, [entry for of, entry in by_use if of is use]) for use in _RANK]
    shown = [section for section in sections if section.entries]
    return Reading(shown, entries, correcting.changes_of(issued), is_cut=len(found) > MOST)


_RANK: Final[Mapping[Use, int]] = {use: rank for rank, use in enumerate((*issuing.SECTIONS, Use.HOLD))}


def _entries(rows: Sequence[ExportRow]) -> Iterator[Entry]:
    sheet = export_sheet.sheet()
    headings = dict(zip(sheet.keys, sheet.headings, strict=True))
    for number, row in enumerate(rows, start=1):
        cells = sheet.named(row)
        notes = [(headings[key], cells[key]) for key in _NOTED if cells[key] not in ("", None)]
        yield Entry(number, cells, notes)
