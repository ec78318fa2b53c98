"""Services: tokens, by which a program comes in as somebody. Made, ended, and what one is worth that comes along.

The secret is shown once; kept is its SHA-256, which is enough for one that nobody could guess. Neither goes into an
Event.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Token
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.tokens import BEGINS, LastsFor, TokenScope
from claims.services import limits, recording
from claims.services.recording import Change

_SIZE: Final = 32  # bytes of a secret
_SHOWN: Final = 4  # of its letters, to tell tokens apart
_LONGEST: Final = 200  # of what comes along as a secret
_NOTED_EVERY: Final = timedelta(hours=1)

# What a role must include for a token to be of any use for it.
NEEDS: Final[Mapping[TokenScope, Act]] = {
    TokenScope.READ: Act.READ,
    TokenScope.ACT: Act.NOTE,
    TokenScope.IMPORT: Act.IMPORT,
    TokenScope.ISSUE: Act.ISSUE,
    TokenScope.FEED: Act.READ,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A new token, with its secret, this once."""

    token: Token
    secret: str


def scopes_for(by: Actor) -> list[TokenScope]:
    """What somebody's role lets their tokens be used for."""
    return [scope for scope, act in NEEDS.items() if permissions.may(by, act)]


def make(
    name: str,
    scopes: Iterable[TokenScope],
    *,
    by: Actor,
    lasts: LastsFor = LastsFor.QUARTER,
    had_second_factor: bool = False,
) -> Made:
    """Make a token for oneself. Refuses: NOT_ALLOWED, NAME_MISSING, TOO_LONG, TOKEN_FOR_NOTHING.

    ``had_second_factor``: whoever asks for it has come in by more than a password.
    """
    wanted = sorted(set(scopes))
    permissions.require(by, Act.READ)
    for scope in wanted:
        permissions.require(by, NEEDS[scope])
    if not wanted:
        raise Refused(Refusal.TOKEN_FOR_NOTHING, field="scopes")
    name = limits.within(name, limits.limit(Token, "name"), field="name")
    if not name:
        raise Refused(Refusal.NAME_MISSING, field="name")
    secret = BEGINS + secrets.token_hex(_SIZE)
    with recording.act(by) as recorder:
        person = recording.lock(User, permissions.person(by))
        token = Token.objects.create(
            person=person,
            name=name,
            secret_sha256=_hash(secret),
            beginning=secret[: len(BEGINS) + _SHOWN],
            scopes=" ".join(wanted),
            had_second_factor=had_second_factor,
            made_at=recorder.at,
            expires_at=recorder.at + timedelta(days=lasts.days),
        )
        told = {"token": token.pk, "scopes": wanted, "expires_at": token.expires_at.isoformat()}
        recorder.record(Change("person.token_made", person, after=told))
        return Made(token, secret)


def end(token_id: int, *, by: Actor) -> Token:
    """End a token of one's own; to others it is not there. Refuses: TOKEN_HAS_ENDED."""
    with recording.act(by) as recorder:
        person = recording.lock(User, permissions.person(by))
        token = Token.objects.select_for_update().get(pk=token_id, person=person)
        if token.ended_at is not None:
            raise Refused(Refusal.TOKEN_HAS_ENDED)
        token.ended_at = recorder.at
        token.save(update_fields=["ended_at"])
        recorder.record(Change("person.token_ended", person, after={"token": token.pk}))
        return token


def end_those_of(user_id: int, *, by: Actor, because: str) -> int:
    """End every token of somebody, who lost one or is not there to end it. Returns how many.

    Refuses: REASON_MISSING, TOKEN_HAS_ENDED (there is none to end).
    """
    permissions.require(by, Act.MANAGE_PEOPLE)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        person = recording.lock(User, user_id)
        ended = end_all(person.pk, at=recorder.at)
        if not ended:
            raise Refused(Refusal.TOKEN_HAS_ENDED)
        recorder.record(Change("person.tokens_ended", person, after={"tokens": ended}))
        return ended


def has_any(user_id: int) -> bool:
    """Whether somebody has a token that is still good."""
    return Token.objects.filter(person_id=user_id).live(timezone.now()).exists()


def end_all(user_id: int, *, at: datetime) -> int:
    """End all of somebody's tokens; part of an act. Returns how many."""
    return Token.objects.filter(person_id=user_id).live(at).update(ended_at=at)


def come_in(secret: str) -> Token | None:
    """The token of this secret, with its person, where it lets somebody in; None where it does not, for any reason.

    It does not when it has ended or expired, when the account is off, or when the role asks for a second factor that
    nobody gave when it was made. For what it may be used is for the door to ask: ``Token.is_for``.
    """
    if not secret.startswith(BEGINS) or len(secret) > _LONGEST:
        return None
    token = Token.objects.select_related("person").filter(secret_sha256=_hash(secret)).first()
    if token is None or not _lets_in(token):
        return None
    _note(token)
    return token


def _lets_in(token: Token) -> bool:
    role = permissions.role_of(token.person)
    has_factor = token.had_second_factor or role not in settings.REQUIRE_SECOND_FACTOR
    return token.is_live(timezone.now()) and role is not None and has_factor


def _note(token: Token) -> None:
    """That it was used; most of the time that costs nothing."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at > _NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
