"""API: people and sources."""

from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes, versions
from claims.api.doors import Door
from claims.api.operations import CURSOR, Operation, Parameter
from claims.permissions import Act
from claims.records.provenance import SourceKind
from claims.selectors import other_records
from claims.selectors.other_records import SourceRecord

_LONGEST_WORDS: Final = 500


class Sources(Door):
    """The list of sources."""

    operations = {
        "GET": Operation(
            name="listSources",
            tag="Sources",
            summary="List people and sources, by name",
            text="Of one that is protected there is its label, and nothing else.",
            act=Act.READ,
            parameters=[
                Parameter("q", "Words of a name or an alias."),
                Parameter("kind", "What they are.", codes=[kind.value for kind in SourceKind]),
                CURSOR,
            ],
            shape=shapes.page_of(SourceRecord),
            example="sources",
        )
    }

    def get(self, request: Request) -> Response:
        """One page."""
        kind = request.query_params.get("kind", "")
        words = request.query_params.get("q", "")[:_LONGEST_WORDS]
        found = other_records.sources(words=words, kind=kind, after=self.number("cursor"))
        return self.page([shapes.body_of(record) for record in found.items], found.next)


class OneSource(Door):
    """One source."""

    operations = {
        "GET": Operation(
            name="readSource",
            tag="Sources",
            summary="Read a source",
            text="`merged_into` says which one stands for it now.",
            act=Act.READ,
            shape=shapes.shape_of(SourceRecord),
            example="source",
            has_tag=True,
        )
    }

    def get(self, request: Request, pk: int) -> Response:
        """What the desk knows of it."""
        record = other_records.source(pk)
        return versions.answer(request, shapes.body_of(record), record.source_version)
