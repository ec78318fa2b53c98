"""API: documents, read and brought in."""

from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes, versions
from claims.api.doors import Door
from claims.api.fields import Body, Choice, Words
from claims.api.operations import CURSOR, IDEMPOTENCY_KEY, Operation, Parameter
from claims.errors import Refusal, Refused
from claims.importers import parse_date, pasted, read
from claims.ledger import canonical
from claims.permissions import Act
from claims.records.documents import DocumentFacts, Fact, ReceivedText
from claims.records.provenance import Knowledge, Translation
from claims.records.tokens import TokenScope
from claims.selectors import other_records
from claims.selectors.document_list import Shown
from claims.selectors.other_records import DocumentRecord, WholeDocumentRecord
from claims.services import importing_once

_FACTS: Final = ("headline", "publisher", "agency", "address", "published", "language")
_LONGEST_WORDS: Final = 500


class Facts(Body):
    """What is known of a story. A fact that is left out is unknown; ``<fact>_knowledge`` says absent or unreadable."""

    our_title = Words()
    headline = Words()
    headline_knowledge = Choice(Knowledge)
    publisher = Words(help_text="A name; a new one becomes a new source.")
    publisher_knowledge = Choice(Knowledge)
    agency = Words()
    agency_knowledge = Choice(Knowledge)
    published = Words(help_text="2026-11-23, 2026-11-23 14:30, 2026-11 or 2026; a zone may follow: +02:00.")
    published_knowledge = Choice(Knowledge)
    address = Words()
    address_knowledge = Choice(Knowledge)
    language = Words(help_text="For example en, ar, zh-Hant.")
    language_knowledge = Choice(Knowledge)
    translation = Choice(Translation)


class TextStory(Facts):
    """A story as text, exactly as received."""

    text = Words(required=True)


class FileStory(Facts):
    """A story as a file of plain text."""

    file = serializers.FileField(allow_empty_file=True)
    encoding = Words(help_text="Only where it was read wrongly: utf-8, windows-1252, windows-1256.")


class Documents(Door):
    """The list of documents, and a story that comes in."""

    parser_classes = (JSONParser, MultiPartParser)
    operations = {
        "GET": Operation(
            name="listDocuments",
            tag="Documents",
            summary="List documents, newest first",
            act=Act.READ,
            parameters=[
                Parameter("q", "Words of the title."),
                Parameter("show", "Which ones.", codes=[shown.value for shown in Shown if shown.value]),
                CURSOR,
            ],
            shape=shapes.page_of(DocumentRecord),
            example="documents",
        ),
        "POST": Operation(
            name="importDocument",
            tag="Documents",
            summary="Import a story",
            text=(
                "Its quotations are proposed as claims. A text that is here already is refused as `same_text`, with "
                "the number of its document."
            ),
            act=Act.IMPORT,
            scope=TokenScope.IMPORT,
            takes=TextStory,
            takes_file=FileStory,
            sends={
                "a story": {
                    "text": "TOLVIK - “The port stays open,” Ilse Marten said on Monday.",
                    "our_title": "Port of Tolvik stays open",
                    "publisher_knowledge": "absent",
                    "published": "2026-11-23",
                    "language": "en",
                }
            },
            parameters=[IDEMPOTENCY_KEY],
            shape=shapes.shape_of(WholeDocumentRecord),
            example="document",
            status=201,
            problems=(409, 422),
            has_tag=True,
        ),
    }

    def get(self, request: Request) -> Response:
        """One page."""
        shown = Shown(request.query_params.get("show", Shown.IN_USE))
        words = request.query_params.get("q", "")[:_LONGEST_WORDS]
        found = other_records.documents(words=words, shown=shown, after=self.number("cursor"))
        return self.page([shapes.body_of(record) for record in found.items], found.next)

    def post(self, request: Request) -> Response:
        """Take a story in; with a key that was used for the same story before, what came of it then."""
        is_file = request.content_type.startswith(MultiPartParser.media_type)
        given = self.sent(FileStory if is_file else TextStory)
        received = _of_file(given) if is_file else pasted(given["text"], limit=settings.IMPORT_MAX_BYTES)
        key = request.headers.get("Idempotency-Key", "")
        document = importing_once.import_text(
            received, facts=_facts(given), by=self.by, key=key, sha256=_hash_of(received, given)
        )
        record = other_records.document(document)
        answer = versions.answer(request, shapes.body_of(record), record.document_version, status=201)
        answer.headers["Location"] = request.build_absolute_uri(f"{request.path}/{document}")
        return answer


class OneDocument(Door):
    """One document."""

    operations = {
        "GET": Operation(
            name="readDocument",
            tag="Documents",
            summary="Read a document",
            text="With its versions, and the text of the newest exactly as received.",
            act=Act.READ,
            shape=shapes.shape_of(WholeDocumentRecord),
            example="document",
            has_tag=True,
        )
    }

    def get(self, request: Request, pk: int) -> Response:
        """All of it."""
        record = other_records.document(pk)
        return versions.answer(request, shapes.body_of(record), record.document_version)


def _of_file(given: dict[str, Any]) -> ReceivedText:
    file: UploadedFile[bytes] = given["file"]
    if file.size is None or file.size > settings.IMPORT_MAX_BYTES:  # before it is all read into memory
        raise Refused(Refusal.TEXT_TOO_LARGE, field="file", size=file.size, limit=settings.IMPORT_MAX_BYTES)
    return read(
        file.read(),
        limit=settings.IMPORT_MAX_BYTES,
        name=file.name or "",
        media_type=file.content_type or "",
        declared=given.get("encoding", "").strip() or None,
    )


def _facts(given: dict[str, Any]) -> DocumentFacts:
    """What was said of the story, as services take it. Refuses: DATE_UNREADABLE."""
    published = given.get("published", "")
    return DocumentFacts(
        our_title=given.get("our_title", ""),
        headline=_fact(given, "headline"),
        publisher=_fact(given, "publisher"),
        agency=_fact(given, "agency"),
        address=_fact(given, "address"),
        published=parse_date(published, settings.TIME_ZONE) if published.strip() else None,
        published_knowledge=_knowledge(given, "published"),
        language=_fact(given, "language"),
        translation=given.get("translation", Translation.UNKNOWN),
    )


def _fact(given: dict[str, Any], name: str) -> Fact:
    return Fact(given.get(name, ""), _knowledge(given, name))


def _knowledge(given: dict[str, Any], name: str) -> Knowledge:
    """What is known of a fact; that it is known, its value says."""
    said: Knowledge = given.get(f"{name}_knowledge", Knowledge.UNKNOWN)
    return Knowledge.UNKNOWN if said is Knowledge.KNOWN else said


def _hash_of(received: ReceivedText, given: dict[str, Any]) -> str:
    """What was sent, so that a key is not used for something else."""
    facts = {name: str(value) for name, value in given.items() if name not in ("text", "file")}
    return sha256(received.raw + canonical(facts).encode()).hexdigest()
