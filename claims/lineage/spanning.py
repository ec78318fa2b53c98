"""Lineage: the spans of a quotation put together, cut and parted. White space at an edge belongs to none of them."""

from collections.abc import Iterable

from claims.records.quotations import Span


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in reading order; those that touch or overlap have become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def without(spans: Iterable[Span], cut: Span, text: str) -> tuple[Span, ...]:
    """What is left of the spans once a place is cut out; nothing where nothing is left."""
    pieces = (
        piece for span in spans for piece in (before(span, cut.start), after(span, cut.end)) if piece.start < piece.end
    )
    return _trimmed(pieces, text)


def parted(spans: Iterable[Span], at: int, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What of the spans stands before a place, and what stands behind it; either may be nothing."""
    spans = list(spans)
    return _trimmed((before(span, at) for span in spans), text), _trimmed((after(span, at) for span in spans), text)


def before(span: Span, at: int) -> Span:
    """What of a span stands before a place; empty where nothing does."""
    return Span(span.start, max(span.start, min(span.end, at)))


def after(span: Span, at: int) -> Span:
    """What of a span stands behind a place; empty where nothing does."""
    return Span(min(span.end, max(span.start, at)), span.end)


def meets(span: Span, other: Span) -> bool:
    """Whether two places share a letter."""
    return span.start < other.end and other.start < span.end


def _trimmed(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans without white space at their edges; those that hold nothing else are left out."""
    trimmed = []
    for span in spans:
        words = text[span.start : span.end]
        bare = words.strip()
        if bare:
            start = span.start + len(words) - len(words.lstrip())
            trimmed.append(Span(start, start + len(bare)))
    return tuple(trimmed)
