"""Management: find the quotations in texts from a JSONL file, and write them to another. Needs no database."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from claims.extraction import extract
from claims.extraction.rows import Row, rows_of

STANDARD = "-"
SHAPE = 'Each line must be one JSON object with "id" and "text".'


class Command(BaseCommand):
    """Read lines of ``{"id", "text"}``, write lines of ``{"id", "quotes"}``, one row a span."""

    help = "Finds the quotations in the texts of a JSONL file and writes them, one line a text, to another."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="IN.jsonl", help='lines {"id", "text"}; - reads standard input')
        parser.add_argument("target", metavar="OUT.jsonl", help='lines {"id", "quotes"}; - writes standard output')

    def handle(self, *_args: object, **options: Any) -> None:
        """Check every line before the first is written, so that an error leaves no half a file."""
        documents = list(_documents(options["source"]))
        with _writing(options["target"]) as out:
            for name, text in _with_progress(documents):
                line: dict[str, object] = {"id": name, "quotes": _rows(text)}
                out.write(json.dumps(line) + "\n")


def _rows(text: str) -> list[Row]:
    return rows_of(extract(text).proposals)


def _documents(source: str) -> Iterator[tuple[object, str]]:
    for number, line in enumerate(_lines(source), start=1):
        if line.strip():
            yield _document(line, f"Line {number} of {'standard input' if source == STANDARD else source}")


def _lines(source: str) -> list[str]:
    try:
        if source == STANDARD:
            return sys.stdin.read().split("\n")
        return Path(source).read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise CommandError(
            f"There is no file {source}. Give the path of a JSONL file, or - for standard input."
        ) from None
    except UnicodeDecodeError:
        raise CommandError(f"{source} is not UTF-8. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.") from None


def _document(line: str, where: str) -> tuple[object, str]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise CommandError(f"{where} is not JSON ({error}). {SHAPE}") from None
    if not isinstance(value, dict) or "id" not in value:
        raise CommandError(f"{where} has no id. {SHAPE}")
    if not isinstance(value.get("text"), str):
        raise CommandError(f"{where} has no text. {SHAPE}")
    return value["id"], value["text"]


@contextmanager
def _writing(target: str) -> Iterator[TextIO]:
    if target == STANDARD:
        yield sys.stdout
        return
    try:
        with Path(target).open("w", encoding="utf-8") as out:
            yield out
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror}.") from None


def _with_progress(documents: list[tuple[object, str]]) -> Iterable[tuple[object, str]]:
    """The documents, with a bar on standard error while somebody looks at it."""
    console = Console(stderr=True)
    columns = (TextColumn("Looking for quotations"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield from progress.track(documents, total=len(documents))
