"""Services: a signed message posted to an address outside the house, by the Standard Webhooks specification.

An address is asked for once: no redirects, no proxy, nothing of the answer is read but its head. Names are looked up
when something is sent, and what they lead to is looked at then; the connection goes to just that address.
"""

import hmac
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from ipaddress import ip_address
from threading import Timer
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from claims.errors import Refusal, Refused
from claims.records.news import Outcome, Problem

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with
_PORT: Final = 443
_OTHERWISE: Final = Problem.NO_ANSWER


def secret_in_words(secret: bytes) -> str:
    """A secret as whoever keeps the receiver is given it."""
    return SECRET_PREFIX + b64encode(secret).decode()


def signature(secret: bytes, *, message: str, at: int, body: bytes) -> str:
    """What shows that a message, its moment and its body come from whoever has the secret."""
    signed = f"{message}.{at}.".encode() + body
    return f"v1,{b64encode(hmac.digest(secret, signed, sha256)).decode()}"


def check(receiver: str) -> str:
    """The host of a receiver. Refuses an address that nothing is ever sent to.

    Refuses: RECEIVER_UNREADABLE, RECEIVER_NOT_HTTPS, RECEIVER_PORT, RECEIVER_IN_THE_HOUSE.
    """
    address = _split(receiver)
    host, port = address.hostname or "", address.port
    if _is_house(address):
        return host
    if address.scheme != "https":
        raise Refused(Refusal.RECEIVER_NOT_HTTPS, field="receiver")
    if port not in (None, _PORT):
        raise Refused(Refusal.RECEIVER_PORT, field="receiver", port=port)
    if _is_inside(host):
        raise Refused(Refusal.RECEIVER_IN_THE_HOUSE, field="receiver")
    return host


def host_of(receiver: str) -> str:
    """The host of an address that was checked once."""
    return urlsplit(receiver).hostname or ""


def post(receiver: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """Send a message, and say what came of it. Never raises, whatever is at the other end."""
    began, answer, problem = time.monotonic(), None, None
    try:
        check(receiver)
        with _session(receiver) as session, session.post(receiver, data=body, headers=headers, stream=True) as response:
            answer = response.status_code
    except (Refused, InvalidIPAddress):
        problem = Problem.IN_THE_HOUSE
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        problem = _problem(error)
    took = time.monotonic() - began
    if took >= settings.WEBHOOKS_SECONDS and problem is not Problem.IN_THE_HOUSE:
        # Cut off in the middle, what has come so far may look like an answer.
        answer, problem = None, Problem.TOO_SLOW
    return Outcome(answer, problem, round(took * 1000))


def _split(receiver: str) -> SplitResult:
    try:
        address = urlsplit(receiver)
        is_readable = address.scheme in ("https", "http") and bool(address.hostname) and address.port != 0
    except ValueError:
        raise Refused(Refusal.RECEIVER_UNREADABLE, field="receiver") from None
    is_plain = receiver.isprintable() and not set(receiver) & {" ", "\\"}
    if not is_readable or not is_plain or "@" in address.netloc or address.fragment:
        raise Refused(Refusal.RECEIVER_UNREADABLE, field="receiver")
    return address


def _is_house(address: SplitResult) -> bool:
    """Whether whoever keeps the server has named this host, or this port of it, as a receiver in the house."""
    port = address.port or (_PORT if address.scheme == "https" else 80)
    return not {f"{address.hostname}", f"{address.hostname}:{port}"}.isdisjoint(settings.WEBHOOKS_IN_THE_HOUSE)


def _is_inside(host: str) -> bool:
    """Whether a host is an address that is not for everybody. A name is none: it is looked up when it is sent to."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _is_inside(str(mapped))
    is_reserved = address.is_reserved or address.is_multicast or getattr(address, "is_site_local", False)
    return not address.is_global or is_reserved


# What an error comes down to, by the errors that it came from: the first that is found.
_COMES_DOWN_TO: Final[Sequence[tuple[type[BaseException], Problem]]] = (
    (requests.Timeout, Problem.TOO_SLOW),
    (TimeoutError, Problem.TOO_SLOW),
    (socket.gaierror, Problem.NOT_FOUND),
    (ssl.SSLCertVerificationError, Problem.CERTIFICATE),
    (ConnectionRefusedError, Problem.UNREACHABLE),
    (NewConnectionError, Problem.UNREACHABLE),
)


def _problem(error: BaseException) -> Problem:
    causes = list(_causes(error, set()))
    return next((problem for kind, problem in _COMES_DOWN_TO for one in causes if isinstance(one, kind)), _OTHERWISE)


def _causes(error: object, seen: set[int]) -> Iterator[BaseException]:
    """An error, and those that it came from or holds within it."""
    if isinstance(error, BaseException) and id(error) not in seen:
        seen.add(id(error))
        yield error
        for one in (*error.args, getattr(error, "reason", None), error.__cause__, error.__context__):
            yield from _causes(one, seen)


# --- The connection ---------------------------------------------------------------------------------------------------


class _Limited(HTTPConnection):
    """A connection that is cut when its time is over, however slowly something still comes.

    A timeout of the socket begins anew with every byte; so this one is kept from outside.
    """

    _spare: socket.socket | None = None
    _end: Timer | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._spare = made.dup()  # TLS takes the first one over
        self._end = Timer(settings.WEBHOOKS_SECONDS, _cut, [self._spare])
        self._end.daemon = True
        self._end.start()
        return made

    def close(self) -> None:
        """Close it, and forget when it would have been cut."""
        super().close()
        if self._end is not None and self._spare is not None:
            self._end.cancel()
            self._spare.close()


def _cut(spare: socket.socket) -> None:
    try:
        spare.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed just now


class _LimitedTLS(_Limited, HTTPSConnection):
    """The same under TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Limited


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _LimitedTLS


class _InTime(HTTPAdapter):
    """Makes connections that are cut when their time is over."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make them."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}


class _Outside(_InTime, IPFilterAdapter):  # type: ignore[misc]  # comes without types
    """Connects to addresses outside the house alone: those that the library lets pass, and ours as well."""

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        """Look at the address that the name led to; the connection is made to that."""
        host, more = super().build_connection_pool_key_attributes(*args, **kwargs)
        if _is_inside(host["host"].strip("[]")):
            raise InvalidIPAddress(host["host"])
        return host, more


def _session(receiver: str) -> requests.Session:
    agent = f"Claimtrail (+{settings.DESK_URL})"
    session: requests.Session = HTTPSession(
        Config(False, False, True, settings.WEBHOOKS_SECONDS, user_agent_override=agent)
    )
    session.trust_env = False  # neither a proxy nor a password that this machine keeps for a host
    session.verify = settings.WEBHOOKS_TRUST or True
    adapter: HTTPAdapter = _InTime()
    if not _is_house(urlsplit(receiver)):
        adapter = _Outside(is_https_proto=True)  # type: ignore[call-arg]  # comes without types
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
