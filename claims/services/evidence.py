"""Services: what findings rest on."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import Claim, Evidence
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.services import filestore, limits, recording, substance

TEXT_LIMIT = 20_000
ADDRESS_LIMIT = 2000
FILE_LIMIT = 20_000_000


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
        evidence = Evidence.objects.create(
            claim=claim,
            kind=given.kind,
            stance=given.stance,
            relation=_relation(claim, given),
            address=given.address.strip() if given.kind is EvidenceKind.LINK else "",
            text=given.text.strip(),
            file_sha256=sha256,
            file_name=given.file_name[:255] if sha256 else "",
            file_size=len(given.content) if sha256 else None,
            asked_whom=given.asked_whom.strip() if given.kind is EvidenceKind.ASKED else "",
            asked_how=given.asked_how.strip() if given.kind is EvidenceKind.ASKED else "",
            asked_at=given.asked_at if given.kind is EvidenceKind.ASKED else None,
            has_reply=bool(given.has_reply) if given.kind is EvidenceKind.ASKED else None,
            added_by_id=permissions.person(by),
            added_at=recorder.at,
        )
        substance.change(recorder, claim, "claim.evidence", also={"evidence": _told(evidence)})
        return evidence


def _check(given: Given) -> None:
    match given.kind:
        case EvidenceKind.LINK:
            _check_address(given.address.strip())
        case EvidenceKind.FILE:
            _refuse_empty(given.content, "file")
            if len(given.content) > FILE_LIMIT:
                raise Refused(Refusal.TEXT_TOO_LARGE, field="file", size=len(given.content), limit=FILE_LIMIT)
        case EvidenceKind.NOTE:
            _refuse_empty(given.text.strip(), "text")
        case EvidenceKind.ASKED:
            _refuse_empty(given.asked_whom.strip(), "asked_whom")
    for field, limit in (("text", TEXT_LIMIT), ("asked_whom", 300), ("asked_how", 200)):
        limits.within(getattr(given, field), limit, field=field)


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


def _relation(claim: Claim, given: Given) -> Relation:
    """What the evidence is, as given; but a link to a document that carries the claim is a copy of the story."""
    if given.kind is EvidenceKind.LINK:
        carried_at = claim.quotations.values_list("snapshot__document__address", flat=True)
        if given.address.strip() in set(carried_at):
            return Relation.SAME_STORY
    return given.relation


def _told(evidence: Evidence) -> dict[str, object]:
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
