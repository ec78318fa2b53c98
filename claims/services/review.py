"""Services: the moves of the desk. Accept, take, hold, set aside, and their ways back."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from claims import permissions, workflow
from claims.errors import Refusal, Refused
from claims.models import Claim, Event
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.services import indexing, limits, recording, speaking, undoing
from claims.services.recording import Edit, Recorder
from claims.services.speaking import AS_PROPOSED, SpeakerChoice
from claims.workflow import Move, Status


def accept(
    claim_id: int, *, by: Actor, version: int | None = None, speaker: SpeakerChoice = AS_PROPOSED, because: str = ""
) -> Claim:
    """Take a proposal as a claim. Its speaker is linked, or made when the story names one that nobody knew."""
    permissions.require(by, Act.ACCEPT)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        let_in(recorder, claim, choice=speaker)
        return claim


def take_back_acceptance(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Undo one's acceptance while nothing has happened since: the claim is proposed again, with its chain as it was.

    A source that accepting made stays.
    """
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.TAKE_BACK_ACCEPTANCE, claim)
        workflow.check(Move.TAKE_BACK_ACCEPTANCE, Status(claim.status))
        accepted = Event.objects.about(SubjectKind.CLAIM, claim.pk).reverse()[0]
        undoing.put_back(recorder, "claim.take_back_acceptance", [(claim, accepted)])
        indexing.remember([claim])
        return claim


def accept_all(claim_ids: Iterable[int], *, by: Actor, because: str = "", seen: Mapping[int, int] | None = None) -> int:
    """Accept several proposals as proposed, as one batch marked as bulk; those that are no longer proposed stay."""
    permissions.require(by, Act.ACCEPT)
    return _in_bulk(claim_ids, Move.ACCEPT, let_in, by=by, because=because, seen=seen)


