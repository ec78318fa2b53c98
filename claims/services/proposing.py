"""Services: what the extractor found becomes proposed claims; what somebody marked becomes a claim."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final

from claims.extraction.languages import risks_in
from claims.lineage.pasted import CUT
from claims.models import Claim, Quotation, Relay, Snapshot, Source, Span
from claims.records import quotations as records
from claims.records.provenance import Place, SpeakerBasis
from claims.records.quotations import Identification, Phrase, Proposal, Risks
from claims.services import chains, indexing, limits, reading, sources
from claims.services.recording import Change, Edit, Recorder
from claims.workflow import Status

ANCHOR = 32
RISKS: Final = tuple(field.name for field in fields(Risks))

_OUTER_MARKS = " \t\n\r\u00a0\"“”„«»‟'‘’`"
_LEADING_THAT = re.compile(r"\Athat\s+", re.IGNORECASE)
# What the extractor reads of a quotation and its claim, beside where the words stand.
_READ_OF_A_CLAIM: Final = ("statement", "speaker", "speaker_basis", "source", "confidence", *RISKS)
_READ: Final = (
    "kind",
    "cue",
    "cue_start",
    "cue_end",
    "speaker_printed",
    "speaker_start",
    "speaker_end",
    "role_printed",
    "identification",
    "speaker_resolved",
    "resolved_by",
    "candidates",
    "told_to",
    "told_to_kind",
    "medium",
    "carried_by",
    "speaker_monitors",
    "said_when",
    "floating",
    "damage",
    "confidence",
    "reasons",
    "chain_end",
)
_LINKING = (Identification.NAMED, Identification.ORGANISATION_ONLY)


@dataclass(frozen=True, slots=True)
class Anew:
    """What became of a text's proposals when it was read again.

    ``proposed`` are new, ``reread`` stand where they stood and are read otherwise, ``lost`` were not found again.
    """

    proposed: list[Claim]
    reread: list[Claim]
    lost: list[Quotation]


def propose(recorder: Recorder, snapshot: Snapshot, proposals: Sequence[Proposal]) -> list[Claim]:
    """Make a proposed claim of every proposal that does not stand where a claim stands already.

    A place that was set aside is not proposed again. Within an act that is under way; one Event for each claim, and
    as many queries as there are different names in them, and a few more.
    """
    return propose_anew(recorder, snapshot, proposals, untouched=()).proposed


def propose_anew(
    recorder: Recorder, snapshot: Snapshot, proposals: Sequence[Proposal], *, untouched: Iterable[Quotation]
) -> Anew:
    """The same where proposals stand already that nobody has touched: these give way to what is found now.

    One that stands at the very place of a new one stays the claim that it is, and is read as the new one says.
    """
    former = {_places(quotation.spans.all()): quotation for quotation in untouched}
    others = snapshot.quotations.filter(place=Place.CURRENT).exclude(
        pk__in=[quotation.pk for quotation in former.values()]
    )
    taken = list(others.values_list("start", "end"))
    signs = chains.signs_in(snapshot, proposals)
    drafts = [_draft(snapshot, proposal, signs) for proposal in proposals if not _overlaps(proposal, taken)]
    pairs = [(former.pop(_places(draft.spans), None), draft) for draft in drafts]
    fresh = [draft for old, draft in pairs if old is None]
    _keep(fresh)
    recorder.record(*(Change("claim.propose", draft.claim, after=_told(draft)) for draft in fresh))
    return Anew(
        proposed=[draft.claim for draft in fresh],
        reread=_reread(recorder, ((old, draft) for old, draft in pairs if old is not None)),
        lost=list(former.values()),
    )


def claim_by_hand(
    recorder: Recorder,
    snapshot: Snapshot,
    spans: Sequence[records.Span],
    *,
    kind: records.QuotationKind,
    basis: SpeakerBasis,
) -> Claim:
    """Make a claim of words that somebody marked; nobody is linked as their speaker, and ``basis`` says why."""
    words = words_of(snapshot.text, spans)
    claim = Claim(
        statement=statement_from(words, kind),
        speaker_basis=basis,
        status=Status.UNVERIFIED,
        changed_by_id=recorder.by.person,
        **risks_of(snapshot, spans),
    )
    quotation = Quotation(
        snapshot=snapshot,
        claim=claim,
        is_primary=True,
        kind=kind,
        start=spans[0].start,
        end=spans[-1].end,
        words=words,
        found_by_id=recorder.by.person,
    )
    draft = _with_chain(claim, quotation, spans, speaker=None, signs=chains.StorySigns())
    _keep([draft])
    recorder.record(Change("claim.mark", claim, after=_told(draft)))
    return claim


def spans_of(quotation: Quotation, spans: Sequence[records.Span]) -> list[Span]:
    """The spans of a quotation with their exact words and the words around them, not saved yet."""
    text = quotation.snapshot.text
    return [
        Span(
            quotation=quotation,
            position=position,
            start=span.start,
            end=span.end,
            exact=text[span.start : span.end],
            prefix=text[max(0, span.start - ANCHOR) : span.start],
            suffix=text[span.end : span.end + ANCHOR],
        )
        for position, span in enumerate(spans)
    ]


def words_of(text: str, spans: Iterable[records.Span]) -> str:
    """The words of all spans, as lists show them."""
    return CUT.join(text[span.start : span.end] for span in spans)


def risks_of(snapshot: Snapshot, spans: Iterable[records.Span]) -> dict[str, bool | None]:
    """What words at these places tell of deaths and accusations, as a claim keeps it; in the language of the text."""
    words = " ".join(snapshot.text[span.start : span.end] for span in spans)
    return asdict(risks_in(words, snapshot.language))


def statement_from(words: str, kind: records.QuotationKind) -> str:
    """The words of a quotation as the beginning of a statement: outer marks and a leading "that" taken off.

    Only this copy is tidied; the quotation keeps its words.
    """
    printed = " ".join(words.split())
    is_direct = kind is records.QuotationKind.DIRECT
    text = CUT.join(map(_unmarked, printed.split(CUT))) if is_direct else printed
    bare = _LEADING_THAT.sub("", text) or printed
    return bare[:1].upper() + bare[1:]


def _unmarked(piece: str) -> str:
    return piece.strip(_OUTER_MARKS).rstrip(",")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim with its quotation, not saved yet."""

    claim: Claim
    quotation: Quotation
    spans: list[Span]
    relays: list[Relay]


