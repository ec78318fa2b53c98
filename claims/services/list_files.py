"""Services: the files of a list that is about to be issued: its rows as a record, the list itself, the manifest.

The rows are read at one moment; the list is made of the record, read back with its format's own reader, and every item
is hashed for the manifest. Nothing is written but into the file store: what is not issued after all is swept away.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain
from tempfile import TemporaryFile
from typing import BinaryIO, Final, TypeAlias, TypeVar, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.errors import Refusal, Refused
from claims.exports import FORMATS, manifest
from claims.exports.contract import Format, Sheet
from claims.exports.jsonl_file import JSONL
from claims.exports.manifest import Carried
from claims.exports.rows import ExportRow, by_claim
from claims.exports.said import hash_of_said
from claims.models import IssuedList
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor
from claims.selectors import export_rows, export_sheet
from claims.selectors.one_moment import one_moment
from claims.services import exporting, filestore
from claims.services.exporting import Asked

# Whoever reads a list again needs these to find a claim.
ALWAYS: Final = ("claim_id", "claim_version", "quotation_id")
_TELL_EVERY: Final = 500

Thing = TypeVar("Thing")
Tell: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: the list's title, for whom it is, in which format, with which columns and rights note."""

    title: str
    for_whom: str
    format: str
    rights: str = ""
    columns: Sequence[str] = ()
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The claims of a list, in the parts they stand in, what was asked for them, and what is left out and why."""

    parts: Sequence[ClaimQuerySet]
    filter: Asked
    left_out: str

    def without(self, claims: frozenset[int]) -> "Prepared":
        """The list without claims that somebody took out by hand."""
        if not claims:
            return self
        by_hand = _("%(number)s taken out by hand.") % {"number": len(claims)}
        parts = [part.exclude(pk__in=claims) for part in self.parts]
        return replace(self, parts=parts, left_out=f"{self.left_out} {by_hand}")


@dataclass(frozen=True, slots=True)
class Former:
    """The edition that a new one replaces, and what it says changed, as JSON."""

    issued: IssuedList
    changes: str


@dataclass(slots=True)
class Made:
    """A list whose files are made and kept, before it has its number for good."""

    number: int
    edition: int
    former: Former | None
    order: Order
    prepared: Prepared
    by: Actor
    who: str
    rows: int = 0
    claims: int = 0
    hashes: dict[str, str] = field(default_factory=dict)


def make(made: Made, *, tell: Tell) -> None:
    """Make and keep record, file and manifest of a list. ``tell`` counts three times over the rows; it may raise.

    Refuses: NOTHING_TO_ISSUE.
    """
    known = FORMATS[made.order.format]
    sheet = _sheet(made)
    with ExitStack() as to_close:
        record, file, items, beside = (cast("BinaryIO", to_close.enter_context(TemporaryFile())) for _each in range(4))
        with one_moment():
            JSONL.write(
                _tallied(chain.from_iterable(map(export_rows.rows, made.prepared.parts)), made, tell), sheet, record
            )
        if not made.rows:
            raise Refused(Refusal.NOTHING_TO_ISSUE)
        known.write(_told(rows_of(record), made.rows, tell), sheet, file)
        made.hashes = {"record_sha256": _keep(record), "sha256": _keep(file)}
        found = _told(known.read(file), 2 * made.rows, tell)
        items.writelines(f"{manifest.hash_of(item)}\n".encode() for item in found)
        items.seek(0)
        hashes = (line.decode().strip() for line in items)
        manifest.write(_facts(made, known, sheet), carried(record), hashes, beside)
        made.hashes["manifest_sha256"] = _keep(beside)


def _tallied(rows: Iterable[ExportRow], made: Made, tell: Tell) -> Iterator[ExportRow]:
    latest = 0
    for row in _told(rows, 0, tell):
        made.rows += 1
        made.claims += row.claim_id != latest
        latest = row.claim_id
        yield row


def _told(things: Iterable[Thing], before: int, tell: Tell) -> Iterator[Thing]:
    """The things, with a word now and then of how many have passed."""
    for number, thing in enumerate(things, start=before + 1):
        if number % _TELL_EVERY == 0:
            tell(number)
        yield thing


def rows_of(record: BinaryIO) -> Iterator[ExportRow]:
    """The rows of a list's record, from its beginning."""
    record.seek(0)
    return cast("Iterator[ExportRow]", JSONL.read(record))


def _keep(file: BinaryIO) -> str:
    file.seek(0)
    name = filestore.keep_file(file)
    file.seek(0)
    return name


def carried(record: BinaryIO) -> Iterator[Carried]:
    """The claims of a record, each with what is said of it."""
    for of_one in by_claim(rows_of(record)):
        row = of_one[0]
        yield Carried(row.claim_id, row.claim_version, row.status, row.how_to_use, hash_of_said(row))


def _sheet(made: Made) -> Sheet:
    order = made.order
    columns = [*order.columns, *ALWAYS] if order.columns else ()
    title = _("List %(list)s: %(title)s") % {"list": f"{made.number}.{made.edition}", "title": order.title}
    whom = _("For %(whom)s. Issued %(when)s by %(who)s.") % {
        "whom": order.for_whom,
        "when": timezone.localtime().strftime("%Y-%m-%d %H:%M %Z"),
        "who": made.who,
    }
    remarks = [whom, made.prepared.left_out, *filter(None, [order.rights])]
    return export_sheet.sheet(columns, title=title, remarks=remarks)


def opened(issued: IssuedList) -> BinaryIO:
    """The file of a list as it was issued. Refuses: LIST_ERASED, FILE_UNREADABLE."""
    if issued.erased_at is not None:
        raise Refused(Refusal.LIST_ERASED)
    return filestore.opened(issued.sha256)


def _facts(made: Made, known: Format, sheet: Sheet) -> Mapping[str, object]:
    """What the manifest says of the list. Of what somebody typed into the filter only that there was something."""
    return {
        "list": f"{made.number}.{made.edition}",
        "replaces": str(made.former.issued) if made.former else None,
        "title": made.order.title,
        "for": made.order.for_whom,
        "rights": made.order.rights,
        "desk": {"name": sheet.desk.name, "address": sheet.desk.address},
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "issued_by": made.who,
        "format": known.key,
        "columns": list(sheet.keys),
        "filter": exporting.without_names(made.prepared.filter),
        "left_out": made.prepared.left_out,
        "rows": made.rows,
        "file": {"name": file_name(made.number, made.edition, known), "sha256": made.hashes["sha256"]},
    }


def file_name(number: int, edition: int, known: Format) -> str:
    """Such as claimtrail-list-12.1.csv."""
    return f"claimtrail-list-{number}.{edition}{known.suffix}"
