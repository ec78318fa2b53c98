"""Tests: requests that no browser of an editor would send are answered all the same, and lose nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.extraction import MOST_PROPOSALS
from claims.importers import pasted
from claims.models import Claim, Document
from claims.services import importing
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.stories import HARBOUR, LIMIT, bring_in
from claims.workflow import Status

pytestmark = pytest.mark.django_db

BODY = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nThe harbour\r\n--x--\r\n'


@pytest.fixture
def as_edith(client: Client, edith: User, noise: None) -> Client:
    """The editor at her browser."""
    client.force_login(edith)
    return client


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "undefined", "utf-16", "klingon"])
@pytest.mark.parametrize("form", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_form_in_no_character_set_of_ours_is_refused(as_edith: Client, form: str, charset: str) -> None:
    before = Document.objects.count()
    answer = as_edith.generic("POST", reverse("import"), BODY, content_type=f"{form}; charset={charset}")
    assert answer.status_code == 400
    assert "could not be read" in page(answer)
    assert Document.objects.count() == before


def test_a_chain_whose_number_of_steps_is_garbled_keeps_what_was_typed(as_edith: Client, edith: User) -> None:
    bring_in(HARBOUR, by=acting(edith))
    claim = Claim.objects.filter(quotations__isnull=False).latest("pk")
    typed = {
        "steps": "two",
        "step-0-words": "the port director said",
        "step-1-name": "Radio Tolvik",
        "ends": "not_found",
    }
    answer = as_edith.post(reverse("claim-chain", args=[claim.pk]), typed)
    assert answer.status_code == 422
    assert "the port director said" in page(answer)
    assert 'value="Radio Tolvik"' in page(answer)


def test_a_way_back_that_is_too_long_is_not_gone_and_the_act_is_done_all_the_same(as_edith: Client) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    typed = {"version": claim.version, "next": f"/claims/?q={'x' * 20_000}"}
    answer = as_edith.post(reverse("claim-act", args=[claim.pk, "take"]), typed)
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.status == Status.IN_REVIEW


def test_of_thousands_of_quotations_the_first_are_proposed_and_the_editor_is_told(as_edith: Client) -> None:
    text = "“We sail,” said Bo. " * (MOST_PROPOSALS + 50)
    as_edith.post(reverse("import"), {"text": text})
    assert Claim.objects.filter(quotations__snapshot__document=Document.objects.latest("pk")).count() == MOST_PROPOSALS
    assert "Only the first 1,000 quotations are proposed; mark others by hand." in page(as_edith.get(reverse("notes")))


def test_a_story_of_many_names_asks_for_each_of_them_once(edith: User, django_assert_max_num_queries: Any) -> None:
    text = "“We sail,” said Bo Amundsen. “We wait,” said Ada Okafor. " * 100
    with django_assert_max_num_queries(70):
        importing.import_text(pasted(text, limit=LIMIT), by=acting(edith))
