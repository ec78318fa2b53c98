"""Lineage: words looked for in another version of their text. Exact, and linear in the text for each quotation."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from claims.records.quotations import Phrase, Proposal, Span

MOST_PLACES: Final = 200


class Reading(NamedTuple):
    """A text, and the quotations an extractor finds in it."""

    text: str
    proposals: Sequence[Proposal]


def places(exact: str, text: str) -> list[int]:
    """Where these very words begin in the text, in order; the first ``MOST_PLACES`` of them."""
    return list(islice(_places(exact, text), MOST_PLACES))


def follow(exacts: Sequence[str], text: str) -> tuple[Span, ...] | None:
    """The spans of a quotation in another text: each one's words found there exactly once, in the same order.

    None when one is missing, stands in several places, or comes before the one that it came after.
    """
    spans: list[Span] = []
    for exact in exacts:
        found = list(islice(_places(exact, text), 2))
        if len(found) != 1 or (spans and found[0] < spans[-1].end):
            return None
        spans.append(Span(found[0], found[0] + len(exact)))
    return tuple(spans) or None


def follow_with_line(place: Span, text: str, new_text: str) -> Span | None:
    """Where the words of a place stand in another text: there once, or once in the line that they stood in.

    None where neither says it.
    """
    found = follow([text[place.start : place.end]], new_text)
    if found:
        return found[0]
    line = _lines_around(place, text)
    whole = follow([line], new_text)
    if not whole:
        return None
    start = whole[0].start + place.start - (text.rfind("\n", 0, place.start) + 1)
    return Span(start, start + place.end - place.start)


def follow_from(exacts: Sequence[str], text: str, start: int) -> tuple[Span, ...] | None:
    """The spans of a quotation whose first words stand at ``start``; those after it where they next come."""
    spans: list[Span] = []
    place = start
    for exact in exacts:
        found = place if not spans and text.startswith(exact, place) else text.find(exact, place) if spans else -1
        if found < 0 or not exact:
            return None
        spans.append(Span(found, found + len(exact)))
        place = spans[-1].end
    return tuple(spans) or None


def shifted(place: Span, text: str, *, anchors: Sequence[tuple[Span, Span]], new_text: str) -> Span | None:
    """Where a printed detail of a quotation (its cue, a damage) stands in the new text; None when it is not there.

    ``anchors`` are the quotation's spans, old and new; it must stand as far from the nearest of them as it did.
    """
    words = text[place.start : place.end]
    old, new = min(anchors, key=lambda pair: _distance(place, pair[0]))
    start = place.start + (new.end - old.end if place.start >= old.end else new.start - old.start)
    return Span(start, start + len(words)) if start >= 0 and new_text.startswith(words, start) else None


def moved(place: Span, text: str, *, anchors: Sequence[tuple[Span, Span]], new_text: str) -> Span | None:
    """The same for a name, which is as good wherever it stands exactly once."""
    found = shifted(place, text, anchors=anchors, new_text=new_text)
    once = None if found else follow([text[place.start : place.end]], new_text)
    return once[0] if once else found


def reading_changed(old_place: Span, old: Reading, new_place: Span, new: Reading) -> bool:
    """Whether the same words are given to somebody else, told to somebody else or dated otherwise in the new text.

    One and the same extractor has read both, so a difference is one of the texts. Lines that are the same say the
    same, unless a "he" in them now means another.
    """
    before, after = _nearest(old_place, old.proposals), _nearest(new_place, new.proposals)
    if before is None:
        return False
    if after is not None and before.resolved and after.resolved and before.resolved != after.resolved:
        return True
    is_same_line = _lines_around(old_place, old.text) == _lines_around(new_place, new.text)
    return not is_same_line and _printed(before) != _printed(after)


def _places(exact: str, text: str) -> Iterator[int]:
    place = text.find(exact) if exact else -1
    while place >= 0:
        yield place
        place = text.find(exact, place + 1)


def _distance(place: Span, other: Span) -> int:
    return max(other.start - place.end, place.start - other.end, 0)


def _nearest(place: Span, proposals: Sequence[Proposal]) -> Proposal | None:
    """The proposal that shares most with a place; None when none shares anything."""
    best = max(proposals, key=lambda proposal: _shared(place, proposal), default=None)
    return best if best is not None and _shared(place, best) > 0 else None


def _shared(place: Span, proposal: Proposal) -> int:
    return min(place.end, proposal.end) - max(place.start, proposal.start)


def _printed(proposal: Proposal | None) -> tuple[str, str, str]:
    if proposal is None:
        return ("", "", "")
    return (_words(proposal.speaker), _words(proposal.told_to), _words(proposal.said_when))


def _words(phrase: Phrase | None) -> str:
    return " ".join(phrase.text.split()) if phrase else ""


def _lines_around(place: Span, text: str) -> str:
    """The lines on which a place stands."""
    end = text.find("\n", place.end)
    return text[text.rfind("\n", 0, place.start) + 1 : end if end >= 0 else len(text)]
