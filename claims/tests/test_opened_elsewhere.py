"""Tests: the tables of the seed story's list, opened and saved again by LibreOffice, say the same, cell by cell."""

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from claims.exports import guard
from claims.tests.seed_list import all_of_it, decide, take_out

OFFICE = shutil.which("soffice")
# Comma, double quote, UTF-8, from the first line on; every column as text, as the docs tell people to choose.
AS_TEXT = "44,34,76,1," + "/".join(f"{column}/2" for column in range(1, 60))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(OFFICE is None, reason="no LibreOffice: install Debian's package libreoffice-calc"),
]


def saved_again(content: bytes, name: str, *, to: str, folder: Path, reads: str = "") -> Path:
    """The file as LibreOffice reads and writes it."""
    given = folder / name
    given.write_bytes(content)
    asked = [f"--infilter=CSV:{reads}"] if reads else []
    subprocess.run(  # noqa: S603 - Debian's
        [
            *(str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile", *asked),
            *("--convert-to", to, "--outdir", str(folder / "out"), str(given)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (found,) = (folder / "out").iterdir()
    return found


def cells_of(workbook: Path) -> list[list[str]]:
    """What a workbook shows, row by row, without the empty end of a row."""
    page = load_workbook(workbook, read_only=True).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]


def table_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV of ours."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_libreoffice_reads_every_cell_of_the_csv(settings: Any, tmp_path: Path) -> None:
    decide(settings)
    _exported, file = take_out("csv", all_of_it())
    content = file.getvalue()
    read = cells_of(saved_again(content, "list.csv", to="xlsx", folder=tmp_path, reads=AS_TEXT))
    assert len(read) == 16
    assert read == table_of(content)


def test_libreoffice_reads_every_cell_of_the_xlsx_and_takes_none_for_a_formula(settings: Any, tmp_path: Path) -> None:
    decide(settings)
    _exported, file = take_out("xlsx", all_of_it())
    _exported, plain = take_out("csv", all_of_it())
    # Written as CSV with every cell as it is, not as it is shown.
    out = saved_again(
        file.getvalue(), "list.xlsx", to="csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false", folder=tmp_path
    )
    expected = [[guard.undo(cell) for cell in row] for row in table_of(plain.getvalue())]
    assert table_of(out.read_bytes()) == expected
