"""Management: check the whole ledger. Ends with 1 when anything is wrong with it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.choices import faults, refusals
from claims.errors import Refused
from claims.ledger.stand_alone import Note, read_notes
from claims.management.watching import counted
from claims.services import ledger_checking
from claims.services.ledger_checking import Tally

_SHOWN = 100


class Command(BaseCommand):
    """Check lines, authentication, states, texts and checkpoints; name every line and claim that is wrong."""

    help = "Checks the whole ledger, names every line and claim that is wrong, and ends with 1 if there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take checkpoints that were kept elsewhere, and how many faults to show."""
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="FILE",
            help="checkpoints kept elsewhere: mails, printed sheets, in one file",
        )
        parser.add_argument("--all", action="store_true", help=f"show every fault, not only the first {_SHOWN}")

    def handle(self, *, anchors: Path | None, verbosity: int, **options: bool) -> None:
        """Print what is wrong, then what was looked at."""
        tally = Tally()
        try:
            kept = self._read(anchors)
            with counted(ledger_checking.amount, doing="Checking the ledger", verbosity=verbosity) as tell:
                for broken in ledger_checking.check(tally, anchors=kept, tell=tell):
                    if options["all"] or tally.faults <= _SHOWN:
                        self.stderr.write(faults.sentence(broken))
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from refused
        looked_at = f"{tally.lines} lines, {tally.subjects} subjects, {tally.checkpoints} checkpoints."
        if tally.untold_people:
            people = ", ".join(map(str, tally.untold_people))
            self.stdout.write(f"Accounts made on the server, past the desk, which no line holds: {people}.")
        if tally.faults:
            raise CommandError(f"{tally.faults} faults. Looked at {looked_at}")
        self.stdout.write(f"Unbroken: {looked_at}")

    def _read(self, anchors: Path | None) -> list[Note]:
        if anchors is None:
            return []
        try:
            return read_notes(anchors.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{anchors} cannot be read: {error}") from error
