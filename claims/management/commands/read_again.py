"""Management: read documents again, after a new release or once their language is known."""

import logging
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.management.watching import watched
from claims.models import Document
from claims.records.acts import Actor, command
from claims.services import rereading

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Tally:
    """What became of the documents."""

    read: int = 0
    replaced: int = 0
    proposed: int = 0
    kept: int = 0
    read_already: int = 0
    refused: list[str] = field(default_factory=list)


class Command(BaseCommand):
    """Read the newest version of documents again. One document is one act."""

    help = (
        "Reads the newest version of documents again. Proposals that nobody has touched give way to what is found "
        "now; every other claim stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which documents, and why."""
        parser.add_argument("--document", type=int, nargs="+", action="extend", default=[], metavar="ID")
        parser.add_argument("--all-older", action="store_true", help="all that an earlier extractor has read")
        parser.add_argument("--because", default="", help="why, for the history")

    def handle(self, *_args: object, **options: Any) -> None:
        """Read, sum up, and leave with 1 if a document was refused."""
        tally, by = _Tally(), command("read_again")
        documents = _documents(options["document"], all_older=options["all_older"])
        reading = watched(
            documents,
            doing="Reading again",
            name=lambda pk: f"document {pk}",
            log=self.stderr,
            verbosity=options["verbosity"],
        )
        for document in reading:
            _read_one(document, tally, by=by, because=options["because"])
        self._sum_up(tally)
        if tally.refused:
            sys.exit(1)

    def _sum_up(self, tally: _Tally) -> None:
        self.stdout.write(f"Read again: {tally.read}.")
        self.stdout.write(f"Proposals: {tally.replaced} replaced, {tally.proposed} new; {tally.kept} claims kept.")
        self.stdout.write(f"Read so already: {tally.read_already}.")
        self.stdout.write(f"Refused: {len(tally.refused)}{':' if tally.refused else '.'}")
        for line in tally.refused:
            self.stdout.write(f"  {line}")


def _documents(named: list[int], *, all_older: bool) -> list[int]:
    if bool(named) is all_older:
        raise CommandError("Say which: --document ID [ID ...], or --all-older.")
    if all_older:
        return rereading.read_by_others()
    known = set(Document.objects.filter(pk__in=named).values_list("pk", flat=True))
    for pk in named:
        if pk not in known:
            raise CommandError(f"There is no document {pk}.")
    return list(dict.fromkeys(named))


def _read_one(document: int, tally: _Tally, *, by: Actor, because: str) -> None:
    try:
        done = rereading.read_again(document, by=by, because=because)
    except Refused as refused:
        if refused.code is Refusal.READ_ALREADY:
            tally.read_already += 1
        else:
            tally.refused.append(f"document {document}: {refusals.sentence(refused)}")
    except Exception:
        # A fault of ours. The other documents are still worth reading; the log says what happened to this one.
        logger.exception("reading document %s again", document)
        tally.refused.append(f"document {document}: something went wrong here; the log has it.")
    else:
        tally.read += 1
        tally.replaced += done.replaced
        tally.proposed += done.proposed
        tally.kept += done.kept
