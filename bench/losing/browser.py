"""Bench: somebody at a browser, who sends forms to a served desk and reads no more of its answers than is needed."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from claims.records.acts import Role, command
from claims.services import people

_SECRET: Final = "c" * 32
_FORM: Final = re.compile(
    rb'<form[^>]*action="[^"]*/(?P<act>[a-z-]+)/"[^>]*>(?:(?!</form>).)*?name="version" value="(?P<version>[0-9]+)"',
    re.DOTALL,
)
_PATIENCE: Final = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a desk answers: its status, the headers it is asked about, and all that it sent."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def version_for(self, act: str) -> int:
        """The version that the form of an act sends; 0 where the page does not offer it."""
        forms = {found["act"]: found["version"] for found in _FORM.finditer(self.content)}
        return int(forms.get(act.encode(), 0))


class _Connection(HTTPConnection):
    """A connection to a desk that is served at a socket of this machine."""

    def __init__(self, at: Path) -> None:
        super().__init__("localhost", timeout=_PATIENCE)
        self._at = at

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._at))


class Browser:
    """Somebody who is signed in, at a desk that is served at a socket."""

    def __init__(self, at: Path, cookies: str) -> None:
        """Take the socket, and what ``signed_in`` gave."""
        self._at, self._cookies = at, cookies

    def get(self, address: str) -> Answer:
        """The page at an address."""
        return self._ask("GET", address, b"", "")

    def post(self, address: str, sent: Mapping[str, object]) -> Answer:
        """The answer to a form."""
        return self._ask("POST", address, urlencode(sent).encode(), "application/x-www-form-urlencoded")

    def post_files(self, address: str, sent: Mapping[str, Any]) -> Answer:
        """The answer to a form with files in it."""
        return self._ask("POST", address, encode_multipart(BOUNDARY, dict(sent)), MULTIPART_CONTENT)

    def _ask(self, method: str, address: str, body: bytes, kind: str) -> Answer:
        """Ask over a connection of its own. A desk that is killed meanwhile raises OSError or HTTPException."""
        connection = _Connection(self._at)
        try:
            connection.request(method, address, body, self._headers(kind))
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Cookie": f"{self._cookies}; {settings.CSRF_COOKIE_NAME}={_SECRET}", "X-CSRFToken": _SECRET}
        return headers | ({"Content-Type": kind} if kind else {})


def somebody(name: str, role: Role) -> User:
    """Somebody new at the desk."""
    return people.make(by=command("drill"), username=name, role=role)


def signed_in(person: User) -> str:
    """The cookies of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
