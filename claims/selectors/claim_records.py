"""Selectors: claims as programs read them. The fields have the names that they have in JSON Lines.

What a list and one claim show is the same; one claim has its findings, its history and where it
was used besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, NamedTuple

from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SpanAt, Step, by_claim
from claims.models import Claim, Finding
from claims.querysets import ClaimQuerySet
from claims.selectors import export_rows, history, issued_lists
from claims.selectors.claim_places import Direction, Place, Position, Sort, Split, places


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationRecord:
    """One quotation of a claim: the words as printed, where they stand, and the way they took."""

    quotation_id: int
    words: str
    kind: str
    is_primary: bool
    is_altered: bool
    place: str
    speaker_printed: str | None
    speaker_resolved: str | None
    speaker_role: str | None
    said_when: str | None
    spans: tuple[SpanAt, ...]
    damage: tuple[DamageAt, ...]
    chain: tuple[Step, ...]
    chain_end: str | None
    document: str
    document_id: int
    document_withdrawn: bool
    address: str | None
    address_knowledge: str
    published: str | None
    published_zone: str | None
    published_knowledge: str
    snapshot_number: int
    snapshot_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """One claim with its quotations, the primary one first."""

    claim_id: int
    claim_version: int
    statement: str
    status: str
    how_to_use: str
    attribution: str
    verdict: str
    speaker: str | None
    speaker_id: int | None
    speaker_kind: str | None
    speaker_basis: str
    via: str | None
    via_id: int | None
    why: str | None
    made_by: str | None
    agreed_by: str | None
    second_check: str | None
    checked_at: str | None
    stale_since: str | None
    stale_because: str | None
    is_single_read: bool
    is_read: bool
    assigned_to: str | None
    waiting_for: str | None
    needed_by: datetime | None
    needed_for: str | None
    confidence: float | None
    created: datetime
    updated: datetime
    zone: str
    evidence: tuple[EvidenceItem, ...]
    quotations: tuple[QuotationRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """One finding, as it was given and as it went on."""

    number: int
    state: str
    attribution: str
    verdict: str
    reason: str
    made_by: str
    made_at: datetime
    second_by: str | None
    second_at: datetime | None
    second_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecord:
    """One line of the history, as the pages tell it."""

    at: datetime
    who: str
    by: str
    did: str
    reason: str | None
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRecord:
    """A list that carried the claim, and whether what it says of it still holds."""

    list_id: int
    name: str
    for_whom: str
    claim_version: int
    changed_at: datetime | None
    is_open: bool
    is_replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeClaimRecord(ClaimRecord):
    """One claim with the lists that carried it, its findings, and its history, the newest line first."""

    used_in: tuple[UseRecord, ...]
    findings: tuple[FindingRecord, ...]
    history: tuple[HistoryRecord, ...]


@dataclass(frozen=True, slots=True)
class ClaimRecords:
    """One page of claims, and where the next one begins."""

    items: Sequence[ClaimRecord]
    next: Place | None


def page(
    claims: ClaimQuerySet, *, sort: Sort, after: Place | None = None, split: Split | None = None, most: int
) -> ClaimRecords:
    """Claims after a place, in the order of the list; twelve queries, however many there are."""
    position = Position(Direction.AFTER, after) if after else None
    found = places(claims, sort, position, split, most=most + 1)
    there = found[:most]
    return ClaimRecords(records([place.pk for place in there]), there[-1] if len(found) > most else None)


def records(ids: Sequence[int]) -> list[ClaimRecord]:
    """These claims, in this order."""
    about = {row.pk: row for row in _more(ids)}
    rows = {of_one[0].claim_id: of_one for of_one in by_claim(export_rows.rows(Claim.objects.filter(pk__in=ids)))}
    return [ClaimRecord(**_facts(rows[pk], about[pk])) for pk in ids if pk in rows and pk in about]


def whole(pk: int) -> WholeClaimRecord:
    """One claim with everything. Raises Claim.DoesNotExist."""
    claim = Claim.objects.get(pk=pk)
    (record,) = records([pk])
    findings = claim.findings.select_related("made_by", "second_by").order_by("number")
    return WholeClaimRecord(
        **{field.name: getattr(record, field.name) for field in fields(ClaimRecord)},
        used_in=tuple(map(_use, issued_lists.where_used(pk))),
        findings=tuple(map(_finding, findings)),
        history=tuple(map(_line, history.of_claim(claim))),
    )


class _More(NamedTuple):
    """What a claim has beside what an export tells."""

    pk: int
    single_read_at: datetime | None
    read_at: datetime | None
    assigned_to__username: str | None
    waiting_for: str
    needed_by: datetime | None
    needed_for: str
    confidence: float | None
    created: datetime
    updated: datetime


def _more(ids: Sequence[int]) -> list[_More]:
    return [_More(*row) for row in Claim.objects.filter(pk__in=ids).order_by().values_list(*_More._fields)]


_OF_THE_WORDS: Final = tuple(field.name for field in fields(QuotationRecord))
_OF_THE_CLAIM: Final = tuple(
    field.name for field in fields(ClaimRecord) if field.name in {field.name for field in fields(ExportRow)}
)


def _facts(rows: Sequence[ExportRow], more: _More) -> Mapping[str, Any]:
    first = rows[0]
    return {
        **{name: getattr(first, name) for name in _OF_THE_CLAIM},
        "is_single_read": more.single_read_at is not None,
        "is_read": more.read_at is not None,
        "assigned_to": more.assigned_to__username,
        "waiting_for": more.waiting_for or None,
        "needed_by": more.needed_by,
        "needed_for": more.needed_for or None,
        "confidence": more.confidence,
        "created": more.created,
        "updated": more.updated,
        "quotations": tuple(_quotation(row) for row in rows if row.quotation_id is not None),
    }


def _quotation(row: ExportRow) -> QuotationRecord:
    return QuotationRecord(**{name: getattr(row, name) for name in _OF_THE_WORDS})


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(
        number=finding.number,
        state=finding.state,
        attribution=finding.attribution,
        verdict=finding.verdict,
        reason=finding.reason,
        made_by=history.full_name(finding.made_by),
        made_at=finding.made_at,
        second_by=history.full_name(finding.second_by) if finding.second_by else None,
        second_at=finding.second_at,
        second_because=finding.second_because or None,
    )


def _use(use: issued_lists.Use) -> UseRecord:
    return UseRecord(
        list_id=use.issued.pk,
        name=str(use.issued),
        for_whom=use.issued.for_whom,
        claim_version=use.version,
        changed_at=use.changed_at,
        is_open=use.is_open,
        is_replaced=use.is_replaced,
    )


def _line(line: history.Line) -> HistoryRecord:
    return HistoryRecord(
        at=line.at,
        who=line.who,
        by=line.by,
        did=line.did,
        reason=line.reason or None,
        details=tuple(line.details),
    )
