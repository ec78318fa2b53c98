"""Management: import files and folders of stories. One bad file never stops the rest."""

import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims import importers
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.management.watching import watched
from claims.models import Document
from claims.records.acts import command
from claims.records.documents import DocumentFacts, Fact, ReceivedText
from claims.records.provenance import Knowledge, Translation
from claims.services import importing

logger = logging.getLogger(__name__)

_FACTS = ("headline", "publisher", "agency", "address", "published", "language")
_NO_VALUE = {knowledge.value: knowledge for knowledge in Knowledge if knowledge is not Knowledge.KNOWN}
_LEADS_OUT = "it is a link that leads out of the folder"
_HERE_ALREADY = (Refusal.SAME_TEXT, Refusal.SAME_AS_CURRENT)


@dataclass(slots=True)
class _Found:
    """The files that paths lead to, and what was passed over on the way."""

    files: dict[Path, None] = field(default_factory=dict)  # a set that keeps its order
    readmes: int = 0
    others: int = 0
    unreadable: list[tuple[Path, Refused]] = field(default_factory=list)


@dataclass(slots=True)
class _Tally:
    """What became of the files."""

    imported: int = 0
    quotations: int = 0
    here_already: int = 0
    refused: list[str] = field(default_factory=list)


class Command(BaseCommand):
    """Import stories as documents, or one of them as the next version of a document."""

    help = (
        "Imports files, and folders with all that is in them. Files whose name begins with README are skipped. "
        "The facts given hold for every file; each may be a value, or unknown, absent or unreadable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, and the facts of the documents."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--our-title", default="", help="what lists call it; else the headline or the first line")
        for name in _FACTS:
            parser.add_argument(f"--{name}", help=f"{name}: a value, or unknown, absent or unreadable")
        parser.add_argument("--translation", choices=[value.value for value in Translation], default="unknown")
        parser.add_argument("--encoding", help="the encoding of the files, such as windows-1252; else it is found out")
        parser.add_argument("--version-of", type=int, metavar="ID", help="one file: the next version of this document")
        parser.add_argument("--because", default="", help="why, for the history")

    def handle(self, *_args: object, **options: Any) -> None:
        """Import what is there, sum up, and leave with 1 if a file was refused."""
        found = _files(options["paths"])
        take = self._taking(found, options)
        tally = _Tally(refused=[_line(path, refused) for path, refused in found.unreadable])
        paths = watched(
            list(found.files), doing="Importing", name=_shown, log=self.stderr, verbosity=options["verbosity"]
        )
        for path in paths:
            _take_one(path, take, tally)
        self._sum_up(found, tally)
        if tally.refused:
            sys.exit(1)

    def _taking(self, found: _Found, options: dict[str, Any]) -> Callable[[Path], int]:
        """What to do with each file; it returns how many quotations were proposed."""
        by, because, encoding = command("import_documents"), options["because"], options["encoding"]
        document = options["version_of"]
        if document is None:
            facts = _facts(options)
            return lambda path: (
                importing.import_text(_received(path, encoding), facts=facts, by=by, because=because).claims
            )
        if len(found.files) != 1:
            raise CommandError(f"--version-of takes one file; here are {len(found.files)}.")
        if any(options[name] for name in (*_FACTS, "our_title")) or options["translation"] != Translation.UNKNOWN:
            raise CommandError("A new version keeps the facts of its document. Change them on its page.")
        if not Document.objects.filter(pk=document).exists():
            raise CommandError(f"There is no document {document}.")
        return lambda path: (
            importing.import_version(document, _received(path, encoding), by=by, because=because).proposed
        )

    def _sum_up(self, found: _Found, tally: _Tally) -> None:
        self.stdout.write(f"Imported: {tally.imported}, with {tally.quotations} quotations proposed.")
        self.stdout.write(f"Here already: {tally.here_already}.")
        if found.readmes or found.others:
            self.stdout.write(f"Skipped: {found.readmes} README, {found.others} of kinds that are not imported.")
        self.stdout.write(f"Refused: {len(tally.refused)}{':' if tally.refused else '.'}")
        for line in tally.refused:
            self.stdout.write(f"  {line}")


def _take_one(path: Path, take: Callable[[Path], int], tally: _Tally) -> None:
    try:
        tally.quotations += take(path)
        tally.imported += 1
    except Refused as refused:
        if refused.code in _HERE_ALREADY:
            tally.here_already += 1
        else:
            tally.refused.append(_line(path, refused))
    except Exception:
        # A fault of ours. The other files are still worth taking; the log says what happened to this one.
        logger.exception("importing %s", _shown(path))
        tally.refused.append(f"{_shown(path)}: something went wrong here; the log has it.")


def _files(paths: Sequence[Path]) -> _Found:
    """The files to import. A file named outright is tried whatever its ending; in folders only those we know."""
    found = _Found()
    for path in paths:
        if path.is_dir():
            _look_through(path, found)
        elif importers.is_readme(path.name):
            found.readmes += 1
        else:
            found.files[path] = None
    return found


def _look_through(folder: Path, found: _Found) -> None:
    def remember(error: OSError) -> None:
        found.unreadable.append((Path(error.filename), _unreadable(Path(error.filename), error)))

    home = folder.resolve()
    inside = [Path(at) / name for at, _folders, names in os.walk(folder, onerror=remember) for name in names]
    for path in sorted(inside):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if importers.is_readme(path.name):
            found.readmes += 1
        elif is_hidden or importers.importer_for(path.name) is None:
            found.others += 1
        elif path.is_symlink() and not _leads_into(path, home):
            found.unreadable.append((path, Refused(Refusal.FILE_UNREADABLE, name=_shown(path), why=_LEADS_OUT)))
        else:
            found.files[path] = None


def _leads_into(link: Path, home: Path) -> bool:
    """Whether a link leads to something in the same folder. What others sent may not name files of this machine."""
    try:
        return link.resolve(strict=True).is_relative_to(home)
    except (OSError, RuntimeError):  # it leads nowhere, or to itself: that is said when it is read
        return True


def _received(path: Path, encoding: str | None) -> ReceivedText:
    """The text of a file; no more of it is read than we take."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        if path.exists() and not path.is_file():
            raise Refused(Refusal.FILE_UNREADABLE, name=_shown(path), why="it is not a file")
        with path.open("rb") as file:
            raw = file.read(limit + 1)
        if len(raw) > limit:
            raise Refused(Refusal.TEXT_TOO_LARGE, size=path.stat().st_size, limit=limit)
    except OSError as error:
        raise _unreadable(path, error) from None
    return importers.read(raw, limit=limit, name=_shown(Path(path.name)), declared=encoding)


def _facts(options: dict[str, Any]) -> DocumentFacts:
    """The facts given as options."""
    facts = {name: _fact(options[name]) for name in _FACTS}
    published = facts.pop("published")
    try:
        date = importers.parse_date(published.value, settings.TIME_ZONE) if published.value else None
    except Refused as refused:
        raise CommandError(refusals.sentence(refused)) from None
    return DocumentFacts(
        our_title=options["our_title"],
        published=date,
        published_knowledge=published.knowledge,
        translation=Translation(options["translation"]),
        **facts,
    )


def _fact(given: str | None) -> Fact:
    if given is None:
        return Fact()
    word = given.strip().lower()
    return Fact(knowledge=_NO_VALUE[word]) if word in _NO_VALUE else Fact(given, Knowledge.KNOWN)


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(Refusal.FILE_UNREADABLE, name=_shown(path), why=error.strerror or str(error))


def _line(path: Path, refused: Refused) -> str:
    return f"{_shown(path)}: {refusals.sentence(refused)}"


def _shown(path: Path) -> str:
    """A path as it can be printed and kept, also where its name is no UTF-8."""
    return os.fsencode(path).decode(errors="replace")
