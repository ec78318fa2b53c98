"""Services: the frame of every act. One transaction, one batch, one Event for each changed subject."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from claims import workflow
from claims.errors import Refusal, Refused
from claims.ledger import canonical
from claims.models import Claim, Document, Event, Export, IssuedList, Note, Phrase, SavedView, Source, Webhook
from claims.querysets import EventQuerySet
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import Attribution
from claims.services import issued_marks, ledger, limits
from claims.services.ledger import Entry
from claims.workflow import Status

_LEDGER_LOCK = 0x434C41494D  # "CLAIM": the key under which PostgreSQL lets one act at a time write
_AT_ONCE = 500  # claims that one query names

Subject: TypeAlias = Claim | Document | Source | Note | Export | User | SavedView | Phrase | Webhook | IssuedList

_KINDS: Mapping[type[models.Model], SubjectKind] = {
    Claim: SubjectKind.CLAIM,
    Document: SubjectKind.DOCUMENT,
    Source: SubjectKind.SOURCE,
    Note: SubjectKind.NOTE,
    Export: SubjectKind.EXPORT,
    User: SubjectKind.PERSON,
    SavedView: SubjectKind.VIEW,
    Phrase: SubjectKind.PHRASE,
    Webhook: SubjectKind.WEBHOOK,
    IssuedList: SubjectKind.LIST,
}

Locked = TypeVar("Locked", Claim, Document, Source, Note, User, SavedView, Phrase, Webhook, IssuedList)


@dataclass(frozen=True, slots=True)
class Change:
    """One subject that an act has changed, as it goes into the ledger. ``before`` and ``after`` hold what differs."""

    act: str
    subject: Subject
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an act sets on one of several locked claims or documents; ``also`` is what changed beside its own fields."""

    subject: Claim | Document
    values: Mapping[str, Any]
    also: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorder:
    """One act under way: whose it is, why, and when. Everything it writes shares one batch.

    ``entries`` are what it has done so far; its Events are written when it is done, because each holds the hash of the
    whole state that the act leaves its subject in.
    """

    by: Actor
    because: str
    batch: UUID
    at: datetime
    is_bulk: bool = False
    entries: list[Entry] = field(default_factory=list)

    def record(self, *changes: Change) -> None:
        """One Event for each change, in the order given. They are written when the act is done."""
        self.entries.extend(self._entry(change) for change in changes)

    def _entry(self, change: Change) -> Entry:
        return Entry(
            act=change.act,
            kind=_KINDS[type(change.subject)],
            subject=change.subject.pk,
            version=getattr(change.subject, "version", 1),
            is_bulk=self.is_bulk,
            reason=self.because,
            body=canonical({"before": change.before, "after": change.after}),
        )

    def change(
        self,
        subject: Claim | Document | Source | Note | SavedView | Phrase | Webhook | IssuedList,
        act: str,
        *,
        also_before: Mapping[str, object] | None = None,
        also: Mapping[str, object] | None = None,
        erased: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Set values on a locked subject, raise its version, save just those fields, and write the Event.

        ``also`` holds what changed beside the subject's own fields (spans, evidence), ``also_before`` what it was.
        ``erased`` are set as well, and the Event says of them only which they are, not what they were.
        """
        before, after, columns = self._set(subject, values)
        for name, value in (erased or {}).items():
            setattr(subject, name, value)
        if erased:
            after["erased"] = sorted(erased)
        subject.save(update_fields=[*columns, *(erased or ())])
        self.record(Change(act, subject, before={**before, **(also_before or {})}, after={**after, **(also or {})}))

    def change_all(self, act: str, edits: Iterable[Edit]) -> None:
        """The same for several claims or documents, each with its own values.

        The number of queries is that of the different values, and one for each few hundred subjects.
        """
        alike: dict[tuple[type[Claim | Document], tuple[tuple[str, Any], ...]], list[int]] = {}
        told: list[Change] = []
        for edit in edits:
            before, after, columns = self._set(edit.subject, edit.values)
            written = tuple((name, getattr(edit.subject, name)) for name in columns if name != "version")
            alike.setdefault((type(edit.subject), written), []).append(edit.subject.pk)
            told.append(Change(act, edit.subject, before=before, after={**after, **edit.also}))
        for (model, written), ids in alike.items():
            for first in range(0, len(ids), _AT_ONCE):
                some = model._default_manager.filter(pk__in=ids[first : first + _AT_ONCE])
                some.update(**dict(written), version=F("version") + 1)
        self.record(*told)

    def _set(
        self,
        subject: Claim | Document | Source | Note | SavedView | Phrase | Webhook | IssuedList,
        values: Mapping[str, Any],
    ) -> tuple[dict[str, object], dict[str, object], list[str]]:
        """Set values on a subject and raise its version; what differs, before and after, and the columns to save."""
        if isinstance(subject, Claim):
            values = {**_unread(subject, values), "how_to_use": _how_to_use(subject, values), "updated": self.at}
        before, after = _differences(subject, values)
        for name, value in values.items():
            setattr(subject, name, value)
        subject.version += 1
        return before, after, [*values, "version"]


# What tells who somebody is stands in no event, so that it can be sealed or erased later; when a row was updated, the
# event itself says. The address of a receiver may hold a secret; whoever changes it tells its host.
_LEFT_OUT = frozenset({"name", "folded", "role", "reliability_rationale", "updated", "receiver"})


# What brings a claim back into the queues of which somebody had said "read, nothing to do".
_BRINGS_BACK = frozenset({"status", "assigned_to_id", "changed_by_id", "needed_by", "stale_since"})


def _unread(claim: Claim, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values, and that nobody has read the claim as it is now, where they bring it back into the queues."""
    return {**values, "read_at": None, "read_by_id": None} if claim.is_read and _BRINGS_BACK & set(values) else values


def _how_to_use(claim: Claim, values: Mapping[str, object]) -> workflow.Use:
    status = values.get("status", claim.status)
    attribution = values.get("attribution", claim.attribution)
    stale_since = values.get("stale_since", claim.stale_since)
    return workflow.how_to_use(Status(str(status)), Attribution(str(attribution)), stale=stale_since is not None)


def _differences(subject: models.Model, values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What differs, before and after; a related row stands there by its id."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for name, value in values.items():
        attname = subject._meta.get_field(name).attname  # type: ignore[union-attr]  # only fields of our own are set
        old = getattr(subject, attname)
        new = value.pk if isinstance(value, models.Model) else value
        if old != new and name not in _LEFT_OUT:
            before[name], after[name] = old, new
    return before, after


@contextmanager
def act(by: Actor, *, because: str = "", batch: UUID | None = None, is_bulk: bool = False) -> Iterator[Recorder]:
    """Open an act. All of it is written, with its Events, or nothing is.

    One act writes at a time: SQLite's IMMEDIATE transactions see to it there, a lock held to the end of the
    transaction on PostgreSQL. So events are numbered without gaps, and two acts never wait for each other in a ring.
    Work that takes long (reading files, extraction) belongs before the act, not into it. What an act does to the rows
    around its subjects it may do in any order: the ledger looks at them when the act is done.
    """
    because = limits.within(because, limits.REASON, field="because")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LEDGER_LOCK])
        recorder = Recorder(by=by, because=because, batch=batch or uuid4(), at=timezone.now(), is_bulk=is_bulk)
        yield recorder
        issued_marks.look((one.subject for one in recorder.entries if one.kind is SubjectKind.CLAIM), at=recorder.at)
        ledger.append(recorder.entries, by=by, batch=recorder.batch, at=recorder.at)


def events_of(batch: UUID) -> EventQuerySet:
    """What one batch did, in order."""
    return Event.objects.filter(batch=batch).order_by("sequence")


def lock(model: type[Locked], pk: int, *, version: int | None = None) -> Locked:
    """The row, held until the act is done. Refuses when ``version`` is given and no longer the current one.

    Every door gives the version that its page showed; None is for acts that nobody does on a page.
    """
    row: Locked = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    check_seen(row, version)
    return row


def check_all_seen(rows: Iterable[Claim | Document], seen: Mapping[int, int] | None) -> None:
    """Refuse with LIST_CHANGED_MEANWHILE who saw another version of one of these locked rows than there is now."""
    if seen is not None and any(row.version != seen.get(row.pk) for row in rows):
        raise Refused(Refusal.LIST_CHANGED_MEANWHILE)


def check_seen(row: models.Model, version: int | None) -> None:
    """Refuse with CHANGED_MEANWHILE who saw another version of a locked row than there is now."""
    now = getattr(row, "version", version)
    if version is not None and now != version:
        raise Refused(Refusal.CHANGED_MEANWHILE, version=version, now=now)
