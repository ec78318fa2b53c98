"""Selectors: the piece of a story around a quotation, with its words, speaker, cue and damage marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims import workflow
from claims.choices import labels
from claims.models import Claim, Quotation
from claims.records.quotations import DamageKind, Span
from claims.selectors import story_marks
from claims.selectors.story_marks import Mark, Piece, Sign, Words
from claims.workflow import Status

# How much is shown around the words at least, and at most when a paragraph has no end.
_AROUND, _AT_MOST = 160, 900
_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a snapshot, in pieces. ``is_cut_before`` and ``is_cut_after``: the story goes on there."""

    start: int
    end: int
    pieces: Sequence[Piece]
    is_cut_before: bool
    is_cut_after: bool


def around(quotation: Quotation, claim: Claim, text: str, *, at_least: int = _AROUND) -> Excerpt:
    """The paragraphs in which a quotation stands, and at least so many characters around it.

    Its spans are asked for once.
    """
    if not text:  # erased: what stands in the place of the words
        return Excerpt(0, 0, [Words(quotation.words)], is_cut_before=False, is_cut_after=False)
    start, end = _window(quotation, text, at_least)
    return Excerpt(
        start=start,
        end=end,
        pieces=story_marks.pieces(text[start:end], [_mark(quotation, claim, start)]),
        is_cut_before=bool(text[:start].strip()),
        is_cut_after=bool(text[end:].strip()),
    )


def damage_of(quotation: Quotation) -> list[str]:
    """The sentences about what seems damaged, each once."""
    return list(dict.fromkeys(str(labels.label(DamageKind(kind))) for kind, _start, _end in quotation.damage))


def _window(quotation: Quotation, text: str, at_least: int) -> tuple[int, int]:
    places = [
        place
        for place in (
            quotation.start,
            quotation.end,
            quotation.speaker_start,
            quotation.speaker_end,
            quotation.cue_start,
            quotation.cue_end,
        )
        if place is not None
    ]
    first, last = min(places), max(places)
    return _beginning(text, first, at_least), _ending(text, last, at_least)


def _beginning(text: str, first: int, at_least: int) -> int:
    """Where the paragraph begins that stands shortly before a place."""
    breaks = [found.end() for found in _BREAK.finditer(text, max(0, first - _AT_MOST), max(0, first - at_least))]
    if breaks:
        return breaks[-1]
    return 0 if first <= _AT_MOST else _after_a_word(text, first - _AT_MOST)


def _ending(text: str, last: int, at_least: int) -> int:
    """Where the paragraph ends that stands shortly after a place."""
    found = _BREAK.search(text, min(last + at_least, len(text)), last + _AT_MOST)
    if found:
        return found.start()
    return len(text.rstrip()) if len(text) <= last + _AT_MOST else _after_a_word(text, last + _AT_MOST)


def _after_a_word(text: str, place: int) -> int:
    space = text.find(" ", place, place + 40)
    return place if space < 0 else space + 1


def _mark(quotation: Quotation, claim: Claim, offset: int) -> Mark:
    row = workflow.STATUSES[Status(claim.status)]
    return Mark(
        number=claim.pk,
        spans=[Span(span.start - offset, span.end - offset) for span in quotation.spans.all()],
        style=f"q-{quotation.kind}",
        tone=row.tone,
        shape=row.shape,
        label=str(row.label),
        speaker=_moved(quotation.speaker_start, quotation.speaker_end, offset),
        cue=_moved(quotation.cue_start, quotation.cue_end, offset),
        signs=[Sign(end - offset, str(labels.label(DamageKind(kind)))) for kind, _start, end in quotation.damage],
    )


def _moved(start: int | None, end: int | None, offset: int) -> Span | None:
    return Span(start - offset, end - offset) if start is not None and end is not None else None