def _draft(snapshot: Snapshot, proposal: Proposal, signs: chains.StorySigns) -> _Draft:
    words = words_of(snapshot.text, proposal.spans)
    speaker = _speaker(proposal, snapshot, signs.names)
    claim = Claim(
        statement=statement_from(words, proposal.kind),
        speaker=speaker,
        speaker_basis=SpeakerBasis.PRINTED if speaker else SpeakerBasis.OPEN,
        status=Status.PROPOSED,
        **asdict(proposal.risks),
    )
    quotation = _quotation(snapshot, claim, proposal, words)
    return _with_chain(claim, quotation, proposal.spans, speaker=speaker, signs=signs)


def _with_chain(
    claim: Claim,
    quotation: Quotation,
    spans: Sequence[records.Span],
    *,
    speaker: Source | None,
    signs: chains.StorySigns,
) -> _Draft:
    document = quotation.snapshot.document
    relays = chains.build(quotation, speaker=speaker, document=document, signs=signs)
    quotation.chain_end = chains.end_of(quotation)
    claim.source = chains.via_steps(relays, document)
    claim.confidence = quotation.confidence
    return _Draft(claim, quotation, spans_of(quotation, spans), relays)


def _keep(drafts: Sequence[_Draft]) -> None:
    Claim.objects.bulk_create([draft.claim for draft in drafts])
    Quotation.objects.bulk_create([draft.quotation for draft in drafts])
    Span.objects.bulk_create([span for draft in drafts for span in draft.spans])
    Relay.objects.bulk_create([relay for draft in drafts for relay in draft.relays])
    indexing.remember([draft.claim for draft in drafts])


