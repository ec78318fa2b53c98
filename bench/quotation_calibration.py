"""Bench: whether the confidence of proposed quotations means what it says.

A proposal is right when it meets a marked quotation at IoU >= 0.5 and has the right speaker. A confidence of 0.9 means
what it says when nine of ten such proposals are right.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

from bench.quotation_metrics import Corpus, Share

EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
SURE: Final = 0.9


class Judged(NamedTuple):
    """One proposal: how sure it was, and whether it is right."""

    confidence: float
    is_right: bool


class Band(NamedTuple):
    """The proposals whose confidence lies in ``[least, less_than)``; the last band takes 1 as well."""

    least: float
    less_than: float
    mean: float
    right: Share


def judged(corpus: Corpus) -> list[Judged]:
    """All proposals of a corpus."""
    return [
        Judged(quotation.confidence, is_right)
        for one in corpus
        for quotation, is_right in zip(one.proposed, one.right, strict=True)
    ]


def bands(proposals: Iterable[Judged]) -> list[Band]:
    """The proposals by confidence, lowest first, without empty bands."""
    everything = list(proposals)
    found = []
    for least, less_than in pairwise(EDGES):
        inside = [one for one in everything if least <= one.confidence < less_than or one.confidence == less_than == 1]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            found.append(Band(least, less_than, mean, Share(sum(one.is_right for one in inside), len(inside))))
    return found


def calibration_error(proposals: Iterable[Judged]) -> float:
    """Expected calibration error (Naeini et al. 2015), 0 is best.

    How far a band's share of right ones lies from its mean confidence, on average over the proposals.
    """
    everything = list(proposals)
    away = sum(abs(band.right.right - band.mean * band.right.of) for band in bands(everything))
    return away / len(everything) if everything else 0.0


def brier_score(proposals: Iterable[Judged]) -> float:
    """Brier score (1950), 0 is best: the mean squared distance of confidence and outcome."""
    distances = [(one.confidence - one.is_right) ** 2 for one in proposals]
    return sum(distances) / len(distances) if distances else 0.0


def sure_ones(proposals: Iterable[Judged]) -> Share:
    """What an editor gets who reads only proposals of confidence 0.9 and more: how many, and how many are right."""
    sure = [one.is_right for one in proposals if one.confidence >= SURE]
    return Share(sum(sure), len(sure))
