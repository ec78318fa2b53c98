"""Services: a story that a program sends, perhaps twice because it heard no answer; it comes in once.

A key of the program's own stands for the story. It is kept beside the document that came of it; should the server end
between the two, the same text is refused as known, with the number of that document.
"""

from typing import Final

from django.db import IntegrityError, transaction

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import ImportKey
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.documents import DocumentFacts, ReceivedText
from claims.services import importing, limits

_LONGEST: Final = 200


def import_text(received: ReceivedText, *, facts: DocumentFacts, by: Actor, key: str, sha256: str) -> int:
    """The number of the document that came of it, now or the first time that this key was sent.

    ``sha256`` is that of all that was sent. Refuses: KEY_USED_OTHERWISE, and what ``importing.import_text`` refuses.
    """
    permissions.require(by, Act.IMPORT)
    key = limits.within(key, _LONGEST, field="Idempotency-Key")
    if key and (before := _before(key, sha256, by)) is not None:
        return before
    try:
        document = importing.import_text(received, facts=facts, by=by).document.pk
    except Refused as refused:
        meanwhile = _before(key, sha256, by) if key and refused.code is Refusal.SAME_TEXT else None
        if meanwhile is None:
            raise
        return meanwhile
    if key:
        _keep(key, sha256, by, document)
    return document


def _before(key: str, sha256: str, by: Actor) -> int | None:
    row = ImportKey.objects.filter(person_id=permissions.person(by), key=key).first()
    if row is None:
        return None
    if row.sha256 != sha256:
        raise Refused(Refusal.KEY_USED_OTHERWISE, field="Idempotency-Key")
    return int(row.document_id)


def _keep(key: str, sha256: str, by: Actor, document: int) -> None:
    person = permissions.person(by)
    try:
        with transaction.atomic():
            ImportKey.objects.create(person_id=person, key=key, sha256=sha256, document_id=document)
    except IntegrityError:
        # Sent twice at once, each with a story of its own: both are here, the key stays with the first.
        return
