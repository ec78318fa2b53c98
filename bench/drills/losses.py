"""Drill: nothing is lost: fifty editors at once, and kill -9 at random moments."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.drills import Figure
from bench.losing import editors, kills


def drill(*, full: bool) -> Iterator[Figure]:
    """Fifty editors on one claim and on fifty; then 300 kills over import, review, export and backup."""
    with tempfile.TemporaryDirectory(prefix="claimtrail-losses-", ignore_cleanup_errors=True) as folder:
        yield from editors.figures(Path(folder), full=full)
        yield from kills.figures(Path(folder), full=full)
