"""Selectors: the quotations that stand next to one in its text, and whether the same speaker says them."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from claims import workflow
from claims.models import Claim, Quotation
from claims.records.provenance import Place, SpeakerBasis


def standing(claim: Claim) -> Quotation | None:
    """The quotation that a claim rests on, where it stands in the newest version of its text. One query."""
    found = claim.quotations.primary().filter(place=Place.CURRENT).select_related("snapshot__document")
    return found.defer("snapshot__text").first()


def of(quotation: Quotation, claim: Claim) -> Sequence[Quotation]:
    """The next and the one before, in this order, where the same speaker says them and their claims are still open.

    Two queries. Quotations whose claims are set aside or withdrawn are passed over.
    """
    here = Quotation.objects.filter(
        snapshot=quotation.snapshot_id,
        place=Place.CURRENT,
        is_primary=True,
        claim__status__in=workflow.OPEN | workflow.DECIDED,
    ).select_related("claim__speaker")
    behind, before = (
        here.filter(_comes_after(quotation)),
        here.exclude(_comes_after(quotation)).exclude(pk=quotation.pk),
    )
    return joinable(quotation, claim, [*behind.in_reading_order()[:1], *before.in_reading_order().reverse()[:1]])


def joinable(quotation: Quotation, claim: Claim, beside: Iterable[Quotation]) -> Sequence[Quotation]:
    """Those of its neighbours that the same speaker says and whose claims are still open. No query for loaded ones."""
    return [
        other
        for other in beside
        if other.claim.status in workflow.OPEN and _is_same_speaker(quotation, claim, other, other.claim)
    ]


def _comes_after(quotation: Quotation) -> Q:
    """What comes after a quotation in reading order."""
    return Q(start__gt=quotation.start) | Q(
        Q(end__gt=quotation.end) | Q(end=quotation.end, id__gt=quotation.pk), start=quotation.start
    )


def _is_same_speaker(quotation: Quotation, claim: Claim, other: Quotation, other_claim: Claim) -> bool:
    """Whether one says both, as far as anybody knows. Words of which nobody has said who says them may be anybody's."""
    bases = {claim.speaker_basis, other_claim.speaker_basis}
    if SpeakerBasis.COPY in bases:
        return bases == {SpeakerBasis.COPY}
    if claim.speaker_id and other_claim.speaker_id:
        return claim.speaker_id == other_claim.speaker_id
    names, others = _names(quotation, claim), _names(other, other_claim)
    return not names or not others or bool(names & others)


def _names(quotation: Quotation, claim: Claim) -> set[str]:
    names = (claim.speaker.name if claim.speaker else "", quotation.speaker_resolved or quotation.speaker_printed)
    return {name.casefold() for name in names if name}
