"""Bench: extraction against quotations marked by hand, beside its goals and its peers (--data FOLDER)."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from bench import hostile, quotation_metrics
from bench.quotation_calibration import bands, brier_score, calibration_error, judged, sure_ones
from bench.quotation_corpora import Article, Row, quotations, read
from bench.quotation_metrics import Agreement, Compared, Corpus, Share
from bench.quotation_peers import Peer, peers
from claims.extraction import extract
from claims.extraction.rows import rows_of

DAMAGED: Final = "_noisy"
SPEED: Final = "documents per CPU second"
FEWEST_FOR_SPEED: Final = 10
TRACKER: Final = "ggt"
POLNEAR: Final = "polnear"
SEED: Final = "seed"
HOSTILE: Final = {'"': "marks", "“": "opening marks", "a": "one letter", "(": "round brackets", "[": "square brackets"}
WIDTH: Final = 132


class Figure(NamedTuple):
    """One line of the table: what is measured, and its goal for the corpora whose name begins so."""

    name: str
    of: Callable[[Corpus], Agreement | Share]
    goals: Mapping[str, float] = {}


class Reading(NamedTuple):
    """A corpus as somebody read it, and the CPU seconds that took."""

    corpus: Corpus
    seconds: float

    @property
    def speed(self) -> float:
        """Documents per CPU second of one process."""
        return len(self.corpus) / max(self.seconds, 1e-9)


FIGURES: Final = (
    Figure("tracker's F1 at 0.3", lambda corpus: quotation_metrics.tracking(corpus, 0.3).quotations, {TRACKER: 90}),
    Figure("tracker's F1 at 0.8", lambda corpus: quotation_metrics.tracking(corpus, 0.8).quotations, {TRACKER: 88}),
    Figure("tracker's speaker, at 0.3", lambda corpus: quotation_metrics.tracking(corpus, 0.3).speaker, {TRACKER: 96}),
    Figure("tracker's verb, at 0.3", lambda corpus: quotation_metrics.tracking(corpus, 0.3).verb, {TRACKER: 95}),
    Figure(
        "direct, F1 at IoU 0.5",
        lambda corpus: quotation_metrics.of_kind(corpus, "direct"),
        {TRACKER: 97, POLNEAR: 95},
    ),
    Figure("mixed, F1 at IoU 0.5", lambda corpus: quotation_metrics.of_kind(corpus, "mixed")),
    Figure("indirect, F1 at IoU 0.5", lambda corpus: quotation_metrics.of_kind(corpus, "indirect")),
    Figure("all kinds, F1 at IoU 0.5", quotation_metrics.overlapping),
    Figure("all kinds, exact F1", quotation_metrics.exact),
    Figure("characters, F1", quotation_metrics.characters),
    Figure("end-to-end F1: words and speaker", quotation_metrics.end_to_end, {TRACKER: 82}),
    Figure("speaker as printed", quotation_metrics.speakers),
    Figure("full name behind the speaker", quotation_metrics.full_names, {TRACKER: 88}),
    Figure("full name, floating ones", quotation_metrics.floating_names),
    Figure("cue", quotation_metrics.cues),
    Figure("told to", quotation_metrics.told_to),
    Figure("found, with speaker and told-to", quotation_metrics.whole_rows, {SEED: 100}),
)
LEAST_SPEED: Final = 150
MOST_TIMES: Final = 3
LONG_ENOUGH: Final = 2.0
LEAST_DAMAGED_DIRECT: Final = 93
MOST_FALL: Final = 1
MOST_SECONDS: Final = 2


def measure(*, data: Path) -> None:
    """Print every figure for each corpus of a folder, with its goal; then damaged copies, confidence, hostile texts."""
    console = Console(width=max(WIDTH, Console().width) if not Console().is_terminal else None, highlight=False)
    files = sorted(data.glob("*.jsonl"))
    if not files:
        console.print(f"There is no *.jsonl file in {data}.")
        return
    others = peers()
    for peer in others:
        if peer.read is None:
            console.print(f"{peer.name}: not installed. bench/quotation_peers.py says how.")
    everybody = [Peer("Claimtrail", _ours), *others]
    readings = {path.stem: _readings(read(path), everybody) for path in files}
    for name, by_whom in readings.items():
        console.print(_figures(name, by_whom))
    for name in sorted(readings):
        if name.removesuffix(DAMAGED) in readings and name.endswith(DAMAGED):
            console.print(_damaged(name.removesuffix(DAMAGED), readings))
    console.print(_calibration({name: by_whom["Claimtrail"] for name, by_whom in readings.items()}))
    console.print(_bands({name: by_whom["Claimtrail"] for name, by_whom in readings.items()}))
    console.print(_hostile())


def _ours(text: str) -> Sequence[Row]:
    return rows_of(extract(text).proposals)


def _readings(articles: tuple[Article, ...], everybody: list[Peer]) -> dict[str, Reading | None]:
    return {peer.name: _reading(articles, peer.read) if peer.read else None for peer in everybody}


def _reading(articles: tuple[Article, ...], find: Callable[[str], Sequence[Row]]) -> Reading:
    """Read a corpus; a small one up to three times, of which the fastest counts. What loads once is loaded before."""
    find("")
    gc.collect()
    times: list[float] = []
    found: list[Sequence[Row]] = []
    while len(times) < MOST_TIMES and sum(times) < LONG_ENOUGH:
        begun = time.process_time()
        found = [find(article.text) for article in articles]
        times.append(time.process_time() - begun)
    corpus = [Compared(article, quotations(article.text, rows)) for article, rows in zip(articles, found, strict=True)]
    return Reading(corpus, min(times))


def _figures(name: str, by_whom: Mapping[str, Reading | None]) -> Table:
    ours = by_whom["Claimtrail"]
    assert ours is not None
    marked = sum(len(one.marked) for one in ours.corpus)
    proposed = sum(len(one.proposed) for one in ours.corpus)
    title = f"{name}: {len(ours.corpus):,} documents, {marked:,} quotations marked, {proposed:,} proposed"
    table = _table(
        title, "figure", "goal", "met", "Claimtrail", "", *[peer for peer in by_whom if peer != "Claimtrail"]
    )
    rivals = [reading for peer, reading in by_whom.items() if peer != "Claimtrail"]
    for figure in FIGURES:
        measured = figure.of(ours.corpus)
        if measured.percent is None:
            continue
        is_clean = not name.endswith(DAMAGED)
        goal = next((goal for start, goal in figure.goals.items() if name.startswith(start) and is_clean), None)
        theirs = [_percent(figure.of(rival.corpus).percent) if rival else "-" for rival in rivals]
        table.add_row(
            figure.name, *_goal(goal, measured.percent), _percent(measured.percent), _detail(measured), *theirs
        )
    if len(ours.corpus) >= FEWEST_FOR_SPEED:
        speeds = [f"{rival.speed:,.0f}" if rival else "-" for rival in rivals]
        table.add_row(SPEED, *_goal(LEAST_SPEED, ours.speed), f"{ours.speed:,.0f}", f"{ours.seconds:.2f} s", *speeds)
    return table


def _damaged(name: str, readings: Mapping[str, Mapping[str, Reading | None]]) -> Table:
    """The same articles clean and damaged."""
    table = _table(
        f"{name}, damaged copies",
        "by whom",
        "direct F1",
        "goal",
        "met",
        "clean 0.3-F1",
        "damaged",
        "falls by",
        "goal",
        "met",
    )
    for who, clean in readings[name].items():
        damaged = readings[name + DAMAGED][who]
        if clean is None or damaged is None:
            continue
        direct = quotation_metrics.of_kind(damaged.corpus, "direct").percent or 0.0
        before, after = (
            quotation_metrics.tracking(reading.corpus, 0.3).quotations.percent or 0.0 for reading in (clean, damaged)
        )
        table.add_row(
            who,
            _percent(direct),
            *_goal(LEAST_DAMAGED_DIRECT, direct),
            _percent(before),
            _percent(after),
            _percent(before - after),
            *_goal(MOST_FALL, before - after, is_most=True),
        )
    return table


def _calibration(readings: Mapping[str, Reading | None]) -> Table:
    table = _table(
        "Does the confidence mean what it says? (right: IoU 0.5 and the right speaker)",
        "corpus",
        "proposals",
        "right",
        "mean confidence",
        "calibration error",
        "Brier score",
        "at 0.9 and more",
        "of all",
        "right of these",
    )
    for name, reading in readings.items():
        proposals = judged(reading.corpus) if reading else []
        if not proposals:
            continue
        sure, number = sure_ones(proposals), len(proposals)
        table.add_row(
            name,
            f"{number:,}",
            _percent(100 * sum(one.is_right for one in proposals) / number),
            f"{sum(one.confidence for one in proposals) / number:.3f}",
            f"{calibration_error(proposals):.3f}",
            f"{brier_score(proposals):.3f}",
            f"{sure.of:,}",
            _percent(100 * sure.of / number),
            _percent(sure.percent),
        )
    return table


def _bands(readings: Mapping[str, Reading | None]) -> Table:
    table = _table("Proposals by confidence", "corpus", "from", "to", "proposals", "mean confidence", "share right")
    for name, reading in readings.items():
        for number, band in enumerate(bands(judged(reading.corpus)) if reading else []):
            share = band.right.right / band.right.of
            table.add_row(
                "" if number else name,
                f"{band.least:.2f}",
                f"{band.less_than:.2f}",
                f"{band.right.of:,}",
                f"{band.mean:.3f}",
                f"{share:.3f}",
            )
    return table


def _hostile() -> Table:
    table = _table("A megabyte of one thing", "what", "CPU seconds", "less than", "met")
    for piece, name in HOSTILE.items():
        seconds = hostile.seconds(piece)
        table.add_row(name, f"{seconds:.2f}", *_goal(MOST_SECONDS, seconds, is_most=True))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1), pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 or column == "met" else "right", no_wrap=True)
    return table


def _goal(goal: float | None, measured: float, *, is_most: bool = False) -> tuple[str, str]:
    """A goal as printed, and whether it is met."""
    if goal is None:
        return "", ""
    is_met = measured <= goal if is_most else measured >= goal
    return f"{goal:g}", "met" if is_met else "not met"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _detail(measured: Agreement | Share) -> str:
    """What a figure is made of: precision and recall, or so many of so many."""
    if isinstance(measured, Agreement):
        return f"P {measured.precision:.1f} R {measured.recall:.1f}"
    return f"{measured.right:,} of {measured.of:,}"