def _places(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def _reread(recorder: Recorder, pairs: Iterable[tuple[Quotation, _Draft]]) -> list[Claim]:
    """Give proposals at the same place what is read of them now; those that were read otherwise before.

    The ledger keeps which details of the words are others, not what they say: names are among them.
    """
    otherwise = [(old, draft, differing) for old, draft in pairs if (differing := _differing(old, draft))]
    for old, draft, _ in otherwise:
        for name in (*_READ, "extractor"):
            setattr(old, name, getattr(draft.quotation, name))
        for step in draft.relays:
            step.quotation = old
    quotations = [old for old, _, _ in otherwise]
    Quotation.objects.bulk_update(quotations, [*_READ, "extractor"], batch_size=100)
    Relay.objects.filter(quotation__in=quotations).delete()
    Relay.objects.bulk_create([step for _, draft, _ in otherwise for step in draft.relays])
    recorder.change_all(
        "claim.read_again",
        (
            Edit(
                old.claim,
                {name: getattr(draft.claim, name) for name in _READ_OF_A_CLAIM},
                {"quotation": old.pk, "extractor": old.extractor, "read_otherwise": differing},
            )
            for old, draft, differing in otherwise
        ),
    )
    indexing.remember(old.claim for old in quotations)
    return [old.claim for old in quotations]


def _differing(old: Quotation, draft: _Draft) -> list[str]:
    """What is read otherwise: details of the words, the chain, or what the claim takes from them."""
    details = [name for name in _READ if getattr(old, name) != getattr(draft.quotation, name)]
    chain = [] if chains.are_the_same(old.relays.all(), draft.relays) else ["chain"]
    values = [name for name in _READ_OF_A_CLAIM if getattr(old.claim, name) != getattr(draft.claim, name)]
    return list(dict.fromkeys([*details, *chain, *values]))


def _told(draft: _Draft) -> dict[str, object]:
    """What the ledger keeps of a new claim: where its words stand, and not the words, so that they can be erased."""
    quotation = draft.quotation
    return {
        "status": draft.claim.status,
        "speaker": draft.claim.speaker_id,
        "speaker_basis": draft.claim.speaker_basis,
        "source": draft.claim.source_id,
        "snapshot": quotation.snapshot_id,
        "quotation": quotation.pk,
        "kind": quotation.kind,
        **{name: getattr(draft.claim, name) for name in RISKS},
        "spans": [[span.start, span.end] for span in draft.spans],
    }


def _quotation(snapshot: Snapshot, claim: Claim, proposal: Proposal, words: str) -> Quotation:
    speaker, cue = proposal.speaker, proposal.cue
    return Quotation(
        snapshot=snapshot,
        claim=claim,
        is_primary=True,
        kind=proposal.kind,
        start=proposal.start,
        end=proposal.end,
        words=words,
        cue=_kept(cue, "cue"),
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        speaker_printed=_kept(speaker, "speaker_printed"),
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        role_printed=_kept(proposal.role, "role_printed"),
        identification=proposal.identification,
        speaker_resolved=_cut(proposal.resolved, "speaker_resolved"),
        resolved_by=proposal.resolved_by or "",
        candidates=[[candidate.name, candidate.by] for candidate in proposal.candidates],
        told_to=_kept(proposal.told_to, "told_to"),
        told_to_kind=proposal.told_to_kind or "",
        medium=_kept(proposal.medium, "medium"),
        carried_by=_kept(proposal.carried_by, "carried_by"),
        speaker_monitors=proposal.speaker_monitors,
        said_when=_kept(proposal.said_when, "said_when"),
        floating=proposal.floating,
        damage=[[damage.kind, damage.start, damage.end] for damage in proposal.damage],
        extractor=reading.FOUND_BY,
        confidence=proposal.confidence,
        reasons=list(proposal.reasons),
    )


def _speaker(proposal: Proposal, snapshot: Snapshot, names: sources.Names) -> Source | None:
    """The source a proposal links to by itself: by the full name the story gives, or by the same description."""
    if proposal.identification in _LINKING:
        return names.named(proposal.resolved) if proposal.resolved else None
    name = proposal.resolved or (proposal.speaker.text if proposal.speaker else "")
    return sources.described(name, snapshot.document) if name else None


def _overlaps(proposal: Proposal, taken: Iterable[tuple[int, int]]) -> bool:
    return any(proposal.start < end and start < proposal.end for start, end in taken)


def _kept(phrase: Phrase | None, field: str) -> str:
    return _cut(phrase.text, field) if phrase else ""


def _cut(text: str, field: str) -> str:
    """Words no longer than their column; the snapshot keeps them whole."""
    return text[: limits.limit(Quotation, field)]
