"""The drills: each figure is printed beside its goal, and one that is not reached fails the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import drilling, drills
from bench.drills import Figure

HELD = Figure(name="writes lost", goal="0", measured="0 of 40", reached=True)
BROKEN = Figure(name="half states", goal="0", measured="2 of 40", reached=False)


def _all_well(*, full: bool) -> Iterator[Figure]:
    yield HELD


def _not_well(*, full: bool) -> Iterator[Figure]:
    yield HELD
    yield BROKEN


def _breaks_off(*, full: bool) -> Iterator[Figure]:
    yield HELD
    raise RuntimeError("a storm")


@contextmanager
def _nowhere(*, kind: str) -> Iterator[None]:
    yield


def test_a_drill_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "storms.py").write_text('"""Drill: what a storm does."""\n\n\ndef drill(): ...\n', encoding="utf-8")
    (tmp_path / "weather.py").write_text('"""Drill: what storms share."""\n', encoding="utf-8")
    monkeypatch.setattr(drills, "HERE", tmp_path)
    assert drills.drills() == {"storms": "what a storm does."}


def test_every_drill_here_can_be_begun() -> None:
    for name in drills.drills():
        assert callable(drills.named(name))


def test_the_table_holds_every_figure_with_its_goal_and_what_was_measured() -> None:
    head, held, broken, last = drilling.table({"storms": [HELD, BROKEN]})
    assert head.split() == ["figure", "goal", "measured"]
    assert held.split() == ["storms", "writes", "lost", "0", "0", "of", "40", "reached"]
    assert broken.endswith("2 of 40   NOT REACHED")
    assert last == "2 figures, 1 not reached."


def test_a_run_ends_well_only_when_every_figure_is_reached(capsys: pytest.CaptureFixture[str]) -> None:
    assert drilling.run({"storms": _all_well}, full=False, on=_nowhere) == 0
    assert drilling.run({"storms": _all_well, "floods": _not_well}, full=True, on=_nowhere) == 1
    printed = capsys.readouterr()
    assert "1 figures, all reached." in printed.out
    assert "3 figures, 1 not reached." in printed.out
    assert "NOT REACHED: half states: 2 of 40" in printed.err


def test_a_drill_that_breaks_off_is_a_figure_not_reached_and_the_others_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert drilling.run({"storms": _breaks_off, "floods": _all_well}, full=True, on=_nowhere) == 1
    printed = capsys.readouterr()
    assert "came to its end" in printed.out
    assert "RuntimeError: a storm" in printed.out
    assert "3 figures, 1 not reached." in printed.out


def test_a_drill_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        drilling.main(["storm"])
    assert ended.value.code == 2
    assert "there is no drill storm" in capsys.readouterr().err
