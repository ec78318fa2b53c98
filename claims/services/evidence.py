"""Services: what findings rest on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import QuerySet

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Evidence
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.selectors import evidence as selectors
from claims.services import filestore, limits, recording, sources, substance
from claims.services.recording import Recorder

TEXT_LIMIT = 20_000
ADDRESS_LIMIT = 2000
FILE_LIMIT = 20_000_000  # bytes
FILES_LIMIT = 50  # files on one claim or one document


@dataclass(frozen=True, slots=True)
class Given:
    """Evidence as somebody gives it. What the kind asks for must be there; the rest may stay empty.

    ``has_reply`` False means they were asked and did not answer; ``asked_at`` says when.
    """

    kind: EvidenceKind
    stance: Stance
    relation: Relation = Relation.UNSTATED
    address: str = ""
    text: str = ""
    file_name: str = ""
    content: bytes = b""
    asked_whom: str = ""
    asked_how: str = ""
    asked_at: datetime | None = None
    has_reply: bool | None = None


def add(claim_id: int, given: Given, *, by: Actor, version: int | None = None) -> Evidence:
    """Add evidence to a claim. A file is kept in the file store under the hash of its bytes."""
    permissions.require(by, Act.ADD_EVIDENCE)
    _check(given)
    sha256 = filestore.keep(given.content) if given.kind is EvidenceKind.FILE else ""
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        _refuse_too_many(claim.evidence.standing(), given)
        evidence = _row(recorder, given, sha256, relation=_relation(claim, given, sha256))
        evidence.claim = claim
        evidence.save()
        substance.change(recorder, claim, "claim.evidence", also={"evidence": told(evidence)})
        return evidence


def add_to_document(document_id: int, given: Given, *, by: Actor, version: int | None = None) -> Evidence:
    """Add evidence once to a document ("AFP original held"). A claim rests on it only when it is taken over."""
    permissions.require(by, Act.ADD_EVIDENCE)
    _check(given)
    sha256 = filestore.keep(given.content) if given.kind is EvidenceKind.FILE else ""
    with recording.act(by) as recorder:
        document = recording.lock(Document, document_id, version=version)
        if document.is_withdrawn:
            raise Refused(Refusal.DOCUMENT_WITHDRAWN)
        _refuse_too_many(document.evidence.standing(), given)
        evidence = _row(recorder, given, sha256, relation=given.relation)
        evidence.document = document
        evidence.save()
        recorder.change(document, "document.evidence", also={"evidence": told(evidence)})
        return evidence


def take_over(claim_id: int, chosen: Collection[int], *, by: Actor, version: int | None = None) -> list[Evidence]:
    """Let a claim rest on evidence that was given on its document: on those chosen, each taken over once.

    The verdict is given per claim all the same. Refuses when there is nothing among the chosen to take over.
    """
    permissions.require(by, Act.ADD_EVIDENCE)
    with recording.act(by) as recorder:
        claim = recording.lock(Claim, claim_id, version=version)
        found = list(selectors.to_take_over(claim).filter(pk__in=chosen))
        if not found:
            raise Refused(Refusal.NOTHING_TO_TAKE_OVER, field="evidence")
        taken = [_take(recorder, claim, evidence) for evidence in found]
        over = [{**told(evidence), "taken_from": evidence.taken_from_id} for evidence in taken]
        substance.change(recorder, claim, "claim.take_over", also={"taken_over": over})
        return taken


def _row(recorder: Recorder, given: Given, sha256: str, *, relation: Relation) -> Evidence:
    """A row of evidence, not kept yet: on what it is, its caller says."""
    is_asked = given.kind is EvidenceKind.ASKED
    return Evidence(
        kind=given.kind,
        stance=given.stance,
        relation=relation,
        address=given.address.strip() if given.kind is EvidenceKind.LINK else "",
        text=given.text.strip(),
        file_sha256=sha256,
        file_name=given.file_name[:255] if sha256 else "",
        file_size=len(given.content) if sha256 else None,
        asked_whom=given.asked_whom.strip() if is_asked else "",
        asked_how=given.asked_how.strip() if is_asked else "",
        asked_at=given.asked_at if is_asked else None,
        has_reply=bool(given.has_reply) if is_asked else None,
        added_by_id=permissions.person(recorder.by),
        added_at=recorder.at,
    )


_TAKEN_AS_IT_IS = (
    "kind",
    "stance",
    "address",
    "text",
    "file_sha256",
    "file_name",
    "file_size",
    "asked_whom",
    "asked_how",
    "asked_at",
    "has_reply",
)


def _take(recorder: Recorder, claim: Claim, evidence: Evidence) -> Evidence:
    """Evidence of a document as evidence of a claim that the document carries."""
    return Evidence.objects.create(
        claim=claim,
        taken_from=evidence,
        relation=_relation(claim, evidence, evidence.file_sha256),
        added_by_id=permissions.person(recorder.by),
        added_at=recorder.at,
        **{name: getattr(evidence, name) for name in _TAKEN_AS_IT_IS},
    )


def _check(given: Given) -> None:
    match given.kind:
        case EvidenceKind.LINK:
            _check_address(given.address.strip())
        case EvidenceKind.FILE:
            _refuse_empty(given.content, "file")
            if len(given.content) > FILE_LIMIT:
                raise Refused(Refusal.FILE_TOO_LARGE, field="file", limit=FILE_LIMIT // 1_000_000)
        case EvidenceKind.NOTE:
            _refuse_empty(given.text.strip(), "text")
        case EvidenceKind.ASKED:
            _refuse_empty(given.asked_whom.strip(), "asked_whom")
            if given.has_reply:
                _refuse_missing_reply(given.text.strip())
    for field, limit in (("text", TEXT_LIMIT), ("asked_whom", 300), ("asked_how", 200)):
        limits.within(getattr(given, field), limit, field=field)


def _refuse_missing_reply(text: str) -> None:
    if not text:
        raise Refused(Refusal.REPLY_MISSING, field="text")


def _refuse_too_many(there: QuerySet[Evidence], given: Given) -> None:
    """So many files are more than anybody opens; a link to a folder serves better."""
    if given.kind is EvidenceKind.FILE and there.exclude(file_sha256="").count() >= FILES_LIMIT:
        raise Refused(Refusal.TOO_MANY_FILES, field="file", limit=FILES_LIMIT)


def _refuse_empty(value: str | bytes, field: str) -> None:
    if not value:
        raise Refused(Refusal.EVIDENCE_EMPTY, field=field)


def _check_address(address: str) -> None:
    _refuse_empty(limits.within(address, ADDRESS_LIMIT, field="address"), "address")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Refused(Refusal.ADDRESS_UNREADABLE, field="address", value=address) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(Refusal.ADDRESS_UNREADABLE, field="address", value=address)


def _relation(claim: Claim, given: Given | Evidence, sha256: str) -> Relation:
    """What evidence is to a claim: as given, unless it can be told.

    A link to a document that carries the claim, or a file with the very bytes of one, is a copy of the story, whatever
    is said of it; somebody asked who is the speaker gives the speaker's own words.
    """
    match EvidenceKind(given.kind):
        case EvidenceKind.LINK if claim.quotations.filter(snapshot__document__address=given.address.strip()).exists():
            return Relation.SAME_STORY
        case EvidenceKind.FILE if claim.quotations.filter(snapshot__raw_sha256=sha256).exists():
            return Relation.SAME_STORY
        case EvidenceKind.ASKED if claim.speaker is not None and sources.is_printed_as(claim.speaker, given.asked_whom):
            return Relation.SPEAKER
        case _:
            return Relation(given.relation)


def told(evidence: Evidence) -> dict[str, object]:
    """A piece of evidence as the ledger keeps it."""
    return {
        "id": evidence.pk,
        "kind": evidence.kind,
        "stance": evidence.stance,
        "relation": evidence.relation,
        "address": evidence.address,
        "text": evidence.text,
        "file_sha256": evidence.file_sha256,
        "asked_whom": evidence.asked_whom,
        "has_reply": evidence.has_reply,
    }
