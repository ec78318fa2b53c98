"""Services: stories come in, as new documents or as new versions of documents that are here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from claims import permissions
from claims.errors import Refusal, Refused
from claims.extraction import extract
from claims.lineage import following
from claims.lineage.following import Reading
from claims.models import Claim, Document, Quotation, Snapshot
from claims.permissions import Act
from claims.records import quotations as records
from claims.records.acts import Actor
from claims.records.documents import DocumentFacts, ReceivedText
from claims.records.extractions import Extraction
from claims.records.provenance import Place
from claims.services import (
    carrying,
    factsheet,
    filestore,
    indexing,
    limits,
    note_following,
    proposing,
    reading,
    recording,
    staleness,
    substance,
)
from claims.services.recording import Change, Recorder

NO_FACTS: Final = DocumentFacts()
# The values of a document that comes back to the desk, as there is something new to look at.
UNREAD: Final[Mapping[str, Any]] = {"read_at": None, "read_by": None}


@dataclass(frozen=True, slots=True)
class Imported:
    """A story that has come in, and how many claims are proposed in it."""

    document: Document
    snapshot: Snapshot
    claims: int


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """A new version that has come in, and what became of the quotations that stood in the version before.

    ``waiting`` of them wait for an editor to say where they stand; ``replaced`` proposals gave way to the
    ``proposed`` ones; ``stale`` claims rest on words, a speaker or a date that changed.
    """

    document: Document
    snapshot: Snapshot
    followed: int
    waiting: int
    replaced: int
    stale: int
    proposed: int


def import_text(received: ReceivedText, *, facts: DocumentFacts = NO_FACTS, by: Actor, because: str = "") -> Imported:
    """Take a story in as a new document, with a proposed claim for every quotation found in it; one batch.

    Refuses with SAME_TEXT (``title``, ``document``) a text that is here already, also as a later version of some
    document; and what ``factsheet.checked`` refuses.
    """
    permissions.require(by, Act.IMPORT)
    facts = factsheet.checked(facts)
    text_sha256 = _checked(received)
    _refuse_known_text(text_sha256)
    raw_sha256 = filestore.keep(received.raw)
    extraction = extract(received.text, language=facts.language.value)
    with recording.act(by, because=because) as recorder:
        _refuse_known_text(text_sha256)
        columns = factsheet.columns(recorder, facts, title=received.title or received.name)
        document = Document.objects.create(**columns)
        snapshot = _snapshot(
            recorder, document, received, extraction, text_sha256=text_sha256, raw_sha256=raw_sha256, number=1
        )
        recorder.record(Change("document.import", document, after=_told(columns) | _told_of(snapshot)))
        claims = proposing.propose(recorder, snapshot, extraction.proposals)
    return Imported(document=document, snapshot=snapshot, claims=len(claims))


def import_version(
    document_id: int, received: ReceivedText, *, by: Actor, version: int | None = None, because: str = ""
) -> ImportedVersion:
    """Take a text in as the next version of a document that is here; one batch.

    What happens to its quotations and their claims is told in ``carrying.carry``. A document that was done with
    comes back to the desk when there is something new to look at. Refuses: SAME_AS_CURRENT, SAME_TEXT (the text of
    another document), DOCUMENT_WITHDRAWN, CHANGED_MEANWHILE.
    """
    permissions.require(by, Act.IMPORT)
    former = newest(document_id)
    text_sha256 = _checked(received)
    _refuse_unfit_version(former, text_sha256)
    raw_sha256 = filestore.keep(received.raw)
    language = former.document.language
    extraction = extract(received.text, language=language)
    was = Reading(former.text, extract(former.text, language=language).proposals)
    reads = Reading(received.text, extraction.proposals)
    with recording.act(by, because=because) as recorder:
        document = lock_in_use(document_id, version)
        if newest(document_id) != former:
            raise Refused(Refusal.CHANGED_MEANWHILE)
        _refuse_unfit_version(former, text_sha256)
        snapshot = _snapshot(
            recorder,
            document,
            received,
            extraction,
            text_sha256=text_sha256,
            raw_sha256=raw_sha256,
            number=former.number + 1,
        )
        carried = carrying.carry(recorder, snapshot, former=former, was=was, reads=reads)
        note_following.follow(recorder, snapshot)
        wanted = [proposal for proposal in reads.proposals if _exacts(proposal, reads.text) not in carried.unwanted]
        proposed = proposing.propose(recorder, snapshot, wanted)
        is_news = bool(proposed or carried.waiting or carried.stale)
        unread = UNREAD if is_news else {}
        recorder.change(document, "document.version", also=_told_of(snapshot), **unread)
    return ImportedVersion(
        document=document,
        snapshot=snapshot,
        followed=carried.followed,
        waiting=carried.waiting,
        replaced=carried.replaced,
        stale=carried.stale,
        proposed=len(proposed),
    )


def place_quotation(
    quotation_id: int,
    *,
    by: Actor,
    start: int | None = None,
    spans: Sequence[records.Span] = (),
    version: int | None = None,
    because: str = "",
) -> Quotation:
    """Say where a waiting quotation stands in the newest version: at ``start`` with its own words, or at ``spans``.

    With its own words the claim is no longer stale for want of them; with other words it stays stale until an editor
    says that it still holds. ``version`` is the claim's. Refuses: WORDS_DIFFER, SPAN_OUTSIDE, CHANGED_MEANWHILE (no
    longer waiting), DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        quotation, claim = _lock_waiting(quotation_id, version)
        snapshot = newest(quotation.snapshot.document_id)
        place = _place_of(quotation, snapshot.text, start, spans)
        (row,) = carrying.follow(snapshot, [carrying.Moved(quotation, place)])
        also = {
            "snapshot": snapshot.pk,
            "followed": [quotation.pk],
            "spans": [[span.start, span.end] for span in place],
        }
        if carrying.exacts(row) == carrying.exacts(quotation):
            recorder.change(claim, "claim.place", also=also, **_no_longer_stale(claim))
        else:
            substance.change(recorder, claim, "claim.place", also=also)
            indexing.remember([claim])
        return row


