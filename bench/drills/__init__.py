"""Bench: drills, each a file here with ``drill``: what has to hold, put to the test, as figures with goals."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was put to the test: what it is called, what has to come of it, what came of it."""

    name: str
    goal: str
    measured: str
    reached: bool


class Drill(Protocol):
    """What a drill is: with ``full`` every turn of it, without a short form of a few seconds, for the tests."""

    def __call__(self, *, full: bool) -> Iterator[Figure]:
        """Yield the figures, each as soon as it is known."""
        ...


def say(line: str) -> None:
    """Tell how far a drill is, beside the table that it prints in the end."""
    print(f"  {line}", file=sys.stderr, flush=True)


def drills() -> dict[str, str]:
    """The drills by name, each with the first line of its file. A file that has ``drill`` is one."""
    found = {}
    for file in sorted(HERE.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "\ndef drill(" in source:
            found[file.stem] = source.partition("\n")[0].strip('"').removeprefix("Drill: ")
    return found


def named(name: str) -> Drill:
    """The drill of this name."""
    return cast("Drill", import_module(f"bench.drills.{name}").drill)
