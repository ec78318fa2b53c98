"""Services: the next version of an issued list, which says what has changed since the one before."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from claims import permissions
from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.exports.rows import by_claim
from claims.exports.said import said
from claims.models import Claim, IssuedClaim, IssuedList
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import export_rows
from claims.services import exporting, filestore, issued_marks, issuing, list_files, recording
from claims.services.exporting import Selection
from claims.services.list_files import Former, Made, Order, Prepared, Tell

_AT_ONCE: Final = 500

Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Changed:
    """A claim of which we would say something else than a list does.

    ``before`` is empty where the list's words were erased; ``after`` is what we say now, and ``is_left_out`` whether
    the list no longer has a place for the claim.
    """

    claim: int
    before: Said
    after: Said
    is_left_out: bool


def correct(list_id: int, *, by: Actor, because: str, version: int | None = None) -> IssuedList:
    """Issue the same list once more with what we say now. Claims that left its statuses are left out, and told.

    Refuses: REASON_MISSING, LIST_REPLACED, LIST_AS_IT_WAS, CHANGED_MEANWHILE, and what issuing refuses.
    """
    made = make(list_id, by=by, because=because, version=version)
    issued = issuing.record(made, because=because)
    if issued is None:
        raise Refused(Refusal.NUMBER_TAKEN)
    return issued


def make(list_id: int, *, by: Actor, because: str, version: int | None = None, tell: Tell | None = None) -> Made:
    """Make the files of a correction, as the first half of it. Refuses the same."""
    permissions.require(by, Act.ISSUE)
    issued = to_correct(list_id, because=because, version=version)
    found = list(changed(issued))
    if not found:
        raise Refused(Refusal.LIST_AS_IT_WAS, list=str(issued))
    former = Former(issued, json.dumps([_told(one) for one in found], ensure_ascii=False))
    return issuing.make(_order(issued), _prepared(issued), by=by, former=former, tell=tell)


def to_correct(list_id: int, *, because: str, version: int | None) -> IssuedList:
    """The list that is to be corrected. Refuses: REASON_MISSING, LIST_REPLACED, CHANGED_MEANWHILE."""
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    issued = IssuedList.objects.get(pk=list_id)
    newest = IssuedList.objects.filter(number=issued.number).latest("edition")
    if newest.pk != issued.pk:
        raise Refused(Refusal.LIST_REPLACED, list=str(issued), by=str(newest))
    recording.check_seen(issued, version)
    return issued


def changed(issued: IssuedList) -> Iterator[Changed]:
    """Every claim of a list of which we would say something else now, in the order of their numbers.

    Looks at every claim as it is at this moment, also at what no mark tells: a source that was renamed, a document
    that was withdrawn. A fixed number of queries for each few hundred claims.
    """
    carried = issued.carried.order_by("claim_id").values_list("claim_id", "said").iterator(chunk_size=_AT_ONCE)
    differing: list[int] = []
    while some := dict(islice(carried, _AT_ONCE)):
        now = issued_marks.said_now(some)
        differing += [claim for claim in sorted(some) if now[claim] != some[claim]]
    yield from _with_words(issued, differing) if differing else ()


def _with_words(issued: IssuedList, claims: Sequence[int]) -> Iterator[Changed]:
    wanted = frozenset(claims)
    before = words_of(issued, wanted)
    fitting = set(_selection(issued).claims.filter(pk__in=claims).values_list("pk", flat=True))
    for first in range(0, len(claims), _AT_ONCE):
        some = claims[first : first + _AT_ONCE]
        rows = export_rows.rows(Claim.objects.filter(pk__in=some))
        now = {of_one[0].claim_id: said(of_one[0]) for of_one in by_claim(rows)}
        for claim in some:
            yield Changed(claim, before.get(claim, {}), now[claim], is_left_out=claim not in fitting)


def words_of(issued: IssuedList, claims: frozenset[int]) -> Mapping[int, Said]:
    """What a list says of some of its claims; nothing when its words were erased."""
    if issued.erased_at is not None:
        return {}
    with filestore.opened(issued.record_sha256) as record:
        groups = by_claim(row for row in list_files.rows_of(record) if row.claim_id in claims)
        return {of_one[0].claim_id: said(of_one[0]) for of_one in groups}


def _told(one: Changed) -> dict[str, Any]:
    return {
        "claim": one.claim,
        "before": dict(one.before),
        "after": dict(one.after),
        "is_left_out": one.is_left_out,
    }


def changes_of(issued: IssuedList) -> list[Changed]:
    """What a correction says it changed."""
    return [Changed(**one) for one in json.loads(issued.changes)] if issued.changes else []


def _selection(issued: IssuedList) -> Selection:
    """The claims of a list that it still has a place for: those it carried, as they are now."""
    claims = Claim.objects.filter(pk__in=IssuedClaim.objects.filter(issued_list=issued).values("claim"))
    return Selection(json.loads(issued.filter), claims).as_format(FORMATS[issued.format])


def _prepared(issued: IssuedList) -> Prepared:
    selection = _selection(issued)
    parts = issuing.in_sections(selection.claims) if issued.document_id else [selection.claims]
    return Prepared(parts, selection.filter, exporting.reasons(exporting.left_out(selection)))


def _order(issued: IssuedList) -> Order:
    return Order(
        title=issued.title,
        for_whom=issued.for_whom,
        format=issued.format,
        rights=issued.rights,
        columns=issued.columns,
        document=issued.document_id,
    )
