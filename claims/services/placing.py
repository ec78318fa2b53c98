"""Services: where words that somebody marked or pasted stand in a text. What comes back was compared with the text."""

from collections.abc import Sequence

from claims.errors import Refusal, Refused
from claims.importers.decoding import with_plain_line_ends
from claims.lineage import following, pasted, spanning
from claims.lineage.offsets import utf16_to_codepoints
from claims.records.quotations import Marked, Span
from claims.services import proposing


def spans_of(marked: Marked, text: str, *, near: Span | None = None) -> tuple[Span, ...]:
    """The places of the words, in reading order; pieces that touch have become one.

    Words that are only pasted must stand there once, or once in the place ``near``. Refuses: WORDS_DIFFER,
    SPAN_OUTSIDE, WORDS_NOT_FOUND, WORDS_IN_SEVERAL_PLACES (``count``, ``places``).
    """
    words = with_plain_line_ends(marked.exact)
    spans: Sequence[Span]
    if marked.starts16:
        spans = _as_selected(text, marked, words)
    elif marked.start is not None:
        spans = _as_chosen(text, marked.start, words)
    else:
        spans = _as_found(text, words, near)
    return spanning.united(spans)


def _as_selected(text: str, marked: Marked, words: str) -> list[Span]:
    if len(marked.starts16) != len(marked.ends16):
        raise Refused(Refusal.SPAN_OUTSIDE)
    spans = [
        Span(utf16_to_codepoints(text, start), utf16_to_codepoints(text, end))
        for start, end in zip(marked.starts16, marked.ends16, strict=True)
    ]
    if not all(text[span.start : span.end].strip() for span in spans) or proposing.words_of(text, spans) != words:
        raise Refused(Refusal.WORDS_DIFFER, field="exact")
    return spans


def _as_chosen(text: str, start: int, words: str) -> tuple[Span, ...]:
    pieces = pasted.pieces_of(words, text)
    spans = following.follow_from(pieces, text, start) if start >= 0 else None
    if spans is None:
        raise Refused(Refusal.WORDS_DIFFER, field="exact")
    return spans


def _as_found(text: str, words: str, near: Span | None) -> tuple[Span, ...]:
    places = pasted.found(words, text)
    at_hand = [spans for spans in places if near and any(spanning.meets(near, span) for span in spans)]
    if len(at_hand) == 1:
        return at_hand[0]
    if not places:
        raise Refused(Refusal.WORDS_NOT_FOUND, field="exact")
    if len(places) > 1:
        starts = [spans[0].start for spans in places]
        raise Refused(Refusal.WORDS_IN_SEVERAL_PLACES, field="exact", count=len(starts), places=starts)
    return places[0]
