"""Selectors: what would go, and what rests on it, when a document is erased."""

from dataclasses import dataclass

from django.db.models import Q

from claims import permissions, workflow
from claims.models import Claim, Document, Evidence, Quotation
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import document_page


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
