"""Extraction: scoring, how sure a proposal is, from 0 to 1.

Each thing a proposal rests on, for or against it, has a code; a page can say it in words. Each code has a number; their
sum goes through a logistic curve. The numbers are fitted (``weights``), so that of the proposals with confidence 0.9
about nine in ten are right.
"""

import math
from dataclasses import replace
from typing import Final

from claims.extraction import weights
from claims.extraction.contents import Content
from claims.extraction.cues import Cue, CueForm
from claims.extraction.floating import Evidence
from claims.records.quotations import DamageKind, Identification, Proposal, QuotationKind, ResolvedBy

LEAST: Final = 0.01
MOST: Final = 0.99
FEW_WORDS: Final = 3
MANY_WORDS: Final = 60
LONG_NAME: Final = 3
BESIDE: Final = 2
MARKS: Final = " \"“”„‟«»'’‘`"
CLOSED: Final = frozenset(".!?,…")
# No corpus is in a language that is not read; nobody is looked for there, so few such proposals are right as a whole.
BY_HAND: Final[dict[str, float]] = {"language_unread": -0.3}
WEIGHTS: Final[dict[str, float]] = {**weights.WEIGHTS, **BY_HAND}
SPEAKERS: Final[dict[Identification, str]] = {
    Identification.NAMED: "speaker_named",
    Identification.ORGANISATION_ONLY: "speaker_organisation",
    Identification.TITLE_ONLY: "speaker_title",
    Identification.DESCRIBED: "speaker_described",
    Identification.BARE: "speaker_bare",
    Identification.COLLECTIVE: "speaker_collective",
    Identification.UNATTRIBUTED: "speaker_open",
}


def confidence(reasons: tuple[str, ...]) -> float:
    """How sure a proposal with these reasons is, to two places."""
    total = weights.BASE + sum(WEIGHTS.get(reason, 0.0) for reason in reasons)
    return min(max(round(1 / (1 + math.exp(-total)), 2), LEAST), MOST)


def scored(draft: Proposal, reasons: tuple[str, ...]) -> Proposal:
    """The proposal with what it rests on, and how sure that makes it."""
    return replace(draft, reasons=reasons, confidence=confidence(reasons))


def reasons_of_content(draft: Proposal, text: str, content: Content, plain_cues: frozenset[str]) -> tuple[str, ...]:
    """What a proposal with a cue rests on, as codes."""
    return (
        *_cue(content.cue, plain_cues),
        f"kind_{draft.kind.value}",
        *_places(draft, content),
        *(("words_that",) if content.has_that else ()),
        *_speaker(draft),
        *_words(draft, text),
    )


def reasons_of_floating(draft: Proposal, text: str, evidence: Evidence) -> tuple[str, ...]:
    """What a quotation without a cue rests on, as codes."""
    where = "speaker_before_colon" if evidence.follows_colon else "speaker_leads_in"
    where = "speaker_floating" if draft.floating else where
    alone = ("stands_alone",) if evidence.stands_alone else ()
    return (where, f"kind_{draft.kind.value}", *alone, *_speaker(draft), *_words(draft, text))


def reasons_of_quoted() -> tuple[str, ...]:
    """What words between marks rest on when their language is not read, as codes."""
    return ("language_unread", f"kind_{QuotationKind.DIRECT.value}", "speaker_open")


def _cue(cue: Cue, plain_cues: frozenset[str]) -> tuple[str, ...]:
    """What kind of cue it is."""
    if cue.form is CueForm.ACCORDING:
        return ("cue_according",)
    if "f" in cue.frames:
        return ("cue_demand",)
    if "n" in cue.frames:
        return ("cue_naming",)
    return ("cue_common" if cue.verb in plain_cues else "cue_rare",)


def _places(draft: Proposal, content: Content) -> tuple[str, ...]:
    """How speaker, cue and words stand to each other."""
    cue, speaker = draft.cue, draft.speaker
    if cue is None or speaker is None:
        return ()
    if content.is_inherited:
        subject = "subject_inherited"
    else:
        subject = "subject_after" if speaker.start > cue.start else "subject_before"
    if draft.start < cue.start:
        return (subject, "words_before_cue")
    return (subject, "words_apart") if content.distance > BESIDE else (subject,)


def _speaker(draft: Proposal) -> tuple[str, ...]:
    """Who speaks, and how that is known."""
    kind = SPEAKERS[draft.identification]
    if draft.identification is Identification.NAMED and draft.resolved_by is ResolvedBy.PRONOUN:
        kind = "speaker_pronoun"
    elif draft.identification is Identification.NAMED and draft.resolved_by is ResolvedBy.SHORT_FORM:
        kind = "speaker_short"
    if draft.speaker is None:
        return (kind, "speaker_unprinted")
    return (kind, "speaker_long") if len(draft.speaker.text.split()) >= LONG_NAME else (kind,)


def _words(draft: Proposal, text: str) -> tuple[str, ...]:
    """What the quoted words look like."""
    said = [text[span.start : span.end] for span in draft.spans]
    number = sum(len(words.split()) for words in said)
    signs = {
        "words_single": number == 1,
        "words_few": 1 < number <= FEW_WORDS,
        "words_many": number > MANY_WORDS,
        "words_closed": draft.kind is not QuotationKind.INDIRECT and said[-1].strip(MARKS)[-1:] in CLOSED,
        "marks_unpaired": any(damage.kind is DamageKind.UNBALANCED_MARK for damage in draft.damage),
        "told_when": draft.said_when is not None,
    }
    return tuple(code for code, holds in signs.items() if holds)
