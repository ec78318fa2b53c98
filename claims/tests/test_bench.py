"""The benches run: a figure that cannot be measured again is a rumour."""

import json
from pathlib import Path

import pytest

from bench import api, desk, extraction, lists, newsroom, review
from bench.__main__ import benches
from claims.models import Claim
from claims.workflow import DECISIONS, Status

pytestmark = pytest.mark.django_db


def test_a_bench_is_found_by_its_file() -> None:
    assert benches()["lists"] == "the list of claims, page by page."
    assert not {"newsroom", "database"} & set(benches())


def test_a_made_up_newsroom_keeps_the_rules_of_the_real_one() -> None:
    newsroom.fill(400, say=lambda _line: None)
    claims = list(Claim.objects.all())
    assert len(claims) == 400
    assert {claim.status for claim in claims} > {Status.PROPOSED, Status.VERIFIED, Status.SET_ASIDE}
    for claim in claims:
        if claim.status in DECISIONS.values():
            assert DECISIONS[claim.attribution, claim.verdict] == claim.status  # type: ignore[index]  # they are texts


def test_the_bench_of_lists_measures_every_kind_of_page(capsys: pytest.CaptureFixture[str]) -> None:
    newsroom.fill(60, say=lambda _line: None)
    lists.measure(claims=60)
    printed = capsys.readouterr().out
    for page in ("first page", "deep page, on from its cursor", "by status", "search: a rare word"):
        assert page in printed


def test_the_bench_of_the_desk_measures_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    newsroom.fill(60, say=lambda _line: None)
    desk.measure(claims=60)
    printed = capsys.readouterr().out
    for page in ("60 claims, 108 events", "desk", "figures of 7 days", "figures of 28 days"):
        assert page in printed


def test_the_bench_of_the_api_measures_every_request(capsys: pytest.CaptureFixture[str]) -> None:
    newsroom.fill(60, say=lambda _line: None)
    api.measure(claims=60)
    printed = capsys.readouterr().out
    for request in ("50 claims, the newest", "50 claims, deep in the list", "one claim"):
        assert request in printed


def test_the_bench_of_extraction_prints_figures_goals_and_peers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "“We sail tonight,” said Ada Okafor, who runs the ferry."
    marked = {"start": 0, "end": 18, "kind": "direct", "speaker_start": 24, "speaker_end": 34, "told_to": None}
    line = json.dumps({"id": "ferry", "text": text, "quotes": [marked]})
    for name in ("ggt_made_up", "ggt_made_up_noisy", "seed"):
        (tmp_path / f"{name}.jsonl").write_text(line + "\n", encoding="utf-8")
    extraction.measure(data=tmp_path)
    printed = capsys.readouterr().out
    assert "ggt_made_up: 1 documents, 1 quotations marked, 1 proposed" in printed
    assert "ggt_made_up, damaged copies" in printed
    assert "floor" in printed
    direct = next(line for line in printed.split("\n") if line.startswith("direct, F1"))
    assert direct.split()[5:8] == ["97", "met", "100.0"]


def test_the_bench_of_the_review_page_says_what_a_step_costs_beside_an_empty_view(
    capsys: pytest.CaptureFixture[str],
) -> None:
    review.measure(claims=6)
    printed = capsys.readouterr().out
    assert "A story with 6 claims" in printed
    for line in ("an empty view", "on to the next claim", "the whole page", "Goal: the next claim in at most 3 times"):
        assert line in printed
