"""Selectors: the rows of an export, chunk by chunk, at the same number of queries for every chunk.

Which claims, in what order, comes from one open cursor; what belongs to them is read for some thousand at a time and
forgotten before the next. Nothing here grows with the length of the list.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONArray, NullIf
from django.utils import timezone

from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SecondCheck, SpanAt, Step
from claims.models import Claim, Evidence, Finding, Quotation, Relay, Snapshot, Span
from claims.querysets import ClaimQuerySet, QuotationQuerySet
from claims.records.checking import FindingState
from claims.records.provenance import DatePrecision, Place
from claims.selectors.export_reads import (
    ClaimRead,
    Columns,
    Moment,
    QuotationRead,
    Row,
    TextRead,
    among,
    grouped,
    moment,
    reader,
)
from claims.selectors.zones import zone

CHUNK = 500


def rows(claims: ClaimQuerySet, *, chunk: int = CHUNK) -> Iterator[ExportRow]:
    """A row for each quotation of these claims, and for each claim that has none: the newest claims first.

    Claims that came in together stand in reading order; of each claim the primary quotation comes first. Read it
    within ``one_moment``, or claims that change meanwhile are read half before and half after.
    """
    ids = claims.order_by("-created", "pk").values_list("pk", flat=True).iterator(chunk_size=chunk)
    desk = _Desk()
    while some := list(islice(ids, chunk)):
        yield from desk.rows(some)


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


class _Text(NamedTuple):
    """A text as each row of it has it."""

    number: int | None
    sha256: str | None
    document_id: int | None
    title: str | None
    address: str | None
    address_knowledge: str | None
    published: str | None
    published_zone: str | None
    published_knowledge: str | None
    is_withdrawn: bool | None


class _Found(NamedTuple):
    """A finding as the rows of its claim have it."""

    why: str | None
    made_by: str | None
    second_by: str | None
    second_check: SecondCheck | None
    checked_at: str | None


class _Chunk(NamedTuple):
    """What belongs to the claims of a chunk, by the ids of what it belongs to."""

    texts: Mapping[int, _Text]
    found: Mapping[int, _Found]
    evidence: Mapping[int, Sequence[EvidenceItem]]
    spans: Mapping[int, Sequence[SpanAt]]
    chains: Mapping[int, Sequence[Step]]


# A claim without a quotation is one row.
_NO_QUOTATION = QuotationRead._make([None] * len(QuotationRead._fields))
_NO_TEXT, _NOTHING_FOUND = _Text._make([None] * len(_Text._fields)), _Found._make([None] * len(_Found._fields))
_ALONE: Final = (_NO_QUOTATION,)

# Chains are made of the same steps again and again; so many are remembered.
_STEPS: Final = 10_000
_STEP: Final = JSONArray(
    *("source__name", "name", "source_id", "knowledge", Cast("roles", TextField()), "basis", "inferred_from", "words"),
    *("transform", "is_read_by_us"),
)
# A field of a piece of evidence that its kind does not have is None.
_PIECE: Final[Columns] = (
    *("claim_id", "kind", "stance", "relation"),
    *(
        NullIf(field, Value(""), output_field=TextField())
        for field in ("address", "file_name", "file_sha256", "text", "asked_whom", "asked_how")
    ),
    *("asked_at", "has_reply"),
)
_FINDING: Final = ("claim_id", "state", "reason", "made_by_id", "second_by_id", Coalesce("second_at", "made_at"))


class _Desk:
    """Makes rows of claims, a chunk at a time; asks its statements again for each."""

    def __init__(self) -> None:
        self._zone, self._zone_name = timezone.get_default_timezone(), timezone.get_default_timezone_name()
        self._step = lru_cache(_STEPS)(_step)
        people = User.objects.values_list("pk", "first_name", "last_name", "username")
        self._people = {pk: f"{first} {last}".strip() or username for pk, first, last, username in people}
        self._claims = reader(Claim.objects.filter(pk__in=among()).order_by(), ClaimRead._fields)
        quotations = standing(Quotation.objects.filter(claim__in=among()))
        in_order = quotations.order_by("claim_id", "-is_primary", "snapshot_id", "start", "pk")
        self._quotations = reader(in_order, QuotationRead._fields)
        self._texts = reader(Snapshot.objects.filter(pk__in=among()).order_by(), TextRead._fields)
        found = Finding.objects.filter(claim__in=among(), state__in=(FindingState.SUBMITTED, FindingState.AGREED))
        self._findings = reader(found.order_by(), _FINDING)
        evidence = Evidence.objects.standing().filter(claim__in=among())
        self._evidence = reader(evidence.order_by("added_at", "pk"), _PIECE)
        spans = Span.objects.filter(quotation__in=among()).order_by("quotation_id", "position")
        self._spans = reader(spans, ("quotation_id", *SpanAt._fields))
        relays = Relay.objects.filter(quotation__in=among()).order_by("quotation_id", "position")
        self._steps = reader(relays, ("quotation_id", _STEP))

    def rows(self, ids: Sequence[int]) -> Iterator[ExportRow]:
        """The rows of some claims, in the order of their ids. Seven queries, however many claims."""
        claims = {claim[0]: ClaimRead._make(claim) for claim in self._claims(ids)}
        quotations = grouped(self._quotations(ids), QuotationRead._make)
        chunk = self._chunk(ids, [quotation for of_one in quotations.values() for quotation in of_one])
        for pk in ids:
            for quotation in quotations.get(pk, _ALONE):
                yield self._row(claims[pk], quotation, chunk)

    def _chunk(self, claims: Sequence[int], quotations: Sequence[QuotationRead]) -> _Chunk:
        ids = [quotation.pk for quotation in quotations]
        texts = map(TextRead._make, self._texts({quotation.snapshot_id for quotation in quotations}))
        return _Chunk(
            texts={text.pk: _text(text) for text in texts},
            found={claim_id: self._found(*finding) for claim_id, *finding in self._findings(claims)},
            evidence=grouped(self._evidence(claims), self._evidence_item),
            spans=grouped(self._spans(ids), lambda span: SpanAt._make(span[1:])),
            chains=grouped(self._steps(ids), lambda step: self._step(step[1])),
        )

    def _row(self, claim: ClaimRead, quotation: QuotationRead, chunk: _Chunk) -> ExportRow:
        text = chunk.texts.get(quotation.snapshot_id, _NO_TEXT)
        found = chunk.found.get(claim.pk, _NOTHING_FOUND)
        second_check = SecondCheck.SINGLE_READ if found.why and claim.single_read_at else found.second_check
        return ExportRow(
            how_to_use=claim.how_to_use,
            statement=claim.statement,
            speaker=claim.speaker__name,
            speaker_basis=claim.speaker_basis,
            speaker_kind=claim.speaker__kind,
            speaker_role=quotation.role_printed or claim.speaker__role or None,
            via=claim.source__name,
            words=quotation.words,
            status=claim.status,
            why=found.why,
            evidence=tuple(chunk.evidence.get(claim.pk, ())),
            made_by=found.made_by,
            agreed_by=found.second_by if second_check is SecondCheck.AGREED else None,
            second_check=second_check,
            checked_at=found.checked_at,
            address=text.address,
            address_knowledge=text.address_knowledge,
            attribution=claim.attribution,
            verdict=claim.verdict,
            chain=tuple(chunk.chains.get(quotation.pk, ())),
            chain_end=quotation.chain_end,
            kind=quotation.kind,
            spans=tuple(chunk.spans.get(quotation.pk, ())),
            document=text.title,
            document_withdrawn=text.is_withdrawn,
            published=text.published,
            published_zone=text.published_zone,
            published_knowledge=text.published_knowledge,
            said_when=quotation.said_when or None,
            speaker_printed=quotation.speaker_printed or None,
            speaker_resolved=quotation.speaker_resolved or None,
            is_primary=quotation.is_primary,
            is_altered=quotation.is_altered,
            place=quotation.place,
            damage=_damage(quotation.damage),
            stale_since=self._moment(claim.stale_since) if claim.stale_since else None,
            stale_because=claim.stale_because or None,
            snapshot_sha256=text.sha256,
            snapshot_number=text.number,
            claim_id=claim.pk,
            claim_version=claim.version,
            quotation_id=quotation.pk,
            document_id=text.document_id,
            speaker_id=claim.speaker_id,
            via_id=claim.source_id,
            zone=self._zone_name,
        )

    def _found(self, state: str, why: str, made_by: int, second_by: int | None, last_at: Moment) -> _Found:
        second_check = _second_check(state, made_by, second_by)
        return _Found(why, self._people[made_by], self._people.get(second_by or 0), second_check, self._moment(last_at))

    def _evidence_item(self, read: Row) -> EvidenceItem:
        item = EvidenceItem._make(read[1:])
        return item if item.asked_at is None else item._replace(asked_at=self._moment(item.asked_at))

    def _moment(self, value: Moment) -> str:
        return moment(value).astimezone(self._zone).isoformat(timespec="seconds")


def _second_check(state: str, made_by: int, second_by: int | None) -> SecondCheck:
    """What a second reader said. A chief's own answers have none, and nobody is a second reader of their own."""
    if state == FindingState.SUBMITTED:
        return SecondCheck.OPEN
    if second_by is None:
        return SecondCheck.SETTLED
    return SecondCheck.ONE_READER if second_by == made_by else SecondCheck.AGREED


