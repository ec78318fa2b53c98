"""Management: write a backup of everything the desk holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.choices import refusals
from claims.errors import Refused
from claims.management.watching import stepwise
from claims.services import backup, backup_keys
from claims.services.backup_manifest import Manifest, Step

WORDS = {
    Step.DATABASE: "Copying the database",
    Step.FILES: "Copying the files",
    Step.VERIFYING: "Reading the backup back",
}


class Command(BaseCommand):
    """Back up the database and the file store into one file, while everybody goes on working."""

    help = (
        "Writes the database and the file store into one file, verified and with a manifest, while everybody goes on "
        "working. The keys are not in it: see --keys."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and what to do about files that are not to be had."""
        parser.add_argument(
            "target", nargs="?", default=None, metavar="FOLDER or FILE", help="data/backups, if not named"
        )
        parser.add_argument(
            "--with-gaps", action="store_true", help="go on without files that are missing or damaged, and say so"
        )

        parser.add_argument("--keys", type=Path, metavar="FILE", help="write the keys into a file of their own as well")

    def handle(self, *_args: object, **options: Any) -> None:
        """Write the backup, and say what is in it."""
        target = _target(options["target"])
        try:
            if options["keys"]:
                self._take_keys_out(options["keys"].resolve())
            with stepwise(WORDS, log=self.stderr, verbosity=options["verbosity"]) as tell:
                manifest = backup.make(target, tell=tell, with_gaps=options["with_gaps"])
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        except OSError as error:
            raise CommandError(f"No backup was written: {error.strerror}.") from None
        self.stdout.write(f"Backup: {target}")
        self.stdout.write(_summary(manifest))
        for name in manifest.gaps:
            self.stdout.write(
                f"Not in it, because it is missing or damaged in the file store: {name}", self.style.WARNING
            )

    def _take_keys_out(self, target: Path) -> None:
        number = backup_keys.take_out(target)
        self.stdout.write(f"Keys: {number} in {target}")
        self.stdout.write(
            "Keep this file elsewhere than the backup, where others cannot reach it: whoever has both can rewrite the "
            "ledger without trace and read who the sealed sources are. If it is lost, nobody can read or check them.",
            self.style.WARNING,
        )


def _target(named: str | None) -> Path:
    """The file to write: the one that was named, or one named after the moment in a folder."""
    if named is None:
        target = Path(settings.BASE_DIR) / "data" / "backups"
        target.mkdir(parents=True, exist_ok=True)
    else:
        target = Path(named).resolve()
    if target.is_dir():
        return target / f"claimtrail-{timezone.now():%Y%m%dT%H%M%SZ}.zip"
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}. Make it first, or name another file.")
    return target


def _summary(manifest: Manifest) -> str:
    held = ", ".join(f"{number:,} {name}" for name, number in manifest.counts.items())
    files = len(manifest.parts) - 1
    return f"In it: {held}; {files:,} {'file' if files == 1 else 'files'}; every hash was checked."
