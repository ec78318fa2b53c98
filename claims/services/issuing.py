"""Services: lists that leave the house: numbered, for somebody, with a manifest, and one line in the ledger.

Its files are made first (``list_files``); the act only gives the number, because an act under way keeps everybody else
from writing.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Max

from claims import permissions
from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.exports.manifest import Carried
from claims.exports.said import hash_of_said
from claims.ledger import canonical
from claims.models import Claim, IssuedClaim, IssuedList, ListDraft
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor
from claims.selectors import export_rows, export_sheet
from claims.selectors.history import full_name
from claims.services import exporting, filestore, limits, list_files, recording
from claims.services.exporting import Asked, Selection, Show
from claims.services.list_files import Former, Made, Order, Prepared, Tell
from claims.services.recording import Change
from claims.workflow import DECIDED, Status, Use

# In these sections a desk reads a story's claims; whatever else was decided is left out, with the reason.
SECTIONS: Final = (Use.QUOTE, Use.REPORT, Use.WITH_ATTRIBUTION, Use.DO_NOT_USE)
_RIGHTS: Final = 2_000  # characters
_AT_ONCE: Final = 2_000
_TRIES: Final = 5


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
    for _time in range(_TRIES):
        made = make(order, prepared, by=by, former=former, tell=tell)
        if (issued := record(made, because=because)) is not None:
            return issued
    raise Refused(Refusal.NUMBER_TAKEN)


def make(
    order: Order,
    prepared: Prepared,
    *,
    by: Actor,
    former: Former | None = None,
    number: int | None = None,
    tell: Tell | None = None,
) -> Made:
    """Make the files of a list, as the first half of issuing it; ``number`` is one that was reserved for it."""
    order = checked(order)
    number, edition = (number, 1) if number else _next(former)
    made = Made(number, edition, former, order, prepared, by, _full_name(by))
    list_files.make(made, tell=tell or _nobody_waits)
    return made


def _nobody_waits(_rows: int) -> None:
    """Nobody looks at how far it is."""


def settle(list_id: int, claim_id: int, *, by: Actor, because: str, version: int | None = None) -> IssuedList:
    """Find that a claim which changed since its list was issued needs no correction. Refuses: REASON_MISSING,
    NOTHING_TO_SETTLE.
    """
    permissions.require(by, Act.ISSUE)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        issued = recording.lock(IssuedList, list_id, version=version)
        named = Claim.objects.filter(pk=claim_id)  # by itself a number that no database knows would be a fault
        carried = issued.carried.filter(claim__in=named, changed_at__isnull=False, settled="").first()
        if carried is None:
            raise Refused(Refusal.NOTHING_TO_SETTLE)
        (now, *_rest) = export_rows.rows(Claim.objects.filter(pk=claim_id))
        carried.settled = hash_of_said(now)
        carried.save(update_fields=["settled"])
        recorder.change(issued, "list.settle", also={"claim": claim_id, "claim_version": now.claim_version})
        return issued


# --- The act --------------------------------------------------------------------------------------------------------


def checked(order: Order) -> Order:
    """An order as it can be carried out. Refuses: FOR_WHOM_MISSING, TITLE_MISSING, TOO_LONG, FORMAT_UNKNOWN."""
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
    return free_number(), 1


def free_number() -> int:
    """The number of the next list: one that no list has, and none that is being made in the background."""
    lasts = (model._default_manager.aggregate(last=Max("number"))["last"] for model in (IssuedList, ListDraft))
    return max(last or 0 for last in lasts) + 1


def record(made: Made, *, because: str = "") -> IssuedList | None:
    """Issue a list whose files are made, as the second half; None when its number went to another list meanwhile."""
    by, order, former = made.by, made.order, made.former
    permissions.require(by, Act.ISSUE)
    with recording.act(by, because=because) as recorder, filestore.opened(made.hashes["record_sha256"]) as rows:
        if _is_taken(made):
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
        claims = list_files.carried(rows)
        while some := list(islice(claims, _AT_ONCE)):
            IssuedClaim.objects.bulk_create(_issued_claim(issued, one) for one in some)
        recorder.record(Change("list.correct" if former else "list.issue", issued, after=_told(made)))
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


def _told(made: Made) -> dict[str, object]:
    return {
        "list": f"{made.number}.{made.edition}",
        "replaces": str(made.former.issued) if made.former else None,
        "format": made.order.format,
        "filter": exporting.without_names(made.prepared.filter),
        "claims": made.claims,
        "rows": made.rows,
        **made.hashes,
    }


def _is_taken(made: Made) -> bool:
    """Whether another list has the number, or another correction came first."""
    return IssuedList.objects.filter(number=made.number, edition=made.edition).exists()
