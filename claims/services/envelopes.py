"""Services: an identity encrypted under a key of its own, so that no copy of the database tells it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from claims.errors import Refusal, Refused
from claims.records.sealing import Identity, Names
from claims.services import keys

_NONCE: Final = 12
_TOKEN: Final = 8


def new_key(source: int) -> str:
    """Make a key for the seal of a source; its name, which tells nothing but the number."""
    name = f"source-{source}-{secrets.token_hex(_TOKEN)}"
    keys.make(name)
    return name


def close(identity: Identity, *, key: str) -> bytes:
    """The identity as nobody reads it without the key. A key closes one envelope; its name is bound in."""
    nonce = secrets.token_bytes(_NONCE)
    text = json.dumps(asdict(identity), ensure_ascii=False)
    return nonce + AESGCM(keys.read(key)).encrypt(nonce, text.encode(), key.encode())


def opened(envelope: bytes | memoryview, *, key: str) -> Identity:
    """The identity in an envelope. Refuses KEY_MISSING and KEY_UNREADABLE, also where the key fits another one."""
    nonce, sealed = bytes(envelope[:_NONCE]), bytes(envelope[_NONCE:])
    try:
        text = AESGCM(keys.read(key)).decrypt(nonce, sealed, key.encode())
    except (InvalidTag, ValueError):
        raise Refused(Refusal.KEY_UNREADABLE, name=key) from None
    return _read(json.loads(text))


def _read(kept: dict[str, Any]) -> Identity:
    names, merged = kept.pop("names"), kept.pop("merged")
    return Identity(names=_names(names), merged={pk: _names(one) for pk, one in merged.items()}, **kept)


def _names(kept: Mapping[str, Any]) -> Names:
    return Names(**{**kept, "aliases": tuple(kept["aliases"])})
