"""Web Annotation: read by somebody else's library and checked against shapes of the model."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from claims.exports.rows import SpanAt
from claims.exports.webannotation_file import WEBANNOTATION
from claims.models import Claim, Quotation, Snapshot
from claims.services import exporting
from claims.tests.seed_list import all_of_it, decide, read_back, take_out
from claims.tests.test_exports import SHEET, make_row, written

OA = Namespace("http://www.w3.org/ns/oa#")
SHAPES = Path(__file__).parent / "shapes"

TWO_PIECES = make_row(
    "The harbour [...] stays closed",
    spans=(SpanAt(4, 15, "The harbour", "“", " advertisement"), SpanAt(30, 42, "stays closed", "ment ", "”")),
    address="https://example.org/story",
    made_by="Edith Marlow",
    checked_at="2026-11-23T10:00:00+01:00",
)


def graph_of(file: bytes) -> Graph:
    """What rdflib reads; the terms of the context that we use stand in a file of ours, so that nothing is fetched."""
    value = json.loads(file)
    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    value["@context"] = json.loads((SHAPES / "annotation-context.json").read_text())
    return Graph().parse(data=json.dumps(value), format="json-ld")


def assert_valid(graph: Graph) -> None:
    """The graph fits our shapes of an annotation."""
    fits, _report, text = validate(graph, shacl_graph=Graph().parse(SHAPES / "annotation.ttl"), inference="none")
    assert fits, text


def only(*rows: Any) -> dict[str, Any]:
    """The one annotation of a row."""
    (annotation,) = WEBANNOTATION.kept(rows, SHEET)
    assert isinstance(annotation, dict)
    return annotation


@pytest.mark.django_db
def test_the_seed_storys_list_is_valid_for_others_and_its_places_hold_its_words(settings: Any) -> None:
    decide(settings)
    exported, file = take_out("webannotation", all_of_it())
    graph = graph_of(file.getvalue())
    assert_valid(graph)
    annotations = read_back("webannotation", file)
    assert len(set(graph.subjects(RDF.type, OA.Annotation))) == len(annotations) == exported.rows
    text = Snapshot.objects.get().text
    for selector in graph.subjects(RDF.type, OA.TextQuoteSelector):
        (target,) = graph.subjects(OA.hasSelector, selector)
        (position,) = set(graph.objects(target, OA.hasSelector)) - {selector}
        start, end = (int(str(graph.value(position, edge))) for edge in (OA.start, OA.end))
        assert text[start:end] == str(graph.value(selector, OA.exact))
    assert {str(source) for source in graph.objects(None, OA.hasSource)} == {
        f"nih:sha-256;{Snapshot.objects.get().text_sha256}"
    }


def test_the_pieces_of_a_quotation_are_targets_in_reading_order() -> None:
    assert_valid(graph_of(written(WEBANNOTATION, [TWO_PIECES])))
    quotes = [target["selector"][0]["exact"] for target in only(TWO_PIECES)["target"]]
    assert quotes == ["The harbour", "stays closed"]
    assert [target["source"]["via"] for target in only(TWO_PIECES)["target"]] == ["https://example.org/story"] * 2


def test_the_finding_is_its_makers_and_what_nobody_has_found_the_desks() -> None:
    assert only(TWO_PIECES)["creator"] == {"type": "Person", "name": "Edith Marlow"}
    assert only(TWO_PIECES)["created"] == "2026-11-23T10:00:00+01:00"
    assert only(make_row())["creator"]["name"] == "The Tolvik Desk"
    assert "created" not in only(make_row())


def test_of_erased_words_the_place_is_left() -> None:
    erased = make_row("[words erased]", spans=(SpanAt(4, 15, "", "", ""),))
    assert_valid(graph_of(written(WEBANNOTATION, [erased])))
    assert [selector["type"] for selector in only(erased)["target"][0]["selector"]] == ["TextPositionSelector"]


@pytest.mark.django_db
def test_a_claim_without_a_quotation_is_left_out_and_said(settings: Any) -> None:
    decide(settings)
    Claim.objects.create(statement="Entered by hand.")
    exported, file = take_out("webannotation", all_of_it())
    assert exporting.sentence(exported.left_out) == "Left out: 1 without a quotation."
    assert len(read_back("webannotation", file)) == exported.rows == Quotation.objects.count()
