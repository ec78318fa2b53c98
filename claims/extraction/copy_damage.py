"""Extraction: how damaged a whole copy looks, from the damages found in it."""

import math
from collections import Counter
from typing import Final

from claims.records.extractions import CopyDamage
from claims.records.quotations import Damage, DamageKind

MOST_KEPT: Final = 500
WORDS_FREE: Final = 250
WEIGHTS: Final = {
    DamageKind.UNBALANCED_MARK: 0.5,
    DamageKind.CUT_START: 0.5,
    DamageKind.CUT_END: 0.4,
    DamageKind.FALSE_SENTENCE_END: 0.6,
    DamageKind.FOREIGN_MATTER: 0.08,
    DamageKind.ENCODING: 0.3,
    DamageKind.MACHINE_TRANSLATION: 0.5,
    DamageKind.WORD_FILTER: 0.8,
    DamageKind.UNSEEN_LETTERS: 0.3,
    DamageKind.TURNED_DIRECTION: 0.5,
    DamageKind.MIXED_ALPHABETS: 0.5,
}
REFERENCE_NUMBER: Final = 0.8
MOST_OF_A_KIND: Final = 8
HEAVY: Final = 0.3


def copy_damage(text: str, damages: tuple[Damage, ...]) -> CopyDamage:
    """What may have happened to a whole copy, from the damages found in its text.

    Each damage weighs by its kind, at most eight of a kind count, and every further kind that weighs makes the whole
    heavier by a third: damage seldom comes alone. The sum is set against the length, and the score is
    ``1 - exp(-sum / sqrt(1 + words / 250))``. So one slip in a story of usual length stays under 0.3, three or four of
    different kinds pass 0.5. Links and buttons of the page around a story hardly count, numbers left in the middle of
    a sentence do. The first five hundred damages are kept.
    """
    counts: Counter[DamageKind] = Counter()
    weights: dict[DamageKind, float] = {}
    for damage in damages:
        counts[damage.kind] += 1
        if counts[damage.kind] <= MOST_OF_A_KIND:
            weights[damage.kind] = weights.get(damage.kind, 0.0) + _weight(text, damage)
    heavy = sum(weight >= HEAVY for weight in weights.values())
    together = 1 + max(0, heavy - 1) / 3
    length = math.sqrt(1 + (text.count(" ") + 1) / WORDS_FREE)
    score = 1 - math.exp(-sum(weights.values()) * together / length)
    reasons = sorted(weights, key=lambda kind: (-weights[kind], kind.value))
    return CopyDamage(round(score, 2), tuple(reasons), damages[:MOST_KEPT])


def _weight(text: str, damage: Damage) -> float:
    is_number = damage.kind is DamageKind.FOREIGN_MATTER and text[damage.end - 1] == "]"
    return REFERENCE_NUMBER if is_number else WEIGHTS[damage.kind]
