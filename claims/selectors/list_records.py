"""Selectors: lists that left the house, as programs read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.models import IssuedClaim, IssuedList
from claims.selectors import issued_lists
from claims.selectors.other_records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedListRecord:
    """One edition of a list. ``changed_claims``: of so many we would say something else, and nobody has seen to it."""

    list_id: int
    list_version: int
    name: str
    number: int
    edition: int
    replaces: int | None
    replaced_by: int | None
    title: str
    for_whom: str
    rights: str | None
    document_id: int | None
    format: str
    columns: tuple[str, ...]
    left_out: str | None
    claims: int
    rows: int
    changed_claims: int
    sha256: str
    record_sha256: str
    manifest_sha256: str
    issued_by: str
    issued_at: datetime
    is_erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedClaimRecord:
    """A claim of a list: as the list had it, and as it stands now. ``is_open``: changed, and nobody has seen to it."""

    claim_id: int
    claim_version: int
    status: str
    how_to_use: str
    claim_version_now: int
    status_now: str
    how_to_use_now: str
    became: str | None
    changed_at: datetime | None
    is_open: bool


def lists(*, with_changes: bool, after: int | None) -> Records[IssuedListRecord]:
    """Lists as their page shows them, newest first."""
    page = issued_lists.page(before=after, with_changes=with_changes)
    found = IssuedList.objects.filter(pk__in=[issued.pk for issued in page.lists])
    changes = issued_lists.changes_in(page.lists)
    by_id = {issued.pk: _list(issued, changes) for issued in found.select_related("replaced_by")}
    return Records([by_id[issued.pk] for issued in page.lists], page.older)


def issued_list(pk: int) -> IssuedListRecord:
    """One list. Raises IssuedList.DoesNotExist."""
    issued = IssuedList.objects.select_related("replaced_by").get(pk=pk)
    return _list(issued, issued_lists.changes_in([issued]))


def carried(pk: int, *, after: int | None, most: int) -> Records[CarriedClaimRecord]:
    """The claims of a list, as it names them. Raises IssuedList.DoesNotExist."""
    issued = IssuedList.objects.get(pk=pk)
    rows = issued.carried.select_related("claim", "issued_list").order_by("pk")
    found = list((rows.filter(pk__gt=after) if after is not None else rows)[: most + 1])
    return Records([_carried(one) for one in found[:most]], found[most - 1].pk if len(found) > most else None)


def _list(issued: IssuedList, changes: Mapping[int, int]) -> IssuedListRecord:
    replaced_by: Any = getattr(issued, "replaced_by", None)
    return IssuedListRecord(
        list_id=issued.pk,
        list_version=issued.version,
        name=str(issued),
        number=issued.number,
        edition=issued.edition,
        replaces=issued.replaces_id,
        replaced_by=replaced_by.pk if replaced_by else None,
        title=issued.title,
        for_whom=issued.for_whom,
        rights=issued.rights or None,
        document_id=issued.document_id,
        format=issued.format,
        columns=tuple(issued.columns),
        left_out=issued.left_out or None,
        claims=issued.claims,
        rows=issued.rows,
        changed_claims=changes.get(issued.pk, 0),
        sha256=issued.sha256,
        record_sha256=issued.record_sha256,
        manifest_sha256=issued.manifest_sha256,
        issued_by=issued.issued_by_name,
        issued_at=issued.issued_at,
        is_erased=issued.erased_at is not None,
    )


def _carried(one: IssuedClaim) -> CarriedClaimRecord:
    return CarriedClaimRecord(
        claim_id=one.claim_id,
        claim_version=one.claim_version,
        status=one.status,
        how_to_use=one.how_to_use,
        claim_version_now=one.claim.version,
        status_now=one.claim.status,
        how_to_use_now=one.claim.how_to_use,
        became=str(issued_lists.became(one)) or None,
        changed_at=one.changed_at,
        is_open=one.is_unsettled,
    )
