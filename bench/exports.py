"""Bench: lists as files, in rows per second of processor time, and what they keep in memory."""

import csv
import io
import time
import tracemalloc
from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import IO

from django.db import connection

from bench import database
from claims.exports import FORMATS
from claims.exports.contract import Format
from claims.exports.rows import ExportRow
from claims.models import Claim
from claims.selectors import export_rows, export_sheet
from claims.selectors.one_moment import one_moment
from claims.services.exporting import Selection

_TIMES = 3


def measure(*, claims: int) -> None:
    """Print what each format costs, and what csv alone needs for the same cells when they are in memory already."""
    database.filled(claims)
    with one_moment():
        number = sum(1 for _row in _rows())
        floor = _seconds(_floor())
        print(f"\n{number:,} rows on {connection.display_name}; best of {_TIMES}, processor time of this process.\n")
        print(f"{'what':34} {'rows/s':>10} {'x floor':>8} {'peak MB':>8}")
        print(f"{'floor: csv.writer, cells in memory':34} {min(number, 10_000) / floor:10,.0f} {1:8.2f} {'':>8}")
        per_row = floor / max(min(number, 10_000), 1)
        for name, (act, number) in _acts().items():
            seconds = _seconds(act)
            print(f"{name:34} {number / seconds:10,.0f} {seconds / number / per_row:8.1f} {_peak(act):8.1f}")


def _rows(known: Format | None = None) -> Iterable[ExportRow]:
    """The rows of every claim, or of those that a format has a place for."""
    whole = Selection(filter={}, rest=Claim.objects.all())
    return export_rows.rows(whole.as_format(known).claims if known else whole.claims)


def _acts() -> dict[str, tuple[Callable[[], None], int]]:
    """What is measured, and the rows that it goes through."""

    def reading() -> None:
        for _row in _rows():
            pass

    def writing(known: Format) -> Callable[[], None]:
        def write() -> None:
            with TemporaryFile() as file:
                known.write(_rows(known), export_sheet.sheet(), file)

        return write

    def number(known: Format | None = None) -> int:
        return sum(1 for _row in _rows(known))

    as_files = {f"export as {key}": (writing(known), number(known)) for key, known in FORMATS.items()}
    return {"rows read, nothing written": (reading, number()), **as_files}


def _floor() -> Callable[[], None]:
    """The cells of the first rows through nothing but ``csv``: the least that a list as CSV could cost."""
    cells = export_sheet.sheet().cells
    some = [cells(row) for _number, row in zip(range(10_000), _rows(), strict=False)]

    def write() -> None:
        to: IO[str] = io.StringIO(newline="")
        csv.writer(to, quoting=csv.QUOTE_NONNUMERIC).writerows(some)

    return write


def _seconds(act: Callable[[], None]) -> float:
    times = []
    for _time in range(_TIMES):
        begun = time.process_time()
        act()
        times.append(time.process_time() - begun)
    return min(times)


def _peak(act: Callable[[], None]) -> float:
    """The most that Python held while it worked, in megabytes; measured apart, because looking costs time."""
    tracemalloc.start()
    act()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_000_000
