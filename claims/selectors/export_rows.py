"""Selectors: the rows of an export, chunk by chunk, at the same number of queries for every chunk.

Which claims, in what order, comes from one open cursor; what belongs to them is read for some thousand at a time and
forgotten before the next. Nothing here grows with the length of the list.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SecondCheck, SpanAt, Step
from claims.models import Claim, Evidence, Finding, Quotation, Relay, Span
from claims.querysets import ClaimQuerySet, QuotationQuerySet
from claims.records.checking import FindingState
from claims.records.provenance import DatePrecision, Place
from claims.selectors.export_reads import (
    ClaimRead,
    EvidenceRead,
    FindingRead,
    QuotationRead,
    RelayRead,
    SpanRead,
    grouped,
    read,
)
from claims.selectors.zones import zone

CHUNK = 2_000


def rows(claims: ClaimQuerySet, *, chunk: int = CHUNK) -> Iterator[ExportRow]:
    """A row for each quotation of these claims, and for each claim that has none: the newest claims first.

    Claims that came in together stand in reading order; of each claim the primary quotation comes first. Read it
    within ``one_moment``, or claims that change meanwhile are read half before and half after.
    """
    ids = claims.order_by("-created", "pk").values_list("pk", flat=True).iterator(chunk_size=chunk)
    while some := list(islice(ids, chunk)):
        yield from _rows(some)


def standing(quotations: QuotationQuerySet) -> QuotationQuerySet:
    """The quotations that a list carries.

    Not those that were followed into a newer version of their text, where they stand again; nor further copies of the
    words in documents that were withdrawn.
    """
    withdrawn_copy = Q(is_primary=False, snapshot__document__withdrawn_at__isnull=False)
    return quotations.exclude(place=Place.FOLLOWED).exclude(withdrawn_copy)


def without_quotation(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The claims that are a row by themselves."""
    return claims.exclude(_HAS_QUOTATION)


