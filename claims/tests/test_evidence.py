"""Tests: evidence on a claim or once on its document, what is told of it, and how much of it there may be."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Evidence
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict
from claims.selectors import evidence as selectors
from claims.selectors import history
from claims.services import evidence, findings
from claims.services.evidence import FILE_LIMIT, FILES_LIMIT, Given
from claims.services.findings import Answers
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_quotation, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

ORIGINAL = Given(EvidenceKind.LINK, Stance.CONTEXT, address="https://afp.example/original", text="Original held.")
RECORD = Given(EvidenceKind.FILE, Stance.SUPPORTS, Relation.INDEPENDENT, file_name="record.pdf", content=b"%PDF")
RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "Only AFP says so.")


def document_of(claim: Claim) -> Document:
    """The document that carries a claim."""
    return claim.quotations.get(is_primary=True).snapshot.document


def refusal(given: Given, claim: Claim, person: User) -> Refused:
    """How evidence is refused."""
    with pytest.raises(Refused) as refused:
        evidence.add(claim.pk, given, by=acting(person))
    return refused.value


# --- Once on a document, claim by claim ------------------------------------------------------------------------------


def test_evidence_on_a_document_leaves_one_event_and_its_claims_as_they_are(rosa: User, ledger: Ledger) -> None:
    claim = make_claim()
    document = document_of(claim)
    added = evidence.add_to_document(document.pk, RECORD, by=acting(rosa), version=document.version)
    assert (added.document, added.claim, added.file_name) == (document, None, "record.pdf")
    assert ledger.acts() == [("document.evidence", document.pk)]
    claim.refresh_from_db()
    assert (claim.version, claim.evidence.count()) == (1, 0)


def test_a_withdrawn_document_takes_no_evidence(rosa: User, clara: User) -> None:
    document = make_document(withdrawn_at="2026-11-01T00:00Z", withdrawn_because="A hoax.")
    with pytest.raises(Refused) as refused:
        evidence.add_to_document(document.pk, ORIGINAL, by=acting(rosa))
    assert refused.value.code is Refusal.DOCUMENT_WITHDRAWN


def test_evidence_on_a_document_is_refused_to_a_viewer_and_on_an_old_version(vera: User, rosa: User) -> None:
    document = make_document()
    for person, version, code in ((vera, 1, Refusal.NOT_ALLOWED), (rosa, 7, Refusal.CHANGED_MEANWHILE)):
        with pytest.raises(Refused) as refused:
            evidence.add_to_document(document.pk, ORIGINAL, by=acting(person), version=version)
        assert refused.value.code is code


def test_a_claim_takes_evidence_over_with_one_event_and_knows_from_where(rosa: User, ledger: Ledger) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())
    given = [evidence.add_to_document(document_of(claim).pk, one, by=acting(rosa)) for one in (ORIGINAL, RECORD)]
    ledger.new()
    taken = evidence.take_over(claim.pk, [one.pk for one in given], by=acting(rosa), version=1)
    assert [(one.taken_from, one.claim, one.document) for one in taken] == [(one, claim, None) for one in given]
    assert [one.file_sha256 for one in taken] == ["", given[1].file_sha256]
    assert ledger.acts() == [("claim.take_over", claim.pk)]
    assert history.of_claim(claim)[0].details == [
        "Link, Context: https://afp.example/original; File, Supports",
    ]


def test_what_is_taken_over_carries_an_answer_and_the_verdict_stays_the_claims_own(rosa: User) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())
    given = evidence.add_to_document(document_of(claim).pk, RECORD, by=acting(rosa))
    confirmed = Answers(Attribution.CONFIRMED, Verdict.UNCHECKED, "Heard.")
    with pytest.raises(Refused) as refused:
        findings.submit(claim.pk, confirmed, by=acting(rosa))
    assert refused.value.code is Refusal.ATTRIBUTION_NEEDS_EVIDENCE
    evidence.take_over(claim.pk, [given.pk], by=acting(rosa))
    submitted = findings.submit(claim.pk, confirmed, by=acting(rosa))
    assert (submitted.status, submitted.findings.get().verdict) == (Status.SECOND_CHECK, Verdict.UNCHECKED)


def test_evidence_is_taken_over_once_and_by_each_claim_of_the_document(rosa: User) -> None:
    document = make_document("“One,” he said. “Two,” he said.")
    first, second = make_claim(words="One", document=document), make_claim(words="Two", document=document)
    given = evidence.add_to_document(document.pk, ORIGINAL, by=acting(rosa))
    evidence.take_over(first.pk, [given.pk], by=acting(rosa))
    with pytest.raises(Refused) as refused:
        evidence.take_over(first.pk, [given.pk], by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_TO_TAKE_OVER
    assert list(selectors.to_take_over(second)) == [given]
    assert evidence.take_over(second.pk, [given.pk], by=acting(rosa))


def test_evidence_of_another_document_cannot_be_taken_over(rosa: User) -> None:
    given = evidence.add_to_document(make_document().pk, ORIGINAL, by=acting(rosa))
    with pytest.raises(Refused) as refused:
        evidence.take_over(make_claim().pk, [given.pk], by=acting(rosa))
    assert refused.value.code is Refusal.NOTHING_TO_TAKE_OVER


def test_taking_over_during_the_second_check_sends_the_claim_back_to_review(rosa: User, edith: User) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())
    given = evidence.add_to_document(document_of(claim).pk, ORIGINAL, by=acting(rosa))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    evidence.take_over(claim.pk, [given.pk], by=acting(edith))
    claim.refresh_from_db()
    assert (claim.status, claim.changed_by) == (Status.IN_REVIEW, edith)
    assert claim.findings.get().state == FindingState.TAKEN_BACK


# --- What can be told of evidence ------------------------------------------------------------------------------------


def test_a_file_with_the_bytes_of_a_copy_is_that_copy_whatever_is_said(rosa: User) -> None:
    claim = make_claim()
    other = make_document("The same words in another copy.")
    make_quotation(claim, other, "The same words")
    same = replace(RECORD, content=b"The same words in another copy.")
    assert evidence.add(claim.pk, same, by=acting(rosa)).relation == Relation.SAME_STORY
    assert evidence.add(claim.pk, RECORD, by=acting(rosa)).relation == Relation.INDEPENDENT


def test_the_original_of_a_story_is_a_copy_of_it_for_each_claim_that_takes_it_over(rosa: User) -> None:
    claim = make_claim()
    Document.objects.filter(pk=document_of(claim).pk).update(address=ORIGINAL.address, address_knowledge="known")
    given = evidence.add_to_document(document_of(claim).pk, ORIGINAL, by=acting(rosa))
    assert evidence.take_over(claim.pk, [given.pk], by=acting(rosa))[0].relation == Relation.SAME_STORY


@pytest.mark.parametrize("whom", ["Marta Solheim", "marta  solheim", "M. Solheim"])
def test_a_speaker_who_is_asked_gives_the_speakers_own_words(rosa: User, whom: str) -> None:
    claim = make_claim(speaker=make_source("Marta Solheim", aliases=["M. Solheim"]))
    given = Given(EvidenceKind.ASKED, Stance.SUPPORTS, Relation.INDEPENDENT, asked_whom=whom)
    assert evidence.add(claim.pk, given, by=acting(rosa)).relation == Relation.SPEAKER


def test_somebody_else_who_is_asked_is_what_was_said_of_them(rosa: User) -> None:
    claim = make_claim(speaker=make_source("Marta Solheim"))
    given = Given(EvidenceKind.ASKED, Stance.SUPPORTS, Relation.INDEPENDENT, asked_whom="Jonas Brekke")
    assert evidence.add(claim.pk, given, by=acting(rosa)).relation == Relation.INDEPENDENT


# --- Limits ----------------------------------------------------------------------------------------------------------


def test_a_file_too_large_is_refused_beside_its_field(rosa: User) -> None:
    large = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="film.mp4", content=b"0" * (FILE_LIMIT + 1))
    refused = refusal(large, make_claim(), rosa)
    assert (refused.code, refused.field) == (Refusal.FILE_TOO_LARGE, "file")


def test_more_files_than_anybody_opens_are_refused_but_not_a_link(rosa: User) -> None:
    claim = make_claim()
    document = document_of(claim)
    for on in ({"claim": claim}, {"document": document}):
        Evidence.objects.bulk_create(
            Evidence(kind="file", stance="context", file_sha256=f"{n:064}", file_name="a.png", added_by=rosa, **on)
            for n in range(FILES_LIMIT)
        )
    refused = refusal(RECORD, claim, rosa)
    assert (refused.code, refused.field) == (Refusal.TOO_MANY_FILES, "file")
    with pytest.raises(Refused):
        evidence.add_to_document(document.pk, RECORD, by=acting(rosa))
    assert evidence.add(claim.pk, ORIGINAL, by=acting(rosa)).kind == EvidenceKind.LINK


def test_an_answer_is_written_down(rosa: User) -> None:
    said = Given(EvidenceKind.ASKED, Stance.SUPPORTS, asked_whom="the port office", has_reply=True, text=" ")
    refused = refusal(said, make_claim(), rosa)
    assert (refused.code, refused.field) == (Refusal.REPLY_MISSING, "text")
