"""Tests: a phone that shows codes by time, and somebody who comes in with it."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from claims.services import second_factor
from claims.tests.conftest import acting

PASSWORD = "a long enough one"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_PERIOD = 30


def shown(secret: str = SECRET, *, later: int = 0) -> str:
    """What the phone shows now, or so many codes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // _PERIOD + later)))


def with_password(person: User) -> User:
    """Somebody who can sign in by a password."""
    person.set_password(PASSWORD)
    person.save()
    return person


def with_phone(person: User) -> User:
    """Somebody who has a second factor as well; allauth forgets the codes that were used in other tests."""
    cache.clear()
    second_factor.turn_on(SECRET, by=acting(with_password(person)), here=None)
    return person


def secret_of(person: User) -> str:
    """The secret that is kept of somebody's phone."""
    return str(decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"]))


def give_password(browser: Client, person: User, *, address: str = "127.0.0.1") -> str:
    """Sign in by name and password; where that leads."""
    typed = {"username": person.username, "password": PASSWORD}
    answer = browser.post(reverse("sign-in"), typed, REMOTE_ADDR=address)
    return answer.headers.get("Location", "")


def is_in(browser: Client) -> bool:
    """Whether the browser is signed in."""
    return "_auth_user_id" in browser.session
