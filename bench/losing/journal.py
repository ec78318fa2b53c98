"""Bench: what was acknowledged, written down outside of all that is killed, and on the disk before work goes on."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One write that was acknowledged.

    ``what``: "import" (``token`` is the hash of its bytes), "act" (on claim ``subject``, which has ``version`` by it,
    with ``token`` in its Event), "note" (``token`` in its words), "list" (``token`` is the hash of the file; ``path``
    where it lies, if anywhere), "backup" (``path`` is its folder).
    """

    what: str
    token: str = ""
    subject: int = 0
    version: int = 0
    path: str = ""


class Journal:
    """The lines of one lane."""

    def __init__(self, path: Path) -> None:
        """Take where it is kept."""
        self.path = path

    def write(self, line: Line) -> None:
        """Add a line, and come back when it is on the disk."""
        with self.path.open("ab", buffering=0) as file:
            file.write(json.dumps(asdict(line)).encode() + b"\n")
            os.fsync(file.fileno())

    @property
    def size(self) -> int:
        """How long it is by now."""
        return self.path.stat().st_size if self.path.exists() else 0

    def lines(self) -> Iterator[Line]:
        """Every line that was written whole."""
        if self.path.exists():
            for line in self.path.read_bytes().split(b"\n")[:-1]:
                yield Line(**json.loads(line))
