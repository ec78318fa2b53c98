"""ClaimReview: read by somebody else's library and checked against shapes of what search engines require."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from claims.exports.claimreview_file import CLAIMREVIEW, RATINGS
from claims.models import Claim
from claims.records.provenance import SpeakerBasis
from claims.services import exporting
from claims.tests.seed_list import all_of_it, decide, read_back, take_out
from claims.tests.test_exporting import YESTERDAY
from claims.tests.test_exports import FULL_ROW, SHEET, make_row, written
from claims.workflow import DECIDED, Status

SCHEMA = Namespace("https://schema.org/")
SHAPES = Path(__file__).parent / "shapes" / "claimreview.ttl"


def graph_of(file: bytes) -> Graph:
    """The statements that rdflib reads, with nothing fetched."""
    return Graph().parse(data=file, format="json-ld")


def assert_valid(graph: Graph) -> None:
    """The graph fits our shapes of a review."""
    fits, _report, text = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert fits, text


def review_of(**values: Any) -> dict[str, Any]:
    """The one review of a row."""
    (review,) = CLAIMREVIEW.kept([make_row(**values)], SHEET)
    assert isinstance(review, dict)
    return review


@pytest.mark.django_db
def test_the_seed_storys_list_is_valid_for_others(settings: Any) -> None:
    verified, relayed, disputed, attributed = decide(settings)
    exported, file = take_out("claimreview", all_of_it())
    graph = graph_of(file.getvalue())
    assert_valid(graph)
    assert len(set(graph.subjects(RDF.type, SCHEMA.ClaimReview))) == len(read_back("claimreview", file)) == 3
    assert set(map(str, graph.objects(None, SCHEMA.claimReviewed))) == {
        Claim.objects.get(pk=claim.pk).statement for claim in (verified, relayed, disputed)
    }
    said = exporting.sentence(exported.left_out)
    assert "1 attributed" in said
    assert "proposed" in said
    assert attributed.statement not in file.getvalue().decode()


def test_a_shape_that_is_not_met_is_found() -> None:
    graph = graph_of(written(CLAIMREVIEW, [make_row(checked_at="2026-11-23T10:00:00+01:00")]))
    assert_valid(graph)
    graph.remove((None, SCHEMA.alternateName, None))
    with pytest.raises(AssertionError):
        assert_valid(graph)


@pytest.mark.parametrize(
    ("status", "value"),
    [("verified", 5), ("misleading", 2), ("refuted", 1), ("disputed", None), ("unverifiable", None)],
)
def test_a_rating_is_how_true_the_claim_is_and_no_number_where_nobody_knows(status: str, value: int | None) -> None:
    rating = review_of(status=status)["reviewRating"]
    assert rating.get("ratingValue") == value
    assert ("bestRating" in rating, "worstRating" in rating) == (value is not None, value is not None)
    assert rating["alternateName"]


@pytest.mark.parametrize("status", sorted(frozenset(Status) - {Status(status) for status in RATINGS}))
def test_what_rates_no_fact_is_no_review(status: str) -> None:
    assert list(CLAIMREVIEW.kept([make_row(status=status)], SHEET)) == []


def test_every_rated_status_is_a_decided_one() -> None:
    assert {Status(status) for status in RATINGS} < DECIDED


def test_what_is_stale_is_no_review() -> None:
    assert list(CLAIMREVIEW.kept([make_row(stale_since=YESTERDAY.isoformat())], SHEET)) == []


def test_a_claim_with_two_quotations_is_one_review_with_two_appearances() -> None:
    rows = [make_row(address="https://example.org/one"), make_row("so", address="https://example.org/two")]
    (review,) = json.loads(written(CLAIMREVIEW, rows))["@graph"]
    assert [work["url"] for work in review["itemReviewed"]["appearance"]] == [row.address for row in rows]


@pytest.mark.parametrize(
    ("kind", "type_"), [("person", "Person"), ("state", "Organization"), ("outlet", "Organization"), (None, None)]
)
def test_a_speaker_is_a_person_or_an_organisation_as_far_as_we_know(kind: str | None, type_: str | None) -> None:
    speaker = review_of(speaker="Marta Solheim", speaker_kind=kind)["itemReviewed"]["author"]
    assert (speaker["name"], speaker.get("@type")) == ("Marta Solheim", type_)


def test_nobody_is_named_where_the_copy_itself_states_it() -> None:
    assert "author" not in review_of(speaker_basis=SpeakerBasis.COPY)["itemReviewed"]


def test_nothing_is_fetched_to_read_it() -> None:
    context = json.loads(written(CLAIMREVIEW, [FULL_ROW]))["@context"]
    assert isinstance(context, dict)
    assert not any(isinstance(value, str) and key != "@vocab" for key, value in context.items())
