"""Services: the ledger of a desk from before lines were chained. Its events get lines, its subjects a first state."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db import models

from claims.ledger import canonical
from claims.ledger.lines import Told, hash_of
from claims.ledger.stand_alone import NOTHING_BEFORE
from claims.models import Event, StateSalt
from claims.records.acts import Actor, SubjectKind
from claims.selectors import states
from claims.services import keys, ledger, recording
from claims.services.ledger import Entry

_AT_ONCE: Final = 500
_HOLD_FAST: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.CLAIM: "claim.hold_fast",
    SubjectKind.DOCUMENT: "document.hold_fast",
    SubjectKind.SOURCE: "source.hold_fast",
    SubjectKind.NOTE: "note.hold_fast",
    SubjectKind.EXPORT: "export.hold_fast",
    SubjectKind.PERSON: "person.hold_fast",
    SubjectKind.VIEW: "view.hold_fast",
    SubjectKind.PHRASE: "phrase.hold_fast",
    SubjectKind.WEBHOOK: "webhook.hold_fast",
}
_NOTHING: Final = canonical({"before": {}, "after": {}})


def adopt(*, by: Actor) -> int:
    """Chain the events that have no line, and write one line about each subject with the hash of its state now.

    What was there before is only as sure as it was then; from here on it is held. All of it is done or nothing.
    Returns how many events were chained: none on a desk that always had lines.
    """
    with recording.act(by) as recorder:
        last = Event.objects.order_by("-sequence").values_list("line", flat=True).first()
        if last is None or last:
            return 0
        chained = _chain()
        for kind in SubjectKind:
            for entries in _unheld(kind):
                ledger.append(entries, by=by, batch=recorder.batch, at=recorder.at)
        return chained


def _chain() -> int:
    """Give every event its line. What the state of its subject was is not known any more."""
    key, previous, number = keys.ledger_mac_key(), NOTHING_BEFORE, 0
    latest: dict[tuple[str, int], int] = {}
    while chunk := list(Event.objects.filter(sequence__gt=number).order_by("sequence")[:_AT_ONCE]):
        for event in chunk:
            told = Told._make(getattr(event, name) for name in Told._fields)
            subject = (event.subject_kind, event.subject_id)
            with_line = ledger.event_of(told, previous, latest.get(subject, 0), "", key)
            event.line, event.mac = with_line.line, with_line.mac
            latest[subject], previous, number = event.sequence, hash_of(event.line), event.sequence
        Event.objects.bulk_update(chunk, ["line", "mac"], batch_size=100)
    StateSalt.objects.bulk_create(
        (StateSalt(subject_kind=kind, subject_id=pk, sequence=at) for (kind, pk), at in latest.items()),
        batch_size=_AT_ONCE,
    )
    return number


def _unheld(kind: SubjectKind) -> Iterator[Sequence[Entry]]:
    """An entry for each subject of a kind."""
    model = states.model_of(kind)
    last = 0
    while chunk := list(model._default_manager.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = chunk[-1].pk
        yield [_entry(kind, subject) for subject in chunk]


def _entry(kind: SubjectKind, subject: models.Model) -> Entry:
    return Entry(
        act=_HOLD_FAST[kind],
        kind=kind,
        subject=subject.pk,
        version=getattr(subject, "version", 1),
        is_bulk=True,
        reason="",
        body=_NOTHING,
    )
