"""Services: a long list that is handed over while it is made, so that whoever asked need not wait for its end.

Its line in the ledger needs the hash, and so comes last. Until it stands, the end of the list is kept back: nobody has
a whole list that has no line. A list that breaks off, because somebody hung up or something failed, has a line of its
own that says so.
"""

import hashlib
import os
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Final

from claims import permissions
from claims.exports import FORMATS
from claims.exports.contract import Pieces
from claims.exports.rows import ExportRow
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import export_rows, export_sheet
from claims.selectors.one_moment import one_moment
from claims.services import exporting
from claims.services.exporting import Selection

PIECE: Final = 256 * 1024
AHEAD: Final = 0.2


def hand_over(
    selection: Selection, *, format: str, by: Actor, piece: int = PIECE, ahead: float = AHEAD
) -> Iterator[bytes]:
    """The bytes of a list, piece by piece, of a format that comes in pieces. The list shows its claims at one moment.

    Before each piece the list is made for ``ahead`` seconds, which is far more than the piece: whoever fetches slowly
    keeps the database at that moment only while it is made, not while it is fetched.
    """
    permissions.require(by, Act.EXPORT)
    known = FORMATS[format]
    if known.pieces is None:
        raise ValueError(format)
    made = _Made(selection.as_format(known), format, by)
    return _handed_over(made, known.pieces, piece, ahead)


@dataclass
class _Made:
    """A list that is being made: how many rows and bytes of it there are, and the hash of these."""

    selection: Selection
    format: str
    by: Actor
    rows: int = 0
    size: int = 0
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def counted(self, rows: Iterable[ExportRow]) -> Iterator[ExportRow]:
        """The rows, counted as they pass."""
        for row in rows:
            self.rows += 1
            yield row

    def keep(self, block: bytes, file: IO[bytes]) -> None:
        """Put some bytes behind those that are there."""
        self.hash.update(block)
        file.seek(0, os.SEEK_END)
        self.size += file.write(block)


def _handed_over(made: _Made, pieces: Pieces, piece: int, ahead: float) -> Iterator[bytes]:
    with TemporaryFile() as file:
        sent = 0
        with closing(_making(made, pieces, file, piece, ahead)) as making:
            for _pause in making:
                file.seek(sent)
                some = file.read(min(piece, made.size - sent - 1))
                sent += len(some)
                yield some
        file.seek(sent)
        while some := file.read(piece):
            yield some


def _making(made: _Made, pieces: Pieces, file: IO[bytes], piece: int, ahead: float) -> Generator[None, None, None]:
    """Make a list, and pause now and then; at the end, or when it breaks off, write its line."""
    selection, sheet = made.selection, export_sheet.sheet()
    try:
        with one_moment():
            since = time.monotonic()
            rows = made.counted(export_rows.rows(selection.claims))
            for block in _blocks(pieces(rows, sheet), piece):
                made.keep(block, file)
                if time.monotonic() - since >= ahead:
                    yield
                    since = time.monotonic()
    except BaseException:  # also when whoever fetches it hangs up, which closes this
        exporting.record(selection.filter, format=made.format, rows=made.rows, sha256=None, by=made.by)
        raise
    exporting.record(selection.filter, format=made.format, rows=made.rows, sha256=made.hash.hexdigest(), by=made.by)


def _blocks(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The bytes in blocks of at least this size."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= size:
            yield bytes(block)
            block.clear()
    yield bytes(block)
