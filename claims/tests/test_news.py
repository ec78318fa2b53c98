"""Tests: news, read from the ledger: what is news and what is not, in order, as it stands now."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims import workflow
from claims.models import Claim, Event
from claims.records.acts import SubjectKind
from claims.records.checking import Attribution, Verdict
from claims.records.news import NewsKind
from claims.selectors import news
from claims.services import correcting, documents, exporting, findings, issuing, notes, review, wording
from claims.services.findings import Answers
from claims.services.list_files import Order
from claims.tests import seed_list
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db

RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")


def in_hand(rosa: User) -> Claim:
    """A claim that a reporter works on."""
    return make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())


def kinds() -> list[NewsKind]:
    """The kinds of news there are, oldest first."""
    return [one.kind for one in reversed(news.newest(100))]


def moves(event: Event) -> bool:
    """Whether a line about a claim takes it into use or out of it, or changes whether it is stale."""
    body = json.loads(event.body)
    before, after = body["before"], body["after"]
    decided = workflow.DECIDED | {Status.WITHDRAWN}
    moved = (before.get("status") in decided) is not (after.get("status") in decided)
    shaken = (before.get("stale_since") is None) is not (after.get("stale_since") is None)
    return moved or shaken


def assert_nothing_is_untold() -> int:
    """Whatever took a claim into use or out of it, or made it stale, is news. How many lines did."""
    told, _upto = news.after(0)
    about_claims = Event.objects.filter(subject_kind=SubjectKind.CLAIM).order_by("sequence")
    moved = {event.sequence: event.act for event in about_claims if moves(event)}
    assert set(moved) <= {one.sequence for one in told}, moved
    return len(moved)


def test_work_on_a_claim_is_no_news_until_it_is_decided(rosa: User, edith: User, emil: User, noise: None) -> None:
    claim = make_claim(speaker=make_source())
    review.accept(claim.pk, by=acting(rosa))
    review.take(claim.pk, by=acting(rosa))
    notes.add_to_claim(claim.pk, "Ask the port.", by=acting(edith))
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.send_back(claim.pk, by=acting(emil), because="Who says so?")
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    assert kinds() == []
    findings.agree(claim.pk, by=acting(edith))
    assert kinds() == [NewsKind.CLAIM_DECIDED]


def test_a_claim_that_goes_stale_twice_is_told_once_and_again_once_it_holds(
    rosa: User, edith: User, clara: User
) -> None:
    document = make_document("“We sail,” said Jonas Brekke.")
    claim = make_claim(document=document, words="We sail", status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    documents.withdraw(document.pk, because="Not ours.", by=acting(clara))
    documents.reinstate(document.pk, by=acting(clara))
    documents.withdraw(document.pk, because="Not ours at all.", by=acting(clara))
    findings.still_holds(claim.pk, by=acting(edith), because="Another copy says so.")
    stale, holds = NewsKind.CLAIM_STALE, NewsKind.CLAIM_HOLDS
    assert kinds() == [stale, holds, stale, holds]
    assert assert_nothing_is_untold() == 4


def test_a_release_on_one_reader_and_the_agreement_after_it_are_both_told(rosa: User, edith: User, clara: User) -> None:
    claim = in_hand(rosa)
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.release_on_one_reader(claim.pk, by=acting(clara), because="The page closes.")
    (first,) = news.told(news.newest(1))
    assert news.payload(first)["data"]["claim"]["is_single_read"]
    findings.agree(claim.pk, by=acting(edith))
    assert kinds() == [NewsKind.CLAIM_DECIDED] * 2


def test_a_release_on_one_reader_that_is_sent_back_is_told_as_reopened(rosa: User, edith: User, clara: User) -> None:
    claim = in_hand(rosa)
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.release_on_one_reader(claim.pk, by=acting(clara), because="The page closes.")
    findings.send_back(claim.pk, by=acting(edith), because="The agency took it back.")
    assert kinds() == [NewsKind.CLAIM_DECIDED, NewsKind.CLAIM_REOPENED]
    assert assert_nothing_is_untold() == 2


def test_at_a_desk_of_one_person_a_submission_decides_and_is_told(rosa: User, settings: Settings) -> None:
    settings.SECOND_CHECK = False
    findings.submit(in_hand(rosa).pk, RELAYED, by=acting(rosa))
    assert kinds() == [NewsKind.CLAIM_DECIDED]


def test_words_that_are_changed_while_nobody_relies_on_them_are_no_news(edith: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    wording.change_statement(claim.pk, "The port is shut.", by=acting(edith))
    assert kinds() == []


def test_news_has_the_same_name_for_ever_and_no_other_news_has_it(rosa: User, edith: User) -> None:
    for _number in range(2):
        claim = in_hand(rosa)
        findings.submit(claim.pk, RELAYED, by=acting(rosa))
        findings.agree(claim.pk, by=acting(edith))
    first, second = news.newest(2)
    assert first.id != second.id
    assert [one.id for one in news.newest(2)] == [first.id, second.id]
    assert news.of_line(first.sequence) == first


def test_the_newest_news_comes_first_and_as_much_as_is_asked_for(rosa: User, edith: User, clara: User) -> None:
    claims = [in_hand(rosa) for _number in range(3)]
    for claim in claims:
        findings.submit(claim.pk, RELAYED, by=acting(rosa))
        findings.agree(claim.pk, by=acting(edith))
    findings.recall(claims[0].pk, by=acting(clara), because="It was another port.")
    assert [one.subject for one in news.newest(2)] == [claims[0].pk, claims[2].pk]
    assert [one.kind for one in news.newest(9, {NewsKind.CLAIM_WITHDRAWN})] == [NewsKind.CLAIM_WITHDRAWN]
    assert news.newest(9, set()) == []


def test_what_is_told_asks_the_same_few_queries_however_much_it_is(rosa: User, edith: User) -> None:
    numbers = []
    for _number in range(2):
        for _claim in range(3):
            claim = in_hand(rosa)
            findings.submit(claim.pk, RELAYED, by=acting(rosa))
            findings.agree(claim.pk, by=acting(edith))
        with CaptureQueriesContext(connection) as asked:
            assert news.told(news.newest(100))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_one_reads_on_from_where_one_stopped(rosa: User, edith: User) -> None:
    claim = in_hand(rosa)
    findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.agree(claim.pk, by=acting(edith))
    found, upto = news.after(0)
    assert [one.kind for one in found] == [NewsKind.CLAIM_DECIDED]
    assert upto == news.newest_line() == Event.objects.count()
    assert news.after(upto) == ([], upto)
    assert timezone.now() - found[0].at < timedelta(minutes=1)


# --- Lists ------------------------------------------------------------------------------------------------------------


def test_a_list_that_leaves_the_house_is_told_and_its_correction_with_what_has_changed(settings: Settings) -> None:
    first, *_others = seed_list.decide(settings)
    edith, clara = (acting(User.objects.get(username=name)) for name in ("edith", "clara"))
    given = Order(title="The talks", for_whom="the evening desk", format="csv")
    prepared = issuing.prepare(exporting.listed({"status": ["verified"]}, show=seed_list.show), format="csv")
    issued = issuing.issue(given, prepared, by=edith)
    findings.recall(first.pk, by=clara, because="The record was forged.")
    corrected = correcting.correct(issued.pk, by=edith, because="One claim was recalled.")
    told = [news.payload(one) for one in news.told(news.newest(3))]
    kinds = [NewsKind.LIST_CORRECTED, NewsKind.CLAIM_WITHDRAWN, NewsKind.LIST_ISSUED]
    assert [one["type"] for one in told] == kinds
    assert told[2]["data"] == {
        "sequence": Event.objects.get(act="list.issue").sequence,
        "address": f"http://127.0.0.1:8000/lists/{issued.pk}/",
        "list": {
            "id": issued.pk,
            "number": "1.1",
            "replaces": None,
            "format": "csv",
            "claims": issued.claims,
            "rows": issued.rows,
            "sha256": issued.sha256,
        },
    }
    data = told[0]["data"]
    assert (data["list"]["number"], data["list"]["replaces"]) == ("1.2", "1.1")
    assert (data["list"]["id"], data["changed"], data["changed_claims"]) == (corrected.pk, 1, [first.pk])
    assert not any(word in json.dumps(told) for word in ("evening desk", "The talks", "forged"))
