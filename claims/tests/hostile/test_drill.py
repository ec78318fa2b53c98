"""Tests: the short form of the drill with bad inputs, a few of each class through their real doors."""

import pytest

from bench.drills import hostile
from bench.hostility import SEED, Kind
from bench.hostility.files import MAKERS, bad_files
from bench.hostility.patterns import Ours, slow_ones

pytestmark = pytest.mark.django_db


def test_a_few_bad_inputs_of_each_class_break_nothing_lose_nothing_and_leave_no_garbage() -> None:
    missed = [f"{figure.name}: {figure.measured}" for figure in hostile.drill(full=False) if not figure.reached]
    assert missed == []


def test_the_same_seed_makes_the_same_bad_files() -> None:
    for kind in MAKERS:
        assert list(bad_files(kind, 20, SEED)) == list(bad_files(kind, 20, SEED))
    assert list(bad_files(Kind.TEXT, 20, SEED)) != list(bad_files(Kind.TEXT, 20, SEED + 1))


def test_a_pattern_that_is_slower_than_linear_is_found() -> None:
    found = [Ours(r"\s*\[", 0, "here", is_searched_with=True), Ours(r"\[\s{0,9}", 0, "there", is_searched_with=True)]
    assert [slow.ours.site for slow in slow_ones(found, size=8_000, generic=[" "])] == ["here"]
