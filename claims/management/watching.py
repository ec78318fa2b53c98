"""Management: how far a command has come, for whoever waits for it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, track

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


Step = TypeVar("Step")


@contextmanager
def stepwise(
    words: Mapping[Step, str], *, log: OutputWrapper, verbosity: int
) -> Iterator[Callable[[Step, int, int], None]]:
    """What to call with a step, how far it is and how far it goes: a bar for each step on a terminal, in a log a plain
    line when one begins, nothing where it shall be quiet. A step that goes nobody knows how far has no end.
    """
    begun: set[Step] = set()
    if not verbosity or not sys.stderr.isatty():

        def line(step: Step, _done: int, _all: int) -> None:
            if verbosity and step not in begun:
                begun.add(step)
                log.write(words[step])

        yield line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks = {step: progress.add_task(said, start=False, visible=False) for step, said in words.items()}

        def bar(step: Step, done: int, all_: int) -> None:
            if step not in begun:
                begun.add(step)
                progress.start_task(tasks[step])
            progress.update(tasks[step], completed=done, total=all_ or None, visible=True)

        yield bar


@contextmanager
def counted(total: Callable[[], int], *, doing: str, verbosity: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal for work that says itself how much more it has done; nothing elsewhere."""
    if not (verbosity and sys.stderr.isatty()):
        yield lambda _number: None
        return
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(doing, total=total())
        yield lambda number: bar.advance(task, number)
