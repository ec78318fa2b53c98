"""Services: one act on many claims, as one batch that says so, and its way back as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Event
from claims.permissions import Act
from claims.querysets import EventQuerySet
from claims.records.acts import Actor, SubjectKind
from claims.selectors import bulk_plans
from claims.selectors.bulk_plans import ROWS, BulkAct
from claims.services import deadlines, indexing, recording, review, undoing
from claims.services.recording import Recorder


@dataclass(frozen=True, slots=True)
class Given:
    """What an act needs beside the claims: in whose hand they go, by when and by which desk they are needed."""

    to: int | None = None
    needed_by: datetime | None = None
    needed_for: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: its batch, to how many claims, and how many stayed as they were."""

    batch: UUID
    number: int
    stayed: int = 0


def do(
    act: BulkAct,
    claim_ids: Sequence[int],
    *,
    by: Actor,
    seal: str | None = None,
    because: str = "",
    given: Given | None = None,
    is_whole_filter: bool = False,
) -> Done:
    """Do it to those of the claims that it can begin at, in the order of their ids; all of them, or none.

    ``seal`` is the plan's, so that just what somebody saw is done. Refuses: NOTHING_CHOSEN, LIST_CHANGED_MEANWHILE,
    PERSON_MISSING, and what ``deadlines.put`` refuses.
    """
    row = ROWS[act]
    permissions.require(by, row.permission)
    if is_whole_filter:
        permissions.require(by, Act.WHOLE_FILTER)
    with recording.act(by, because=because, is_bulk=True) as recorder:
        found = Claim.objects.select_for_update(of=("self",)).filter(pk__in=claim_ids, status__in=row.begins)
        claims = list(found.select_related("speaker").order_by("pk")[: row.most])
        if seal is not None and seal != bulk_plans.seal((claim.pk, claim.version) for claim in claims):
            raise Refused(Refusal.LIST_CHANGED_MEANWHILE)
        number = _DO[act](recorder, claims, given or Given()) if claims else 0
        if not number:
            raise Refused(Refusal.NOTHING_CHOSEN)
        return Done(recorder.batch, number, stayed=len(claims) - number)


def undo(batch: UUID, *, by: Actor) -> Done:
    """Take a whole batch back. A claim that somebody changed since stays as it is now.

    A source that accepting made stays; accepting again finds it.
    Refuses: NOTHING_TO_UNDO. Raises Event.DoesNotExist for a batch that is none of these.
    """
    events = list(_undoable(batch))
    if not events:
        raise Event.DoesNotExist
    done_act = _ACTS[events[0].act]
    permissions.require(by, ROWS[done_act].permission)
    if events[0].actor_id != by.person:
        permissions.require(by, Act.WHOLE_FILTER)
    done = {event.subject_id: event for event in events}
    with recording.act(by, is_bulk=True) as recorder:
        claims = Claim.objects.select_for_update().filter(pk__in=list(done)).order_by("pk")
        untouched = [claim for claim in claims if claim.version == done[claim.pk].subject_version]
        if not untouched:
            raise Refused(Refusal.NOTHING_TO_UNDO)
        undoing.put_back(recorder, "claim.undo", [(claim, done[claim.pk]) for claim in untouched])
        if done_act is BulkAct.ACCEPT:
            indexing.remember(untouched)  # the names of speakers
        return Done(recorder.batch, len(untouched), stayed=len(events) - len(untouched))


_ACTS: Mapping[str, BulkAct] = {
    "claim.accept": BulkAct.ACCEPT,
    "claim.set_aside": BulkAct.SET_ASIDE,
    "claim.restore": BulkAct.RESTORE,
    "claim.assign": BulkAct.ASSIGN,
    "claim.need": BulkAct.NEED,
}


def _undoable(batch: UUID) -> EventQuerySet:
    return recording.events_of(batch).filter(subject_kind=SubjectKind.CLAIM, is_bulk=True, act__in=_ACTS)


# --- Each act: returns to how many of the claims it was done -------------------------------------------------------


def _accept(recorder: Recorder, claims: Sequence[Claim], _given: Given) -> int:
    review.let_in(recorder, *claims)
    return len(claims)


def _set_aside(recorder: Recorder, claims: Sequence[Claim], _given: Given) -> int:
    review.put_aside(recorder, *claims)
    return len(claims)


def _restore(recorder: Recorder, claims: Sequence[Claim], _given: Given) -> int:
    review.bring_back(recorder, *claims)
    return len(claims)


def _assign(recorder: Recorder, claims: Sequence[Claim], given: Given) -> int:
    return review.hand_to(recorder, review.somebody_here(given.to), *claims)


def _need(recorder: Recorder, claims: Sequence[Claim], given: Given) -> int:
    return deadlines.put(recorder, *claims, needed_by=given.needed_by, needed_for=given.needed_for)


_DO: Mapping[BulkAct, Callable[[Recorder, Sequence[Claim], Given], int]] = {
    BulkAct.ACCEPT: _accept,
    BulkAct.SET_ASIDE: _set_aside,
    BulkAct.RESTORE: _restore,
    BulkAct.ASSIGN: _assign,
    BulkAct.NEED: _need,
}
