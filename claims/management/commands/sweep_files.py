"""Management: take files out of the store that no row names."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from claims.services import sweeping


class Command(BaseCommand):
    """Sweep what an import or an upload has left that was cut off by a power cut or a kill."""

    help = (
        "Takes files out of the file store that no document and no evidence names: what is left of imports and uploads "
        "that were cut off. Files of the last day stay, as their act may still be under way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old, and whether only to look."""
        usual = int(sweeping.SETTLED / timedelta(hours=1))
        parser.add_argument(
            "--older-than", type=float, default=usual, metavar="HOURS", help=f"only files as old as this; {usual} hours"
        )
        parser.add_argument("--look", action="store_true", help="say what there is, and take nothing away")

    def handle(self, *_args: object, **options: Any) -> None:
        """Say what was found, and take it away."""
        found = sweeping.leftovers(older_than=timedelta(hours=options["older_than"]))
        if options["verbosity"]:
            for name in (*found.names, *(path.name for path in found.unfinished)):
                self.stdout.write(name)
        if not options["look"]:
            sweeping.sweep(found)
        self.stdout.write(
            f"Files that no row names: {len(found)}{' (left there)' if options['look'] else ' taken away'}."
        )
