"""Services: words that somebody marks in a text become a claim by hand."""

from typing import Final

from claims import permissions
from claims.errors import Refusal, Refused
from claims.importers.decoding import with_plain_line_ends
from claims.lineage import following
from claims.lineage.offsets import utf16_to_codepoints
from claims.models import Claim, Document, Snapshot
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.quotations import QuotationKind, Span
from claims.services import importing, proposing, recording

_MARKS: Final = frozenset('"“”„«»‟‹›「」『』')


def mark(
    snapshot_id: int,
    *,
    by: Actor,
    exact: str,
    start16: int | None = None,
    end16: int | None = None,
    start: int | None = None,
    kind: QuotationKind | None = None,
    because: str = "",
) -> Claim:
    """Make a claim of words in the newest version of a document.

    A browser says where they stand, in UTF-16 code units; ``start`` says so in code points, for somebody who chose
    among several places; without either they must stand there exactly once. ``kind`` None reads it off the words.
    Refuses: WORDS_DIFFER, SPAN_OUTSIDE, WORDS_NOT_FOUND, WORDS_IN_SEVERAL_PLACES (``count``, ``places``),
    CHANGED_MEANWHILE (there is a newer version), DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.MARK)
    words = with_plain_line_ends(exact)
    with recording.act(by, because=because) as recorder:
        snapshot = _newest(snapshot_id)
        if start16 is not None and end16 is not None:
            span = _as_selected(snapshot.text, start16, end16, words)
        elif start is not None:
            span = _as_chosen(snapshot.text, start, words.strip())
        else:
            span = _as_found(snapshot.text, words.strip())
        return proposing.claim_by_hand(recorder, snapshot, [span], kind=kind or _kind(snapshot.text, span))


def _newest(snapshot_id: int) -> Snapshot:
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    document = recording.lock(Document, snapshot.document_id)
    if document.is_withdrawn:
        raise Refused(Refusal.DOCUMENT_WITHDRAWN)
    newest = importing.newest(document.pk)
    if newest != snapshot:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return newest


def _as_selected(text: str, start16: int, end16: int, words: str) -> Span:
    span = Span(utf16_to_codepoints(text, start16), utf16_to_codepoints(text, end16))
    if text[span.start : span.end] != words or not words.strip():
        raise Refused(Refusal.WORDS_DIFFER, field="exact")
    return span


def _as_chosen(text: str, start: int, words: str) -> Span:
    if not words or start < 0 or not text.startswith(words, start):
        raise Refused(Refusal.WORDS_DIFFER, field="exact")
    return Span(start, start + len(words))


def _as_found(text: str, words: str) -> Span:
    places = following.places(words, text)
    if not places:
        raise Refused(Refusal.WORDS_NOT_FOUND, field="exact")
    if len(places) > 1:
        raise Refused(Refusal.WORDS_IN_SEVERAL_PLACES, field="exact", count=len(places), places=places)
    return Span(places[0], places[0] + len(words))


def _kind(text: str, span: Span) -> QuotationKind:
    """Direct when the words begin and end with quotation marks or stand between them; mixed when marks are inside."""
    words = text[span.start : span.end]
    before, after = text[: span.start].rstrip()[-1:], text[span.end : span.end + 1]
    if {words[0], words[-1]} <= _MARKS or (before in _MARKS and after in _MARKS):
        return QuotationKind.DIRECT
    return QuotationKind.MIXED if _MARKS.intersection(words) else QuotationKind.INDIRECT