def mark_gone(quotation_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Quotation:
    """Say that the words of a waiting quotation are gone from the newest version. A stale claim stays stale.

    ``version`` is the claim's. Refuses: CHANGED_MEANWHILE (no longer waiting), DOCUMENT_WITHDRAWN.
    """
    permissions.require(by, Act.CHANGE)
    with recording.act(by, because=because) as recorder:
        quotation, claim = _lock_waiting(quotation_id, version)
        quotation.place = Place.GONE
        quotation.save(update_fields=["place"])
        recorder.change(claim, "claim.words_gone", also={"not_found": [quotation.pk]})
        return quotation


def newest(document_id: int) -> Snapshot:
    """The newest version of a document's text."""
    return Snapshot.objects.filter(document=document_id).select_related("document").order_by("-number")[0]


def lock_newest(snapshot_id: int) -> Snapshot:
    """A version that is the newest of its document, held until the act is done.

    Raises Snapshot.DoesNotExist. Refuses: DOCUMENT_WITHDRAWN, CHANGED_MEANWHILE (there is a newer one).
    """
    snapshot = Snapshot.objects.only("document").get(pk=snapshot_id)
    document = lock_in_use(snapshot.document_id, None)
    latest = newest(document.pk)
    if latest.pk != snapshot_id:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return latest


def lock_in_use(document_id: int, version: int | None) -> Document:
    """The document, held until the act is done. Refuses: DOCUMENT_WITHDRAWN, CHANGED_MEANWHILE."""
    document = recording.lock(Document, document_id, version=version)
    if document.is_withdrawn:
        raise Refused(Refusal.DOCUMENT_WITHDRAWN)
    return document


def _checked(received: ReceivedText) -> str:
    """The hash of the text; refuses a file name that is too long to be kept."""
    limits.within(received.name, limits.limit(Snapshot, "name"), field="file")
    return sha256(received.text.encode()).hexdigest()


def _refuse_known_text(text_sha256: str) -> None:
    known = Snapshot.objects.filter(text_sha256=text_sha256).select_related("document").defer("text")
    for snapshot in known.order_by("pk")[:1]:
        _refuse_erased(snapshot)
        raise Refused(Refusal.SAME_TEXT, title=snapshot.document.our_title, document=snapshot.document_id)


def _refuse_erased(snapshot: Snapshot) -> None:
    """A text that was erased is known by its hash alone, and is not taken in again."""
    if snapshot.erased_at is not None:
        on = date_format(timezone.localtime(snapshot.erased_at), "DATE_FORMAT")
        raise Refused(Refusal.TEXT_ERASED, date=on, because=snapshot.document.erase_asked_because)


def _refuse_unfit_version(former: Snapshot, text_sha256: str) -> None:
    """Refuse what is no new version. The text of an older version of the same document may come back."""
    if former.document.is_withdrawn:
        raise Refused(Refusal.DOCUMENT_WITHDRAWN)
    if former.text_sha256 == text_sha256:
        raise Refused(Refusal.SAME_AS_CURRENT)
    others = Snapshot.objects.filter(text_sha256=text_sha256).exclude(document=former.document_id)
    for snapshot in others.select_related("document").defer("text").order_by("pk")[:1]:
        _refuse_erased(snapshot)
        raise Refused(Refusal.SAME_TEXT, title=snapshot.document.our_title, document=snapshot.document_id)


def _lock_waiting(quotation_id: int, version: int | None) -> tuple[Quotation, Claim]:
    quotation = Quotation.objects.select_related("snapshot__document").get(pk=quotation_id)
    claim = recording.lock(Claim, quotation.claim_id, version=version)
    if quotation.snapshot.document.is_withdrawn:
        raise Refused(Refusal.DOCUMENT_WITHDRAWN)
    if quotation.place != Place.WAITING:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return quotation, claim


def _snapshot(
    recorder: Recorder,
    document: Document,
    received: ReceivedText,
    extraction: Extraction,
    *,
    text_sha256: str,
    raw_sha256: str,
    number: int,
) -> Snapshot:
    return Snapshot.objects.create(
        document=document,
        number=number,
        text=received.text,
        text_sha256=text_sha256,
        raw_sha256=raw_sha256,
        raw_size=len(received.raw),
        name=received.name,
        encoding=received.encoding,
        encoding_basis=received.encoding_basis,
        received_by_id=recorder.by.person,
        **reading.columns(extraction),
    )


def _told(columns: Mapping[str, object]) -> dict[str, object]:
    """What the ledger keeps of a document's facts; a source stands there by its id.

    Its titles are words of the text, as a rule, and stay out, so that they can be erased.
    """
    told = {name: value for name, value in columns.items() if name not in ("our_title", "headline")}
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in told.items()}


