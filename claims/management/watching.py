"""Management: how far a command has come, for whoever waits for it."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import track

Thing = TypeVar("Thing")


def watched(
    things: Sequence[Thing], *, doing: str, name: Callable[[Thing], str], log: OutputWrapper, verbosity: int
) -> Iterator[Thing]:
    """The things one by one: with a bar on a terminal, a plain line each in a log, nothing where it shall be quiet."""
    if verbosity and sys.stderr.isatty():
        yield from track(things, description=doing, console=Console(stderr=True))
        return
    for number, thing in enumerate(things, start=1):
        if verbosity:
            log.write(f"{number}/{len(things)} {name(thing)}")
        yield thing
