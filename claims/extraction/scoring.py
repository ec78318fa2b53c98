"""Extraction: scoring, how sure a proposal is, from 0 to 1.

A sum of small numbers through a logistic curve. The numbers are set by hand from what editors would trust; each reason
has its code, so that a page can say what a proposal rests on.
"""

import math
from typing import Final

LEAST: Final = 0.01
MOST: Final = 0.99
BASE: Final = 1.2
WEIGHTS: Final[dict[str, float]] = {
    "cue_common": 1.1,
    "cue_rare": -0.8,
    "cue_according": 0.8,
    "cue_demand": -1.6,
    "kind_direct": 0.9,
    "kind_mixed": 0.2,
    "kind_indirect": -0.4,
    "subject_before": 0.2,
    "subject_after": 0.4,
    "subject_inherited": -0.5,
    "speaker_floating": -0.3,
    "speaker_named": 0.5,
    "speaker_open": -0.9,
    "marks_unpaired": -0.9,
    "words_few": -0.8,
}


def confidence(reasons: tuple[str, ...]) -> float:
    """How sure a proposal with these reasons is, to two places."""
    total = BASE + sum(WEIGHTS.get(reason, 0.0) for reason in reasons)
    return min(max(round(1 / (1 + math.exp(-total)), 2), LEAST), MOST)
