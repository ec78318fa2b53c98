"""Management: write the ledger into a file that anybody can check."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.ledger import signing
from claims.management.watching import counted
from claims.models import Event
from claims.services import checkpoints, ledger_export


class Command(BaseCommand):
    """Write all lines and checkpoints into one file; ``claims/ledger/stand_alone.py`` checks it on any machine."""

    help = "Writes the ledger into a file that claims/ledger/stand_alone.py checks with nothing but Python."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path, help="the file to write; one that is there already is not overwritten")

    def handle(self, *, file: Path, verbosity: int, **_options: object) -> None:
        """Write it, and say how to check it."""
        try:
            with (
                file.open("xb") as to,
                counted(Event.objects.count, doing="Writing the ledger", verbosity=verbosity) as tell,
            ):
                written = ledger_export.write(to, tell=tell)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        key = signing.published(checkpoints.public_key())
        self.stdout.write(f"{written} lines. To check them: python stand_alone.py {file} --key '{key}'")
