"""Tests: the people, sources, stories and claims that tests are about. Plain functions; what is not named is usual.

They write rows as they are, past the services, so that a test can begin anywhere. A claim is complete: it has a
primary quotation with its span in a document, and the words that search looks through.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import count

from django.contrib.auth.models import Group, User

from claims import workflow
from claims.lineage.folding import fold
from claims.models import (
    ANONYMOUS,
    Alias,
    Claim,
    ClaimWords,
    Document,
    IssuedList,
    Quotation,
    Snapshot,
    Source,
    Span,
)
from claims.records.acts import Actor, Role
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.records.quotations import Identification, QuotationKind
from claims.search.words import words_of
from claims.services import issuing
from claims.services.list_files import Order, Prepared
from claims.workflow import Status

_numbers = count(1)


def make_person(role: Role | None = Role.REPORTER, username: str = "", *, name: str = "") -> User:
    """Somebody who can sign in, in one role; in none with ``role=None``: a stranger with an account."""
    first, _, last = name.partition(" ")
    person = User.objects.create(
        username=username or f"{role or 'stranger'}-{next(_numbers)}", first_name=first, last_name=last
    )
    if role is not None:
        person.groups.add(Group.objects.get(name=role.value))
    return person


def make_source(
    name: str = "",
    *,
    aliases: Sequence[str] = (),
    kind: SourceKind = SourceKind.PERSON,
    identification: Identification = Identification.NAMED,
    document: Document | None = None,
) -> Source:
    """A source with its aliases. One that is anonymous belongs to a document, made here unless given."""
    name = name or f"Source {next(_numbers)}"
    if identification in ANONYMOUS and document is None:
        document = make_document()
    source = Source.objects.create(
        name=name, folded=fold(name) or name, kind=kind, identification=identification, document=document
    )
    Alias.objects.bulk_create(Alias(source=source, name=alias, folded=fold(alias) or alias) for alias in aliases)
    return source


def make_document(text: str = "", *, our_title: str = "", **facts: object) -> Document:
    """A document with its first version. Other fields of the document go by their names."""
    number = next(_numbers)
    document = Document.objects.create(our_title=our_title or f"Story {number}", **facts)
    make_snapshot(document, text or f"Story {number}. “Nothing has been agreed,” a spokesman said.")
    return document


def make_snapshot(document: Document, text: str, *, number: int = 1) -> Snapshot:
    """One version of a document's text."""
    raw = text.encode()
    return Snapshot.objects.create(
        document=document,
        number=number,
        text=text,
        text_sha256=sha256(raw).hexdigest(),
        raw_sha256=sha256(raw).hexdigest(),
        raw_size=len(raw),
        encoding="utf-8",
        encoding_basis="pasted",
    )


def make_claim(
    statement: str = "",
    *,
    words: str = "",
    speaker: Source | None = None,
    speaker_printed: str = "",
    document: Document | None = None,
    kind: QuotationKind = QuotationKind.DIRECT,
    status: Status = Status.PROPOSED,
    attribution: Attribution = Attribution.UNCHECKED,
    verdict: Verdict = Verdict.UNCHECKED,
    stale_since: datetime | None = None,
    confidence: float | None = 0.9,
    **values: object,
) -> Claim:
    """A claim with its primary quotation, in a new document unless one is given. Other fields go by their names.

    A decided claim needs the ``attribution`` that decided it; one in review, ``assigned_to``; one waiting,
    ``waiting_for``: as in earnest, the database refuses it otherwise.
    """
    number = next(_numbers)
    words = words or f"what was said in case {number}"
    claim = Claim.objects.create(
        statement=statement or f"Statement {number}",
        speaker=speaker,
        speaker_basis=SpeakerBasis.PRINTED if speaker else SpeakerBasis.OPEN,
        status=status,
        status_before=Status.PROPOSED if status is Status.SET_ASIDE else "",
        attribution=attribution,
        verdict=verdict,
        how_to_use=workflow.how_to_use(status, attribution, stale=stale_since is not None),
        stale_since=stale_since,
        confidence=confidence,
        **values,
    )
    document = document or make_document(f"{number}. {speaker_printed} said: “{words}”")
    make_quotation(
        claim, document, words, speaker_printed=speaker_printed, kind=kind, is_primary=True, confidence=confidence
    )
    remember_words(claim)
    return claim


def make_quotation(
    claim: Claim,
    document: Document,
    words: str,
    *,
    speaker_printed: str = "",
    kind: QuotationKind = QuotationKind.DIRECT,
    is_primary: bool = False,
    confidence: float | None = 0.9,
    **values: object,
) -> Quotation:
    """Words of a claim in the newest version of a document; where they stand in its text, or else at its beginning."""
    snapshot = document.snapshots.order_by("number").reverse()[0]
    start = max(snapshot.text.find(words), 0)
    end = start + len(words)
    quotation = Quotation.objects.create(
        snapshot=snapshot,
        claim=claim,
        is_primary=is_primary,
        kind=kind,
        start=start,
        end=end,
        words=words,
        speaker_printed=speaker_printed,
        identification=Identification.NAMED if speaker_printed else Identification.UNATTRIBUTED,
        extractor="tests 1",
        confidence=confidence,
        **values,
    )
    Span.objects.create(quotation=quotation, position=0, start=start, end=end, exact=words)
    return quotation


def make_list(by: Actor, *, for_whom: str = "the evening desk", claims: int = 1) -> IssuedList:
    """A list of verified claims that left the house as a table."""
    for _each in range(claims):
        make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE)
    newest = Claim.objects.order_by("-pk").values("pk")[:claims]
    prepared = Prepared([Claim.objects.filter(pk__in=newest)], {"status": ["verified"]}, "Nothing is left out.")
    return issuing.issue(Order(title="What was said", for_whom=for_whom, format="csv"), prepared, by=by)


def remember_words(claim: Claim) -> ClaimWords:
    """What search looks through for this claim."""
    quotations = list(claim.quotations.select_related("snapshot__document"))
    speaker = claim.speaker
    found_by = words_of(
        texts=[
            claim.statement,
            *(quotation.words for quotation in quotations),
            *(quotation.snapshot.document.our_title for quotation in quotations),
        ],
        names=[
            *([speaker.name, *speaker.aliases.values_list("name", flat=True)] if speaker else []),
            *(name for quotation in quotations for name in (quotation.speaker_printed, quotation.speaker_resolved)),
        ],
    )
    return ClaimWords.objects.update_or_create(claim=claim, defaults=found_by._asdict())[0]
