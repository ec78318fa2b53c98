"""Tests: evidence given on the page of a claim among its answers, on the page of a document, and taken over."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.forms.claim.evidence import EvidenceForm
from claims.models import Claim, Document
from claims.records.acts import SubjectKind
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.selectors import claim_page
from claims.services import evidence
from claims.services.evidence import Given
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_source
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

ORIGINAL = Given(EvidenceKind.LINK, Stance.CONTEXT, address="https://afp.example/original", text="Original held.")
ANSWERS = {"attribution": "confirmed", "verdict": "disputed", "reason": "Heard it <twice>."}
LINK = {"kind": "link", "stance": "supports", "relation": "independent", "address": "https://a.example/record"}


@pytest.fixture
def claim(rosa: User) -> Claim:
    """A claim that Rosa has in hand."""
    return make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())


@pytest.fixture
def here(client: Client, rosa: User) -> Client:
    """Rosa's browser."""
    client.force_login(rosa)
    return client


def document_of(claim: Claim) -> Document:
    """The document that carries a claim."""
    return claim.quotations.get().snapshot.document


def submit(here: Client, claim: Claim, **typed: object) -> "Answer":
    """Send the form of the answers."""
    return here.post(reverse("claim-act", args=[claim.pk, "submit"]), {"version": claim.version, **typed})


def shows_answers_as_typed(answer: "Answer") -> bool:
    """Whether the page has the answers in it that were typed, in a form that is open."""
    shown = answer.content.decode()
    return all(
        re.search(pattern, shown, re.DOTALL)
        for pattern in (
            r'name="attribution" value="confirmed"[^>]*checked',
            r'name="verdict" value="disputed"[^>]*checked',
            r"Heard it &lt;twice&gt;\.</textarea>",
            r'<details class="act" data-key="s" open>',
        )
    )


# --- Among the answers -----------------------------------------------------------------------------------------------


def test_evidence_is_added_among_the_answers_and_the_answers_stay_as_typed(
    here: Client, claim: Claim, ledger: Ledger
) -> None:
    answer = submit(here, claim, only="evidence", **ANSWERS, **LINK)
    assert answer.status_code == 200
    assert shows_answers_as_typed(answer)
    assert "The evidence is added." in answer.content.decode()
    assert ledger.acts() == [("claim.evidence", claim.pk)]
    claim.refresh_from_db()
    assert f'name="version" value="{claim.version}"' in answer.content.decode()
    assert claim.status == Status.IN_REVIEW


