"""Services: the ledger as one file that anybody can check with nothing but Python."""

from collections.abc import Callable
from typing import BinaryIO, Final

from claims.ledger.stand_alone import HEADER
from claims.models import Checkpoint, Event
from claims.selectors.one_moment import one_moment

_AT_ONCE: Final = 2000  # lines that are held in memory


def write(to: BinaryIO, *, tell: Callable[[int], None] = lambda _number: None) -> int:
    """Write all lines with what authenticates them, and after an empty line all checkpoints; how many lines."""
    written = 0
    with one_moment():
        to.write(HEADER)
        rows = Event.objects.order_by("sequence").values_list("mac", "line")
        for mac, line in rows.iterator(chunk_size=_AT_ONCE):
            to.write(f"{mac} {line}\n".encode())
            written += 1
            if written % _AT_ONCE == 0:
                tell(_AT_ONCE)
        to.write(b"\n")
        notes = Checkpoint.objects.order_by("size").values_list("note", flat=True)
        to.writelines(f"{note}\n".encode() for note in notes)
    return written
