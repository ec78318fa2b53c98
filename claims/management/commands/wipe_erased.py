"""Management: take what is left of erased words out of the file store and the database's own files."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from claims.services import erased_remains


class Command(BaseCommand):
    """Do again what erasing does at its end, where somebody was in the way then."""

    help = (
        "Takes what is left of erased documents out of the file store and out of the database's own files. Erasing "
        "does it itself; this is for when it said that something was in the way, and for PostgreSQL, where --full "
        "writes the tables anew and locks them meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How thoroughly."""
        parser.add_argument("--full", action="store_true", help="on PostgreSQL: write the tables anew")

    def handle(self, *_args: object, **options: Any) -> None:
        """Wipe, and leave with 1 if something is left."""
        if erased_remains.wipe(full=options["full"]):
            self.stdout.write("Nothing is left of what was erased.")
            return
        self.stdout.write("Something may be left: others are using the database, or --full was not said.")
        sys.exit(1)
