"""Services: a text that is here is read again, by a newer extractor or in another language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.extraction import extract
from claims.extraction.languages import code_of
from claims.models import Claim, Document, Quotation, Snapshot
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.extractions import Extraction, LanguageBasis
from claims.records.provenance import Place
from claims.records.quotations import Span
from claims.services import carrying, importing, proposing, reading, recording, review
from claims.services.recording import Edit, Recorder
from claims.workflow import Status


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What became of the claims of a document when its newest version was read again.

    ``replaced`` proposals nobody had touched gave way: they are read otherwise where they stand, or were not found
    again and are set aside. ``proposed`` ones are new. ``kept`` claims stay as they were.
    """

    document: Document
    replaced: int
    proposed: int
    kept: int


def read_again(document_id: int, *, by: Actor, version: int | None = None, because: str = "") -> ReadAgain:
    """Read the newest version of a document again; one batch.

    Proposals that nobody has touched give way to what is found now; every other claim stays, but that its words are
    read for risks, and no words that stand in one are proposed again, nor any that were set aside. A document that was
    done with comes back to the desk when something new is proposed. Refuses: READ_ALREADY (the same extractor, the same
    language), DOCUMENT_WITHDRAWN, CHANGED_MEANWHILE.
    """
    permissions.require(by, Act.READ_AGAIN)
    snapshot = importing.newest(document_id)
    language = snapshot.document.language
    extraction = extract(snapshot.text, language=language)
    with recording.act(by, because=because) as recorder:
        document = importing.lock_in_use(document_id, version)
        if importing.newest(document_id) != snapshot or document.language != language:
            raise Refused(Refusal.CHANGED_MEANWHILE)
        before = reading.told(Snapshot.objects.get(pk=snapshot.pk))
        after = reading.columns(extraction)
        if all(before[name] == after[name] for name in reading.SAYS_HOW):
            raise Refused(Refusal.READ_ALREADY)
        Snapshot.objects.filter(pk=snapshot.pk).update(**after)
        snapshot = importing.newest(document_id)
        standing = _standing(snapshot)
        anew = _propose(recorder, snapshot, extraction, standing)
        recorder.change(
            document,
            "document.read_again",
            also_before={"snapshot": {"id": snapshot.pk, **before}},
            also={"snapshot": {"id": snapshot.pk, **after}},
            **(importing.UNREAD if anew.proposed else {}),
        )
    replaced = len(anew.reread) + len(anew.lost)
    return ReadAgain(document, replaced=replaced, proposed=len(anew.proposed), kept=len(standing) - replaced)


def is_worthwhile(document: Document) -> bool:
    """Whether reading a document again may find something else, for a page to offer it. One query; reads nothing."""
    snapshot = document.snapshots.defer("text").order_by("-number")[0]
    if document.is_withdrawn:
        return False
    if snapshot.extractor != reading.FOUND_BY:
        return True
    given = code_of(document.language)
    return given != snapshot.language if given else snapshot.language_basis == LanguageBasis.GIVEN


def read_by_others() -> list[int]:
    """The documents in use whose newest version was read by another extractor than the one there is now."""
    newest = Snapshot.objects.filter(document=OuterRef("pk")).order_by("-number").values("extractor")[:1]
    documents = Document.objects.in_use().annotate(found_by=Subquery(newest)).exclude(found_by=reading.FOUND_BY)
    return list(documents.order_by("pk").values_list("pk", flat=True))


def _standing(snapshot: Snapshot) -> Sequence[Claim]:
    """The claims with words in a version, but for those set aside; held until the act is done."""
    here = Quotation.objects.filter(claim=OuterRef("pk"), snapshot=snapshot, place=Place.CURRENT)
    claims = Claim.objects.select_for_update(of=("self",)).filter(Exists(here)).exclude(status=Status.SET_ASIDE)
    return list(claims.select_related("speaker", "source").order_by("pk"))


def _propose(
    recorder: Recorder, snapshot: Snapshot, extraction: Extraction, standing: Sequence[Claim]
) -> proposing.Anew:
    claims = {claim.pk: claim for claim in standing}
    untouched = Quotation.objects.filter(
        snapshot=snapshot, place=Place.CURRENT, is_primary=True, claim__in=carrying.untouched(list(claims))
    ).prefetch_related("spans", "relays")
    quotations = list(untouched.in_reading_order())
    for quotation in quotations:
        quotation.claim, quotation.snapshot = claims[quotation.claim_id], snapshot
    anew = proposing.propose_anew(recorder, snapshot, extraction.proposals, untouched=quotations)
    Quotation.objects.filter(pk__in=[quotation.pk for quotation in anew.lost]).update(place=Place.GONE)
    why = replace(recorder, because=_("Not found again when the text was read anew."), is_bulk=True)
    review.put_aside(why, *(quotation.claim for quotation in anew.lost))
    _read_risks(recorder, snapshot, standing, anew)
    return anew


def _read_risks(recorder: Recorder, snapshot: Snapshot, standing: Sequence[Claim], anew: proposing.Anew) -> None:
    """Say of the claims that stay whether their words tell of deaths or accuse: nothing that anybody has decided."""
    done = {claim.pk for claim in anew.reread} | {quotation.claim_id for quotation in anew.lost}
    claims = {claim.pk: claim for claim in standing if claim.pk not in done}
    primary = Quotation.objects.primary().filter(snapshot=snapshot, place=Place.CURRENT, claim__in=claims)
    edits = []
    for quotation in primary.prefetch_related("spans").order_by("claim_id"):
        claim = claims[quotation.claim_id]
        risks = proposing.risks_of(snapshot, [Span(span.start, span.end) for span in quotation.spans.all()])
        if any(getattr(claim, name) != value for name, value in risks.items()):
            edits.append(Edit(claim, risks))
    recorder.change_all("claim.read_risks", edits)
