"""Selectors: one claim with everything its page shows, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import IntegerField, Max, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.text import capfirst

from claims import workflow
from claims.choices import confidence, labels, reasons
from claims.lineage.folding import fold
from claims.models import Claim, Document, Evidence, EvidenceOpened, Finding, Quotation, Relay, Snapshot, Source
from claims.querysets import QuotationQuerySet
from claims.records.checking import OPENABLE, Attribution, EvidenceKind, FindingState, Verdict
from claims.records.provenance import Knowledge, Place
from claims.records.quotations import DamageKind, ResolvedBy
from claims.records.times import SaidOn
from claims.selectors import chain_picture, document_facts, document_page, excerpt, history, phrases, said_when
from claims.selectors.chain_picture import ChainPicture
from claims.selectors.excerpt import Excerpt
from claims.selectors.phrases import Phrases
from claims.workflow import Status, Use

# Who has opened a piece of evidence, and when; where it was taken over, who has opened the original.
_OPENED = EvidenceOpened.objects.select_related("person").order_by("opened_at", "pk")
OPENINGS = (Prefetch("opened", _OPENED), Prefetch("taken_from__opened", _OPENED))

_STANDING = (FindingState.SUBMITTED, FindingState.AGREED, FindingState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the speaker, and why."""

    name: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain, in words; the list under the picture."""

    relay: Relay
    name: str
    roles: str

    @property
    def is_known(self) -> bool:
        """Whether the step says who it was; of an unknown publisher there is nothing to identify."""
        return self.relay.knowledge == Knowledge.KNOWN

    @property
    def inferred_from(self) -> str:
        """What the step was inferred from: words of the story, or a sign of damage."""
        basis = self.relay.inferred_from
        return str(labels.label(DamageKind(basis))) if basis in set(DamageKind) else basis


@dataclass(frozen=True, slots=True)
class Words:
    """The quotation a claim rests on, where it stands, and the way it took.

    ``number`` is the one it has on the page of its document; None when it stands in no current version.
    """

    quotation: Quotation
    document: Document
    version: int
    versions: int
    number: int | None
    excerpt: Excerpt
    damage: Sequence[str]
    candidates: Sequence[Candidate]
    confidence_means: str
    confidence_because: Sequence[str]
    said_on: SaidOn | None
    said_on_because: str | Promise
    document_date: str
    steps: Sequence[Step]
    picture: ChainPicture | None


@dataclass(frozen=True, slots=True)
class Copy:
    """The same words in another place."""

    quotation: Quotation
    document: Document
    version: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a finding, with its word, what it means, and the tone in which it is shown; "" while unanswered."""

    word: str
    meaning: str
    tone: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A finding as it is shown: two answers side by side. ``counter`` holds the second reader's own."""

    finding: Finding
    attribution: Answer
    verdict: Answer
    counter: "Answers | None" = None


