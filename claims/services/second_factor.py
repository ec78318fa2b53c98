"""Services: the second factor, a code by time from a phone. On, off, taken off by a chief, and the recovery codes.

How codes are made and checked is allauth's; what is kept of it here are its rows, and an Event for each change. No
secret and no code goes into an Event.
"""

import logging
import secrets
from base64 import urlsafe_b64encode
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from claims import permissions
from claims.errors import Refusal, Refused
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import keys, people, recording, sessions
from claims.services.recording import Change

_KEY: Final = "second-factor"
_SIZE: Final = 20
_TO_BASE32: Final = str.maketrans("0189", "GHIJ")
_log = logging.getLogger(__name__)

_USED: Final = "used"
_USED_FOR: Final = 3 * 30  # seconds for which a code could be sent a second time, the tolerance counted in


def is_on(user_id: int) -> bool:
    """Whether somebody has a second factor."""
    return _of(user_id).filter(type=Authenticator.Type.TOTP).exists()


def turn_on(secret: str, *, by: Actor, here: str | None) -> None:
    """Keep the secret that the phone shares, and make recovery codes. Signs out everywhere but here.

    Refuses: SECOND_FACTOR_ON.
    """
    with recording.act(by) as recorder:
        user = recording.lock(User, permissions.person(by))
        if is_on(user.pk):
            raise Refused(Refusal.SECOND_FACTOR_ON)
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        sessions.end_all(user.pk, but=here)
        recorder.record(Change("person.second_factor_on", user))


def turn_off(*, by: Actor) -> None:
    """Take off one's own. Refuses: SECOND_FACTOR_OFF."""
    with recording.act(by) as recorder:
        user = recording.lock(User, permissions.person(by))
        _take_off(user)
        recorder.record(Change("person.second_factor_off", user))


def reset(user_id: int, *, by: Actor, because: str) -> None:
    """Take off somebody else's, who lost the phone. All their sessions end.

    Refuses: OWNERS_ONLY, OWN_SECOND_FACTOR, SECOND_FACTOR_OFF, REASON_MISSING.
    """
    permissions.require(by, Act.MANAGE_PEOPLE)
    if by.person == user_id:
        raise Refused(Refusal.OWN_SECOND_FACTOR)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        user = recording.lock(User, user_id)
        if not people.may_change(by, user):
            raise Refused(Refusal.OWNERS_ONLY)
        _take_off(user)
        sessions.end_all(user_id)
        recorder.record(Change("person.second_factor_reset", user))


def make_codes(*, by: Actor) -> None:
    """Make new recovery codes; the old ones are worth nothing any more. Refuses: SECOND_FACTOR_OFF."""
    with recording.act(by) as recorder:
        user = recording.lock(User, permissions.person(by))
        if not is_on(user.pk):
            raise Refused(Refusal.SECOND_FACTOR_OFF)
        _of(user.pk).filter(type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        recorder.record(Change("person.recovery_codes", user))


def codes_left(user_id: int) -> int:
    """How many recovery codes somebody has not used yet."""
    row = _of(user_id).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


@transaction.atomic
def show_codes(user_id: int) -> list[str]:
    """The recovery codes, the first time they are asked for; nothing ever after."""
    row = _of(user_id).select_for_update().filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or RecoveryCodes(row).did_view:
        return []
    RecoveryCodes(row).mark_as_viewed()
    return list(RecoveryCodes(row).get_unused_codes())


@transaction.atomic
def use(authenticator_id: int, code: str) -> bool:
    """Whether a code that fits is used for the first time; noted in the database, where all processes see it.

    Recovery codes see to that themselves.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    if row.type != Authenticator.Type.TOTP:
        return True
    digits = "".join(sign for sign in code if sign.isdigit())
    mark, now = salted_hmac("claims.second_factor", f"{row.pk} {digits}").hexdigest(), int(timezone.now().timestamp())
    used = [(seen, at) for seen, at in row.data.get(_USED, ()) if now - at < _USED_FOR]
    if any(constant_time_compare(seen, mark) for seen, _at in used):
        return False
    row.data[_USED] = [*used, (mark, now)]
    row.save(update_fields=["data"])
    return True


def seal(secret: str) -> str:
    """A secret as it is kept: whoever has the database alone makes no codes of it."""
    keys.make(_KEY)
    return _sealing().encrypt(secret.encode()).decode()


def unseal(kept: str) -> str:
    """The secret again. When its key was lost, a new one that fits no phone: a chief then takes it off."""
    try:
        return _sealing().decrypt(kept.encode()).decode()
    except (Refused, InvalidToken):
        _log.error("A second factor cannot be read: the key %r is not the one it was sealed with.", _KEY)
        return secrets.token_hex(_SIZE).upper().translate(_TO_BASE32)


def _sealing() -> Fernet:
    return Fernet(urlsafe_b64encode(keys.read(_KEY)))


def _take_off(user: User) -> None:
    if not is_on(user.pk):
        raise Refused(Refusal.SECOND_FACTOR_OFF)
    _of(user.pk).delete()


def _of(user_id: int) -> "models.QuerySet[Authenticator]":
    rows: models.QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id)
    return rows
