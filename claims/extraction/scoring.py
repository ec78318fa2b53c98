"""Extraction: scoring, how sure a proposal is, from 0 to 1.

A sum of small numbers through a logistic curve. The numbers are set by hand from what editors would trust; each reason
has its code, so that a page can say what a proposal rests on.
"""

import math
from typing import Final

from claims.extraction.contents import Content
from claims.extraction.cues import CueForm
from claims.extraction.identities import Identity
from claims.records.quotations import Identification, QuotationKind

FEW_WORDS: Final = 4
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
    "language_unread": -0.8,
    "marks_unpaired": -0.9,
    "words_few": -0.8,
}


def confidence(reasons: tuple[str, ...]) -> float:
    """How sure a proposal with these reasons is, to two places."""
    total = BASE + sum(WEIGHTS.get(reason, 0.0) for reason in reasons)
    return min(max(round(1 / (1 + math.exp(-total)), 2), LEAST), MOST)


def reasons_of_content(content: Content, identity: Identity, plain_cues: frozenset[str]) -> tuple[str, ...]:
    """What a proposal with a cue rests on, as codes."""
    cue = content.cue
    if cue.form is CueForm.ACCORDING:
        cue_reason = "cue_according"
    elif "f" in cue.frames or "n" in cue.frames:
        cue_reason = "cue_demand"
    else:
        cue_reason = "cue_common" if cue.verb in plain_cues else "cue_rare"
    where = "subject_after" if content.speaker.first > cue.first else "subject_before"
    length = sum(last - first for first, last in content.stretches)
    few = ("words_few",) if length < FEW_WORDS and content.kind is not QuotationKind.DIRECT else ()
    inherited = ("subject_inherited",) if content.is_inherited else ()
    return (cue_reason, f"kind_{content.kind.value}", where, *inherited, *_open(identity), *few)


def reasons_of_floating(identity: Identity, *, is_announced: bool) -> tuple[str, ...]:
    """What a quotation without a cue rests on, as codes."""
    return ("speaker_before_colon" if is_announced else "speaker_floating", "kind_direct", *_open(identity))


def reasons_of_quoted() -> tuple[str, ...]:
    """What words between marks rest on when their language is not read, as codes."""
    return ("language_unread", "kind_direct", "speaker_open")


def _open(identity: Identity) -> tuple[str, ...]:
    if not identity.name:
        return ("speaker_open",)
    return ("speaker_named",) if identity.identification is Identification.NAMED else ()
