"""The benches run: a figure that cannot be measured again is a rumour."""

import pytest

from bench import lists, newsroom
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
