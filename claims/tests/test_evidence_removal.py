"""Tests: evidence that was added by mistake is taken off again, never what a claim was decided on."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Evidence
from claims.records.checking import Attribution, EvidenceKind, Stance, Verdict
from claims.selectors.evidence import to_take_over
from claims.services import evidence, evidence_removal, findings, review
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting, seen, way_back
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://court.example/ruling")
RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "Only the agency says so.")


def standing(claim: Claim) -> list[Evidence]:
    return list(claim.evidence.standing())


def refusal(act: object) -> Refusal:
    with nothing_changes(), pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]  # a lambda
    return refused.value.code


@pytest.fixture
def claim(rosa: User) -> Claim:
    """A claim in Rosa's hand."""
    return make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())


@pytest.fixture
def story(claim: Claim) -> Document:
    """The document that carries it."""
    return claim.quotations.get().snapshot.document


def test_evidence_is_taken_off_and_brought_back_with_one_event_each(rosa: User, claim: Claim, ledger: Ledger) -> None:
    added = evidence.add(claim.pk, LINK, by=acting(rosa))
    with one_event_for_each_change():
        evidence_removal.remove(added.pk, by=acting(rosa))
    assert standing(claim) == []
    assert Evidence.objects.get(pk=added.pk).removed_by == rosa
    with one_event_for_each_change():
        evidence_removal.bring_back(added.pk, by=acting(rosa))
    assert standing(claim) == [added]
    assert [act for act, _pk in ledger.acts()] == ["claim.evidence", "claim.evidence_off", "claim.evidence_back"]


def test_evidence_that_is_off_supports_no_answer(rosa: User, claim: Claim) -> None:
    added = evidence.add(claim.pk, LINK, by=acting(rosa))
    evidence_removal.remove(added.pk, by=acting(rosa))
    answers = Answers(Attribution.CONFIRMED, Verdict.UNCHECKED, "Heard it.")
    assert refusal(lambda: findings.submit(claim.pk, answers, by=acting(rosa))) is Refusal.ATTRIBUTION_NEEDS_EVIDENCE


def test_what_a_claim_was_decided_on_stays_also_once_it_is_reopened(rosa: User, edith: User, claim: Claim) -> None:
    added = evidence.add(claim.pk, LINK, by=acting(rosa))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.agree(claim.pk, by=acting(edith))
    later = evidence.add(claim.pk, LINK, by=acting(edith))
    assert refusal(lambda: evidence_removal.remove(added.pk, by=acting(rosa))) is Refusal.EVIDENCE_DECIDED_ON
    evidence_removal.remove(later.pk, by=acting(rosa))
    findings.reopen(claim.pk, by=acting(edith), because="New evidence")
    assert refusal(lambda: evidence_removal.remove(added.pk, by=acting(rosa))) is Refusal.EVIDENCE_DECIDED_ON


def test_taking_evidence_off_during_a_second_check_sends_the_claim_back(rosa: User, claim: Claim) -> None:
    added = evidence.add(claim.pk, LINK, by=acting(rosa))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    evidence_removal.remove(added.pk, by=acting(rosa))
    claim.refresh_from_db()
    assert claim.status == Status.IN_REVIEW


def test_adding_and_taking_over_are_undone_while_nothing_has_happened_since(
    rosa: User, edith: User, claim: Claim, story: Document, ledger: Ledger
) -> None:
    held = evidence.add_to_document(story.pk, LINK, by=acting(edith))
    evidence.take_over(claim.pk, [held.pk], by=acting(rosa))
    assert list(to_take_over(claim)) == []
    assert refusal(lambda: evidence_removal.remove(held.pk, by=acting(edith))) is Refusal.EVIDENCE_TAKEN_OVER
    with one_event_for_each_change():
        evidence_removal.take_back(claim.pk, by=acting(rosa))
    assert (standing(claim), list(to_take_over(claim))) == ([], [held])
    evidence_removal.remove(held.pk, by=acting(edith))
    assert list(to_take_over(claim)) == []
    evidence.add(claim.pk, LINK, by=acting(rosa))
    review.release(claim.pk, by=acting(rosa))
    code = refusal(lambda: evidence_removal.take_back(claim.pk, by=acting(rosa)))
    assert code is Refusal.NO_EVIDENCE_TO_TAKE_BACK


def test_the_page_takes_evidence_off_and_offers_the_way_back(client: Client, rosa: User, claim: Claim) -> None:
    added = evidence.add(claim.pk, LINK, by=acting(rosa))
    client.force_login(rosa)
    assert reverse("evidence-remove", args=[added.pk]) in client.get(reverse("claim", args=[claim.pk])).text
    shown = client.post(reverse("evidence-remove", args=[added.pk]), seen(claim), follow=True).text
    assert "The evidence is taken off." in shown
    assert "took evidence off" in shown
    assert reverse("evidence-restore", args=[added.pk]) in shown
    client.post(*way_back(shown))
    assert standing(claim) == [added]


def test_a_refusal_is_said_on_the_page_and_an_old_version_refused(client: Client, rosa: User, vera: User) -> None:
    document = make_document()
    added = evidence.add_to_document(document.pk, LINK, by=acting(rosa))
    client.force_login(rosa)
    shown = client.post(reverse("evidence-remove", args=[added.pk]), {"version": "1"}, follow=True).text
    assert "Somebody changed this while you were working." in shown
    client.post(reverse("evidence-remove", args=[added.pk]), {"version": "2"})
    assert not document.evidence.standing().exists()
    client.force_login(vera)
    assert client.post(reverse("evidence-restore", args=[added.pk])).status_code == 403
