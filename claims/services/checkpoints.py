"""Services: checkpoints of the ledger, signed and given out of the house, where nobody here can change them."""

import logging
import os
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from claims import permissions
from claims.errors import Refused
from claims.ledger import signing
from claims.ledger.stand_alone import Tree, VerifierKey
from claims.models import Checkpoint, Event
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import keys

FILE: Final = "checkpoints.txt"
_AT_ONCE: Final = 2000  # lines that are held in memory
_LOG: Final = logging.getLogger(__name__)


def make(*, by: Actor) -> Checkpoint | None:
    """Make a checkpoint of the ledger as it is; None when it has no line that the last one does not cover."""
    permissions.require(by, Act.MAKE_CHECKPOINT)
    return _make()


def make_due() -> None:
    """Make the checkpoint that is due after so many lines.

    What was done stays done when this fails, with a key that is gone or a disk that is full: the log says it, and the
    next one covers it too.
    """
    try:
        _make()
    except (Refused, OSError):
        _LOG.exception("No checkpoint of the ledger was made.")


def public_key() -> VerifierKey:
    """The key by which anybody can check the signatures."""
    return signing.verifier_key(settings.LEDGER_NAME, keys.checkpoint_key())


def file() -> Path:
    """The file that checkpoints are appended to."""
    return Path(settings.CHECKPOINTS_DIR) / FILE


def _make() -> Checkpoint | None:
    last = Checkpoint.objects.last()
    tree = Tree(last.size, map(bytes.fromhex, last.full.split())) if last else Tree()
    since = Event.objects.filter(sequence__gt=tree.size).order_by("sequence").values_list("line", flat=True)
    for line in since.iterator(chunk_size=_AT_ONCE):
        tree.add(line.encode())
    if tree.size == (last.size if last else 0):
        return None
    note = signing.note_of(settings.LEDGER_NAME, tree.size, tree.root(), keys.checkpoint_key())
    try:
        with transaction.atomic():
            made = Checkpoint.objects.create(size=tree.size, note=note, full=" ".join(node.hex() for node in tree.full))
            _append(note)
    except IntegrityError:
        return Checkpoint.objects.get(size=tree.size)  # somebody else was quicker; it says the same
    return made


def _append(note: str) -> None:
    """Append a note to the file, after an empty line, and have it on the disk."""
    file().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "a", encoding="utf-8") as to:
        to.write(f"{note}\n")
        to.flush()
        os.fsync(to.fileno())
