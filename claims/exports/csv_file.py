"""Exports: CSV, for people and their spreadsheets.

Text stands in quotation marks and behind the guard, numbers without either. UTF-8 with a byte order mark: without
one, Excel reads a file that it opens by double click in an old local encoding, and accents and whole scripts break.
Lines end in CRLF, as RFC 4180 has it; line ends within a text stay as they are.
"""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from claims.exports import guard
from claims.exports.contract import Cell, Format, Sheet, whole
from claims.exports.rows import ExportRow

_ENCODING: Final = "utf-8-sig"
_LONGEST_CELL: Final = 50_000_000  # the csv module's own limit, 131,072, is less than a long story


def pieces(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[bytes]:
    """The headings, and the cells of each row, as lines.

    Not by the csv module, which takes as long over a row as reading it: with all text in quotation marks there is
    nothing to decide. They stand also where a text would do without, because a spreadsheet that takes the semicolon or
    the tab for a separator beside our comma would else begin a new cell, unguarded, in the middle of a text.
    """
    yield BOM_UTF8
    yield _line(sheet.headings)
    yield from map(_line, map(sheet.cells, rows))


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


def _line(cells: Iterable[Cell]) -> bytes:
    """A line of cells. Most texts begin with a letter and have no quotation mark, and need no closer look."""
    harmless = guard.HARMLESS
    fields = [
        f'"{cell}"' if isinstance(cell, str) and cell[:1] in harmless and '"' not in cell else _field(cell)
        for cell in cells
    ]
    return (",".join(fields) + "\r\n").encode()


def _field(cell: Cell) -> str:
    if isinstance(cell, int):
        return str(cell)
    text = guard.put_on(cell).replace('"', '""')
    return f'"{text}"'


CSV: Final = Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", whole(pieces), read, kept, pieces=pieces)
