"""Services: lists that leave the house: numbered, for somebody, with a manifest, and one line in the ledger.

The rows are read at one moment and kept as a record; the file is made of the record, read back with the format's own
reader, and every item is hashed for the manifest. All of that happens before the act, which only gives the number: an
act under way keeps everybody else from writing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.exports import FORMATS, manifest
from claims.exports.contract import Format, Sheet
from claims.exports.jsonl_file import JSONL
from claims.exports.manifest import Carried
from claims.exports.rows import ExportRow, by_claim
from claims.exports.said import hash_of_said
from claims.ledger import canonical
from claims.models import Claim, IssuedClaim, IssuedList
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor
from claims.selectors import export_rows, export_sheet
from claims.selectors.history import full_name
from claims.selectors.one_moment import one_moment
from claims.services import exporting, filestore, limits, recording
from claims.services.exporting import Asked, Selection, Show
from claims.services.recording import Change
from claims.workflow import DECIDED, Status, Use

# In these sections a desk reads a story's claims; whatever else was decided is left out, with the reason.
SECTIONS: Final = (Use.QUOTE, Use.REPORT, Use.WITH_ATTRIBUTION, Use.DO_NOT_USE)
# Whoever reads a list again needs these to find a claim.
ALWAYS: Final = ("claim_id", "claim_version", "quotation_id")
_RIGHTS: Final = 2_000  # characters
_AT_ONCE: Final = 2_000
_TRIES: Final = 5
_TELL_EVERY: Final = 500

Tell = Callable[[int], None]


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
class _Made:
    """Files of a list before it has its number for good."""

    number: int
    edition: int
    order: Order
    prepared: Prepared
    by: Actor
    who: str
    rows: int = 0
    claims: int = 0
    hashes: dict[str, str] = field(default_factory=dict)


def prepare(selection: Selection, *, format: str) -> Prepared:
    """A list of what a filter shows, as its format carries it."""
    return _prepared(selection.as_format(FORMATS[format]))


def _prepared(selection: Selection) -> Prepared:
    left_out = exporting.reasons(exporting.left_out(selection))
    return Prepared([selection.claims], selection.filter, left_out)


def prepare_for_desk(document: int, *, format: str, show: Show) -> Prepared:
    """Every decided claim of a story, by how to use it; what cannot be used yet is left out."""
    decided: list[str] = sorted(DECIDED - {Status.UNVERIFIABLE})
    asked: Asked = {"document": [str(document)], "status": decided, "stale": ["no"]}
    selection = exporting.everything(asked, show=show).as_format(FORMATS[format])
    return replace(_prepared(selection), parts=in_sections(selection.claims))


def in_sections(claims: ClaimQuerySet) -> Sequence[ClaimQuerySet]:
    """Claims by how to use them, as a desk reads them."""
    return [claims.filter(how_to_use=use) for use in SECTIONS]


def issue(
    order: Order,
    prepared: Prepared,
    *,
    by: Actor,
    because: str = "",
    former: Former | None = None,
    tell: Tell | None = None,
) -> IssuedList:
    """Issue a list. ``tell`` is called with the number of rows written, from time to time; it may raise to stop it.

    Refuses: FOR_WHOM_MISSING, TITLE_MISSING, TOO_LONG, FORMAT_UNKNOWN, NOTHING_TO_ISSUE, NUMBER_TAKEN (when others
    issue all the time).
    """
    permissions.require(by, Act.ISSUE)
    order = _checked(order)
    for _time in range(_TRIES):
        number, edition = _next(former)
        made = _Made(number, edition, order, prepared, by, _full_name(by))
        with _files(made, former, tell) as record:
            issued = _record(made, record, former, because)
        if issued is not None:
            return issued
    raise Refused(Refusal.NUMBER_TAKEN)


def settle(list_id: int, claim_id: int, *, by: Actor, because: str, version: int | None = None) -> IssuedList:
    """Find that a claim which changed since its list was issued needs no correction. Refuses: REASON_MISSING,
    NOTHING_TO_SETTLE.
    """
    permissions.require(by, Act.ISSUE)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        issued = recording.lock(IssuedList, list_id, version=version)
        carried = issued.carried.filter(claim=claim_id, changed_at__isnull=False, settled="").first()
        if carried is None:
            raise Refused(Refusal.NOTHING_TO_SETTLE)
        (now, *_rest) = export_rows.rows(Claim.objects.filter(pk=claim_id))
        carried.settled = hash_of_said(now)
        carried.save(update_fields=["settled"])
        recorder.change(issued, "list.settle", also={"claim": claim_id, "claim_version": now.claim_version})
        return issued


# --- The files ------------------------------------------------------------------------------------------------------


@contextmanager
def _files(made: _Made, former: Former | None, tell: Tell | None) -> Iterator[BinaryIO]:
    """Make record, file and manifest and keep them; within, the record is open."""
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
        known.write(rows_of(record), sheet, file)
        made.hashes = {"record_sha256": _keep(record), "sha256": _keep(file)}
        items.writelines(f"{manifest.hash_of(item)}\n".encode() for item in known.read(file))
        items.seek(0)
        hashes = (line.decode().strip() for line in items)
        manifest.write(_facts(made, former, known, sheet), carried(record), hashes, beside)
        made.hashes["manifest_sha256"] = _keep(beside)
        yield record


def _tallied(rows: Iterable[ExportRow], made: _Made, tell: Tell | None) -> Iterator[ExportRow]:
    latest = 0
    for row in rows:
        made.rows += 1
        made.claims += row.claim_id != latest
        latest = row.claim_id
        if tell and made.rows % _TELL_EVERY == 0:
            tell(made.rows)
        yield row


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


def _sheet(made: _Made) -> Sheet:
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


def _facts(made: _Made, former: Former | None, known: Format, sheet: Sheet) -> Mapping[str, object]:
    """What the manifest says of the list. Of what somebody typed into the filter only that there was something."""
    return {
        "list": f"{made.number}.{made.edition}",
        "replaces": str(former.issued) if former else None,
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


# --- The act --------------------------------------------------------------------------------------------------------


def _checked(order: Order) -> Order:
    if order.format not in FORMATS:
        raise Refused(Refusal.FORMAT_UNKNOWN, field="format", format=order.format)
    title = limits.within(order.title, limits.limit(IssuedList, "title"), field="title")
    for_whom = limits.within(order.for_whom, limits.limit(IssuedList, "for_whom"), field="for_whom")
    if not for_whom:
        raise Refused(Refusal.FOR_WHOM_MISSING, field="for_whom")
    if not title:
        raise Refused(Refusal.TITLE_MISSING, field="title")
    return replace(
        order,
        title=title,
        for_whom=for_whom,
        rights=limits.within(order.rights, _RIGHTS, field="rights"),
        columns=[key for key in export_sheet.COLUMNS if key in order.columns],
    )


def _full_name(by: Actor) -> str:
    """The name of whoever issues it, as people read it."""
    return full_name(User.objects.get(pk=by.person)) if by.person else by.name


def _next(former: Former | None) -> tuple[int, int]:
    if former is not None:
        return former.issued.number, former.issued.edition + 1
    last: int | None = IssuedList.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1, 1


def _record(made: _Made, record: BinaryIO, former: Former | None, because: str) -> IssuedList | None:
    """Write the list with its number and its line; None when somebody else was given the number meanwhile."""
    by, order = made.by, made.order
    with recording.act(by, because=because) as recorder:
        if _next(former) != (made.number, made.edition) or _is_replaced(former):
            return None
        issued = IssuedList.objects.create(
            number=made.number,
            edition=made.edition,
            replaces=former.issued if former else None,
            changes=former.changes if former else "",
            title=order.title,
            for_whom=order.for_whom,
            rights=order.rights,
            document_id=order.document,
            format=order.format,
            columns=list(order.columns),
            filter=canonical(made.prepared.filter),
            left_out=made.prepared.left_out,
            claims=made.claims,
            rows=made.rows,
            issued_by_id=by.person,
            issued_by_name=made.who,
            issued_at=recorder.at,
            **made.hashes,
        )
        claims = carried(record)
        while some := list(islice(claims, _AT_ONCE)):
            IssuedClaim.objects.bulk_create(_issued_claim(issued, one) for one in some)
        recorder.record(Change("list.correct" if former else "list.issue", issued, after=_told(made, former)))
    return issued


def _issued_claim(issued: IssuedList, one: Carried) -> IssuedClaim:
    return IssuedClaim(
        issued_list=issued,
        claim_id=one.claim,
        claim_version=one.version,
        status=one.status,
        how_to_use=one.how_to_use,
        said=one.said,
    )


def _told(made: _Made, former: Former | None) -> dict[str, object]:
    return {
        "list": f"{made.number}.{made.edition}",
        "replaces": str(former.issued) if former else None,
        "format": made.order.format,
        "filter": exporting.without_names(made.prepared.filter),
        "claims": made.claims,
        "rows": made.rows,
        **made.hashes,
    }


def _is_replaced(former: Former | None) -> bool:
    return former is not None and IssuedList.objects.filter(replaces=former.issued).exists()
