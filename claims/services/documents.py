"""Services: the facts of a document, its withdrawal, and being done with it; each with its way back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Event, Quotation
from claims.permissions import Act
from claims.querysets import ClaimQuerySet
from claims.records.acts import Actor, SubjectKind
from claims.records.documents import DocumentFacts
from claims.services import consequences, factsheet, recording, review, staleness
from claims.services.carrying import STANDING
from claims.services.recording import Recorder
from claims.workflow import Status


def edit_facts(
    document_id: int, facts: DocumentFacts, *, by: Actor, version: int | None = None, because: str = ""
) -> Document:
    """Change the facts of a document; chains and sources that follow from them are made anew.

    A date, publisher or agency that was known and is another now makes the decided claims of the document stale; one
    that becomes known does not. Refuses: NOTHING_CHANGED, DOCUMENT_WITHDRAWN, and what ``factsheet.checked`` refuses.
    """
    permissions.require(by, Act.EDIT_DOCUMENT)
    facts = factsheet.checked(facts)
    with recording.act(by, because=because) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if document.is_withdrawn:
            raise Refused(Refusal.DOCUMENT_WITHDRAWN)
        after = factsheet.columns(recorder, facts, title=document.our_title, there=document)
        before = {name: getattr(document, name) for name in after}
        if before == after:
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(document, "document.edit", **after)
        consequences.follow(recorder, document, _resting_on(document), before=before, after=after)
        return document


def withdraw(document_id: int, *, because: str, by: Actor, version: int | None = None) -> Document:
    """Take a document that should not have come in, and what rests on it alone, out of lists and search; one batch.

    Proposals and open claims that rest on it alone are set aside; decided claims with words in it go stale.
    Refuses: REASON_MISSING, DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.WITHDRAW_DOCUMENT)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if document.is_withdrawn:
            raise Refused(Refusal.DOCUMENT_WITHDRAWN)
        recorder.change(document, "document.withdraw", withdrawn_at=recorder.at, withdrawn_because=recorder.because)
        in_bulk = replace(recorder, is_bulk=True)
        review.put_aside(in_bulk, *_resting_on(document).open().filter(_alone_on(document)))
        why = _("A copy that carries it was withdrawn: “%(title)s”.") % {"title": document.our_title}
        for claim in _resting_on(document).decided():
            staleness.mark(in_bulk, claim, why)
        return document


def withdraw_all(seen: Mapping[int, int], *, because: str, by: Actor) -> int:
    """Withdraw several documents, all of them or none: one act each, as each takes its own claims along.

    ``seen`` are their versions as a page showed them. Those that are withdrawn already stay so; returns how many were
    not. Refuses: LIST_CHANGED_MEANWHILE, REASON_MISSING.
    """
    permissions.require(by, Act.WITHDRAW_DOCUMENT)
    with recording.act(by, because=because):
        found = Document.objects.select_for_update().filter(pk__in=list(seen), withdrawn_at=None).order_by("pk")
        there = list(found)
        recording.check_all_seen(there, seen)
        for document in there:
            withdraw(document.pk, because=because, by=by)
    return len(there)


def reinstate(document_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Document:
    """Undo a withdrawal: bring back just what it set aside, and take off the stale marks it set.

    A claim that somebody moved since stays where they put it. Refuses: NOT_WITHDRAWN, DOCUMENT_ERASED, ERASING_ASKED.
    """
    permissions.require(by, Act.WITHDRAW_DOCUMENT)
    with recording.act(by, because=because) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if not document.is_withdrawn:
            raise Refused(Refusal.NOT_WITHDRAWN)
        if document.is_erased:
            raise Refused(Refusal.DOCUMENT_ERASED)
        if document.erase_asked_at is not None:
            raise Refused(Refusal.ERASING_ASKED)
        recorder.change(document, "document.reinstate", withdrawn_at=None, withdrawn_because="")
        _take_back(replace(recorder, is_bulk=True), document, "document.withdraw")
        return document


def finish(document_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Document:
    """Be done with a story: it is recorded as read, and the proposals nobody wanted are set aside in bulk.

    Refuses: NOTHING_CHANGED (it was done with already), DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.FINISH_DOCUMENT)
    with recording.act(by, because=because) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if document.is_withdrawn:
            raise Refused(Refusal.DOCUMENT_WITHDRAWN)
        if document.read_at is not None:
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(document, "document.finish", read_at=recorder.at, read_by_id=by.person)
        left = _resting_on(document).filter(_alone_on(document), status=Status.PROPOSED)
        review.put_aside(replace(recorder, is_bulk=True), *left)
        return document


def unfinish(document_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Document:
    """Undo being done with a story: its proposals come back, but for those that somebody moved since.

    Refuses: NOTHING_CHANGED (it is not done with).
    """
    permissions.require(by, Act.FINISH_DOCUMENT)
    with recording.act(by, because=because) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if document.read_at is None:
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(document, "document.unfinish", read_at=None, read_by_id=None)
        _take_back(replace(recorder, is_bulk=True), document, "document.finish")
        return document


def _resting_on(document: Document) -> ClaimQuerySet:
    """The claims with words that stand in a document, held until the act is done."""
    here = Quotation.objects.filter(claim=OuterRef("pk"), snapshot__document=document, place__in=STANDING)
    return Claim.objects.select_for_update().filter(Exists(here)).order_by("pk")


def _alone_on(document: Document) -> Q:
    """Of such claims, those whose words stand in no other document that is in use."""
    elsewhere = Quotation.objects.filter(
        claim=OuterRef("pk"), place__in=STANDING, snapshot__document__withdrawn_at=None
    ).exclude(snapshot__document=document)
    return Q(~Exists(elsewhere))


def _take_back(recorder: Recorder, document: Document, act: str) -> None:
    """Undo what the last such act on a document did to claims, as far as nothing else touched the same since."""
    last = Event.objects.about(SubjectKind.DOCUMENT, document.pk).filter(act=act).order_by("-sequence")[0]
    done = {event.subject_id: event for event in recording.events_of(last.batch).filter(subject_kind=SubjectKind.CLAIM)}
    moved_since = _moved_since(done.values())
    aside: list[Claim] = []
    for claim in Claim.objects.select_for_update().filter(pk__in=done).order_by("pk"):
        cause = done[claim.pk]
        if cause.act == "claim.set_aside" and claim.status == Status.SET_ASIDE and claim.pk not in moved_since:
            aside.append(claim)
        elif cause.act == "claim.stale" and (values := staleness.values_before(claim, cause)):
            recorder.change(claim, "claim.not_stale", **values)
    review.bring_back(recorder, *aside)


def _moved_since(done: Iterable[Event]) -> set[int]:
    """Which of these claims had their status changed after these events."""
    sequences = {event.subject_id: event.sequence for event in done}
    later = Event.objects.filter(
        subject_kind=SubjectKind.CLAIM, subject_id__in=sequences, sequence__gt=min(sequences.values(), default=0)
    )
    return {
        event.subject_id
        for event in later
        if event.sequence > sequences[event.subject_id] and "status" in json.loads(event.body)["after"]
    }
