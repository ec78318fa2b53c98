"""Services: a document erased by two people: its words go for good, its hashes and its history stay."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Document
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import erased_remains, erased_words, recording


@dataclass(frozen=True, slots=True)
class Erased:
    """A document that was erased, and whether the database's own files are rid of its words already."""

    document: Document
    is_wiped: bool


_NOT_ASKED: Final[dict[str, Any]] = {"erase_asked_at": None, "erase_asked_by_id": None, "erase_asked_because": ""}


def ask(document_id: int, *, because: str, by: Actor, version: int | None = None) -> Document:
    """Ask that a withdrawn document be erased. Nothing is erased until somebody else agrees.

    Refuses: REASON_MISSING, WITHDRAW_FIRST, ERASING_ASKED (already), DOCUMENT_ERASED.
    """
    permissions.require(by, Act.ASK_TO_ERASE)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        document = _lock(document_id, version)
        if not document.is_withdrawn:
            raise Refused(Refusal.WITHDRAW_FIRST)
        if document.erase_asked_at is not None:
            raise Refused(Refusal.ERASING_ASKED)
        asked: dict[str, Any] = {"erase_asked_by_id": permissions.person(by), "erase_asked_because": recorder.because}
        recorder.change(document, "document.ask_to_erase", erase_asked_at=recorder.at, **asked)
        return document


def decline(document_id: int, *, because: str, by: Actor, version: int | None = None) -> Document:
    """Say no to a request, or take one's own back. Refuses: REASON_MISSING, ERASING_NOT_ASKED, DOCUMENT_ERASED."""
    permissions.require(by, Act.DECLINE_TO_ERASE)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        document = _lock(document_id, version)
        if document.erase_asked_at is None:
            raise Refused(Refusal.ERASING_NOT_ASKED)
        recorder.change(document, "document.decline_to_erase", **_NOT_ASKED)
        return document


def erase(document_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Erased:
    """Erase what somebody else asked to erase; one batch. There is no way back.

    What goes and what stays is told in ``erased_words``. Refuses: ERASING_NOT_ASKED, OWN_ERASING, DOCUMENT_ERASED.
    """
    permissions.require(by, Act.ERASE)
    with recording.act(by, because=because) as recorder:
        document = _lock(document_id, version)
        if document.erase_asked_at is None:
            raise Refused(Refusal.ERASING_NOT_ASKED)
        permissions.require(by, Act.ERASE, document)
        gone = erased_words.destroy(recorder, document)
        recorder.change(
            document,
            "document.erase",
            also={"versions": gone.versions, "files": gone.files, "claims": gone.claims},
            erased={"our_title": _("Erased document %(number)s") % {"number": document.pk}, **gone.facts},
            erased_at=recorder.at,
            erased_by_id=permissions.person(by),
        )
    return Erased(document, is_wiped=erased_remains.wipe())


def _lock(document_id: int, version: int | None) -> Document:
    document = recording.lock(Document, document_id, version=version)
    if document.is_erased:
        raise Refused(Refusal.DOCUMENT_ERASED)
    return document
