"""Exports: what every format is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from claims.exports.rows import ExportRow

Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose list it is: the desk's name, and the address its pages are found at, with a stroke at the end."""

    name: str
    address: str

    def claim(self, claim_id: int) -> str:
        """The address of a claim."""
        return f"{self.address}claims/{claim_id}/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows read for people: a heading for each column, and the cells of a row under them.

    Made where words for people are made. A format for machines takes the row itself, and the desk. ``keys`` name the
    columns. ``title`` is what the list is called, ``remarks`` are lines about it (for whom, rights). ``tab`` is what
    a spreadsheet calls its page; ``long_texts`` and ``goes_on`` are what it says of a text that is longer than a cell
    can be.
    """

    keys: tuple[str, ...]
    headings: tuple[str, ...]
    cells: Callable[[ExportRow], tuple[Cell, ...]]
    desk: Desk
    title: str
    tab: str
    long_texts: str
    goes_on: str
    remarks: tuple[str, ...] = ()

    def named(self, row: ExportRow) -> Mapping[str, Cell]:
        """The cells of a row by the keys of their columns."""
        return dict(zip(self.keys, self.cells(row), strict=True))


@dataclass(frozen=True, slots=True)
class Carries:
    """Which claims a format has a place for: those in some statuses, those with words in a text, those not stale."""

    statuses: frozenset[str] | None = None
    only_with_words: bool = False
    only_fresh: bool = False


EVERYTHING = Carries()

Write: TypeAlias = Callable[[Iterable[ExportRow], Sheet, BinaryIO], None]
Pieces: TypeAlias = Callable[[Iterable[ExportRow], Sheet], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the name it is chosen by, its ending and media type, and how it is written and read.

    ``write`` takes the rows one by one and keeps none of them; ``pieces`` are what it writes, one after the other, of a
    format that can be handed over while it is made. ``kept`` is what the format keeps of rows, and ``read``
    gives exactly that back, in the same order. What a format does not carry it is not given.
    """

    key: str
    name: str
    suffix: str
    media_type: str
    write: Write
    read: Callable[[BinaryIO], Iterator[object]]
    kept: Callable[[Iterable[ExportRow], Sheet], Iterator[object]]
    carries: Carries = EVERYTHING
    pieces: Pieces | None = None


def whole(pieces: Pieces) -> Write:
    """How a format that comes in pieces is written."""

    def write(rows: Iterable[ExportRow], sheet: Sheet, to: BinaryIO) -> None:
        to.writelines(pieces(rows, sheet))

    return write
