"""Services: words that somebody marks in a text become a claim by hand."""

from collections.abc import Sequence
from typing import Final

from claims import permissions
from claims.models import Claim
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.provenance import SpeakerBasis
from claims.records.quotations import Marked, QuotationKind, Span
from claims.services import importing, placing, proposing, recording

_MARKS: Final = frozenset('"“”„«»‟‹›「」『』')


def mark(
    snapshot_id: int,
    marked: Marked,
    *,
    by: Actor,
    kind: QuotationKind | None = None,
    is_copy_itself: bool = False,
    because: str = "",
) -> Claim:
    """Make a claim of words in the newest version of a document; they may stand in other quotations too.

    ``kind`` None reads it off the words. ``is_copy_itself``: no speaker is given, the copy itself states them; else
    the speaker stays open until somebody says who it is.
    Refuses what ``placing`` refuses, CHANGED_MEANWHILE (there is a newer version), DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.MARK)
    with recording.act(by, because=because) as recorder:
        snapshot = importing.lock_newest(snapshot_id)
        spans = placing.spans_of(marked, snapshot.text)
        return proposing.claim_by_hand(
            recorder,
            snapshot,
            spans,
            kind=kind or _kind_of(snapshot.text, spans),
            basis=SpeakerBasis.COPY if is_copy_itself else SpeakerBasis.OPEN,
        )


def _kind_of(text: str, spans: Sequence[Span]) -> QuotationKind:
    """The one kind that all pieces have, or mixed."""
    kinds = {_kind(text, span) for span in spans}
    return kinds.pop() if len(kinds) == 1 else QuotationKind.MIXED


def _kind(text: str, span: Span) -> QuotationKind:
    """Direct when the words begin and end with quotation marks or stand between them; mixed when marks are inside."""
    words = text[span.start : span.end]
    before, after = text[: span.start].rstrip()[-1:], text[span.end : span.end + 1]
    if {words[0], words[-1]} <= _MARKS or (before in _MARKS and after in _MARKS):
        return QuotationKind.DIRECT
    return QuotationKind.MIXED if _MARKS.intersection(words) else QuotationKind.INDIRECT
