"""Services: keys. One file each, in a folder outside the database that only the account of the server may open."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from claims.errors import Refusal, Refused
from claims.ledger.stand_alone import mac_key_id

LEDGER_MAC: Final = "ledger-mac"
CHECKPOINT: Final = "checkpoint"

_SIZE: Final = 32
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SUFFIX: Final = ".key"


@dataclass(frozen=True, slots=True)
class MacKey:
    """The key under which lines of the ledger are authenticated. ``id`` names it in each line, and betrays nothing."""

    id: str
    secret: bytes


def ledger_mac_key() -> MacKey:
    """The key for new lines of the ledger."""
    return _mac_key(read(LEDGER_MAC))


def ledger_mac_keys() -> Mapping[str, bytes]:
    """Every key that is here for lines of the ledger, by its id: the one in use, and earlier ones.

    An earlier one is a file that was renamed ("ledger-mac.2026.key") before ``prepare`` made its successor.
    """
    names = [path.name.removesuffix(_SUFFIX) for path in _folder().glob(f"{LEDGER_MAC}*{_SUFFIX}")]
    return {key.id: key.secret for key in map(_mac_key, map(read, sorted(names)))}


def checkpoint_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints of the ledger."""
    return Ed25519PrivateKey.from_private_bytes(read(CHECKPOINT))


def make_missing() -> list[str]:
    """Make the keys that every desk needs and that are not here; their names."""
    return [name for name in (LEDGER_MAC, CHECKPOINT) if make(name)]


def read(name: str) -> bytes:
    """The secret of a name. Refuses with KEY_MISSING when it is not here, KEY_UNREADABLE when it is no key."""
    try:
        secret = bytes.fromhex(_path(name).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise Refused(Refusal.KEY_MISSING, name=name) from None
    except (OSError, ValueError):
        raise Refused(Refusal.KEY_UNREADABLE, name=name) from None
    if len(secret) != _SIZE:
        raise Refused(Refusal.KEY_UNREADABLE, name=name)
    return secret


def make(name: str) -> bool:
    """Make a new random secret of this name, unless there is one; whether it was made."""
    return put(name, secrets.token_bytes(_SIZE))


def put(name: str, secret: bytes) -> bool:
    """Keep a secret under this name, unless there is one; whether it was put there.

    Its file appears whole or not at all, and never in the place of another: written beside its place, synced, linked.
    """
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError), _synced(path.parent):
            os.link(beside, path)
            return True
        return False
    finally:
        Path(beside).unlink()


def destroy(name: str) -> None:
    """Take a secret away for good; done twice it stays away. Copies in backups are not in reach."""
    path = _path(name)
    with suppress(FileNotFoundError), _synced(path.parent):
        with path.open("r+b") as file:
            size = len(file.read())
            file.seek(0)
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def is_key(name: str, secret: bytes) -> bool:
    """Whether this can be a key of that name."""
    return _NAME.fullmatch(name) is not None and len(secret) == _SIZE


def is_here(name: str) -> bool:
    """Whether there is a secret of this name."""
    return _path(name).is_file()


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the name of a key")
    return _folder() / f"{name}{_SUFFIX}"


def _mac_key(secret: bytes) -> MacKey:
    return MacKey(mac_key_id(secret), secret)


@contextmanager
def _synced(folder: Path) -> Iterator[None]:
    """What is done to names in the folder is on the disk afterwards as well."""
    yield
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
