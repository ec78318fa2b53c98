"""Exports: XLSX, for people and their spreadsheets, with nothing to choose when it is opened.

Text is text and never a formula, whatever it begins with, so that it needs no guard. Numbers are numbers. Moments stay
ISO 8601 in text: a spreadsheet's own dates know neither zone nor precision. A text longer than a cell can be begins
in its cell, which says where all of it stands: in pieces on a sheet of its own. Rows beyond what a sheet holds go on
on the next one.
"""

import re
from collections.abc import Iterable, Iterator
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from claims.exports.contract import Cell, Format, Sheet
from claims.exports.rows import ExportRow

MOST_ROWS: Final = 1_048_575  # beside the headings
_LONGEST: Final = 32_767  # UTF-16 code units, as spreadsheets count
_PIECE: Final = 30_000
_WIDE, _NARROW, _LEAST = 44, 18, 12
_PLACE: Final = ("sheet", "row", "column", "piece")

# XML cannot hold these signs; Excel's own way to write them is _xHHHH_, and _x005F_ where somebody wrote just that.
_NOT_IN_XML: Final = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_ESCAPED: Final = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}[_{_NOT_IN_XML}])|[{_NOT_IN_XML}]")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Plain(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet that takes every text for a text."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        data = _ESCAPED.sub(lambda found: _as_escape(found[0]), data)
        # XlsxWriter takes a text in these tags for XML of its own making.
        return _as_escape("<") + data[1:] if data.startswith("<r>") else data


class _Book:
    """A workbook that is being written; nothing but the row at hand is in memory."""

    def __init__(self, to: BinaryIO, sheet: Sheet, folder: str, most_rows: int) -> None:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(to, options)
        self._book.set_properties({"title": sheet.title, "comments": "\n".join(sheet.remarks)})
        self._sheet, self._most_rows = sheet, most_rows
        self._text = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._number = self._book.add_format({"num_format": "0", "valign": "top"})
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._sheets = 0
        self._longs: Any = None
        self._long_rows = 0
        self._open()

    def add(self, cells: tuple[Cell, ...]) -> None:
        """Write a row."""
        if self._row > self._most_rows:
            self._open()
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._page.write_number(self._row, column, cell, self._number)
            elif _length(cell) <= _LONGEST:
                self._page.write_string(self._row, column, cell, self._text)
            else:
                self._page.write_string(self._row, column, self._beginning(cell), self._text)
                self._keep(cell, column)
        self._row += 1

    def close(self) -> None:
        """Put the file together."""
        self._book.close()

    def _open(self) -> None:
        self._sheets += 1
        name = f"{self._sheet.tab} {self._sheets}" if self._sheets > 1 else self._sheet.tab
        self._page = self._new_page(name, self._sheet.headings)
        # Narrow where the words of the heading are all that a column is likely to need.
        for column, key in enumerate(self._sheet.keys):
            width = _WIDE if key in _LONG_COLUMNS else max(_LEAST, min(_NARROW, len(self._sheet.headings[column])))
            self._page.set_column(column, column, width)
        self._row = 1

    def _new_page(self, name: str, headings: Iterable[str]) -> Any:
        page = self._book.add_worksheet(name, worksheet_class=_Plain)
        page.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, self._heading)
        return page

    def _beginning(self, text: str) -> str:
        return f"{next(_pieces(text))}\n{self._sheet.goes_on}"

    def _keep(self, text: str, column: int) -> None:
        """All of a text that is too long for its cell, in pieces."""
        if self._longs is None:
            self._longs = self._new_page(self._sheet.long_texts, [*_PLACE, "text"])
        for number, piece in enumerate(_pieces(text), 1):
            self._long_rows += 1
            for at, value in enumerate((self._sheets, self._row + 1, column + 1, number)):
                self._longs.write_number(self._long_rows, at, value, self._number)
            self._longs.write_string(self._long_rows, len(_PLACE), piece, self._text)


_LONG_COLUMNS: Final = frozenset({"statement", "words", "why", "evidence", "chain", "document", "address"})


def write(rows: Iterable[ExportRow], sheet: Sheet, to: BinaryIO, *, most_rows: int = MOST_ROWS) -> None:
    """Write the headings, and the cells of each row. The pages lie beside each other on disk until all are there."""
    with TemporaryDirectory() as folder:
        book = _Book(to, sheet, folder, most_rows)
        for row in rows:
            book.add(sheet.cells(row))
        book.close()


def read(stream: BinaryIO) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row, numbers as numbers. Only texts that are too long for a cell are held in memory."""
    book = load_workbook(stream, read_only=True)
    pages = list(book.worksheets)
    longs = {}
    for page in pages:
        page.reset_dimensions()
        if _is_of_long_texts(page):
            longs = _long_texts(page)
    of_rows = [page for page in pages if not _is_of_long_texts(page)]
    for number, page in enumerate(of_rows, 1):
        width = len(next(page.iter_rows(max_row=1, values_only=True)))
        for at, cells in enumerate(page.iter_rows(min_row=2, values_only=True), 2):
            row = [_cell(cell) for cell in cells] + [""] * (width - len(cells))
            yield tuple(longs.get((number, at, column), cell) for column, cell in enumerate(row, 1))


def kept(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    """The cells of each row."""
    return (sheet.cells(row) for row in rows)


def _is_of_long_texts(page: Any) -> bool:
    return bool(next(page.iter_rows(max_row=1, values_only=True))[: len(_PLACE)] == _PLACE)


def _long_texts(page: Any) -> dict[tuple[int, int, int], str]:
    found: dict[tuple[int, int, int], str] = {}
    for sheet, row, column, _piece, text in page.iter_rows(min_row=2, values_only=True):
        found[sheet, row, column] = found.get((sheet, row, column), "") + str(_cell(text))
    return found


def _cell(value: object) -> Cell:
    if isinstance(value, int):
        return value
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value)) if value is not None else ""


def _as_escape(sign: str) -> str:
    return f"_x{ord(sign):04X}_"


def _length(text: str) -> int:
    return len(text) if len(text) <= _LONGEST // 2 else len(text.encode("utf-16-le")) // 2


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that fit into a cell, however many of its signs count twice."""
    return (text[at : at + _PIECE // 2] for at in range(0, len(text), _PIECE // 2))


XLSX: Final = Format(
    "xlsx",
    "XLSX",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
    read,
    kept,
)
