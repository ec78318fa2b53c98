"""Selectors: what would go, and what rests on it, when a document is erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from claims import permissions, workflow
from claims.models import Claim, Document, Evidence, Quotation
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import document_page

SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class ToErase:
    """A document that may be erased, how much would go, and what somebody may do about it now."""

    document: Document
    versions: int
    quotations: int
    claims: int
    decided: int
    evidence: int
    may_ask: bool
    may_decline: bool
    may_erase: bool
    is_own_request: bool


def waiting(by: Actor) -> Sequence[Document]:
    """The documents that somebody else asked to erase and that this person may: the oldest requests first."""
    if not permissions.may(by, Act.ERASE):
        return []
    asked = Document.objects.filter(erase_asked_at__isnull=False, erased_at=None).exclude(erase_asked_by=by.person)
    return list(asked.select_related("erase_asked_by").order_by("erase_asked_at", "pk")[:SHOWN])


def of(pk: int, *, by: Actor) -> ToErase:
    """What erasing a document would take. Six queries. Raises Document.DoesNotExist."""
    document = document_page.document_with_facts(pk)
    claims = Claim.objects.in_document(document)
    is_asked = document.erase_asked_at is not None
    is_open = document.is_withdrawn and not document.is_erased
    return ToErase(
        document=document,
        versions=document.snapshots.count(),
        quotations=Quotation.objects.filter(snapshot__document=document).count(),
        claims=claims.count(),
        decided=claims.filter(status__in=workflow.DECIDED).count(),
        evidence=Evidence.objects.filter(Q(document=document) | Q(taken_from__document=document)).count(),
        may_ask=is_open and not is_asked and permissions.may(by, Act.ASK_TO_ERASE),
        may_decline=is_open and is_asked and permissions.may(by, Act.DECLINE_TO_ERASE),
        may_erase=is_open and is_asked and permissions.may(by, Act.ERASE, document),
        is_own_request=is_asked and permissions.is_own(by, Act.ERASE, document),
    )
