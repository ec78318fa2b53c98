"""Selectors: evidence given once on a document, and what a claim may take over of it."""

from django.db.models import QuerySet

from claims.models import Claim, Evidence
from claims.records.provenance import Place

_STANDING = (Place.CURRENT, Place.WAITING)


def to_take_over(claim: Claim) -> QuerySet[Evidence]:
    """The evidence of the documents that carry a claim, but for what it has taken over already. One query."""
    documents = claim.quotations.filter(place__in=_STANDING, snapshot__document__withdrawn_at__isnull=True).values(
        "snapshot__document"
    )
    taken = Evidence.objects.standing().filter(claim=claim, taken_from__isnull=False).values("taken_from")
    found = Evidence.objects.standing().filter(document__in=documents).exclude(pk__in=taken)
    return found.select_related("added_by", "document").order_by("added_at", "id")


def by_number(pk: int) -> Evidence:
    """A piece of evidence, also one that was taken off. Raises Evidence.DoesNotExist."""
    return Evidence.objects.get(pk=pk)
