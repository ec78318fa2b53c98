"""Tests: the books are in order. An act writes one batch, with one Event for each subject it made or changed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from claims.models import Claim, Document, Event, Note, Quotation, Relay, Snapshot, Source, Span
from claims.records.acts import SubjectKind

State: TypeAlias = dict[tuple[str, int], tuple[int, list[Any]]]


@contextmanager
def one_event_for_each_change() -> Iterator[None]:
    """What happens inside is one act: everything that is different afterwards has one Event, at its version now."""
    before, seen = _everything(), Event.objects.count()
    yield
    after = _everything()
    events = list(Event.objects.order_by("sequence")[seen:])
    changed = {subject: state[0] for subject, state in after.items() if before.get(subject) != state}
    assert Counter((event.subject_kind, event.subject_id) for event in events) == Counter(dict.fromkeys(changed, 1))
    assert {(event.subject_kind, event.subject_id): event.subject_version for event in events} == changed
    assert len({event.batch for event in events}) == 1


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside leaves every row and the ledger as they were."""
    before, events = _everything(), Event.objects.count()
    yield
    assert _everything() == before
    assert Event.objects.count() == events


def _everything() -> State:
    """Every claim, document, source and note with its version, and with all that hangs on it."""
    state: State = {}
    for claim in Claim.objects.all():
        state[SubjectKind.CLAIM, claim.pk] = (
            claim.version,
            [
                *Claim.objects.filter(pk=claim.pk).values(),
                *Quotation.objects.filter(claim=claim).order_by("pk").values(),
                *Span.objects.filter(quotation__claim=claim).order_by("pk").values(),
                *Relay.objects.filter(quotation__claim=claim).order_by("quotation", "position").values(),
            ],
        )
    for document in Document.objects.all():
        rows = [*Document.objects.filter(pk=document.pk).values(), *Snapshot.objects.filter(document=document).values()]
        state[SubjectKind.DOCUMENT, document.pk] = (document.version, rows)
    for source in Source.objects.all():
        state[SubjectKind.SOURCE, source.pk] = (source.version, [*Source.objects.filter(pk=source.pk).values()])
    for note in Note.objects.all():
        state[SubjectKind.NOTE, note.pk] = (note.version, [*Note.objects.filter(pk=note.pk).values()])
    return state
