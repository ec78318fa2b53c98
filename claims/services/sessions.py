"""Services: sessions. When one is over, which ones somebody has, and how they all end at once.

What is known of a session stands in it; beside it a row of allauth's names whose it is, so that all of somebody's can
be found. A session that does not say when it began is from before this was asked, and over.
"""

from datetime import datetime
from typing import Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from claims import permissions
from claims.records.acts import Actor
from claims.services import recording
from claims.services.recording import Change

_BEGAN: Final = "signed_in_at"
_SEEN: Final = "seen_at"
_KNOWN_AS: Final = "known_as"
_NOTED_EVERY: Final = 5 * 60  # seconds between two writes that say that somebody is still there
_GRACE: Final = 60 * 60  # what was typed when the last day of a session ended may still be sent for so long
_NOWHERE: Final = "0.0.0.0"  # noqa: S104 - not an address to listen at: none was told
_LONGEST_AGENT: Final = 200


def begin(session: SessionBase, user_id: int, *, address: str, agent: str) -> None:
    """Note when a session began, and whose it is."""
    session[_BEGAN] = _now()
    _note(session, user_id, address=address, agent=agent)


def is_over(session: SessionBase, *, is_sending: bool) -> bool:
    """Whether a session was left alone for too long, or is too old. What is being sent has an hour more of age."""
    now, began, seen = _now(), session.get(_BEGAN), session.get(_SEEN)
    if began is None or seen is None:
        return True
    oldest = settings.SESSION_DAYS * 24 * 60 * 60 + (_GRACE if is_sending else 0)
    return bool(now - seen > settings.SESSION_IDLE_MINUTES * 60 or now - began > oldest)


def keep(session: SessionBase, user_id: int, *, address: str, agent: str) -> None:
    """Note that somebody is still there; most of the time that costs nothing."""
    has_moved = session.get(_KNOWN_AS) != session.session_key
    if has_moved or _now() - session[_SEEN] > min(_NOTED_EVERY, settings.SESSION_IDLE_MINUTES * 60 / 2):
        _note(session, user_id, address=address, agent=agent)


def of(user: User) -> list[UserSession]:
    """Somebody's sessions, the one used last first."""
    there: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(there, key=lambda session: session.last_seen_at, reverse=True)


def end_all(user_id: int, *, but: str | None = None) -> int:
    """End somebody's sessions, all or all but one; part of an act. Returns how many."""
    ending = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=but or ""))
    for session in ending:
        session.end()
    return len(ending)


def end_elsewhere(*, by: Actor, here: str | None) -> int:
    """Sign out everywhere but here. Returns how many sessions ended."""
    with recording.act(by) as recorder:
        user = recording.lock(User, permissions.person(by))
        ended = end_all(user.pk, but=here)
        recorder.record(Change("person.sign_out_elsewhere", user, after={"sessions": ended}))
        return ended


def _note(session: SessionBase, user_id: int, *, address: str, agent: str) -> None:
    if session.session_key is None:
        session.save()
    session[_SEEN] = _now()
    before, session[_KNOWN_AS] = session.get(_KNOWN_AS), session.session_key
    facts = {"user_id": user_id, "ip": address or _NOWHERE, "last_seen_at": timezone.now()}
    if before not in (None, session.session_key):
        UserSession.objects.filter(session_key=before).delete()
    UserSession.objects.update_or_create(
        session_key=session.session_key, defaults={**facts, "user_agent": agent[:_LONGEST_AGENT]}
    )


def _now() -> int:
    return int(datetime.timestamp(timezone.now()))
