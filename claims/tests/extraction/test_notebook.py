"""Tests: the page about extraction shows what really happens."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "extraction.md"
ROOMS = (
    ROOT / "claims" / "extraction",
    ROOT / "claims" / "tests" / "extraction",
    ROOT / "claims" / "services",
    ROOT / "bench",
)


def test_the_steps_run_as_the_page_shows_them() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0


def test_every_file_that_the_page_names_is_there() -> None:
    named = {Path(path).name for path in re.findall(r"[\w/]+\.py\b", PAGE.read_text(encoding="utf-8"))}
    there = {path.name for folder in ROOMS for path in folder.glob("*.py")}
    assert named
    assert named <= there
