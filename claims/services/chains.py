"""Services: the way words took to us. Built from what is printed and inferred; linked as sources become known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.models import ANONYMOUS, Document, Quotation, Relay, Snapshot, Source
from claims.records.provenance import Basis, ChainEnd, Knowledge, RelayRole, SourceKind, Transform, Translation
from claims.records.quotations import DamageKind, Identification, Proposal, ToldToKind
from claims.services import limits, sources
from claims.services.called import Called

_BY_TRANSLATION: Mapping[Translation, Transform] = {
    Translation.HUMAN: Transform.HUMAN_TRANSLATION,
    Translation.MACHINE: Transform.MACHINE_TRANSLATION,
    Translation.MACHINE_SUSPECTED: Transform.MACHINE_TRANSLATION,
}
_ROLE_BY_KIND: Mapping[str, RelayRole] = {SourceKind.AGENCY: RelayRole.AGENCY, SourceKind.OUTLET: RelayRole.OUTLET}
_VIA = (RelayRole.MONITOR, RelayRole.AGENCY, RelayRole.OUTLET)
# How far from a quotation the name of the one who carried it may stand, and how many words before it say so.
_BESIDE: Final = 500
_WORDS_THAT_SAY_SO: Final = 2
# What makes two steps the same to a reader.
_TOLD_OF_A_STEP: Final = (
    "source_id",
    "knowledge",
    "name",
    "roles",
    "identification",
    "words",
    "transform",
    "is_read_by_us",
    "basis",
    "inferred_from",
)
_LONGEST_LINE: Final = limits.limit(Relay, "words")


@dataclass(frozen=True, slots=True)
class Told:
    """An outlet that something in a story was told, and the words that say so: "told AFP"."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Credited:
    """An agency that a credit line names, with the whole line; ``source`` None when nobody here is called so."""

    name: str
    line: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class StorySigns:
    """What one quotation's chain takes from the rest of its story: outlets that were told something, in reading order,
    the agency that a credit line names, whether any of it reads like machine translation, and who is called what.
    """

    told: tuple[Told, ...] = ()
    credited: Credited | None = None
    reads_translated: bool = False
    names: sources.Names = field(default_factory=sources.Names)


def signs_in(snapshot: Snapshot, proposals: Iterable[Proposal]) -> StorySigns:
    """What a story's quotations and its credit lines say of the way that all of them took."""
    proposals = list(proposals)
    damaged = any(damage.kind is DamageKind.MACHINE_TRANSLATION for found in proposals for damage in found.damage)
    return StorySigns(tuple(_outlets_told(proposals)), credited_in(snapshot), reads_translated=damaged)


def credited_in(snapshot: Snapshot) -> Credited | None:
    """The first agency that a credit line names; one whom nobody here knows may be one, an outlet is none."""
    for start, end, line_start, line_end in snapshot.credits:
        name, line = snapshot.text[start:end], " ".join(snapshot.text[line_start:line_end].split())
        source = sources.named(name)
        if source is None or source.kind == SourceKind.AGENCY:
            return Credited(name[:_LONGEST_LINE], line[:_LONGEST_LINE], source)
    return None


def _outlets_told(proposals: Iterable[Proposal]) -> list[Told]:
    told: dict[str, Told] = {}
    for proposal in proposals:
        if proposal.told_to and proposal.told_to_kind is ToldToKind.OUTLET:
            cue = proposal.cue.text + " " if proposal.cue else ""
            told.setdefault(proposal.told_to.text, Told(proposal.told_to.text, cue + proposal.told_to.text))
    return list(told.values())


def build(quotation: Quotation, *, speaker: Source | None, document: Document, signs: StorySigns) -> list[Relay]:
    """The chain of a new quotation, not saved yet: who uttered the words, who relayed them, the copy we hold.

    An agency that another quotation of the story was told is inferred for this one too, and says from what, unless
    the document or a line of it credits one.
    """
    steps = [_utterance(quotation, speaker), *_relays(quotation, document, signs)]
    steps.extend(_copy_held(quotation, document, signs, after=steps[-1]))
    steps[-1].is_read_by_us = True
    for position, step in enumerate(steps):
        step.position = position
    return steps


def first_of(quotation: Quotation, steps: Sequence[Relay], *, speaker: Source | None) -> Relay:
    """The step of whoever uttered the words: the one there is, by the claim's speaker; not saved."""
    first = steps[0] if steps else _utterance(quotation, speaker)
    if speaker is not None:
        first.source, first.knowledge = speaker, Knowledge.KNOWN
    return first


def end_of(quotation: Quotation) -> ChainEnd:
    """Why a chain that nobody has followed yet ends where it does."""
    return ChainEnd.SOURCE_ANONYMOUS if quotation.identification in ANONYMOUS else ChainEnd.NOT_LOOKED


def are_the_same(chain: Iterable[Relay], other: Iterable[Relay]) -> bool:
    """Whether two chains tell a reader the same."""
    return [_read(step) for step in chain] == [_read(step) for step in other]


def link(quotation: Quotation, *, speaker: Source | None, known: Called) -> list[Relay]:
    """Link the steps of a kept chain: the first to the speaker, others by the names printed there.

    Returns those that are linked now and were not so; keeping them is the caller's.
    """
    linked = []
    for relay in quotation.relays.all():
        source = speaker if relay.position == 0 else relay.source or (known.one(relay.name) if relay.name else None)
        if source and relay.source_id != source.pk:
            relay.source, relay.knowledge = source, Knowledge.KNOWN
            relay.roles = _speaker_roles(quotation, source) if relay.position == 0 else relay.roles
            linked.append(relay)
    return linked


