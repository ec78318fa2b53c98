"""Selectors: the chain of a claim as somebody builds on it, and how each step is called in a field for a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.choices import labels
from claims.models import Claim, Document, Quotation, Relay, Source
from claims.records.provenance import Knowledge, Place
from claims.selectors import chain_picture, names
from claims.selectors.chain_picture import ChainPicture


@dataclass(frozen=True, slots=True)
class Builder:
    """What the page needs: the claim, the words, the steps there are with what to type for each, and the picture.

    ``speaker`` is how the first step is called, which follows the claim's speaker.
    """

    claim: Claim
    quotation: Quotation
    document: Document
    steps: Sequence[tuple[Relay, str]]
    speaker: str
    picture: ChainPicture | None


def of_claim(pk: int, quotation_id: int | None = None) -> Builder | None:
    """The chain of the quotation that a claim rests on, or of another copy of its words; None where there is none.

    Raises Claim.DoesNotExist.
    """
    claim = Claim.objects.select_related("speaker", "assigned_to").get(pk=pk)
    found = claim.quotations.exclude(place=Place.FOLLOWED).select_related("snapshot__document")
    wanted = found.primary() if quotation_id is None else found.filter(pk=quotation_id)
    quotation = wanted.defer("snapshot__text").first()
    if quotation is None:
        return None
    steps = list(quotation.relays.select_related("source"))
    sources = names.to_type([step.source for step in steps if step.source])
    return Builder(
        claim=claim,
        quotation=quotation,
        document=quotation.snapshot.document,
        steps=[(step, _typed(step, sources)) for step in steps],
        speaker=_speaker(claim, quotation, steps),
        picture=chain_picture.picture(steps),
    )


def _typed(step: Relay, sources: dict[int, str]) -> str:
    return step.name if step.source is None else sources[step.source.pk]


def _speaker(claim: Claim, quotation: Quotation, steps: Sequence[Relay]) -> str:
    """How the first step is called: the claim's speaker, else as the story calls them."""
    speaker: Source | None = claim.speaker
    if speaker is not None:
        return speaker.name
    if steps:
        return chain_picture.name_of(steps[0])
    printed = quotation.speaker_resolved or quotation.speaker_printed
    return printed or str(labels.label(Knowledge.ABSENT))
