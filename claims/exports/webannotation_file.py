"""Exports: W3C Web Annotation, one annotation for each quotation: these words at this place, and what we found of them.

The target is the text by its hash (``nih:``, RFC 6920), because addresses change what they show and hashes do not; the
document's address stands beside it as where it was got. Each unbroken piece of the words is a target of its own, in
reading order.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from claims.exports import lines
from claims.exports.contract import Carries, Format, Sheet, whole
from claims.exports.rows import ExportRow, SpanAt

# The standard asks for this address here. It names the context; readers bring it along and need not fetch it.
_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def pieces(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[bytes]:
    """A collection of one page."""
    about = lines.encoded({"@context": _CONTEXT, "type": "AnnotationCollection", "label": sheet.title})
    page = lines.encoded({"type": "AnnotationPage", "startIndex": 0})
    head = f'{about[:-1]},"first":{page[:-1]},"items":['
    return lines.pieces(head, map(lines.encoded, kept(rows, sheet)), "]}}")


def read(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """The annotations."""
    return map(json.loads, lines.read(stream))


def kept(rows: Iterable[ExportRow], sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The annotation of each row that has words in a text."""
    return (_annotation(row, sheet) for row in rows if row.quotation_id is not None)


def _annotation(row: ExportRow, sheet: Sheet) -> dict[str, Any]:
    words = sheet.named(row)
    bodies = (
        ("describing", row.statement),
        ("classifying", words.get("status", row.status)),
        ("tagging", words.get("how_to_use", row.how_to_use)),
        ("identifying", words.get("speaker")),
        ("commenting", row.why),
    )
    return lines.without_gaps(
        {
            "id": f"{sheet.desk.claim(row.claim_id)}#quotation-{row.quotation_id}",
            "type": "Annotation",
            "motivation": "assessing",
            "creator": _creator(row, sheet),
            "created": row.checked_at,
            "body": [_body(purpose, str(value)) for purpose, value in bodies if value],
            "target": [_target(span, row) for span in row.spans] or [_text(row)],
        }
    )


def _creator(row: ExportRow, sheet: Sheet) -> dict[str, str]:
    """Whoever made the finding; the desk, where nobody has made one."""
    if row.made_by:
        return {"type": "Person", "name": row.made_by}
    return {"id": sheet.desk.address, "type": "Organization", "name": sheet.desk.name}


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _text(row: ExportRow) -> dict[str, Any]:
    source = {"id": f"nih:sha-256;{row.snapshot_sha256}", "type": "Text", "format": "text/plain", "via": row.address}
    return lines.without_gaps(source)


def _target(span: SpanAt, row: ExportRow) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    quote = {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}
    # Of words that were erased the place is left.
    selectors = [quote, position] if span.exact else [position]
    return {"type": "SpecificResource", "source": _text(row), "selector": selectors}


WEBANNOTATION: Final = Format(
    "webannotation",
    "Web Annotation",
    ".annotations.jsonld",
    'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    whole(pieces),
    read,
    kept,
    Carries(only_with_words=True),
    pieces,
)
