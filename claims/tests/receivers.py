"""Tests: receivers of webhooks: real ones, on this machine, that behave as they are told."""

import hmac
import json
import ssl
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

TOLERANCE = 5 * 60  # seconds


@dataclass
class Receiver:
    """A receiver with what came to it. ``answers`` are given one after the other, the last one for ever."""

    address: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    raw: bytes = b""
    dribbles: bool = False
    came: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    is_over: Event = field(default_factory=Event)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bodies that came, read."""
        return [json.loads(body) for _headers, body in self.came]

    @property
    def types(self) -> list[str]:
        """What was told, in order."""
        return [message["type"] for message in self.messages]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        """Take a message, and answer as it was told to."""
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.came.append(({name.lower(): value for name, value in handler.headers.items()}, body))
        self.arrived.set()
        if self.dribbles:
            self._dribble(handler)
        elif self.raw:
            handler.wfile.write(self.raw)
        else:
            handler.send_response(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
            if self.location:
                handler.send_header("Location", self.location)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

    def _dribble(self, handler: BaseHTTPRequestHandler) -> None:
        """A byte now and then, and never an end of it."""
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.is_over.wait(0.05):
                handler.wfile.write(b"y")
                handler.wfile.flush()
        except OSError:
            return


def certificate(folder: Path) -> Path:
    """A certificate for this machine, signed by itself, with its key in the same file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "here.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


@contextmanager
def receiver(path: str = "/hooks/desk", *, tls: Path | None = None, **behaviour: Any) -> Iterator[Receiver]:
    """A receiver that listens until it is done with; under TLS with the certificate in a file."""
    here = Receiver(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            here.take(self)

        def do_GET(self) -> None:
            raise AssertionError("nobody asks a receiver for anything")

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    here.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}{path}"
    try:
        yield here
    finally:
        here.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def verify(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """What the Standard Webhooks specification asks of a receiver, written from its text alone."""
    assert secret.startswith("whsec_")
    key = b64decode(secret.removeprefix("whsec_"), validate=True)
    assert 24 <= len(key) <= 64
    message, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    assert "." not in message + sent_at
    assert abs(time.time() - int(sent_at)) < TOLERANCE
    expected = b64encode(hmac.new(key, f"{message}.{sent_at}.".encode() + body, sha256).digest()).decode()
    given = [one.partition(",") for one in headers["webhook-signature"].split(" ")]
    assert any(version == "v1" and hmac.compare_digest(value, expected) for version, _comma, value in given)
