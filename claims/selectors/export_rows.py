"""Selectors: the rows of an export, chunk by chunk, at the same number of queries for every chunk.

Which claims, in what order, comes from one open cursor; what belongs to them is read for some thousand at a time and
forgotten before the next. Nothing here grows with the length of the list.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import lru_cache, partial
from itertools import islice
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, Expression, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONArray, NullIf
from django.utils import timezone

from claims.exports.rows import DamageAt, EvidenceItem, ExportRow, SecondCheck, SpanAt, Step
from claims.models import Claim, Evidence, Finding, Quotation, Relay, Snapshot, Span
from claims.querysets import ClaimQuerySet, QuotationQuerySet
from claims.records.checking import FindingState
from claims.records.provenance import DatePrecision, Place
from claims.selectors.export_reads import (
    Columns,
    Moment,
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


def _if_any(field: str) -> NullIf:
    """What stands in a field; None instead of no words."""
    return NullIf(field, Value(""), output_field=TextField())


# What the fields of a row are read from, in their order: first those of a claim, then those of a quotation.
OF_CLAIM: Final[Mapping[str, str | Expression]] = {
    "how_to_use": "how_to_use",
    "statement": "statement",
    "speaker_basis": "speaker_basis",
    "status": "status",
    "attribution": "attribution",
    "verdict": "verdict",
    "claim_id": "pk",
    "claim_version": "version",
    "zone": Value("", output_field=TextField()),
    "speaker": "speaker__name",
    "speaker_kind": "speaker__kind",
    "speaker_id": "speaker_id",
    "via": "source__name",
    "via_id": "source_id",
    "stale_because": _if_any("stale_because"),
    "stale_since": "stale_since",
}
OF_WORDS: Final[Mapping[str, str | Expression]] = {
    "quotation_id": "pk",
    "words": "words",
    "kind": "kind",
    "chain_end": "chain_end",
    "said_when": _if_any("said_when"),
    "speaker_printed": _if_any("speaker_printed"),
    "speaker_resolved": _if_any("speaker_resolved"),
    "is_primary": "is_primary",
    "is_altered": "is_altered",
    "place": "place",
    "speaker_role": _if_any("role_printed"),
    "damage": "damage",
}
_NO_WORDS: Final = (0, 0, *[None] * len(OF_WORDS))  # a claim without a quotation is one row
_NO_TEXT: Final = (None,) * 10
_NOTHING_FOUND: Final = (None,) * 5

# Chains are made of the same steps again and again; so many are remembered.
_STEPS: Final = 2_000
_HOURS: Final = 1_000
_STEP: Final = JSONArray(
    *("source__name", "name", "source_id", "knowledge", Cast("roles", TextField()), "basis", "inferred_from", "words"),
    *("transform", "is_read_by_us"),
)
# A field of a piece of evidence that its kind does not have is None.
_PIECE: Final[Columns] = (
    *("claim_id", "kind", "stance", "relation"),
    *map(_if_any, ("address", "file_name", "file_sha256", "text", "asked_whom", "asked_how")),
    *("asked_at", "has_reply"),
)
_FINDING: Final = (
    *("claim_id", "state", "reason", "made_by_id", "second_by_id", Coalesce("second_at", "made_at")),
    "claim__single_read_at",
)


class _Chunk(NamedTuple):
    """What belongs to the claims of a chunk, by the ids of what it belongs to; texts and findings as rows have them."""

    texts: Mapping[int, Row]
    found: Mapping[int, Row]
    evidence: Mapping[int, Sequence[EvidenceItem]]
    chains: Mapping[int, Sequence[Step]]
    spans: Mapping[int, Sequence[SpanAt]]


class _Desk:
    """Makes rows of claims, a chunk at a time; asks its statements again for each."""

    def __init__(self) -> None:
        self._zone = timezone.get_default_timezone()
        self._step = lru_cache(_STEPS)(_step)
        self._hour = lru_cache(_HOURS)(partial(_hour, self._zone))
        people = User.objects.values_list("pk", "first_name", "last_name", "username")
        self._people = {pk: f"{first} {last}".strip() or username for pk, first, last, username in people}
        of_claim = {**OF_CLAIM, "zone": Value(timezone.get_default_timezone_name(), output_field=TextField())}
        claims = Claim.objects.filter(pk__in=among()).order_by()
        self._claims = reader(claims, ("pk", _if_any("speaker__role"), *of_claim.values()))
        quotations = standing(Quotation.objects.filter(claim__in=among()))
        in_order = quotations.order_by("claim_id", "-is_primary", "snapshot_id", "start", "pk")
        self._quotations = reader(in_order, ("claim_id", "snapshot_id", *OF_WORDS.values()))
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
        claims = {claim[0]: claim for claim in self._claims(ids)}
        quotations = self._quotations(ids)
        chunk = self._chunk(ids, [row[2] for row in quotations], {row[1] for row in quotations})
        of_claims = grouped(quotations, lambda row: row)
        for pk in ids:
            for quotation in of_claims.get(pk, (_NO_WORDS,)):
                yield self._row(claims[pk], quotation, chunk)

    def _chunk(self, claims: Sequence[int], quotations: Sequence[int], texts: Iterable[int]) -> _Chunk:
        return _Chunk(
            texts={text.pk: _text(text) for text in map(TextRead._make, self._texts(texts))},
            found={finding[0]: self._found(*finding[1:]) for finding in self._findings(claims)},
            evidence=grouped(self._evidence(claims), self._evidence_item),
            chains=grouped(self._steps(quotations), lambda step: self._step(step[1])),
            spans=grouped(self._spans(quotations), lambda span: SpanAt._make(span[1:])),
        )

    def _row(self, claim: Row, quotation: Row, chunk: _Chunk) -> ExportRow:
        """A row of its parts, each in the order of the fields it fills."""
        parts: Row = (
            *claim[2:],
            *quotation[2:-1],
            _damage(quotation[-1]),
            *chunk.texts.get(quotation[1], _NO_TEXT),
            *chunk.found.get(claim[0], _NOTHING_FOUND),
            tuple(chunk.evidence.get(claim[0], ())),
            tuple(chunk.chains.get(quotation[2], ())),
            tuple(chunk.spans.get(quotation[2], ())),
        )
        row = ExportRow(*parts)
        row.speaker_role = row.speaker_role or claim[1]
        if row.stale_since:
            row.stale_since = self._moment(row.stale_since)
        return row

    def _found(
        self,
        state: str,
        why: str,
        made_by: int,
        second_by: int | None,
        last_at: Moment,
        single_read_at: Moment | None,
    ) -> Row:
        check = SecondCheck.SINGLE_READ if single_read_at else _second_check(state, made_by, second_by)
        agreed_by = self._people[second_by] if second_by and check is SecondCheck.AGREED else None
        return why, self._people[made_by], self._moment(last_at), agreed_by, check

    def _evidence_item(self, read: Row) -> EvidenceItem:
        item = EvidenceItem._make(read[1:])
        return item if item.asked_at is None else item._replace(asked_at=self._moment(item.asked_at))

    def _moment(self, value: Moment) -> str:
        """A moment in the desk's zone. Of a text the minutes and seconds are taken over: only the hour differs."""
        if isinstance(value, str) and (around := self._hour(value[:13])):
            return f"{around[0]}{value[13:19]}{around[1]}"
        return moment(value).astimezone(self._zone).isoformat(timespec="seconds")


