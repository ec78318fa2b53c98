"""Services: what goes when a document is erased, and what stays.

Gone: the text of every version and its bytes; the words, the cue and everything as printed of each quotation in it;
the anchors of the spans; the names of sources that are described in it alone; evidence on the document, with its
files; file and rows of the issued lists that carried its claims; and whatever of our own (statements, findings,
notes, evidence on claims) repeats the text word for word. What is ours and says it in other words stays. So do hashes,
offsets, statuses, who did what and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.lineage.folding import fold
from claims.lineage.striking import Passages
from claims.models import Claim, Document, Evidence, Finding, Note, Quotation, Relay, Snapshot, Source, Span
from claims.records.checking import EvidenceKind
from claims.records.provenance import Basis, Knowledge
from claims.services import indexing, issued_words
from claims.services.recording import Recorder

_PRINTED = ("cue", "speaker_printed", "role_printed", "speaker_resolved", "resolved_by")
_SAID_AROUND = ("told_to", "told_to_kind", "medium", "carried_by", "said_when")
_AS_PRINTED: Final = dict.fromkeys((*_PRINTED, *_SAID_AROUND), "")
_OF_CLAIM = ("statement", "stale_because", "waiting_for", "single_read_because")
_OF_FINDING = ("reason", "second_because")


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased, as the ledger tells it; ``facts`` are those of the document that were words of the text."""

    versions: Sequence[int]
    files: Sequence[str]
    claims: int
    facts: Mapping[str, Any]


def mark() -> str:
    """What stands where words were erased. Square brackets: it is ours."""
    return _("[words erased]")


def destroy(recorder: Recorder, document: Document) -> Gone:
    """Destroy the words of a locked document, within an act; one Event for each claim, note and source that had some.

    Its bytes, and what the files of the database still hold of the words, go after the act: see ``erased_remains``.
    """
    snapshots = list(document.snapshots.order_by("number"))
    texts = [snapshot.text for snapshot in snapshots]
    passages = Passages([*texts, document.headline])
    quotations = list(Quotation.objects.filter(snapshot__document=document))
    evidence = _evidence_of(document)
    claims = _claims(quotations, evidence)
    notes = _notes(document, claims)
    for note in notes:
        _strike_note(recorder, note, passages)
    _destroy_words(quotations)
    for row in evidence:
        _destroy_evidence(row, at=recorder.at)
    for claim in claims:
        _strike_claim(recorder, claim, document, texts)
    # One that is sealed has a label for its name, and no word of the story.
    for source in Source.objects.select_for_update().filter(document=document, is_sealed=False).order_by("pk"):
        _rename(recorder, source)
    issued_words.forget(recorder, claims)
    Snapshot.objects.filter(document=document).update(text="", name="", erased_at=recorder.at)
    indexing.remember(claims)
    return Gone(
        versions=[snapshot.number for snapshot in snapshots],
        files=sorted({snapshot.raw_sha256 for snapshot in snapshots} | {row.file_sha256 for row in evidence} - {""}),
        claims=len(claims),
        facts=_facts(document),
    )


def _facts(document: Document) -> dict[str, Any]:
    """The headline as received is a piece of the text: nobody can read it any more."""
    known = document.headline_knowledge == Knowledge.KNOWN
    return {"headline": "", "headline_knowledge": Knowledge.UNREADABLE} if known else {}


def _evidence_of(document: Document) -> list[Evidence]:
    """The evidence on a document, and what claims took over of it."""
    return list(Evidence.objects.filter(Q(document=document) | Q(taken_from__document=document)).order_by("pk"))


def _claims(quotations: Iterable[Quotation], evidence: Iterable[Evidence]) -> list[Claim]:
    ids = {quotation.claim_id for quotation in quotations} | {row.claim_id for row in evidence if row.claim_id}
    return list(Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _notes(document: Document, claims: Iterable[Claim]) -> list[Note]:
    """Every note that stands beside the document, its text, or a claim with words in it."""
    beside = (
        Q(document=document) | Q(snapshot__document=document) | Q(claim__in=claims) | Q(quotation__claim__in=claims)
    )
    return list(Note.objects.select_for_update(of=("self",)).filter(beside).order_by("pk"))


def _destroy_words(quotations: Sequence[Quotation]) -> None:
    ids = [quotation.pk for quotation in quotations]
    Quotation.objects.filter(pk__in=ids).update(words=mark(), candidates=[], chain_before=None, **_AS_PRINTED)
    Span.objects.filter(quotation__in=ids).update(exact="", prefix="", suffix="")
    relays = Relay.objects.filter(quotation__in=ids)
    relays.update(words="", name="")
    relays.filter(basis=Basis.INFERRED).update(inferred_from=mark())
    relays.exclude(basis=Basis.INFERRED).update(inferred_from="")


def _destroy_evidence(row: Evidence, *, at: Any) -> None:
    """Of a file its hash stays; of anything else that it was there, whose it was, and when."""
    row.erased_at, row.file_name = at, ""
    row.text = mark() if row.kind == EvidenceKind.NOTE else ""
    row.address = mark() if row.kind == EvidenceKind.LINK else ""
    row.asked_whom, row.asked_how = (mark(), "") if row.kind == EvidenceKind.ASKED else ("", "")
    row.save(update_fields=["erased_at", "file_name", "text", "address", "asked_whom", "asked_how"])


def _strike_claim(recorder: Recorder, claim: Claim, document: Document, texts: Sequence[str]) -> None:
    """Strike out of a claim what repeats the text; what other copies say that are here may stay."""
    others = Snapshot.objects.filter(quotations__claim=claim).exclude(document=document).exclude(text="")
    spared = list(others.values_list("text", flat=True))
    passages = Passages(texts, spared=spared)
    struck = {name: passages.strike(getattr(claim, name), mark=mark()) for name in _OF_CLAIM}
    if claim.statement_by_id is None and not spared:
        struck["statement"] = mark()  # made of the words, by nobody
    for finding in claim.findings.all():
        _strike(finding, _OF_FINDING, passages)
    for row in claim.evidence.filter(erased_at=None):
        _strike(row, ("text",), passages)
    words = [quotation.pk for quotation in claim.quotations.all() if quotation.snapshot.document_id == document.pk]
    changed = {name: value for name, value in struck.items() if value != getattr(claim, name)}
    recorder.change(claim, "claim.erase", also={"document": document.pk, "quotations": words}, erased=changed)


def _strike_note(recorder: Recorder, note: Note, passages: Passages) -> None:
    body = passages.strike(note.body, mark=mark())
    if body != note.body:
        recorder.change(note, "note.erase", erased={"body": body})
        indexing.remember_note(note)


def _strike(row: Finding | Evidence, names: Sequence[str], passages: Passages) -> None:
    struck = {name: passages.strike(getattr(row, name), mark=mark()) for name in names}
    changed = {name: value for name, value in struck.items() if value != getattr(row, name)}
    if changed:
        manager: models.Manager[Any] = type(row)._default_manager
        manager.filter(pk=row.pk).update(**changed)


def _rename(recorder: Recorder, source: Source) -> None:
    """A source that is described in this story alone has its name from the story."""
    name = _("Somebody of erased document %(number)s") % {"number": source.document_id}
    recorder.change(source, "source.erase", erased={"name": name, "folded": fold(name)})
    source.aliases.all().delete()
