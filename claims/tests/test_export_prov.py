"""PROV: read by the library that defines it in Python, and written by it again, equal."""

import io
import json
from typing import Any

import pytest
from prov.model import ProvActivity, ProvAgent, ProvDerivation, ProvDocument, ProvEntity

from claims.exports.prov_file import PROV
from claims.exports.rows import Step
from claims.models import Claim
from claims.tests.seed_list import decide, read_back, take_out
from claims.tests.test_exports import AWKWARD, make_row, written

CHAIN = (
    Step("Jonas Brekke", 4, "known", ("speaker",), "printed", None, "said", "unknown", False),
    Step("Fjordpress", 9, "known", ("agency",), "printed", None, "told Fjordpress", "verbatim", False),
    Step(None, None, "unknown", ("republisher",), "inferred", "the address", None, "cut", True),
)


def document_of(file: bytes) -> ProvDocument:
    """What the library reads."""
    document = ProvDocument.deserialize(content=file.decode(), format="json")
    assert isinstance(document, ProvDocument)
    return document


def labels_of(file: bytes, kind: type = ProvEntity) -> set[str]:
    """The labels of everything of a kind, in all bundles."""
    bundles = document_of(file).bundles
    return {str(record.label) for bundle in bundles for record in bundle.get_records(kind)}


@pytest.mark.django_db
def test_the_seed_storys_list_goes_through_the_library_and_back_equal(settings: Any) -> None:
    verified, relayed, _disputed, _attributed = decide(settings)
    exported, file = take_out("prov")
    document = document_of(file.getvalue())
    again = io.StringIO()
    document.serialize(again, format="json")
    assert document_of(again.getvalue().encode()) == document
    assert json.loads(again.getvalue())["bundle"].keys() == {name for item in read_back("prov", file) for name in item}
    assert len(list(document.bundles)) == exported.rows == 2
    statements = {Claim.objects.get(pk=claim.pk).statement for claim in (verified, relayed)}
    assert statements < labels_of(file.getvalue())
    assert {"Edith Marlow", "Emil Okafor"} < labels_of(file.getvalue(), ProvAgent)


@pytest.mark.parametrize(
    "words", [words for words in AWKWARD.values() if words], ids=[k for k, w in AWKWARD.items() if w]
)
def test_the_library_finds_the_words_as_they_are(words: str) -> None:
    assert words in labels_of(written(PROV, [make_row(words)]))


def test_each_wording_comes_from_the_one_before_and_the_quotation_from_the_last_and_from_the_text() -> None:
    (bundle,) = document_of(written(PROV, [make_row(chain=CHAIN)])).bundles
    derived = {
        (str(record.args[0]), str(record.args[1])): "Quotation" in str(record.extra_attributes)
        for record in bundle.get_records(ProvDerivation)
    }
    step = "claimtrail:quotation-11-step-"
    assert derived == {
        (f"{step}1", f"{step}0"): True,
        (f"{step}2", f"{step}1"): True,
        ("claimtrail:quotation-11", f"{step}2"): False,
        ("claimtrail:quotation-11", f"claimtrail:text-{'5f' * 32}"): True,
        ("claimtrail:claim-7", "claimtrail:quotation-11"): False,
    }


def test_a_step_that_nobody_knows_has_no_agent_and_says_so() -> None:
    file = written(PROV, [make_row(chain=CHAIN)])
    assert labels_of(file, ProvAgent) == {"Jonas Brekke", "Fjordpress"}
    (bundle,) = document_of(file).bundles
    (unknown,) = bundle.get_record("claimtrail:quotation-11-step-2")
    assert ("claimtrail:knowledge", "unknown") in [(str(name), value) for name, value in unknown.attributes]


def test_the_copies_of_a_claim_stand_in_one_bundle_and_a_text_once() -> None:
    rows = [make_row("one"), make_row("two", quotation_id=12), make_row("three", claim_id=8)]
    one, other = document_of(written(PROV, rows)).bundles
    assert [len(list(bundle.get_records(ProvActivity))) for bundle in (one, other)] == [3, 2]
    assert [len(list(bundle.get_records(ProvEntity))) for bundle in (one, other)] == [4, 3]


def test_a_claim_without_words_is_a_bundle_of_its_own() -> None:
    (bundle,) = document_of(written(PROV, [make_row(None)])).bundles
    assert len(list(bundle.get_records(ProvEntity))) == 1


def test_a_finding_says_who_found_who_agreed_and_when() -> None:
    row = make_row(made_by="Edith Marlow", agreed_by="Emil Okafor", checked_at="2026-11-23T10:00:00+01:00")
    assert {"Edith Marlow", "Emil Okafor"} == labels_of(written(PROV, [row]), ProvAgent)
    (bundle,) = document_of(written(PROV, [row])).bundles
    assert "2026-11-23T10:00:00+01:00" in bundle.get_provn()
