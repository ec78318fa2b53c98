"""Tests: a house's sign-in on this machine, which speaks OpenID Connect over HTTP as a real one does."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

CLIENT, SECRET = "claimtrail", "what-only-both-know"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


class Provider:
    """Who signs in there, and how it can go wrong: what its tokens say, and with which key they are signed."""

    def __init__(self, address: str) -> None:
        """Somebody whom it knows."""
        self.address = address
        self.person: dict[str, Any] = {"sub": "a-71", "preferred_username": "nora", "given_name": "Nora"}
        self.token: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.key: Any = RSA_KEY
        self.codes: dict[str, str] = {}

    def sign_in(self, leads_to: str) -> dict[str, str]:
        """Sign in on its page; what it sends back with the browser. Remembers the challenge for the code it gives."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(leads_to).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["code_challenge"]
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, sent: dict[str, str], headers: Any) -> tuple[int, dict[str, Any]]:
        """What it answers, by address."""
        match path:
            case "/.well-known/openid-configuration":
                return 200, {"issuer": self.address} | {
                    name: f"{self.address}/{path}"
                    for name, path in (
                        ("authorization_endpoint", "authorize"),
                        ("token_endpoint", "token"),
                        ("userinfo_endpoint", "userinfo"),
                        ("jwks_uri", "keys"),
                    )
                }
            case "/keys":
                return 200, {"keys": [_public("RS256", RSA_KEY), _public("ES256", EC_KEY)]}
            case "/token":
                return self._token(sent)
            case "/userinfo" if headers["Authorization"] == "Bearer let-in":
                return 200, {**self.person, **self.userinfo}
            case _:
                return 404, {}

    def _token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        challenge = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        is_theirs = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if not is_theirs or challenge != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 60}
        signed = jwt.encode(said | self.token, self.key, self.algorithm, headers={"kid": self.algorithm})
        return 200, {"access_token": "let-in", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def _public(algorithm: str, key: Any) -> dict[str, Any]:
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    public: dict[str, Any] = kind.to_jwk(key.public_key(), as_dict=True)
    return public | {"kid": algorithm, "alg": algorithm, "use": "sig"}


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that listens on this machine until it is no longer needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, sent: dict[str, str]) -> None:
            status, said = provider.answer(urlsplit(self.path).path, sent, self.headers)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
