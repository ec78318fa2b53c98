"""Exports: CSV, for people and their spreadsheets.

Text stands in quotation marks and behind the guard, numbers without either. UTF-8 with a byte order mark: without
one, Excel reads a file that it opens by double click in an old local encoding, and accents and whole scripts break.
Lines end in CRLF, as RFC 4180 has it; line ends within a text stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from claims.exports import guard
from claims.exports.contract import Cell, Format, Sheet
from claims.exports.rows import ExportRow

_ENCODING: Final = "utf-8-sig"
_LONGEST_CELL: Final = 50_000_000  # the csv module's own limit, 131,072, is less than a long story


def write(rows: Iterable[ExportRow], sheet: Sheet, to: BinaryIO) -> None:
    """Write the headings, and the cells of each row."""
    text = io.TextIOWrapper(to, encoding=_ENCODING, newline="")
    # All text in quotation marks, also where it would do without: a spreadsheet that takes the semicolon or the tab
    # for a separator beside our comma would else begin a new cell, unguarded, in the middle of a text.
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(sheet.headings)
    writer.writerows([_guarded(cell) for cell in sheet.cells(row)] for row in rows)
    text.detach()  # writes what is left; the stream is the caller's to close


def read(stream: BinaryIO) -> Iterator[tuple[str, ...]]:
    """The cells of each row as they were before the guard; numbers come back as their digits."""
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(stream, encoding=_ENCODING, newline="")
    lines = csv.reader(text)
    next(lines, None)
    try:
        for line in lines:
            yield tuple(guard.undo(cell) for cell in line)
    finally:
        text.detach()  # the stream is the caller's to close


def kept(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """The cells of each row; CSV knows no types, so all of them as text."""
    return (tuple(str(cell) for cell in sheet.cells(row)) for row in rows)


def _guarded(cell: Cell) -> Cell:
    return guard.put_on(cell) if isinstance(cell, str) else cell


CSV: Final = Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", write, read, kept)