def _hour(zone: tzinfo, hour: str) -> tuple[str, str] | None:
    """What stands before and behind the minutes of an hour there; None where the zone keeps no whole hours then."""
    first, last = (moment(f"{hour}:{rest}").astimezone(zone) for rest in ("00:00", "59:59"))
    if first.minute or first.second or first.utcoffset() != last.utcoffset():
        return None
    text = first.isoformat()
    return text[:13], text[19:]


def _second_check(state: str, made_by: int, second_by: int | None) -> SecondCheck:
    """What a second reader said. A chief's own answers have none, and nobody is a second reader of their own."""
    if state == FindingState.SUBMITTED:
        return SecondCheck.OPEN
    if second_by is None:
        return SecondCheck.SETTLED
    return SecondCheck.ONE_READER if second_by == made_by else SecondCheck.AGREED


def _text(text: TextRead) -> Row:
    """A text as rows have it."""
    return (
        text.number,
        text.text_sha256,
        text.document_id,
        text.document__our_title,
        text.document__address or None,
        text.document__address_knowledge,
        _published(text),
        text.document__published_zone or None,
        text.document__published_knowledge,
        text.document__withdrawn_at is not None,
    )


_WRITTEN: Mapping[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}


def _published(text: TextRead) -> str | None:
    """The date of a document in the zone it was given in, no finer than it is known: 2026, 2026-11, 2026-11-23."""
    if text.document__published is None:
        return None
    at = moment(text.document__published).astimezone(zone(text.document__published_zone))
    return at.isoformat(timespec="minutes")[: _WRITTEN.get(text.document__published_precision)]


def _step(read: str) -> Step:
    """A step of what ``_STEP`` reads."""
    linked, printed, source_id, knowledge, roles, *known = json.loads(read)
    basis, inferred_from, words, transform, is_read_by_us = known
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
