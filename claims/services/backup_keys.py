"""Services: the keys of a desk taken out. They are in no backup: who has both can forge the ledger."""

import json
import os
from pathlib import Path
from typing import Final

from django.conf import settings

from claims.errors import Refusal, Refused
from claims.services import filestore

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


def _folder() -> Path:
    return Path(settings.KEYS_DIR)