def take(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Take a claim in hand."""
    permissions.require(by, Act.TAKE)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.TAKE, Status(claim.status))
        recorder.change(claim, "claim.take", status=Status.IN_REVIEW, assigned_to_id=by.person)
        return claim


def release(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Lay a claim back for others."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.RELEASE, claim)
        workflow.check(Move.RELEASE, Status(claim.status))
        recorder.change(claim, "claim.release", status=Status.UNVERIFIED, assigned_to_id=None)
        return claim


def assign(
    claim_ids: Iterable[int], *, to: int, by: Actor, because: str = "", seen: Mapping[int, int] | None = None
) -> int:
    """Give open claims into somebody's hand, as one batch; their status stays."""
    permissions.require(by, Act.ASSIGN)
    somebody = User.objects.get(pk=to, is_active=True)
    claim_ids = list(claim_ids)
    with recording.act(by, because=because, is_bulk=len(claim_ids) > 1) as recorder:
        claims = list(Claim.objects.select_for_update().filter(pk__in=claim_ids).open().order_by("pk"))
        recording.check_all_seen(claims, seen)
        return hand_to(recorder, somebody, *claims)


def give(claim_id: int, *, to: int | None, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Give one open claim into somebody's hand; its status stays."""
    permissions.require(by, Act.ASSIGN)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        if claim.status not in workflow.OPEN:
            raise Refused(Refusal.REOPEN_FIRST, status=workflow.STATUSES[Status(claim.status)].label)
        if not hand_to(recorder, somebody_here(to), claim):
            raise Refused(Refusal.NOTHING_CHANGED)
        return claim


def somebody_here(pk: int | None) -> User:
    """Somebody who can sign in, to give a claim to. Refuses: PERSON_MISSING."""
    found = User.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
    if found is None:
        raise Refused(Refusal.PERSON_MISSING, field="to")
    return found


def hold(
    claim_id: int,
    *,
    by: Actor,
    waiting_for: str,
    waiting_from: str = "",
    until: datetime | None = None,
    version: int | None = None,
) -> Claim:
    """Hold a claim for an answer or the original: for what, from whom, until when."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.HOLD, claim)
        workflow.check(Move.HOLD, Status(claim.status))
        if not waiting_for.strip():
            raise Refused(Refusal.HOLD_NEEDS_WHAT, field="waiting_for")
        if until is not None and until <= recorder.at:
            raise Refused(Refusal.DATE_IN_THE_PAST, field="until")
        recorder.change(
            claim,
            "claim.hold",
            status=Status.WAITING,
            waiting_for=_short(waiting_for, "waiting_for"),
            waiting_from=_short(waiting_from, "waiting_from"),
            waiting_until=until,
        )
        return claim


def resume(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Go on with a claim that was held."""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        permissions.require(by, Act.HOLD, claim)
        workflow.check(Move.RESUME, Status(claim.status))
        recorder.change(
            claim, "claim.resume", status=Status.IN_REVIEW, waiting_for="", waiting_from="", waiting_until=None
        )
        return claim


def finish(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Say of a claim that it was read and that there is nothing to do. It leaves the queues; its status stays.

    Whatever happens to it afterwards brings it back.
    """
    permissions.require(by, Act.FINISH_CLAIM)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        if claim.is_read or claim.status not in workflow.TO_READ:
            raise Refused(Refusal.NOTHING_TO_FINISH)
        recorder.change(claim, "claim.read", read_at=recorder.at, read_by_id=permissions.person(by))
        return claim


def unfinish(claim_id: int, *, by: Actor, version: int | None = None) -> Claim:
    """Put a claim that was read back into the queues."""
    permissions.require(by, Act.FINISH_CLAIM)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        if not claim.is_read:
            raise Refused(Refusal.NOT_FINISHED)
        recorder.change(claim, "claim.unread", read_at=None, read_by_id=None)
        return claim


def set_aside(claim_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Set an open claim aside: not a claim, a duplicate, out of scope, not wanted."""
    permissions.require(by, Act.SET_ASIDE)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.SET_ASIDE, Status(claim.status))
        put_aside(recorder, claim)
        return claim


def set_aside_all(
    claim_ids: Iterable[int], *, by: Actor, because: str = "", seen: Mapping[int, int] | None = None
) -> int:
    """Set several open claims aside, as one batch marked as bulk."""
    permissions.require(by, Act.SET_ASIDE)
    return _in_bulk(claim_ids, Move.SET_ASIDE, put_aside, by=by, because=because, seen=seen)


def restore(claim_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Claim:
    """Bring a claim back that was set aside, into the status it had."""
    permissions.require(by, Act.RESTORE)
    with recording.act(by, because=because) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        workflow.check(Move.RESTORE, Status(claim.status))
        bring_back(recorder, claim)
        return claim


def restore_all(
    claim_ids: Iterable[int], *, by: Actor, because: str = "", seen: Mapping[int, int] | None = None
) -> int:
    """Bring several claims back, as one batch marked as bulk."""
    permissions.require(by, Act.RESTORE)
    return _in_bulk(claim_ids, Move.RESTORE, bring_back, by=by, because=because, seen=seen)


def set_aside_in_batch(batch: UUID) -> list[int]:
    """Which claims one batch set aside; what an undo brings back."""
    return list(recording.events_of(batch).filter(act="claim.set_aside").values_list("subject_id", flat=True))


def put_aside(recorder: Recorder, *claims: Claim) -> None:
    """Set locked claims aside within an act that is under way."""
    recorder.change_all(
        "claim.set_aside",
        (Edit(claim, {"status": Status.SET_ASIDE, "status_before": Status(claim.status)}) for claim in claims),
    )


def hand_to(recorder: Recorder, somebody: User, *claims: Claim) -> int:
    """Give locked open claims into somebody's hand within an act that is under way; how many they had not already."""
    others = [claim for claim in claims if claim.assigned_to_id != somebody.pk]
    recorder.change_all("claim.assign", (Edit(claim, {"assigned_to_id": somebody.pk}) for claim in others))
    return len(others)


def bring_back(recorder: Recorder, *claims: Claim) -> None:
    """Bring locked claims back within an act that is under way."""
    recorder.change_all(
        "claim.restore",
        (Edit(claim, {"status": Status(claim.status_before), "status_before": ""}) for claim in claims),
    )


def let_in(recorder: Recorder, *claims: Claim, choice: SpeakerChoice = AS_PROPOSED) -> None:
    """Accept locked proposals within an act that is under way."""
    for claim in claims:
        workflow.check(Move.ACCEPT, Status(claim.status))
    linked = speaking.link_all(recorder, claims, choice)
    edits = (
        Edit(one.claim, {"status": Status.UNVERIFIED, **one.values}, also={undoing.CHAIN_WAS: one.chain_was})
        for one in linked
    )
    recorder.change_all("claim.accept", edits)
    indexing.remember(claims)


def _in_bulk(
    claim_ids: Iterable[int],
    move: Move,
    do: Callable[..., None],
    *,
    by: Actor,
    because: str,
    seen: Mapping[int, int] | None,
) -> int:
    """Do it to those of the claims that the move can begin at, in the order of their ids; returns how many.

    ``seen`` are the versions that a page showed. Refuses: LIST_CHANGED_MEANWHILE.
    """
    with recording.act(by, because=because, is_bulk=True) as recorder:
        found = Claim.objects.select_for_update().filter(pk__in=list(claim_ids), status__in=workflow.MOVES[move].begins)
        claims = list(found.order_by("pk"))
        recording.check_all_seen(claims, seen)
        do(recorder, *claims)
    return len(claims)


def _short(text: str, field: str) -> str:
    return limits.within(text, limits.limit(Claim, field), field=field)
