"""Services: what follows for claims when the facts of a document change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from claims.models import Claim, Document, Quotation, Relay, Source
from claims.querysets import ClaimQuerySet
from claims.records.provenance import Basis, Knowledge
from claims.records.quotations import DamageKind, ToldToKind
from claims.services import chains, factsheet, indexing, staleness
from claims.services.carrying import STANDING
from claims.services.recording import Recorder

_IN_THE_WORDS: Final = ("our_title",)
_IN_THE_CHAIN: Final = ("publisher", "publisher_knowledge", "agency", "agency_knowledge", "translation")
# The facts on which a decision rests, with the columns whose change is another value of them.
_RESTED_ON: Final = {
    "published": ("published", "published_precision"),
    "publisher": ("publisher",),
    "agency": ("agency",),
}


@dataclass(slots=True)
class _Way:
    """How a claim comes to us by this document: its quotations whose chain is another now, and the source it names."""

    rechained: list[int] = field(default_factory=list)
    is_primary: bool = False
    source: Source | None = None


def follow(
    recorder: Recorder,
    document: Document,
    claims: ClaimQuerySet,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Bring the claims of a document in line with its new facts, with one Event for each claim that changes."""
    changed = {name for name in after if before[name] != after[name]}
    if changed.intersection(_IN_THE_WORDS):
        indexing.remember(claims)
    why = _why_stale(document, before, changed)
    ways = _ways(document) if changed.intersection(_IN_THE_CHAIN) else {}
    for claim in claims:
        _settle(recorder, claim, why, ways.get(claim.pk, _Way()))


def _settle(recorder: Recorder, claim: Claim, why: str, way: _Way) -> None:
    shaken = staleness.values_of(recorder, claim, why) if why else {}
    source: dict[str, Any] = {}
    if way.is_primary and not claim.source_is_chosen and claim.source_id != (way.source.pk if way.source else None):
        source["source"] = way.source
    if shaken or source or way.rechained:
        act = "claim.stale" if shaken else "claim.chain"
        also = {"rechained": way.rechained} if way.rechained else None
        recorder.change(claim, act, also=also, **shaken, **source)


def _why_stale(document: Document, before: Mapping[str, Any], changed: set[str]) -> str:
    """Why decided claims go stale: facts that were known before and are others now; "" when there is none."""
    names = [
        str(factsheet.column(fact).verbose_name)
        for fact, columns in _RESTED_ON.items()
        if before[f"{fact}_knowledge"] == Knowledge.KNOWN and changed.intersection(columns)
    ]
    if not names:
        return ""
    return _("Facts of the copy “%(title)s” changed: %(facts)s.") % {
        "title": document.our_title,
        "facts": ", ".join(names),
    }


def _ways(document: Document) -> dict[int, _Way]:
    """Build the chains of a document's quotations anew, but for those an editor has worked on; for each claim."""
    quotations = list(
        Quotation.objects.filter(snapshot__document=document, place__in=STANDING)
        .prefetch_related("relays__source", "snapshot")
        .order_by("claim_id", "id")
    )
    signs = _signs(quotations)
    ways: dict[int, _Way] = {}
    for quotation in quotations:
        way = ways.setdefault(quotation.claim_id, _Way())
        old = list(quotation.relays.all())
        steps = _rebuilt(quotation, old, document, signs)
        if not chains.are_the_same(old, steps):
            Relay.objects.filter(quotation=quotation).delete()
            Relay.objects.bulk_create(steps)
            way.rechained.append(quotation.pk)
        if quotation.is_primary:
            way.is_primary, way.source = True, chains.via_steps(steps, document)
    return ways


def _rebuilt(quotation: Quotation, old: list[Relay], document: Document, signs: chains.StorySigns) -> list[Relay]:
    if quotation.chain_is_by_hand or any(step.basis == Basis.EDITOR for step in old):
        return old
    return chains.build(quotation, speaker=old[0].source if old else None, document=document, signs=signs)


def _signs(quotations: Sequence[Quotation]) -> chains.StorySigns:
    """What the rest of a story says of the way its quotations took, as when they were proposed."""
    told = {
        quotation.told_to: chains.Told(quotation.told_to, f"{quotation.cue} {quotation.told_to}".strip())
        for quotation in sorted(quotations, key=lambda quotation: quotation.start, reverse=True)
        if quotation.told_to_kind == ToldToKind.OUTLET
    }
    newest = max((quotation.snapshot for quotation in quotations), key=lambda snapshot: snapshot.number, default=None)
    return chains.StorySigns(
        told=tuple(reversed(told.values())),
        credited=chains.credited_in(newest) if newest else None,
        reads_translated=any(kind == DamageKind.MACHINE_TRANSLATION for one in quotations for kind, *_ in one.damage),
    )
