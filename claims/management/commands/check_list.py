"""Management: hold a file against the list that it was issued as, and say what became of its claims since."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.choices import refusals
from claims.errors import Refused
from claims.selectors import issued_lists
from claims.services import list_checking
from claims.services.list_checking import Checked, Item


class Command(BaseCommand):
    """Check a list."""

    help = (
        "Says whether a file is a list that was issued here, row by row, and which of its claims have changed, gone "
        "stale or been withdrawn since. Ends with 0 when every row is as issued, with 1 when not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; and which list it is, where neither its hash nor its name tells."""
        parser.add_argument("file", metavar="FILE", help="the file to check")
        parser.add_argument("--list", default="", metavar="NUMBER", help="the number of the list, such as 12.1")

    def handle(self, *_args: object, **options: Any) -> None:
        """Check it and say so."""
        path = Path(options["file"])
        try:
            with path.open("rb") as file:
                named = options["list"]
                issued = list_checking.named(named) if named else list_checking.find(file, name=path.name)
                checked = list_checking.check(file, issued)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except Refused as refused:
            raise CommandError(refusals.sentence(refused)) from None
        self._tell(checked)
        if not checked.is_as_issued:
            raise CommandError(f"This is not list {issued} as it was issued.")

    def _tell(self, checked: Checked) -> None:
        issued = checked.issued
        what = "to the last byte" if checked.is_same_file else f"{checked.same:,} rows as issued"
        order = "" if checked.is_in_order else ", in another order"
        self.stdout.write(f"List {issued}, issued for {issued.for_whom} by {issued.issued_by_name}: {what}{order}.")
        for finding, number in checked.counts.items():
            self.stdout.write(f"  {number:,} {finding}")
        for item in checked.items:
            for line in _lines(item):
                self.stdout.write(line)
        whole = issued_lists.whole(issued.pk)
        if not whole.is_newest:
            self.stdout.write(f"List {whole.newest} replaces it.")
        for row in whole.open:
            self.stdout.write(f"Since then: claim {row.claim.pk} is {row.became}: {row.claim.statement}")
        if not whole.open:
            self.stdout.write("Of every claim in it we would still say the same, or somebody has seen to it.")


def _lines(item: Item) -> Iterator[str]:
    mark = f" ({item.mark})" if item.mark else ""
    yield f"  row {item.place}{mark}: {item.finding}"
    for part in item.parts:
        yield f"    {part.name}: {part.issued} -> {part.given}"
