"""Management: bring a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from claims.choices import faults, refusals
from claims.errors import Refused
from claims.management.watching import stepwise
from claims.services import backup_keys, job_runs, restoring
from claims.services.backup_manifest import Step
from claims.services.restoring import Checked, Restored

WORDS = {
    Step.VERIFYING: "Reading the backup",
    Step.FILES: "Bringing the files back",
    Step.LEDGER: "Checking the ledger",
}
_SHOWN = 20


class Command(BaseCommand):
    """Verify a backup, and bring it back into an empty place."""

    help = (
        "Verifies a backup and brings it back into the database that DATABASE_URL names and the folder MEDIA_ROOT. "
        "Refuses a place that is not empty, unless told --replace. Stop the server first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup, and whether it may take the place of what is there."""
        parser.add_argument("backup", metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="take the place of what is there, which is kept beside it"
        )
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="FILE",
            help="put the keys back as well, from the file that backup --keys wrote",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        """Restore, bring an older backup to this release, and say what is there now."""
        path = Path(options["backup"]).resolve()
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        watched = stepwise(WORDS, log=self.stderr, verbosity=options["verbosity"])
        try:
            if options["keys"]:
                self.stdout.write(f"Keys: {backup_keys.put_back(options['keys'].resolve())} put back.")
            with watched as tell:
                restored = restoring.restore(path, tell=tell, replace=options["replace"])
                if restored.is_older:
                    self.stdout.write("The backup is of an earlier release: its database is brought to this one.")
                call_command("migrate", verbosity=0)
                restoring.verify(restored.manifest)
                checked = restoring.check_ledger(tell=tell)
                given_up = job_runs.give_up_open()
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        self._sum_up(restored)
        if given_up:
            self.stdout.write(f"Work that was not done when the backup was made: {given_up} given up; ask again.")
        self._tell_of_ledger(checked)

    def _sum_up(self, restored: Restored) -> None:
        held = ", ".join(f"{number:,} {name}" for name, number in restored.manifest.counts.items())
        self.stdout.write(f"Restored as of {restored.manifest.made_at}: {held}.")
        for name in restored.manifest.gaps:
            self.stdout.write(f"Was missing when the backup was made: the file {name}", self.style.WARNING)
        if restored.kept:
            self.stdout.write(
                f"What was in the database before is kept in {restored.kept}; remove it once all is well."
            )

    def _tell_of_ledger(self, checked: Checked | None) -> None:
        if checked is None:
            self.stdout.write("Ledger: not chained yet. Run prepare, then verify_ledger.", self.style.WARNING)
            return
        for broken in checked.faults[:_SHOWN]:
            self.stderr.write(faults.sentence(broken))
        self.stdout.write(f"Ledger: {len(checked.faults)} faults in {checked.lines:,} lines.")
        if not checked.is_authenticated:
            self.stdout.write(
                "The keys that this ledger was written with are not in KEYS_DIR. Its chain and the states of claims "
                "were checked, but not who wrote the lines. Bring the keys back, then run verify_ledger.",
                self.style.WARNING,
            )
        if checked.faults:
            raise CommandError(
                "Everything is restored as it was in the backup, but its ledger is not in order. Run verify_ledger for "
                "all that is wrong, and see docs/backup.md before anybody works with it."
            )
