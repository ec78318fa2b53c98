"""Services: who says a claim and through whom it reached us: linked, or made when new. Its chain is linked with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from claims.models import ANONYMOUS, Claim, Quotation, Relay, Source
from claims.querysets import QuotationQuerySet
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.records.quotations import Identification, ToldToKind
from claims.services import called, chains, sources
from claims.services.called import Called
from claims.services.recording import Recorder

_KIND_BY_IDENTIFICATION = {
    Identification.NAMED: SourceKind.PERSON,
    Identification.ORGANISATION_ONLY: SourceKind.ORGANISATION,
}
_LINKED = ("source", "knowledge", "roles")


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """Whom an editor names as speaker: a source by id, a new one by name, or nobody (stated by the copy itself).

    All empty means: as proposed. ``new_kind`` None: what the story says they are, else a person.
    """

    source: int | None = None
    new_name: str = ""
    new_kind: SourceKind | None = SourceKind.PERSON
    new_role: str = ""
    is_copy_itself: bool = False

    @property
    def is_as_proposed(self) -> bool:
        """Whether the editor leaves the speaker as it is proposed."""
        return self.source is None and not self.new_name.strip() and not self.is_copy_itself


AS_PROPOSED = SpeakerChoice()


class Linked(NamedTuple):
    """The values of a claim whose speaker is linked now, and the steps of its chain as they were before."""

    claim: Claim
    values: Mapping[str, Any]
    chain_was: Sequence[Sequence[object]]


def link(recorder: Recorder, claim: Claim, choice: SpeakerChoice) -> Linked:
    """Link one locked claim to a speaker. The values are not set yet, its chain is linked."""
    return link_all(recorder, [claim], choice)[0]


def link_all(recorder: Recorder, claims: Sequence[Claim], choice: SpeakerChoice = AS_PROPOSED) -> list[Linked]:
    """The same for several claims, with hardly more queries than for one, but for each source that has to be made."""
    found = _with_chains().filter(claim__in=[claim.pk for claim in claims])
    quotations = {quotation.claim_id: quotation for quotation in found}
    known = _called_in(quotations.values(), choice)
    linked, steps = [], []
    for claim in claims:
        quotation = quotations.get(claim.pk)
        values, relays, was = _link(recorder, claim, quotation, choice, known)
        linked.append(Linked(claim, values, was))
        steps += relays
    Relay.objects.bulk_update(steps, _LINKED, batch_size=200)
    return linked


def unlink(chains_were: Mapping[int, Sequence[Sequence[Any]]]) -> None:
    """Give the chains of claims the steps back that linking changed; ``Linked`` said what they were."""
    steps = Relay.objects.filter(quotation__claim__in=chains_were, quotation__is_primary=True)
    before = {(claim, position): row for claim, rows in chains_were.items() for position, *row in rows}
    changed = []
    for step in steps.select_related("quotation"):
        was = before.get((step.quotation.claim_id, step.position))
        if was:
            step.source_id, step.knowledge, step.roles = was
            changed.append(step)
    Relay.objects.bulk_update(changed, _LINKED, batch_size=200)


def source_of(claim: Claim) -> Source | None:
    """Through whom a claim reached us, as its primary quotation's chain and document say."""
    quotation = _with_chains().filter(claim=claim).first()
    return _via(quotation) if quotation else None


def speaker_of(
    recorder: Recorder, claim: Claim, quotation: Quotation | None, choice: SpeakerChoice, known: Called
) -> tuple[Source | None, SpeakerBasis]:
    """The source a choice means, made when it is new, and how the claim came to it."""
    if choice.is_copy_itself:
        return None, SpeakerBasis.COPY
    if choice.source is not None:
        source = Source.objects.get(pk=choice.source)
    elif choice.new_name.strip():
        kind = choice.new_kind or _kind_in_story(quotation, choice.new_name)
        source = known.add(sources.named_or_new(recorder, choice.new_name, kind=kind, role=choice.new_role))
    else:
        return _as_proposed(recorder, claim, quotation, known)
    printed = quotation is not None and sources.is_printed_as(
        source, quotation.speaker_resolved, quotation.speaker_printed
    )
    return source, SpeakerBasis.PRINTED if printed else SpeakerBasis.EDITOR


