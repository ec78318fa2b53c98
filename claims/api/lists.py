"""API: lists that leave the house: issued, read, fetched, corrected."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

from django.http import FileResponse, HttpResponseBase
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes, versions
from claims.api.doors import Door
from claims.api.fields import Body, Number, Option, Words
from claims.api.operations import CURSOR, IF_MATCH, Operation, Parameter
from claims.api.problems import Problem
from claims.errors import Refused
from claims.exports import FORMATS
from claims.filters import ClaimFilter
from claims.models import Claim, Document, IssuedList
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import SubjectKind
from claims.records.tokens import TokenScope
from claims.selectors import export_sheet, list_records
from claims.selectors.list_records import CarriedClaimRecord, IssuedListRecord
from claims.services import correcting, exporting, filestore, issuing, list_files
from claims.services.exporting import Asked
from claims.services.list_files import Order, Prepared

_PAGE: Final = 200
_FILTERS: Final = sorted(name for name in ClaimFilter.base_filters if name != "sort")
_ONE: Final[Mapping[str, Any]] = {
    "tag": "Issued lists",
    "shape": shapes.shape_of(IssuedListRecord),
    "example": "list",
    "has_tag": True,
}


class ListFilter(Body):
    """What the list of claims is asked: the filters of its page, each one value or several."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """One for each filter."""
        return {name: serializers.ListField(child=Words(), required=False, max_length=50) for name in _FILTERS}


class NewList(Body):
    """A list to issue: of what a filter shows, or of every decided claim of a story."""

    title = Words(required=True)
    for_whom = Words(required=True, help_text="Whoever gets it: they have to be told when something in it changes.")
    format = Option(list(FORMATS), required=True)
    rights = Words()
    columns = serializers.ListField(
        child=Option(list(export_sheet.COLUMNS), required=True), required=False, help_text="Of CSV and XLSX; none: all."
    )
    filter = ListFilter(required=False, help_text="What is verified, unless it names other statuses.")
    document_id = Number(help_text="A story, for the desk: every decided claim of it, by how to use it.")
    leave_out = serializers.ListField(child=Number(), required=False, max_length=1000)
    because = Words()

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """A filter or a story."""
        if "filter" in given and "document_id" in given:
            raise serializers.ValidationError("Give filter or document_id, not both.")
        return given


class Correction(Body):
    """Why."""

    because = Words(required=True)


class Lists(Door):
    """The lists that were issued, and a new one."""

    operations = {
        "GET": Operation(
            name="listIssuedLists",
            tag="Issued lists",
            summary="List what left the house, newest first",
            act=Act.READ,
            parameters=[
                Parameter("show", "Only lists in which something changed that nobody has seen to.", codes=["changed"]),
                CURSOR,
            ],
            shape=shapes.page_of(IssuedListRecord),
            example="lists",
        ),
        "POST": Operation(
            name="issueList",
            summary="Issue a list",
            text="It is made while you wait. Every call is a new list with a number of its own.",
            act=Act.ISSUE,
            scope=TokenScope.ISSUE,
            takes=NewList,
            sends={
                "what is verified": {"title": "What was said", "for_whom": "The evening desk", "format": "csv"},
                "what a filter shows": {
                    "title": "Quotes of the week",
                    "for_whom": "The weekend page",
                    "format": "jsonl",
                    "filter": {"status": ["verified", "quote_verified"], "created_from": ["2026-11-16"]},
                    "rights": "Free until Sunday.",
                },
            },
            status=201,
            problems=(409, 422),
            **_ONE,
        ),
    }

    def get(self, request: Request) -> Response:
        """One page."""
        with_changes = request.query_params.get("show") == "changed"
        found = list_records.lists(with_changes=with_changes, after=self.number("cursor"))
        return self.page([shapes.body_of(record) for record in found.items], found.next)

    def post(self, request: Request) -> Response:
        """Issue it."""
        given = self.sent(NewList)
        prepared = self._prepared(given).without(frozenset(given.get("leave_out", ())))
        order = Order(
            title=given["title"],
            for_whom=given["for_whom"],
            format=given["format"],
            rights=given.get("rights", ""),
            columns=given.get("columns", ()),
            document=given.get("document_id"),
        )
        return _made(self, issuing.issue(order, prepared, by=self.by, because=given.get("because", "")))

    def _prepared(self, given: Mapping[str, Any]) -> Prepared:
        if "document_id" in given:
            Document.objects.only("pk").get(pk=given["document_id"])
            return issuing.prepare_for_desk(given["document_id"], format=given["format"], show=self._show)
        asked = {name: list(values) for name, values in given.get("filter", {}).items()}
        errors = ClaimFilter(MultiValueDict(asked), Claim.objects.all(), request=self.request).errors
        if errors:
            told = {f"filter.{name}": list(map(str, said)) for name, said in errors.items()}
            raise Problem("unreadable", errors=told)
        return issuing.prepare(exporting.listed(asked, show=self._show), format=given["format"])

    def _show(self, asked: Asked) -> ClaimQuerySet:
        claims: ClaimQuerySet = ClaimFilter(MultiValueDict(asked), Claim.objects.all(), request=self.request).qs
        return claims


class OneList(Door):
    """One list."""

    operations = {"GET": Operation(name="readIssuedList", summary="Read what a list is", act=Act.READ, **_ONE)}

    def get(self, request: Request, pk: int) -> Response:
        """What it is, and in how many of its claims something changed."""
        return _whole(self, pk)


class ClaimsOfList(Door):
    """The claims of a list."""

    operations = {
        "GET": Operation(
            name="listClaimsOfList",
            tag="Issued lists",
            summary="Read what became of the claims of a list",
            act=Act.READ,
            parameters=[CURSOR],
            shape=shapes.page_of(CarriedClaimRecord),
            example="list_claims",
        )
    }

    def get(self, request: Request, pk: int) -> Response:
        """One page."""
        found = list_records.carried(pk, after=self.number("cursor"), most=_PAGE)
        return self.page([shapes.body_of(record) for record in found.items], found.next)


class ListFile(Door):
    """The very file that was issued."""

    operations = {
        "GET": Operation(
            name="readListFile",
            tag="Issued lists",
            summary="Fetch the file of a list",
            text="Its SHA-256 stands in `X-SHA256`. When words in it were erased, the file is gone.",
            act=Act.EXPORT,
            scope=TokenScope.ISSUE,
            media=sorted({known.media_type.partition(";")[0] for known in FORMATS.values()}),
            shape=serializers.Serializer,
            example="",
        )
    }

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The file, as a download."""
        issued = IssuedList.objects.get(pk=pk)
        known = FORMATS[issued.format]
        name = list_files.file_name(issued.number, issued.edition, known)
        return _kept(lambda: list_files.opened(issued), name, known.media_type, issued.sha256)


