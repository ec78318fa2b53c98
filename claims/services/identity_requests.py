"""Services: asking to see who a sealed source is, a chief's answer, and the look itself, which the ledger keeps."""

from datetime import timedelta

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import IdentityRequest
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.sealing import GrantedFor, Identity, RequestState
from claims.services import envelopes, limits, recording, sealing, sources


def ask(source_id: int, *, by: Actor, motive: str) -> IdentityRequest:
    """Ask to see who a sealed source is. The motive is for the chief who decides; it stands in the ledger.

    Refuses: REASON_MISSING, NOT_SEALED, REDACTED, ASKED_ALREADY (also while a grant runs).
    """
    permissions.require(by, Act.ASK_IDENTITY)
    person = permissions.person(by)
    if not motive.strip():
        raise Refused(Refusal.REASON_MISSING, field="motive")
    motive = limits.within(motive, limits.REASON, field="motive")
    with recording.act(by, because=motive) as recorder:
        source = sources.lock(source_id)
        sealing.sealed(source)
        own = IdentityRequest.objects.filter(source=source, asked_by=person)
        if own.open().exists() or own.running(recorder.at).exists():
            raise Refused(Refusal.ASKED_ALREADY)
        asked = IdentityRequest.objects.create(
            source=source, asked_by_id=person, asked_at=recorder.at, motive=motive, state=RequestState.OPEN
        )
        recorder.change(source, "source.ask_identity", also={"request": asked.pk})
        return asked


def grant(request_id: int, *, by: Actor, version: int | None, lasts: GrantedFor, because: str = "") -> IdentityRequest:
    """Let somebody see an identity for a time, from now on. Refuses: OWN_REQUEST, DECIDED_ALREADY, REDACTED."""
    with recording.act(by, because=because) as recorder:
        asked = _to_decide(request_id, by, version=version)
        source = sources.lock(asked.source_id)
        sealing.sealed(source)
        asked.ends_at = recorder.at + timedelta(minutes=lasts.minutes)
        _decide(asked, RequestState.GRANTED, recorder)
        told = {"request": asked.pk, "minutes": lasts.minutes, "to": asked.asked_by_id}
        recorder.change(source, "source.grant_identity", also=told)
        return asked


def refuse(request_id: int, *, by: Actor, version: int | None, because: str) -> IdentityRequest:
    """Say no, and why. Refuses: OWN_REQUEST, DECIDED_ALREADY, REASON_MISSING."""
    with recording.act(by, because=because) as recorder:
        asked = _to_decide(request_id, by, version=version)
        if not because.strip():
            raise Refused(Refusal.REASON_MISSING, field="because")
        _decide(asked, RequestState.REFUSED, recorder)
        told = {"request": asked.pk, "to": asked.asked_by_id}
        recorder.change(sources.lock(asked.source_id), "source.refuse_identity", also=told)
        return asked


def end(request_id: int, *, by: Actor, version: int | None) -> IdentityRequest:
    """End a grant before its time, as whoever has it or as a chief; or take one's own request back.

    Refuses: DECIDED_ALREADY, and REQUEST_OF_SOMEBODY_ELSE to a chief too where it is open: refused it needs a reason.
    """
    with recording.act(by) as recorder:
        asked = _locked(request_id, version=version)
        permissions.require(by, Act.END_IDENTITY, asked)
        if asked.state == RequestState.OPEN and asked.asked_by_id != by.person:
            raise Refused(Refusal.REQUEST_OF_SOMEBODY_ELSE)
        runs = asked.state == RequestState.GRANTED and asked.ends_at is not None and asked.ends_at > recorder.at
        if asked.state != RequestState.OPEN and not runs:
            raise Refused(Refusal.DECIDED_ALREADY)
        if runs:
            asked.ends_at = recorder.at
        asked.state, asked.ended_by_id = RequestState.ENDED, by.person
        asked.version += 1
        asked.save()
        recorder.change(sources.lock(asked.source_id), "source.end_identity", also={"request": asked.pk})
        return asked


def see(source_id: int, *, by: Actor) -> tuple[Identity, IdentityRequest]:
    """Who a sealed source is, for somebody to whom it was granted; every look is a line of the ledger, written first.

    Refuses: NOT_SEALED, REDACTED, NOT_GRANTED, and when the key is not here.
    """
    permissions.require(by, Act.SEE_IDENTITY)
    with recording.act(by) as recorder:
        source = sources.lock(source_id)
        kept = sealing.sealed(source)
        own = IdentityRequest.objects.running(recorder.at).filter(source=source, asked_by=permissions.person(by))
        granted = own.order_by("-ends_at").first()
        if granted is None:
            raise Refused(Refusal.NOT_GRANTED)
        identity = envelopes.opened(kept.ciphertext, key=kept.key)
        recorder.change(source, "source.see_identity", also={"request": granted.pk})
    return identity, granted


def _to_decide(request_id: int, by: Actor, *, version: int | None) -> IdentityRequest:
    asked = _locked(request_id, version=version)
    permissions.require(by, Act.DECIDE_IDENTITY, asked)
    if asked.state != RequestState.OPEN:
        raise Refused(Refusal.DECIDED_ALREADY)
    return asked


def _locked(request_id: int, *, version: int | None) -> IdentityRequest:
    asked = IdentityRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if version is not None and asked.version != version:
        raise Refused(Refusal.CHANGED_MEANWHILE, version=version)
    return asked


def _decide(asked: IdentityRequest, state: RequestState, recorder: recording.Recorder) -> None:
    asked.state = state
    asked.decided_by_id, asked.decided_at, asked.decided_because = recorder.by.person, recorder.at, recorder.because
    asked.version += 1
    asked.save()