@dataclass(frozen=True, slots=True)
class Becoming:
    """What a second reader's yes would make of a claim."""

    status: Status
    use: Use


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands or was sent back last, and what came before."""

    standing: Answers | None
    earlier: Sequence[Answers]
    becomes: Becoming | None


@dataclass(frozen=True, slots=True)
class WholeClaim:
    """Everything the page of a claim shows. ``words`` None: it was entered by hand, no quotation of ours holds it."""

    claim: Claim
    words: Words | None
    copies: Sequence[Copy]
    findings: Findings
    evidence: Sequence[Evidence]
    history: Sequence[history.Line]
    phrases: Phrases

    @property
    def is_open(self) -> bool:
        """Still on the desk, in somebody's hand or in nobody's."""
        return self.claim.status in workflow.OPEN


def whole(pk: int) -> WholeClaim:
    """The claim with this number. Raises Claim.DoesNotExist; at most sixteen queries, whatever the claim holds."""
    claim = Claim.objects.select_related(
        "speaker",
        "source",
        "assigned_to",
        "submitted_by",
        "changed_by",
        "statement_by",
        "single_read_by",
        "read_by",
    ).get(pk=pk)
    standing = claim.quotations.exclude(place=Place.FOLLOWED).order_by("-is_primary", "id")
    quotations = list(with_chains(standing))
    primary = next((quotation for quotation in quotations if quotation.is_primary), None)
    evidence = list(claim.evidence.standing().select_related("added_by").prefetch_related(*OPENINGS))
    return WholeClaim(
        claim=claim,
        words=_words(primary, claim) if primary else None,
        copies=[_copy(quotation) for quotation in quotations if quotation is not primary],
        findings=findings_of(claim),
        evidence=evidence,
        history=history.of_claim(claim),
        phrases=phrases.in_use(),
    )


def evidence_to_open(pk: int) -> Evidence:
    """Evidence behind which there is something to open, by its number. Raises Evidence.DoesNotExist."""
    return Evidence.objects.get(pk=pk, kind__in=OPENABLE, erased_at=None)


def evidence_with_file(pk: int) -> Evidence:
    """Evidence that is a file, by its number. Raises Evidence.DoesNotExist."""
    return Evidence.objects.get(pk=pk, kind=EvidenceKind.FILE, erased_at=None)


def namesakes(name: str) -> list[Source]:
    """Those sources that have a name, to choose from; a few of them, oldest first."""
    folded = fold(name) or name
    found = Source.objects.linkable().filter(Q(folded=folded) | Q(aliases__folded=folded))
    return list(found.distinct().order_by("pk")[:20])


def with_chains(quotations: QuotationQuerySet) -> QuotationQuerySet:
    """These quotations with everything that is shown of each, but for the text of the copy that they stand in."""
    newest = (
        Snapshot.objects.filter(document=OuterRef("snapshot__document"))
        .order_by()
        .values("document")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    return (
        quotations.select_related("snapshot__document", "found_by")
        .defer("snapshot__text")
        .annotate(versions=Subquery(newest, output_field=IntegerField()))
        .prefetch_related(*_chain_parts())
    )


def read_chain(quotation: Quotation) -> None:
    """Read the pieces of a quotation and the way its words took. Two queries."""
    prefetch_related_objects([quotation], *_chain_parts())


def _chain_parts() -> Iterator[Any]:
    """What prefetching takes: a name, or a name with its own queryset."""
    yield "spans"
    yield Prefetch("relays", Relay.objects.select_related("source"))


def text_of(snapshot: Snapshot) -> str:
    """The text of a version that came without it."""
    return Snapshot.objects.values_list("text", flat=True).get(pk=snapshot.pk)


def words_of(quotation: Quotation, *, number: int | None, versions: int, around: Excerpt) -> Words:
    """A quotation with the words around it, and the way its words took; both chain and document are read already."""
    snapshot = quotation.snapshot
    relays = list(quotation.relays.all())
    said_on = said_when.resolved(quotation.said_when, snapshot.document)
    return Words(
        quotation=quotation,
        document=snapshot.document,
        version=snapshot.number,
        versions=versions,
        number=number,
        excerpt=around,
        damage=excerpt.damage_of(quotation),
        candidates=[Candidate(name, labels.label(ResolvedBy(why))) for name, why in quotation.candidates],
        confidence_means="" if quotation.confidence is None else confidence.sentence(quotation.confidence),
        confidence_because=reasons.told(quotation.reasons, cue=quotation.cue),
        document_date=document_facts.date_of(snapshot.document),
        said_on=said_on,
        said_on_because=labels.label(said_on.basis) if said_on else "",
        steps=[Step(relay, chain_picture.name_of(relay), chain_picture.roles_of(relay)) for relay in relays],
        picture=chain_picture.picture(relays),
    )


def _words(quotation: Quotation, claim: Claim) -> Words:
    number = document_page.number_of(claim) if quotation.place == Place.CURRENT else None
    around = excerpt.around(quotation, claim, text_of(quotation.snapshot))
    versions: int = quotation.versions  # type: ignore[attr-defined]  # annotated by with_chains
    return words_of(quotation, number=number, versions=versions, around=around)


def _copy(quotation: Quotation) -> Copy:
    return Copy(quotation, quotation.snapshot.document, quotation.snapshot.number)


def findings_of(claim: Claim) -> Findings:
    """What stands or was sent back last, and what came before. One query."""
    found = _paired([_answers(finding) for finding in claim.findings.select_related("made_by", "second_by")])
    standing = found[-1] if found and found[-1].finding.state in _STANDING else None
    becomes = _becomes(standing.finding) if standing else None
    return Findings(standing, [answers for answers in reversed(found) if answers is not standing], becomes)


def _paired(found: Sequence[Answers]) -> list[Answers]:
    """The findings with a second reader's own answers beside those they answer to."""
    paired: list[Answers] = []
    for answers in found:
        if answers.finding.state == FindingState.COUNTER and paired:
            paired[-1] = replace(paired[-1], counter=answers)
        else:
            paired.append(answers)
    return paired


def _becomes(finding: Finding) -> Becoming | None:
    attribution = Attribution(finding.attribution)
    decision = workflow.DECISIONS[attribution, Verdict(finding.verdict)]
    if finding.state != FindingState.SUBMITTED or not isinstance(decision, Status):
        return None
    return Becoming(decision, workflow.how_to_use(decision, attribution, stale=False))


def _answers(finding: Finding) -> Answers:
    attribution, verdict = Attribution(finding.attribution), Verdict(finding.verdict)
    return Answers(
        finding=finding,
        attribution=_answer(str(labels.label(attribution)), _tone(attribution, Verdict.UNCHECKED)),
        verdict=_answer(
            str(labels.label(verdict)), "" if verdict is Verdict.UNCHECKED else _tone(Attribution.CONFIRMED, verdict)
        ),
    )


def _answer(label: str, tone: str) -> Answer:
    word, _colon, meaning = label.partition(":")
    return Answer(word, capfirst(meaning.strip()), tone)


def _tone(attribution: Attribution, verdict: Verdict) -> str:
    """The tone of one answer is that of the status it gives by itself; of plain "said", that of how it may be used."""
    if verdict is Verdict.UNCHECKED and attribution in workflow.USE_BY_ATTRIBUTION:
        return workflow.USES[workflow.USE_BY_ATTRIBUTION[attribution]].tone
    decision = workflow.DECISIONS[attribution, verdict]
    return workflow.STATUSES[decision].tone if isinstance(decision, Status) else ""