def via_steps(steps: Iterable[Relay], document: Document) -> Source | None:
    """The source a claim came to us through.

    The first monitor, agency or told-to outlet of its chain, else the document's credited agency, else its publisher.
    None is unknown.
    """
    first = next((step.source for step in steps if step.source and any(role in _VIA for role in step.roles)), None)
    return first or via_document(document)


def via_document(document: Document | None) -> Source | None:
    """The document's credited agency, else its publisher."""
    return (document.agency or document.publisher) if document else None


def _utterance(quotation: Quotation, speaker: Source | None) -> Relay:
    name = quotation.speaker_resolved or quotation.speaker_printed
    return Relay(
        quotation=quotation,
        source=speaker,
        knowledge=Knowledge.KNOWN if name else Knowledge.ABSENT,
        name=name,
        roles=_speaker_roles(quotation, speaker),
        identification=quotation.identification,
        words=quotation.cue,
        basis=Basis.PRINTED,
    )


def _speaker_roles(quotation: Quotation, speaker: Source | None) -> list[str]:
    roles: list[str] = [RelayRole.SPEAKER]
    if any(word.startswith("spokes") for word in quotation.role_printed.casefold().split()):
        roles.append(RelayRole.SPOKESPERSON)
    if quotation.speaker_monitors or (speaker and speaker.is_monitor):
        roles.append(RelayRole.MONITOR)
    return roles


def _relays(quotation: Quotation, document: Document, signs: StorySigns) -> Iterator[Relay]:
    """Who stands between the one who uttered the words and the copy; nobody twice in a row."""
    last: Relay | None = None
    for step in (*_told(quotation, signs), *_carried(quotation, signs), *_agency(quotation, document, signs)):
        if last is None or _caller(last) != _caller(step):
            yield step
        last = step


def _told(quotation: Quotation, signs: StorySigns) -> Iterator[Relay]:
    if quotation.told_to and quotation.told_to_kind == ToldToKind.OUTLET:
        yield _relay(quotation, quotation.told_to, signs.names.named(quotation.told_to), words=quotation.cue)


def _carried(quotation: Quotation, signs: StorySigns) -> Iterator[Relay]:
    if quotation.carried_by:
        name = quotation.carried_by
        yield _relay(quotation, name, signs.names.named(name), words=_words_that_say_so(quotation))


def _agency(quotation: Quotation, document: Document, signs: StorySigns) -> Iterator[Relay]:
    """The agency of the whole document: as somebody has said, as a credit line says, or inferred from the story.

    Whoever says that a document has none overrules the line. Words told to an outlet came by that outlet.
    """
    if quotation.told_to_kind == ToldToKind.OUTLET:
        return
    if document.agency:
        yield _relay(quotation, document.agency.name, document.agency)
    elif signs.credited and document.agency_knowledge != Knowledge.ABSENT:
        yield _relay(quotation, signs.credited.name, signs.credited.source, words=signs.credited.line)
    else:
        for told in signs.told:
            source = signs.names.named(told.name)
            if source and source.kind == SourceKind.AGENCY:
                yield _relay(quotation, told.name, source, inferred_from=told.words)
                return


def _relay(
    quotation: Quotation, name: str, source: Source | None, *, words: str = "", inferred_from: str = ""
) -> Relay:
    return Relay(
        quotation=quotation,
        source=source,
        knowledge=Knowledge.KNOWN,
        name=name,
        roles=[_role(source)],
        identification=Identification.ORGANISATION_ONLY,
        words=words,
        basis=Basis.INFERRED if inferred_from else Basis.PRINTED,
        inferred_from=inferred_from,
    )


def _role(source: Source | None) -> RelayRole:
    """What somebody does who passes words on; an outlet, when nobody here is called so."""
    if source is None:
        return RelayRole.OUTLET
    return RelayRole.MONITOR if source.is_monitor else _ROLE_BY_KIND.get(source.kind, RelayRole.OUTLET)


def _read(step: Relay) -> tuple[object, ...]:
    return tuple(getattr(step, name) for name in _TOLD_OF_A_STEP)


def _caller(step: Relay) -> object:
    return step.source_id or step.name


def _words_that_say_so(quotation: Quotation) -> str:
    """The words printed before the name of the one who carried a quotation, on its line: "carried by"."""
    text, name = quotation.snapshot.text, quotation.carried_by
    place = text.find(name, quotation.end, quotation.end + _BESIDE)
    if place < 0:
        place = text.rfind(name, max(0, quotation.start - _BESIDE), quotation.start)
    line = text[max(0, place - _BESIDE) : max(0, place)].rpartition("\n")[2]
    return " ".join(line.split()[-_WORDS_THAT_SAY_SO:])[:_LONGEST_LINE]


def _copy_held(quotation: Quotation, document: Document, signs: StorySigns, *, after: Relay) -> Iterator[Relay]:
    if document.publisher is not None and document.publisher == after.source:
        return
    transform = _BY_TRANSLATION.get(Translation(document.translation), Transform.UNKNOWN)
    is_inferred = transform is Transform.UNKNOWN and signs.reads_translated
    yield Relay(
        quotation=quotation,
        source=document.publisher,
        knowledge=document.publisher_knowledge,
        name=document.publisher.name if document.publisher else "",
        roles=[RelayRole.REPUBLISHER],
        identification=Identification.ORGANISATION_ONLY if document.publisher else Identification.UNATTRIBUTED,
        transform=Transform.MACHINE_TRANSLATION if is_inferred else transform,
        basis=Basis.INFERRED if is_inferred else Basis.PRINTED,
        inferred_from=DamageKind.MACHINE_TRANSLATION if is_inferred else "",
    )
