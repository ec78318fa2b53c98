"""Management: bring a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from claims.choices import refusals
from claims.errors import Refused
from claims.management.watching import stepwise
from claims.services import restoring
from claims.services.backup_manifest import Step
from claims.services.restoring import Restored

WORDS = {
    Step.VERIFYING: "Reading the backup",
    Step.FILES: "Bringing the files back",
}


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

    def handle(self, *_args: object, **options: Any) -> None:
        """Restore, bring an older backup to this release, and say what is there now."""
        path = Path(options["backup"]).resolve()
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            with stepwise(WORDS, log=self.stderr, verbosity=options["verbosity"]) as tell:
                restored = restoring.restore(path, tell=tell, replace=options["replace"])
            if restored.is_older:
                self.stdout.write("The backup is of an earlier release: its database is brought to this one.")
            call_command("migrate", verbosity=0)
            restoring.verify(restored.manifest)
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        self._sum_up(restored)

    def _sum_up(self, restored: Restored) -> None:
        held = ", ".join(f"{number:,} {name}" for name, number in restored.manifest.counts.items())
        self.stdout.write(f"Restored as of {restored.manifest.made_at}: {held}.")
        for name in restored.manifest.gaps:
            self.stdout.write(f"Was missing when the backup was made: the file {name}", self.style.WARNING)
        if restored.kept:
            self.stdout.write(
                f"What was in the database before is kept in {restored.kept}; remove it once all is well."
            )