def test_after_evidence_was_added_the_form_says_that_the_answers_now_hold(here: Client, claim: Claim) -> None:
    for typed, is_missing in (({**LINK, "kind": "note", "text": "Seen."}, True), (LINK, False)):
        claim.refresh_from_db()
        shown = submit(here, claim, only="evidence", **ANSWERS, **typed).content.decode()
        outcome = re.search(r'<p data-pairs="[^"]*confirmed/disputed[^"]*">(.*?)</p>', shown, re.DOTALL)
        assert outcome
        assert ("needs evidence" in outcome[1]) is is_missing


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({**LINK, "address": "ftp://a.example/"}, "is not an address that begins with http"),
        ({**LINK, "address": ""}, "Give an address, a file, a note, or say whom you asked."),
        ({**LINK, "kind": "asked", "asked_whom": "The port", "has_reply": "yes"}, "Write down what they answered"),
    ],
)
def test_refused_evidence_keeps_the_answers_and_what_was_typed_of_it(
    here: Client, claim: Claim, ledger: Ledger, typed: dict[str, str], sentence: str
) -> None:
    answer = submit(here, claim, only="evidence", **ANSWERS, **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shows_answers_as_typed(answer)
    assert re.search(rf'<p class="error" id="submit-evidence-\w+_error">[^<]*{sentence}', shown)
    assert shown.count(sentence) >= 2
    assert ledger.new() == []


def test_evidence_that_somebody_changed_meanwhile_is_not_added_and_nothing_typed_is_lost(
    here: Client, claim: Claim, edith: User
) -> None:
    evidence.add(claim.pk, ORIGINAL, by=acting(edith))
    answer = submit(here, claim, only="evidence", **ANSWERS, **LINK)
    assert answer.status_code == 409
    assert shows_answers_as_typed(answer)
    assert 'value="https://a.example/record"' in answer.content.decode()
    assert claim.evidence.count() == 1


def test_evidence_that_stands_in_the_form_is_submitted_with_the_answers(
    here: Client, claim: Claim, ledger: Ledger
) -> None:
    submit(here, claim, **ANSWERS, **LINK)
    claim.refresh_from_db()
    assert (claim.status, claim.evidence.get().address) == (Status.SECOND_CHECK, LINK["address"])
    assert ledger.acts() == [("claim.evidence", claim.pk), ("claim.submit", claim.pk)]


def test_when_the_answers_are_refused_the_evidence_sent_with_them_is_not_added_either(
    here: Client, claim: Claim, ledger: Ledger
) -> None:
    answer = submit(here, claim, **{**ANSWERS, "reason": " "}, **LINK)
    assert answer.status_code == 422
    assert 'value="https://a.example/record"' in answer.content.decode()
    assert (claim.evidence.count(), ledger.new()) == (0, [])


def test_a_form_of_evidence_that_nobody_touched_is_no_evidence(here: Client, claim: Claim) -> None:
    untouched = {"kind": "link", "stance": "supports", "relation": "unstated", "address": " ", "text": ""}
    submit(here, claim, attribution="relayed", reason="Only AFP.", **untouched)
    claim.refresh_from_db()
    assert (claim.status, claim.evidence.count()) == (Status.SECOND_CHECK, 0)


def test_a_picture_is_added_among_the_answers(here: Client, claim: Claim) -> None:
    picture = SimpleUploadedFile("pasted.png", b"\x89PNG", content_type="image/png")
    submit(here, claim, only="evidence", **ANSWERS, **{**LINK, "kind": "file", "address": "", "file": picture})
    assert claim.evidence.get().file_name == "pasted.png"


def test_the_form_says_how_large_a_file_may_be(claim: Claim) -> None:
    form = EvidenceForm(whole=claim_page.whole(claim.pk))
    assert "up to 20 megabytes" in str(form.fields["file"].help_text)


# --- On the document, and taken over ---------------------------------------------------------------------------------


def test_evidence_is_added_on_the_page_of_a_document(here: Client, claim: Claim, ledger: Ledger) -> None:
    document = document_of(claim)
    address = reverse("document-act", args=[document.pk, "evidence"])
    file = SimpleUploadedFile("original.pdf", b"%PDF")
    answer = here.post(
        address,
        {"version": document.version, "kind": "file", "stance": "context", "relation": "unstated", "file": file},
    )
    assert answer.status_code == 302
    assert ledger.acts() == [("document.evidence", document.pk)]
    shown = here.get(reverse("document", args=[document.pk])).content.decode()
    assert "original.pdf" in shown
    assert "Evidence for this copy" in shown


def test_refused_evidence_on_a_document_keeps_what_was_typed(here: Client, claim: Claim) -> None:
    document = document_of(claim)
    address = reverse("document-act", args=[document.pk, "evidence"])
    answer = here.post(address, {**LINK, "address": "no address", "text": "Look at page 3."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Look at page 3.</textarea>" in shown
    assert re.search(r'id="id_evidence_address_error">[^<]*is not an address', shown)


def test_one_key_takes_the_evidence_of_the_document_over(
    here: Client, claim: Claim, rosa: User, ledger: Ledger
) -> None:
    given = evidence.add_to_document(document_of(claim).pk, ORIGINAL, by=acting(rosa))
    ledger.new()
    shown = here.get(reverse("claim", args=[claim.pk])).content.decode()
    assert re.search(r'data-act="take-over".*?data-key="O"', shown, re.DOTALL)
    keys = re.findall(r'data-key="([^"]+)"', shown)
    assert len(keys) == len(set(keys)), sorted(keys)
    assert re.search(rf'name="evidence" value="{given.pk}"[^>]*checked', shown)
    here.post(reverse("claim-act", args=[claim.pk, "take-over"]), {"version": claim.version})
    assert claim.evidence.get().taken_from == given
    (event,) = ledger.new()
    assert (event.act, event.subject_kind) == ("claim.take_over", SubjectKind.CLAIM)
    shown = here.get(reverse("claim", args=[claim.pk])).content.decode()
    assert "taken over from the document" in shown
    assert 'data-act="take-over"' not in shown


def test_only_what_stays_ticked_is_taken_over_and_nothing_ticked_is_nothing(
    here: Client, claim: Claim, rosa: User
) -> None:
    first, second = (evidence.add_to_document(document_of(claim).pk, ORIGINAL, by=acting(rosa)) for _ in range(2))
    address = reverse("claim-act", args=[claim.pk, "take-over"])
    refused = here.post(address, {**seen(claim), "is_chosen": "on"})
    assert refused.status_code == 422
    assert "There is nothing to take over" in refused.content.decode()
    here.post(address, {**seen(claim), "is_chosen": "on", "evidence": [second.pk]})
    assert [taken.taken_from for taken in claim.evidence.all()] == [second]
    shown = here.get(reverse("claim", args=[claim.pk])).content.decode()
    assert re.findall(r'name="evidence" value="(\d+)"', shown) == [str(first.pk)]


def test_an_answer_to_a_verdict_rests_on_what_was_taken_over_only_by_its_own_nearness(
    here: Client, claim: Claim, rosa: User
) -> None:
    copy = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.SAME_STORY, address="https://afp.example/original")
    evidence.add_to_document(document_of(claim).pk, copy, by=acting(rosa))
    here.post(reverse("claim-act", args=[claim.pk, "take-over"]), seen(claim))
    answer = submit(here, Claim.objects.get(pk=claim.pk), attribution="relayed", verdict="true", reason="So.")
    assert "cannot rest on a copy of this story" in answer.content.decode()