def _told_of(snapshot: Snapshot) -> dict[str, object]:
    fields = ("number", "text_sha256", "raw_sha256", "raw_size", "name", "encoding", "encoding_basis")
    received = {name: getattr(snapshot, name) for name in fields}
    return {"snapshot": {"id": snapshot.pk, **received, **reading.told(snapshot)}}


def _exacts(proposal: records.Proposal, text: str) -> tuple[str, ...]:
    return tuple(text[span.start : span.end] for span in proposal.spans)


def _place_of(
    quotation: Quotation, text: str, start: int | None, spans: Sequence[records.Span]
) -> Sequence[records.Span]:
    if start is not None:
        found = following.follow_from(carrying.exacts(quotation), text, start)
        if found is None:
            raise Refused(Refusal.WORDS_DIFFER)
        return found
    ends = [0, *(span.end for span in spans)]
    in_order = all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
    if not spans or not in_order or spans[-1].end > len(text):
        raise Refused(Refusal.SPAN_OUTSIDE)
    return spans


def _no_longer_stale(claim: Claim) -> dict[str, Any]:
    """The values that take off a mark set because words were not found, once no quotation of the claim waits."""
    cause = staleness.last_cause(claim)
    if cause is None or cause.act != "claim.await_place" or claim.quotations.filter(place=Place.WAITING).exists():
        return {}
    return staleness.values_before(claim, cause)
