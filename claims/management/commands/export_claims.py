"""Management: take a list of claims out as a file. Its bytes go where they are asked to, words to standard error."""

import gc
import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.datastructures import MultiValueDict
from django_filters import ChoiceFilter, MultipleChoiceFilter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from claims.exports import FORMATS
from claims.filters import ClaimFilter
from claims.models import Claim
from claims.querysets import ClaimQuerySet
from claims.records.acts import command
from claims.services import exporting, filestore
from claims.services.exporting import Asked, Exported, Selection
from claims.workflow import Status

ALL: Final = "all"
STANDARD: Final = "-"

# Status has a rule of its own here, also for what lists leave out; an export has an order of its own.
_OWN: Final = ("status", "show", "sort")
_FILTERS: Final = {name: known for name, known in ClaimFilter.base_filters.items() if name not in _OWN}


class Command(BaseCommand):
    """Export what the filters of the list of claims show."""

    help = (
        "Exports claims, a row a quotation. Without --status: what is verified and not stale. What is left out is "
        "said, by status, on standard error. Every export is written into the ledger."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The format, the statuses, where to, and every other filter of the list."""
        parser.add_argument(
            "--format", default="csv", metavar="FORMAT", help=f"{' or '.join(FORMATS)}; csv if not named"
        )
        parser.add_argument(
            "--status",
            action="append",
            metavar="STATUS",
            help=f"{', '.join(Status)}, or {ALL}; may be given several times; verified and not stale if not named",
        )
        parser.add_argument("--output", default=STANDARD, metavar="FILE", help="a file, or - for standard output")
        for name, known in _FILTERS.items():
            _add_filter(parser, name, known)

    def handle(self, *_args: object, **options: Any) -> None:
        """Check everything that can be wrong, then export."""
        if options["format"] not in FORMATS:
            raise CommandError(f"There is no format “{options['format']}”. Choose one of: {', '.join(FORMATS)}.")
        target = _target(options["output"])
        gc.freeze()  # what was loaded stays; to look through it for rubbish again and again costs more than rows do
        selection = self._selection(options)
        with _watched(is_watched=options["verbosity"] > 0) as tell:
            exported = exporting.export(selection, format=options["format"], by=command("export_claims"), tell=tell)
        with exported.file:
            self._deliver(exported.file, target)
        if options["verbosity"]:
            self.stderr.write(_summary(exported), self.style.NOTICE)

    def _selection(self, options: dict[str, Any]) -> Selection:
        asked = {name: _values(options[name]) for name in _FILTERS if options[name]}
        self._check(asked)
        words = options["status"] or []
        if ALL in words:
            return exporting.everything(asked, show=_show)
        return exporting.listed({**asked, "status": [_status(word) for word in words]}, show=_show)

    def _check(self, asked: Asked) -> None:
        """Refuse filters that cannot be understood; say what is odd about others."""
        bound = ClaimFilter(MultiValueDict(asked), Claim.objects.all())
        if bound.errors:
            wrong = (
                f"{_option(name)}: {sentence}" for name, sentences in bound.errors.items() for sentence in sentences
            )
            raise CommandError(
                "Nothing was exported, because without this filter there would be more in the list than you asked for. "
                + " ".join(wrong)
            )
        for remark in bound.remarks:
            self.stderr.write(remark, self.style.NOTICE)

    def _deliver(self, file: BinaryIO, target: Path | None) -> None:
        if target is not None:
            _put(file, target)
            return
        out: BinaryIO | None = getattr(self.stdout, "buffer", None)
        if out is None:
            self.stdout.write(file.read().decode(), ending="")  # called by a program that catches text
        else:
            shutil.copyfileobj(file, out)
            out.flush()


def _add_filter(parser: ArgumentParser, name: str, known: Any) -> None:
    meaning = str(known.label).replace("%", "%%")
    if isinstance(known, ChoiceFilter | MultipleChoiceFilter):
        choices = known.extra["choices"]
        words = choices() if callable(choices) else choices
        meaning = f"{meaning.partition(':')[0]}: {', '.join(value for value, _label in words)}"
    action = "append" if isinstance(known, MultipleChoiceFilter) else "store"
    parser.add_argument(_option(name), dest=name, action=action, metavar="VALUE", help=meaning)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _values(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _status(word: str) -> Status:
    try:
        return Status(word)
    except ValueError:
        raise CommandError(f"There is no status “{word}”. Choose one of: {', '.join(Status)}, or {ALL}.") from None


def _show(asked: Asked) -> ClaimQuerySet:
    claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all()).qs
    return claims


def _summary(exported: Exported) -> str:
    rows = "1 row" if exported.rows == 1 else f"{exported.rows:,} rows"
    return f"Exported: {rows}. {exporting.sentence(exported.left_out)} SHA-256: {exported.sha256}"


@contextmanager
def _watched(*, is_watched: bool) -> Iterator[Callable[[int], None] | None]:
    """A line on standard error that counts the rows, while somebody looks at it; in a log nothing."""
    if not (is_watched and sys.stderr.isatty()):
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("Exporting: {task.completed:,} rows"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda rows: progress.update(task, completed=rows)


def _target(output: str) -> Path | None:
    """The file to write, behind any link that leads to it; None is standard output."""
    if output == STANDARD:
        return None
    target = Path(output).resolve()
    if target.is_dir():
        raise CommandError(f"{output} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}. Make it first, or name another file.")
    return target


def _put(file: BinaryIO, target: Path) -> None:
    """Put the list where it was asked for, whole or not at all. What is no file (/dev/null, a pipe) is written into."""
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                shutil.copyfileobj(file, device)
            return
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as beside:
            _fill(beside, file, target)
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror}.") from None


def _fill(beside: Any, file: BinaryIO, target: Path) -> None:
    written = Path(beside.name)
    try:
        shutil.copyfileobj(file, beside)
        beside.flush()
        os.fsync(beside.fileno())
        written.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        written.replace(target)
        filestore.sync_folder(target.parent)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What this process takes away from the modes of new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
