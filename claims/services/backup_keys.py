"""Services: the keys of a desk taken out, and put back. They are in no backup: who has both can forge the ledger."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.conf import settings

from claims.errors import Refusal, Refused
from claims.services import filestore, keys

_SUFFIX: Final = ".key"


def take_out(target: Path) -> int:
    """Write every key into one file that only its owner may read; how many.

    Refuses KEYS_MISSING, BACKUP_THERE_ALREADY.
    """
    found = {path.name: path.read_text(encoding="ascii") for path in sorted(_folder().glob(f"*{_SUFFIX}"))}
    if not found:
        raise Refused(Refusal.KEYS_MISSING, folder=_folder())
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(Refusal.BACKUP_THERE_ALREADY, name=target.name) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(found, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    filestore.sync_folder(target.parent)
    return len(found)


def put_back(source: Path) -> int:
    """Put every key of such a file where the desk looks for it; how many were not there yet.

    Refuses KEYS_UNREADABLE a file that is none, KEY_THERE_ALREADY another key of the same name: then none is put back.
    """
    found = _read(source)
    for name, secret in found.items():
        if keys.is_here(name) and keys.read(name) != secret:
            raise Refused(Refusal.KEY_THERE_ALREADY, name=name)
    return sum(keys.put(name, secret) for name, secret in found.items())


def _read(source: Path) -> Mapping[str, bytes]:
    """The secrets in a file that ``take_out`` wrote, by name."""
    try:
        told = json.loads(source.read_text(encoding="ascii"))
        found = {name.removesuffix(_SUFFIX): bytes.fromhex(secret) for name, secret in told.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        raise Refused(Refusal.KEYS_UNREADABLE, name=source.name) from None
    if not found or not all(keys.is_key(name, secret) for name, secret in found.items()):
        raise Refused(Refusal.KEYS_UNREADABLE, name=source.name)
    return found


def _folder() -> Path:
    return Path(settings.KEYS_DIR)
