"""Ledger: signed checkpoints, in the formats of C2SP: tlog-checkpoint in a signed note."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from claims.ledger.stand_alone import VerifierKey, key_id


def note_of(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """A checkpoint of so many lines with this root, signed."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    public = verifier_key(origin, key)
    signature = base64.b64encode(public.id + key.sign(text.encode())).decode()
    return f"{text}\n— {origin} {signature}\n"


def verifier_key(name: str, key: Ed25519PrivateKey) -> VerifierKey:
    """The public half of a key, under its name."""
    public = key.public_key().public_bytes_raw()
    return VerifierKey(name, key_id(name, public), public)


def published(key: VerifierKey) -> str:
    """A public key as it is published: name+id+key."""
    return f"{key.name}+{key.id.hex()}+{base64.b64encode(bytes([1]) + key.public).decode()}"


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is right; the quick way, for whoever has the library."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