def _with_chains() -> QuotationQuerySet:
    """The quotations that claims rest on, with their chains and documents, without the text of these."""
    found = Quotation.objects.primary().prefetch_related("relays__source")
    return found.select_related("snapshot__document__agency", "snapshot__document__publisher").defer(
        "snapshot__text", "snapshot__damage", "snapshot__credits"
    )


def _called_in(quotations: Iterable[Quotation], choice: SpeakerChoice) -> Called:
    """Who has the names that these quotations and the choice need."""
    quotations = list(quotations)
    names = {choice.new_name, *(name for quotation in quotations for name in _names_in(quotation))} - {""}
    anonymous = {quotation.snapshot.document_id for quotation in quotations if quotation.identification in ANONYMOUS}
    return called.called(names, described_in=anonymous if choice.is_as_proposed else ())


def _names_in(quotation: Quotation) -> Iterator[str]:
    yield from (quotation.speaker_resolved, quotation.told_to)
    yield from (relay.name for relay in quotation.relays.all() if relay.source_id is None)


def _link(
    recorder: Recorder, claim: Claim, quotation: Quotation | None, choice: SpeakerChoice, known: Called
) -> tuple[dict[str, Any], list[Relay], list[Sequence[object]]]:
    """The values of a claim, the steps of its chain that are linked now, and what these were."""
    speaker, basis = speaker_of(recorder, claim, quotation, choice, known)
    values: dict[str, Any] = {"speaker": speaker, "speaker_basis": basis}
    relays: list[Relay] = []
    was: list[Sequence[object]] = []
    if quotation is not None:
        if quotation.told_to and quotation.told_to_kind == ToldToKind.OUTLET:
            known.one_or_new(recorder, quotation.told_to, SourceKind.OUTLET)
        before = {step.position: [step.source_id, step.knowledge, step.roles] for step in quotation.relays.all()}
        relays = chains.link(quotation, speaker=speaker, known=known)
        was = [[step.position, *before[step.position]] for step in relays]
    if not claim.source_is_chosen:
        values["source"] = _via(quotation) if quotation else None
    return values, relays, was


def _via(quotation: Quotation) -> Source | None:
    return chains.via_steps(quotation.relays.all(), quotation.snapshot.document)


def _as_proposed(
    recorder: Recorder, claim: Claim, quotation: Quotation | None, known: Called
) -> tuple[Source | None, SpeakerBasis]:
    if claim.speaker is not None or quotation is None:
        return claim.speaker, SpeakerBasis(claim.speaker_basis)
    source = _source_as_printed(recorder, quotation, known)
    return source, SpeakerBasis.PRINTED if source else SpeakerBasis.OPEN


def _kind_in_story(quotation: Quotation | None, name: str) -> SourceKind:
    """What the other quotations of a story say that somebody in it is."""
    if quotation is None:
        return SourceKind.PERSON
    others = Quotation.objects.filter(snapshot=quotation.snapshot_id)
    if others.filter(told_to=name, told_to_kind=ToldToKind.OUTLET).exists():
        return SourceKind.OUTLET
    found = others.filter(speaker_resolved=name, identification__in=_KIND_BY_IDENTIFICATION).order_by("start")
    identification = found.values_list("identification", flat=True).first()
    return _KIND_BY_IDENTIFICATION[Identification(identification)] if identification else SourceKind.PERSON


def _source_as_printed(recorder: Recorder, quotation: Quotation, known: Called) -> Source | None:
    """The speaker that the story itself gives; None where it stays open ("He" of nobody knows whom)."""
    identification = Identification(quotation.identification)
    name = quotation.speaker_resolved
    if identification in _KIND_BY_IDENTIFICATION and name:
        return known.one_or_new(recorder, name, _KIND_BY_IDENTIFICATION[identification])
    if identification in ANONYMOUS and (name or quotation.speaker_printed):
        return known.described_or_new(
            recorder, name or quotation.speaker_printed, quotation.snapshot.document, identification
        )
    return None