def with_quotation(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The claims that have words in a text."""
    return claims.filter(_HAS_QUOTATION)


_HAS_QUOTATION = Exists(standing(Quotation.objects.filter(claim=OuterRef("pk"))))


# --- Rows made of it -----------------------------------------------------------------------------------------------


_NONE: tuple[QuotationRead | None, ...] = (None,)  # a claim without a quotation is one row


def _rows(ids: Sequence[int]) -> Iterator[ExportRow]:
    """The rows of some claims, in the order of their ids. Six queries, however many claims."""
    claims = {claim.pk: claim for claim in read(ClaimRead, Claim.objects.filter(pk__in=ids).order_by())}
    quotations = _quotations(ids)
    hangs_on_claim = _OnClaims(ids)
    hangs_on_quotation = _OnQuotations([quotation.pk for found in quotations.values() for quotation in found])
    for pk in ids:
        about_claim = _about_claim(claims[pk]) | hangs_on_claim.facts(claims[pk])
        for quotation in quotations.get(pk, _NONE):
            about_words = _about_words(quotation, claims[pk]) | hangs_on_quotation.facts(quotation)
            yield ExportRow(**about_claim, **about_words)


def _quotations(claims: Sequence[int]) -> Mapping[int, list[QuotationRead]]:
    found = standing(Quotation.objects.filter(claim__in=claims))
    in_order = found.order_by("claim_id", "-is_primary", "snapshot_id", "start", "pk")
    return grouped(read(QuotationRead, in_order), lambda quotation: quotation)


class _OnClaims:
    """The standing finding and the evidence of some claims."""

    def __init__(self, claims: Sequence[int]) -> None:
        standing_ones = Finding.objects.filter(
            claim__in=claims, state__in=(FindingState.SUBMITTED, FindingState.AGREED)
        )
        self._findings = {finding.claim_id: finding for finding in read(FindingRead, standing_ones.order_by())}
        evidence = Evidence.objects.standing().filter(claim__in=claims).order_by("added_at", "pk")
        self._evidence = grouped(read(EvidenceRead, evidence), _evidence_item)

    def facts(self, claim: ClaimRead) -> dict[str, Any]:
        about_finding = _about_finding(self._findings.get(claim.pk), is_single_read=claim.single_read_at is not None)
        return about_finding | {"evidence": tuple(self._evidence.get(claim.pk, ()))}


class _OnQuotations:
    """The spans and the chains of some quotations."""

    def __init__(self, quotations: Sequence[int]) -> None:
        spans = Span.objects.filter(quotation__in=quotations).order_by("quotation_id", "position")
        self._spans = grouped(read(SpanRead, spans), lambda span: SpanAt(*span[1:]))
        relays = Relay.objects.filter(quotation__in=quotations).order_by("quotation_id", "position")
        self._steps = grouped(read(RelayRead, relays), _step)

    def facts(self, quotation: QuotationRead | None) -> dict[str, Any]:
        pk = quotation.pk if quotation else 0
        return {"spans": tuple(self._spans.get(pk, ())), "chain": tuple(self._steps.get(pk, ()))}


def _about_claim(claim: ClaimRead) -> dict[str, Any]:
    return {
        "claim_id": claim.pk,
        "claim_version": claim.version,
        "statement": claim.statement,
        "status": claim.status,
        "how_to_use": claim.how_to_use,
        "attribution": claim.attribution,
        "verdict": claim.verdict,
        "speaker": claim.speaker__name,
        "speaker_id": claim.speaker_id,
        "speaker_kind": claim.speaker__kind,
        "speaker_basis": claim.speaker_basis,
        "via": claim.source__name,
        "via_id": claim.source_id,
        "stale_since": _moment(claim.stale_since),
        "stale_because": claim.stale_because or None,
        "zone": timezone.get_default_timezone_name(),
    }


def _about_finding(finding: FindingRead | None, *, is_single_read: bool) -> dict[str, Any]:
    if finding is None:
        return {}
    second_check = SecondCheck.SINGLE_READ if is_single_read else _second_check(finding)
    second = _name(finding.second_by__first_name, finding.second_by__last_name, finding.second_by__username)
    return {
        "why": finding.reason,
        "made_by": _name(finding.made_by__first_name, finding.made_by__last_name, finding.made_by__username),
        "agreed_by": second if second_check is SecondCheck.AGREED else None,
        "second_check": second_check,
        "checked_at": _moment(finding.second_at or finding.made_at),
    }


def _second_check(finding: FindingRead) -> SecondCheck:
    """What a second reader said. A chief's own answers have none, and nobody is a second reader of their own."""
    if finding.state == FindingState.SUBMITTED:
        return SecondCheck.OPEN
    if finding.second_by_id is None:
        return SecondCheck.SETTLED
    return SecondCheck.ONE_READER if finding.second_by_id == finding.made_by_id else SecondCheck.AGREED


def _about_words(quotation: QuotationRead | None, claim: ClaimRead) -> dict[str, Any]:
    if quotation is None:
        return {"speaker_role": claim.speaker__role or None}
    return {
        "words": quotation.words,
        "speaker_role": quotation.role_printed or claim.speaker__role or None,
        "address": quotation.snapshot__document__address or None,
        "address_knowledge": quotation.snapshot__document__address_knowledge,
        "chain_end": quotation.chain_end,
        "kind": quotation.kind,
        "document": quotation.snapshot__document__our_title,
        "document_withdrawn": quotation.snapshot__document__withdrawn_at is not None,
        "published": _published(quotation),
        "published_zone": quotation.snapshot__document__published_zone or None,
        "published_knowledge": quotation.snapshot__document__published_knowledge,
        "said_when": quotation.said_when or None,
        "speaker_printed": quotation.speaker_printed or None,
        "speaker_resolved": quotation.speaker_resolved or None,
        "is_primary": quotation.is_primary,
        "is_altered": quotation.is_altered,
        "place": quotation.place,
        "damage": tuple(DamageAt(*damage) for damage in quotation.damage),
        "snapshot_sha256": quotation.snapshot__text_sha256,
        "snapshot_number": quotation.snapshot__number,
        "quotation_id": quotation.pk,
        "document_id": quotation.snapshot__document_id,
    }


def _step(relay: RelayRead) -> Step:
    return Step(
        name=relay.source__name or relay.name or None,
        source_id=relay.source_id,
        knowledge=relay.knowledge,
        roles=tuple(relay.roles),
        basis=relay.basis,
        inferred_from=relay.inferred_from or None,
        words=relay.words or None,
        transform=relay.transform,
        is_read_by_us=relay.is_read_by_us,
    )


def _evidence_item(evidence: EvidenceRead) -> EvidenceItem:
    return EvidenceItem(
        kind=evidence.kind,
        stance=evidence.stance,
        relation=evidence.relation,
        address=evidence.address or None,
        file_name=evidence.file_name or None,
        file_sha256=evidence.file_sha256 or None,
        text=evidence.text or None,
        asked_whom=evidence.asked_whom or None,
        asked_how=evidence.asked_how or None,
        asked_at=_moment(evidence.asked_at),
        has_reply=evidence.has_reply,
    )


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds") if moment else None


_WRITTEN: Mapping[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


def _published(quotation: QuotationRead) -> str | None:
    """The date of a document in the zone it was given in, no finer than it is known: 2026, 2026-11, 2026-11-23."""
    moment = quotation.snapshot__document__published
    if moment is None:
        return None
    written = moment.astimezone(zone(quotation.snapshot__document__published_zone)).isoformat(timespec="minutes")
    return written[: _WRITTEN.get(quotation.snapshot__document__published_precision)]


def _name(first: str | None, last: str | None, username: str | None) -> str | None:
    return f"{first or ''} {last or ''}".strip() or username
