"""Services: lists that are taken out as files, each with its line in the ledger."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import BinaryIO, TypeAlias, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import permissions
from claims.exports import FORMATS
from claims.exports.contract import EVERYTHING, Carries, Format
from claims.exports.rows import ExportRow
from claims.ledger import canonical
from claims.models import Export, Quotation
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor
from claims.selectors import claim_list, export_rows, export_sheet, names
from claims.selectors.claim_list import Count
from claims.selectors.one_moment import one_moment
from claims.services import recording
from claims.services.recording import Change
from claims.workflow import AWAY, DECIDED, STATUSES, Status

# What the list was asked, by the names of its filters; and the claims that fit what was asked.
Asked: TypeAlias = Mapping[str, list[str]]
Show: TypeAlias = Callable[[Asked], ClaimQuerySet]

_STATUS, _STALE, _SHOW = "status", "stale", "show"
# Words that somebody types, which may be a name.
_WORDS = ("q", "speaker")
_ALL = ["all"]
_TELL_EVERY = 500
_BUFFER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims of a list that is taken out: what the filter leaves of ``rest`` by status and stale mark.

    ``filter`` is everything asked, as the export keeps it; ``rest`` are the claims that fit all of it but these two.
    ``carries`` is what its format has a place for.
    """

    filter: Asked
    rest: ClaimQuerySet
    carries: Carries = EVERYTHING

    @property
    def statuses(self) -> frozenset[Status]:
        """The statuses asked for; every one when none is named."""
        return frozenset(Status(value) for value in self.filter.get(_STATUS, ())) or frozenset(Status)

    @property
    def stale(self) -> bool | None:
        """Whether only stale claims are asked for, or only others; None for both."""
        return {"yes": True, "no": False}.get(next(iter(self.filter.get(_STALE, ())), ""))

    @property
    def carried(self) -> frozenset[Status]:
        """The statuses asked for that the format has a place for."""
        known = self.carries.statuses
        return self.statuses if known is None else self.statuses & {Status(value) for value in known}

    @property
    def claims(self) -> ClaimQuerySet:
        """The claims of the list."""
        claims = self.in_statuses(self.carried)
        if self.stale is not None:
            claims = claims.filter(stale_since__isnull=not self.stale)
        if self.carries.only_fresh:
            claims = claims.filter(stale_since__isnull=True)
        return export_rows.with_quotation(claims) if self.carries.only_with_words else claims

    def in_statuses(self, statuses: frozenset[Status]) -> ClaimQuerySet:
        """The claims in some statuses that fit the rest of the filter."""
        return self.rest if statuses == frozenset(Status) else self.rest.filter(status__in=sorted(statuses))

    def as_format(self, known: Format) -> "Selection":
        """The list as a format carries it."""
        return replace(self, carries=known.carries)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Some of the claims that a list leaves out, and why."""

    count: Count
    what: str | Promise
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would hold, and what it would leave out."""

    claims: Count
    rows: Count
    left_out: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that was taken out. ``file`` is a temporary one, open at its beginning, and gone when it is closed."""

    file: BinaryIO
    rows: int
    sha256: str
    left_out: Sequence[LeftOut]
    export: Export


def listed(asked: Asked, *, show: Show) -> Selection:
    """The list as it is taken out unless somebody wants everything: the statuses asked for, or else what is verified.

    Where decided claims are among them, the stale ones stay out, unless the stale mark is asked for: a stale claim
    rests on words that have changed, and leaves every list of what was decided.
    """
    named = frozenset(Status(value) for value in asked.get(_STATUS, ())) or {Status.VERIFIED}
    stale = {_STALE: ["no"]} if named & DECIDED and not asked.get(_STALE) else {}
    return everything({**asked, **stale, _STATUS: [status.value for status in sorted(named)]}, show=show)


def shown(asked: Asked, *, show: Show) -> Selection:
    """Just what the list shows: without what is set aside or withdrawn, unless that is asked for."""
    if asked.get(_STATUS) or asked.get(_SHOW) == _ALL:
        return everything(asked, show=show)
    return everything({**asked, _STATUS: sorted(frozenset(Status) - AWAY)}, show=show)


def everything(asked: Asked, *, show: Show) -> Selection:
    """Everything that fits what was asked, whatever its status."""
    others = {name: values for name, values in asked.items() if name not in (_STATUS, _STALE)}
    return Selection(
        filter={name: sorted(values) for name, values in asked.items() if values}, rest=show({**others, _SHOW: _ALL})
    )


def preview(selection: Selection) -> Preview:
    """Look at a list before it is taken out. Counts to 10,000 and no further."""
    claims = selection.claims
    return Preview(claims=claim_list.count(claims), rows=_count_rows(claims), left_out=left_out(selection))


def left_out(selection: Selection) -> list[LeftOut]:
    """What the list leaves out of the claims that fit the rest of the filter: by status, then by the stale mark."""
    return [some for some in _left_out(selection) if some.count.number]


def not_carried(selection: Selection, known: Format) -> list[LeftOut]:
    """What a format leaves out of a list besides."""
    return [some for some in _not_carried(selection.as_format(known)) if some.count.number]


def is_long(selection: Selection, known: Format) -> bool:
    """Whether the list has more claims than anybody waits for."""
    return claim_list.count(selection.as_format(known).claims).is_more


def sentence(left_out: Sequence[LeftOut]) -> str:
    """What was left out, in a sentence."""
    if not left_out:
        return _("Nothing is left out.")
    return _("Left out: %(what)s.") % {"what": ", ".join(f"{some.count} {some.what}".lower() for some in left_out)}


def reasons(left_out: Sequence[LeftOut]) -> str:
    """What was left out and why, in a sentence for whoever is given the list."""
    if not left_out:
        return _("Nothing is left out.")
    told = [
        _("%(count)s, because %(what)s: %(why)s")
        % {"count": some.count, "what": str(some.what).lower(), "why": str(some.why).rstrip(".").lower()}
        for some in left_out
    ]
    return _("Left out: %(what)s.") % {"what": "; ".join(told)}


def export(selection: Selection, *, format: str, by: Actor, tell: Callable[[int], None] | None = None) -> Exported:
    """Take a list out as a file, and write into the ledger who took what: the filter, the rows, the hash.

    ``tell`` is called with the number of rows written, from time to time. The list shows its claims at one moment;
    the ledger's line is written after it, because whoever reads for minutes may not keep others from writing.
    """
    permissions.require(by, Act.EXPORT)
    known = FORMATS[format]
    selection = selection.as_format(known)
    with ExitStack() as to_close:
        file = cast("BinaryIO", to_close.enter_context(TemporaryFile(buffering=_BUFFER)))
        tally = _Tally(tell)
        with one_moment():
            missing = left_out(selection)
            known.write(tally.of(export_rows.rows(selection.claims)), export_sheet.sheet(), file)
        file.seek(0)
        sha256 = hashlib.file_digest(cast("BufferedRandom", file), "sha256").hexdigest()
        file.seek(0)
        kept = record(selection.filter, format=format, rows=tally.rows, sha256=sha256, by=by)
        to_close.pop_all()
    return Exported(file, tally.rows, sha256, missing, kept)


def record(asked: Asked, *, format: str, rows: int, sha256: str | None, by: Actor) -> Export:
    """Write the line of a list that was taken out. Without a hash it broke off: not more than ``rows`` have left."""
    with recording.act(by) as recorder:
        kept = Export.objects.create(
            format=format,
            filter=canonical(asked),
            rows=rows,
            sha256=sha256 or "",
            made_by_id=by.person,
            made_at=recorder.at,
        )
        facts = {
            "filter": without_names(asked),
            "filter_sha256": hashlib.sha256(kept.filter.encode()).hexdigest(),
            "format": format,
            "rows": rows,
            "sha256": sha256,
        }
        recorder.record(Change("export.make" if sha256 else "export.break_off", kept, after=facts))
        return kept


def without_names(asked: Asked) -> dict[str, object]:
    """What was asked, as the ledger keeps it: sources and documents by id, of typed words only that there were some.

    The words themselves stand in the row of the export, where a name can be sealed or erased; the hash tells whether
    they are the same.
    """
    told: dict[str, object] = {name: True if name in _WORDS else values for name, values in asked.items()}
    if "source" in asked:
        told["source"] = sorted({pk for text in asked["source"] for pk in names.sources_called(text)})
    if "document" in asked:
        told["document"] = sorted({pk for text in asked["document"] for pk, _title in names.documents_called(text)})
    return told


class _Tally:
    """Counts rows as they pass."""

    def __init__(self, tell: Callable[[int], None] | None) -> None:
        self.rows = 0
        self._tell = tell

    def of(self, rows: Iterable[ExportRow]) -> Iterator[ExportRow]:
        for row in rows:
            self.rows += 1
            if self._tell and self.rows % _TELL_EVERY == 0:
                self._tell(self.rows)
            yield row


def _left_out(selection: Selection) -> Iterator[LeftOut]:
    for status in Status:
        if status not in selection.statuses:
            row = STATUSES[status]
            yield LeftOut(claim_list.count(selection.rest.filter(status=status)), row.label, row.meaning)
    if selection.stale is not None:
        others = selection.in_statuses(selection.carried).filter(stale_since__isnull=selection.stale)
        yield LeftOut(claim_list.count(others), *(_NOT_STALE if selection.stale else _STALE_ONES))
    yield from _not_carried(selection)


def _not_carried(selection: Selection) -> Iterator[LeftOut]:
    """What was asked for, and the format has no place for."""
    asked = replace(selection, carries=EVERYTHING)
    for status in Status:
        if status in selection.statuses - selection.carried:
            yield LeftOut(claim_list.count(asked.claims.filter(status=status)), STATUSES[status].label, _NO_PLACE)
    fitting = replace(asked, carries=Carries(selection.carries.statuses)).claims
    if selection.carries.only_fresh and selection.stale is not False:
        yield LeftOut(claim_list.count(fitting.filter(stale_since__isnull=False)), *_STALE_ONES)
    if selection.carries.only_with_words:
        yield LeftOut(claim_list.count(export_rows.without_quotation(fitting)), *_WITHOUT_WORDS)


_NO_PLACE = gettext_lazy("The format has no place for this status.")
_WITHOUT_WORDS = (
    gettext_lazy("without a quotation"),
    gettext_lazy("Entered by hand: the format says things of words in a text, and there are none."),
)
_STALE_ONES = (gettext_lazy("stale"), gettext_lazy("The words that it rests on have changed since it was decided."))
_NOT_STALE = (gettext_lazy("not stale"), gettext_lazy("Only stale claims were asked for."))


def _count_rows(claims: ClaimQuerySet) -> Count:
    """How many rows the list has: its quotations, and the claims that have none."""
    most = claim_list.COUNTED
    quotations = export_rows.standing(Quotation.objects.filter(claim__in=claims.order_by().values("pk")))
    alone = export_rows.without_quotation(claims).order_by()
    number = quotations[: most + 1].count() + alone[: most + 1].count()
    return Count(min(number, most), is_more=number > most)
