"""By when a desk needs a claim: who may say so, what is refused, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.errors import Refusal, Refused
from claims.models import Claim
from claims.records.checking import Attribution
from claims.services import deadlines, undoing
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim
from claims.workflow import Status

pytestmark = pytest.mark.django_db

SIX = datetime(2099, 11, 23, 18, tzinfo=UTC)


def test_a_claim_is_needed_by_a_time_for_a_desk_and_the_ledger_says_so(rosa: User, noise: None) -> None:
    claim = make_claim()
    with one_event_for_each_change():
        deadlines.need(claim.pk, by=acting(rosa), needed_by=SIX, needed_for=" Foreign ", version=1)
    claim.refresh_from_db()
    assert (claim.needed_by, claim.needed_for, claim.status) == (SIX, "Foreign", Status.PROPOSED)


def test_what_is_no_longer_needed_loses_its_time_and_its_desk(rosa: User) -> None:
    claim = make_claim(needed_by=SIX, needed_for="Foreign")
    deadlines.need(claim.pk, by=acting(rosa), needed_by=None)
    claim.refresh_from_db()
    assert (claim.needed_by, claim.needed_for) == (None, "")


def test_a_time_that_has_passed_stays_when_only_the_desk_changes(rosa: User) -> None:
    passed = timezone.now() - timedelta(hours=1)
    claim = make_claim(needed_by=passed)
    assert deadlines.need(claim.pk, by=acting(rosa), needed_by=passed, needed_for="Foreign").needed_for == "Foreign"


def refusal(claim: Claim, by: User, **given: object) -> Refusal:
    with nothing_changes(), pytest.raises(Refused) as refused:
        deadlines.need(claim.pk, by=acting(by), **given)  # type: ignore[arg-type]  # as the rows below have it
    return refused.value.code


def test_what_nobody_could_keep_is_refused(rosa: User, vera: User) -> None:
    claim = make_claim(needed_by=SIX)
    passed = timezone.now() - timedelta(hours=1)
    decided = make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    assert refusal(claim, rosa, needed_by=passed) is Refusal.DATE_IN_THE_PAST
    assert refusal(claim, rosa, needed_by=None, needed_for="Foreign") is Refusal.NEEDED_HAS_NO_TIME
    assert refusal(claim, rosa, needed_by=SIX) is Refusal.NOTHING_CHANGED
    assert refusal(claim, rosa, needed_by=SIX, needed_for="n" * 101) is Refusal.TOO_LONG
    assert refusal(claim, rosa, needed_by=None, version=7) is Refusal.CHANGED_MEANWHILE
    assert refusal(decided, rosa, needed_by=SIX) is Refusal.REOPEN_FIRST
    assert refusal(claim, vera, needed_by=None) is Refusal.NOT_ALLOWED


def test_the_claims_page_says_by_when_it_is_needed_and_keeps_what_was_typed(client: Client, rosa: User) -> None:
    claim = make_claim()
    client.force_login(rosa)
    address = reverse("claim-act", args=[claim.pk, "needed"])
    refused = client.post(address, {"version": 1, "needed_for": "Foreign"})
    assert refused.status_code == 422
    assert 'value="Foreign"' in refused.content.decode()
    unread = client.post(address, {"version": 1, "needed_by": "at six", "needed_for": "Foreign"})
    assert 'value="at six"' in unread.content.decode()
    shown = client.post(address, {"version": 1, "needed_by": "2099-11-23T18:00", "needed_for": "Foreign"}, follow=True)
    html = shown.content.decode()
    assert '<time datetime="2099-11-23T18:00' in html
    assert 'value="2099-11-23T18:00"' in html
    assert "said by when it is needed" in html
    assert "Desk: Foreign" in html


def test_nobody_waits_any_more_for_a_claim_that_is_decided(client: Client, rosa: User, ledger: Ledger) -> None:
    decided = make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED, needed_by=SIX)
    client.force_login(rosa)
    assert '<time datetime="2099-11-23' not in client.get(reverse("claim", args=[decided.pk])).content.decode()
    assert ledger.new() == []


def test_what_was_said_from_the_page_of_a_claim_is_taken_back_by_whoever_said_it(
    client: Client, edith: User, emil: User, rosa: User
) -> None:
    claim = make_claim(needed_by=SIX, needed_for="Foreign")
    with one_event_for_each_change():
        deadlines.need(claim.pk, by=acting(edith), needed_by=None)
    with nothing_changes(), pytest.raises(Refused) as refused:
        undoing.take_back(claim.pk, by=acting(emil))
    assert refused.value.code is Refusal.NOTHING_TO_TAKE_BACK
    with one_event_for_each_change():
        undoing.take_back(claim.pk, by=acting(edith))
    claim.refresh_from_db()
    assert (claim.needed_by, claim.needed_for) == (SIX, "Foreign")
    client.force_login(edith)
    sent = {"to": rosa.username, "version": claim.version}
    shown = client.post(reverse("claim-act", args=[claim.pk, "assign"]), sent, follow=True).text
    assert reverse("claim-act", args=[claim.pk, "put-back"]) in shown
    claim.refresh_from_db()
    client.post(reverse("claim-act", args=[claim.pk, "put-back"]), {"version": claim.version})
    claim.refresh_from_db()
    assert claim.assigned_to is None


def test_a_refused_act_keeps_where_it_was_to_lead(client: Client, rosa: User) -> None:
    claim = make_claim()
    client.force_login(rosa)
    sent = {"needed_by": "", "needed_for": "Foreign", "version": "1"}
    answer = client.post(reverse("claim-act", args=[claim.pk, "needed"]) + "?next=/desk/", sent)
    assert (answer.status_code, 'name="next" value="/desk/"' in answer.text) == (422, True)
    sent |= {"needed_by": "2099-11-23T18:00", "next": "/desk/"}
    assert client.post(reverse("claim-act", args=[claim.pk, "needed"]), sent)["Location"] == "/desk/"