def _text(text: TextRead) -> _Text:
    return _Text(
        number=text.number,
        sha256=text.text_sha256,
        document_id=text.document_id,
        title=text.document__our_title,
        address=text.document__address or None,
        address_knowledge=text.document__address_knowledge,
        published=_published(text),
        published_zone=text.document__published_zone or None,
        published_knowledge=text.document__published_knowledge,
        is_withdrawn=text.document__withdrawn_at is not None,
    )


_WRITTEN: Mapping[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


def _published(text: TextRead) -> str | None:
    """The date of a document in the zone it was given in, no finer than it is known: 2026, 2026-11, 2026-11-23."""
    if text.document__published is None:
        return None
    written = (
        moment(text.document__published).astimezone(zone(text.document__published_zone)).isoformat(timespec="minutes")
    )
    return written[: _WRITTEN.get(text.document__published_precision)]


def _step(read: str) -> Step:
    """A step of what ``_STEP`` reads."""
    linked, printed, source_id, knowledge, roles, basis, inferred_from, words, transform, is_read_by_us = json.loads(
        read
    )
    return Step(
        name=linked or printed or None,
        source_id=source_id,
        knowledge=knowledge,
        roles=tuple(json.loads(roles)),
        basis=basis,
        inferred_from=inferred_from or None,
        words=words or None,
        transform=transform,
        is_read_by_us=bool(is_read_by_us),
    )


def _damage(read: str | None) -> tuple[DamageAt, ...]:
    return tuple(DamageAt(*damage) for damage in json.loads(read)) if read and read != "[]" else ()
