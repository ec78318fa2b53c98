"""API: claims, as the list and their pages show them."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes, versions
from claims.api.doors import Door
from claims.api.operations import CURSOR, Operation, Parameter
from claims.api.problems import Problem
from claims.filters import ClaimFilter
from claims.models import Claim
from claims.permissions import Act
from claims.selectors import claim_records
from claims.selectors.claim_places import Place, Sort
from claims.selectors.claim_records import ClaimRecord, WholeClaimRecord

USUAL: Final = 50
MOST: Final = 200
_LIMIT: Final = Parameter("limit", f"How many claims a page has: at most {MOST}, {USUAL} unless said.", is_number=True)


def _filters() -> Iterator[Parameter]:
    """What the list can be asked: the very filters of the page."""
    for name, found in ClaimFilter.base_filters.items():
        field = found.field
        codes = [str(code) for code, _word in getattr(field, "choices", ()) if code]
        is_many = isinstance(field, forms.MultipleChoiceField)
        text = ": ".join(str(part) for part in (found.label, field.help_text) if _is_said(part))
        yield Parameter(name, text, codes=codes, is_many=is_many)


def _is_said(part: str | Promise) -> bool:
    return bool(str(part))


class Claims(Door):
    """The list of claims."""

    operations = {
        "GET": Operation(
            name="listClaims",
            tag="Claims",
            summary="List claims",
            text=(
                "The same filters as the page; what is set aside or withdrawn is left out unless `status` names it "
                "or `show` is `all`. A filter that cannot be understood is refused, never left out."
            ),
            act=Act.READ,
            parameters=[*_filters(), CURSOR, _LIMIT],
            shape=shapes.page_of(ClaimRecord),
            example="claims",
        )
    }

    def get(self, request: Request) -> Response:
        """One page."""
        asked = ClaimFilter(request.query_params, request=request)
        if errors := asked.errors:
            raise Problem("unreadable", errors={name: list(map(str, said)) for name, said in errors.items()})
        found = claim_records.page(
            asked.qs, sort=asked.order, after=self._place(asked.order), split=asked.split, most=self._most()
        )
        return self.page([shapes.body_of(record) for record in found.items], found.next)

    def _place(self, order: Sort) -> Place | None:
        said = self.request.query_params.get("cursor")
        if not said:
            return None
        place = Place.read(said, order)
        if place is None:
            raise Problem("unreadable", errors={"cursor": ["This is no place in this list."]})
        return place

    def _most(self) -> int:
        most = self.number("limit")
        if most is not None and not 1 <= most <= MOST:
            raise Problem("unreadable", errors={"limit": [f"From 1 to {MOST}."]})
        return most or USUAL


class OneClaim(Door):
    """One claim."""

    operations = {
        "GET": Operation(
            name="readClaim",
            tag="Claims",
            summary="Read a claim",
            text="With quotations, chain, evidence, findings and history. `If-None-Match` is answered with 304.",
            act=Act.READ,
            shape=shapes.shape_of(WholeClaimRecord),
            example="claim",
            has_tag=True,
        )
    }

    def get(self, request: Request, pk: int) -> Response:
        """All of it."""
        return whole(request, pk)


def whole(request: Request, pk: int, *, status: int = 200) -> Response:
    """A claim as it is now, under its ETag."""
    record = claim_records.whole(pk)
    return versions.answer(request, shapes.body_of(record), record.claim_version, status=status)


def version_of(pk: int) -> int:
    """The version that a claim has now. Raises Claim.DoesNotExist."""
    return int(Claim.objects.values_list("version", flat=True).get(pk=pk))


def told(**more: Any) -> dict[str, Any]:
    """What the operations have in common that answer with a whole claim."""
    return {"tag": "Acts on a claim", "shape": shapes.shape_of(WholeClaimRecord), "example": "claim", **more}