class ListManifest(Door):
    """The manifest of a list."""

    operations = {
        "GET": Operation(
            name="readListManifest",
            tag="Issued lists",
            summary="Fetch the manifest of a list",
            text="Its hashes, and its claims with their versions.",
            act=Act.EXPORT,
            scope=TokenScope.ISSUE,
            media=("application/json",),
            shape=serializers.Serializer,
            example="",
        )
    }

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The manifest, as a download."""
        issued = IssuedList.objects.get(pk=pk)
        name = f"claimtrail-list-{issued}.manifest.json"
        return _kept(lambda: filestore.opened(issued.manifest_sha256), name, "application/json", issued.manifest_sha256)


class CorrectList(Door):
    """The next version of a list."""

    operations = {
        "POST": Operation(
            name="correctList",
            summary="Issue the next version of a list, which says what changed",
            act=Act.ISSUE,
            scope=TokenScope.ISSUE,
            takes=Correction,
            sends={"why": {"because": "The port took its words back."}},
            parameters=[IF_MATCH],
            status=201,
            problems=(409, 422),
            **_ONE,
        )
    }

    def post(self, request: Request, pk: int) -> Response:
        """Issue it."""
        version = _seen(request, pk)
        given = self.sent(Correction)
        return _made(self, correcting.correct(pk, by=self.by, because=given["because"], version=version))


class SettleClaim(Door):
    """A claim that changed, and needs no correction."""

    operations = {
        "POST": Operation(
            name="settleClaimOfList",
            summary="Find that a claim which changed needs no correction",
            act=Act.ISSUE,
            scope=TokenScope.ISSUE,
            takes=Correction,
            sends={"why": {"because": "Only the spelling was mended."}},
            parameters=[IF_MATCH],
            problems=(409, 422),
            **_ONE,
        )
    }

    def post(self, request: Request, pk: int, claim: int) -> Response:
        """Say so."""
        version = _seen(request, pk)
        given = self.sent(Correction)
        issuing.settle(pk, claim, by=self.by, because=given["because"], version=version)
        return _whole(self, pk)


def _seen(request: Request, pk: int) -> int:
    now = IssuedList.objects.values_list("version", flat=True).get(pk=pk)
    return versions.seen(request, SubjectKind.LIST, pk, now)


def _made(door: Door, issued: IssuedList) -> Response:
    answer = _whole(door, issued.pk, status=201)
    answer.headers["Location"] = door.request.build_absolute_uri(f"/api/v1/lists/{issued.pk}")
    return answer


def _whole(door: Door, pk: int, *, status: int = 200) -> Response:
    record = list_records.issued_list(pk)
    return versions.answer(door.request, shapes.body_of(record), record.list_version, status=status)


def _kept(opened: Callable[[], BinaryIO], name: str, media_type: str, sha256: str) -> HttpResponseBase:
    """A file of a list, to be saved and never to be shown; not there when its words were erased."""
    try:
        kept = opened()
    except Refused:
        raise Problem("not_found") from None
    answer = FileResponse(kept, as_attachment=True, filename=name, content_type=media_type)
    answer.headers["X-SHA256"] = sha256
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
