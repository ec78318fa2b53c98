"""Exports: what every format is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from claims.exports.rows import ExportRow

Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows read for people: a heading for each column, and the cells of a row under them.

    Made where words for people are made. A format for machines takes the row itself and leaves the sheet alone.
    """

    headings: tuple[str, ...]
    cells: Callable[[ExportRow], tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the name it is chosen by, its ending and media type, and how it is written and read.

    ``write`` takes the rows one by one and keeps none of them. ``kept`` is what the format keeps of a row, and
    ``read`` gives exactly that back, row after row, without the heading.
    """

    key: str
    name: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[ExportRow], Sheet, BinaryIO], None]
    read: Callable[[BinaryIO], Iterator[object]]
    kept: Callable[[ExportRow, Sheet], object]
