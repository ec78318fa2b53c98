"""XLSX: what somebody else's reader finds in it."""

import io
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from claims.exports.xlsx_file import XLSX, write
from claims.tests.test_exports import FULL_ROW, HOSTILE, SHEET, make_row, written


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_look_like_a_formula_are_text_without_any_guard(words: str) -> None:
    file = written(XLSX, [make_row(words)])
    cell = load_workbook(io.BytesIO(file))["Claims"]["B2"]
    assert cell.data_type == "s"
    assert list(XLSX.read(io.BytesIO(file))) == [("", words, 7)]
    assert b"<f>" not in ZipFile(io.BytesIO(file)).read("xl/worksheets/sheet1.xml")


def test_numbers_are_numbers_the_headings_stay_and_addresses_are_no_links() -> None:
    page = load_workbook(io.BytesIO(written(XLSX, [FULL_ROW, make_row("https://example.org/")])))["Claims"]
    assert [cell.value for cell in page[1]] == ["Who said it", "Words as printed", "Claim"]
    assert page.freeze_panes == "A2"
    assert (page["C2"].value, page["C2"].data_type) == (7, "n")
    assert page["B3"].hyperlink is None
    assert page.column_dimensions["B"].width > page.column_dimensions["C"].width


def test_a_text_longer_than_a_cell_says_where_all_of_it_stands() -> None:
    words = "So they said. " * 4_000
    book = load_workbook(io.BytesIO(written(XLSX, [make_row("short"), make_row(words)])))
    cell = str(book["Claims"]["B3"].value)
    assert cell.endswith("\n[all of it on another sheet]")
    assert words.startswith(cell.removesuffix("\n[all of it on another sheet]"))
    pieces = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert [piece[:4] for piece in pieces] == [(1, 3, 2, number) for number in range(1, len(pieces) + 1)]
    assert "".join(str(piece[4]) for piece in pieces) == words


def test_rows_beyond_what_a_sheet_holds_go_on_on_the_next() -> None:
    rows = [make_row("so " * 20_000 if number == 5 else "so", claim_id=number) for number in range(7)]
    stream = io.BytesIO()
    write(iter(rows), SHEET, stream, most_rows=3)
    assert load_workbook(io.BytesIO(stream.getvalue())).sheetnames == ["Claims", "Claims 2", "Long texts", "Claims 3"]
    assert list(XLSX.read(stream)) == list(XLSX.kept(rows, SHEET))
