"""Bench: ``python -m bench NAME [options]`` measures one thing, on a throw-away database where it needs one.

``python -m bench drill [NAME ...]`` puts to the test what has to hold; see ``python -m bench drill --help``.
"""

import argparse
import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench import drilling

HERE = Path(__file__).parent


def benches() -> dict[str, str]:
    """The benches by name, each with the first line of its file. A file that has ``measure`` is one."""
    found = {}
    for file in sorted(HERE.glob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "\ndef measure(" in source:
            found[file.stem] = source.partition("\n")[0].strip('"').removeprefix("Bench: ")
    return found


def main() -> int:
    """Run one bench, or all that can be run with what was given; or the drills."""
    if sys.argv[1:2] == ["drill"]:
        return drilling.main(sys.argv[2:])
    known = benches()
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog="\n".join(f"  {name:12} {line}" for name, line in known.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=known, nargs="?", help="what to measure; without it, all of them in turn")
    parser.add_argument("--claims", type=int, default=100_000, help="how many claims the newsroom has (100,000)")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="beside which database to make this one: sqlite:///FILE (FILE.bench) or postgres://... (NAME_bench). "
        "Without it beside the one that DATABASE_URL names, or in a folder that goes away again.",
    )
    parser.add_argument("--keep", action="store_true", help="keep the database, and measure on it again next time")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="the corpora that `extraction` reads (*.jsonl)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimtrail-bench-") as folder:
        os.environ |= {"KEYS_DIR": f"{folder}/keys", "CHECKPOINTS_DIR": f"{folder}/checkpoints"}
        set_up(options.database or os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3")
        measures = [import_module(f"bench.{name}").measure for name in ([options.name] if options.name else known)]
        if options.data is None:
            if options.name and _asks(measures[0], "data"):
                parser.error(f"{options.name} needs --data FOLDER")
            measures = [measure for measure in measures if not _asks(measure, "data")]
        run(measures, options)
    return 0


def run(measures: list[Callable[..., None]], options: argparse.Namespace) -> None:
    """First what needs no database, then the rest on one that is made for it and taken away again."""
    on_database = [measure for measure in measures if _asks(measure, "claims")]
    for measure in measures:
        if measure not in on_database:
            measure(**({"data": options.data} if _asks(measure, "data") else {}))
    if on_database:
        with import_module("bench.database").throw_away(keep=options.keep):
            for measure in on_database:
                measure(claims=options.claims)


def _asks(measure: Callable[..., None], name: str) -> bool:
    return name in inspect.signature(measure).parameters


def set_up(url: str) -> None:
    """Read the settings of production, for this database, before anything of ours is imported."""
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    for name, value in {"DEBUG": "0", "SECRET_KEY": "only-for-measuring", "ALLOWED_HOSTS": "localhost"}.items():
        os.environ.setdefault(name, value)
    import_module("django").setup()


if __name__ == "__main__":
    sys.exit(main())
