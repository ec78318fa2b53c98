"""Bench: ``python -m bench drill [NAME ...]`` puts to the test what has to hold, and prints every figure with its goal.

Each drill has a database and folders of its own, which go away again: a file in a temporary folder, or a database of
PostgreSQL beside the one that DATABASE_URL names. Nothing of a desk is touched.
"""

import argparse
import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

from bench import drills
from bench.drills import Drill, Figure, say


def main(words: Sequence[str]) -> int:
    """Run the drills named, or all of them; 0 when every figure was reached."""
    known = drills.drills()
    parser = argparse.ArgumentParser(
        prog="python -m bench drill",
        description=__doc__,
        epilog="\n".join(f"  {name:12} {line}" for name, line in known.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which drill; without one, all of them in turn")
    parser.add_argument("--short", action="store_true", help="the short form that runs among the tests")
    options = parser.parse_args(words)
    if strange := [name for name in options.names if name not in known]:
        parser.error(f"there is no drill {strange[0]}; there is: {', '.join(known) or 'none'}")
    with tempfile.TemporaryDirectory(prefix="claimtrail-drill-", ignore_cleanup_errors=True) as folder:
        set_up(Path(folder))
        chosen = {name: drills.named(name) for name in options.names or known}
        return run(chosen, full=not options.short, on=import_module("bench.database").throw_away)


def set_up(folder: Path) -> None:
    """Read the settings of production, for this folder, before anything of ours is imported."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/desk.sqlite3"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings_for_drills",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-drills",
        "REQUIRE_SECOND_FACTOR": "",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "MEDIA_ROOT": str(folder / "files"),
        "KEYS_DIR": str(folder / "keys"),
        "CHECKPOINTS_DIR": str(folder / "checkpoints"),
        "LOG_LEVEL": "ERROR",
    }
    import_module("django").setup()


def run(chosen: Mapping[str, Drill], *, full: bool, on: Callable[..., AbstractContextManager[None]]) -> int:
    """Run each drill on a database of its own, and print the table; 0 when every figure was reached, else 1."""
    figures: dict[str, list[Figure]] = {}
    for name, drill in chosen.items():
        began = time.monotonic()
        say(f"{name} ...")
        figures[name] = []
        with on(kind="drill"):
            figures[name].extend(to_its_end(drill(full=full)))
        say(f"{name}: {len(figures[name])} figures in {time.monotonic() - began:.0f} s")
    print("\n".join(table(figures)))
    return 0 if all(figure.reached for some in figures.values() for figure in some) else 1


def to_its_end(figures: Iterator[Figure]) -> Iterator[Figure]:
    """The figures, each told as it comes. A drill that breaks off is one not reached; the other drills still run."""
    try:
        for figure in figures:
            say(f"{_word(figure)}: {figure.name}: {figure.measured}")
            yield figure
    except Exception as error:
        traceback.print_exc()
        yield Figure("came to its end", "yes", f"{type(error).__name__}: {error}"[:100], reached=False)


def table(figures: Mapping[str, Sequence[Figure]]) -> Iterator[str]:
    """The lines of the table of all figures."""
    heads = ("", "figure", "goal", "measured", "")
    rows = [(name, one.name, one.goal, one.measured, _word(one)) for name, some in figures.items() for one in some]
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    missed = sum(row[-1] != "reached" for row in rows)
    yield f"{len(rows)} figures, {'all reached' if not missed else f'{missed} not reached'}."


def _word(figure: Figure) -> str:
    return "reached" if figure.reached else "NOT REACHED"
