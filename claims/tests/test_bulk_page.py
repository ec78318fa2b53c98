"""Acts on many claims from the list: what is offered to whom, the page that asks first, and the way back."""

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Event
from claims.records.checking import Attribution
from claims.selectors.bulk_plans import BulkAct
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.factories import make_claim
from claims.views.bulk import WORDS
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in(client: Client) -> SignedIn:
    """A browser in which somebody is signed in."""

    def of(person: User) -> Client:
        client.force_login(person)
        return client

    return of


def text_of(answer: "Answer") -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def hidden(answer: "Answer") -> dict[str, object]:
    """What the page's form carries along, as a browser sends it."""
    form = re.search(r"<form class=\"form\".*?</form>", answer.content.decode(), re.DOTALL)
    assert form is not None
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    fields: dict[str, object] = {name: unescape(value) for name, value in pairs if name != "claim"}
    return fields | {"claim": [value for name, value in pairs if name == "claim"]}


def send(here: Client, **fields: object) -> "Answer":
    return here.post(reverse("claims-bulk"), fields)


def confirm(here: Client, asked: "Answer", **typed: object) -> "Answer":
    return here.post(reverse("claims-bulk"), {**hidden(asked), **typed}, follow=True)


def test_the_list_offers_just_what_somebody_may_do(
    signed_in: SignedIn, vera: User, rosa: User, edith: User, noise: None
) -> None:
    offered = {}
    for person in (vera, rosa, edith):
        html = signed_in(person).get(reverse("claims")).content.decode()
        acts = re.findall(r'name="act" value="([^"]+)"', html)
        offered[person.username] = (acts, 'name="all"' in html, html.count('form="bulk" name="claim"') > 0)
    every = [act.value for act in BulkAct]
    assert offered["vera"] == ([], False, False)
    assert offered["rosa"] == ([act for act in every if act != "assign"], False, True)
    assert offered["edith"] == (every, True, True)


def test_every_bulk_act_has_its_words_and_a_key_of_its_own() -> None:
    assert set(WORDS) == set(BulkAct)
    assert len({words.key for words in WORDS.values()}) == len(WORDS)


def test_nothing_is_done_before_somebody_has_seen_the_number(signed_in: SignedIn, edith: User, noise: None) -> None:
    claims = [make_claim(f"Proposed {number}") for number in range(7)]
    decided = make_claim(status=Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    ticked = [claim.pk for claim in [*claims, decided]]
    with nothing_changes():
        asked = send(signed_in(edith), act="set-aside", claim=ticked, next="/claims/?sort=created")
    text = text_of(asked)
    assert "7 claims Proposed 0 Proposed 1 Proposed 2 Proposed 3 Proposed 4 and 2 more" in text
    assert "1 Attributed “Set claims aside” is not possible while a claim is “Attributed”." in text
    assert 'href="/claims/?sort=created"' in asked.content.decode()


def test_what_was_confirmed_is_done_and_can_be_taken_back(signed_in: SignedIn, rosa: User, noise: None) -> None:
    claims = [make_claim() for _ in range(3)]
    here = signed_in(rosa)
    asked = send(here, act="set-aside", claim=[claim.pk for claim in claims], next="/claims/?sort=created")
    with one_event_for_each_change():
        done = confirm(here, asked, because="Not a claim")
    assert done.redirect_chain == [("/claims/?sort=created", 302)]
    assert "3 claims are set aside." in text_of(done)
    batch = Event.objects.latest("sequence").batch
    address = reverse("claims-bulk-undo", args=[batch])
    assert f'action="{address}?next=%2Fclaims%2F%3Fsort%3Dcreated"' in done.content.decode()
    with one_event_for_each_change():
        undone = here.post(f"{address}?next=/claims/%3Fsort=created", follow=True)
    assert "3 claims are as they were." in text_of(undone)
    assert set(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).values_list("status")) == {("proposed",)}
    again = here.post(address, follow=True)
    assert "Nothing is left to undo" in text_of(again)
    history = text_of(here.get(reverse("claim", args=[claims[0].pk])))
    assert re.search("set it aside *, with 2 others Why: Not a claim", history), history
    assert "in bulk" in history


def test_the_whole_filter_is_taken_and_nothing_beside_it(signed_in: SignedIn, edith: User, noise: None) -> None:
    wanted = [make_claim(f"The ferries sailed {number} times") for number in range(60)]
    here = signed_in(edith)
    asked = send(here, act="accept", all="1", query="q=ferries", claim=[make_claim().pk])
    assert "60 claims of the whole list" in text_of(asked)
    assert "Words ferries" in text_of(asked)
    done = confirm(here, asked)
    assert "60 claims are accepted." in text_of(done)
    accepted = Claim.objects.filter(pk__in=[claim.pk for claim in wanted], status=Status.UNVERIFIED)
    assert accepted.count() == 60
    assert Event.objects.filter(act="claim.accept").count() == 60


def test_a_filter_that_is_not_understood_takes_nothing(signed_in: SignedIn, edith: User, noise: None) -> None:
    with nothing_changes():
        answer = send(signed_in(edith), act="set-aside", all="1", query="created_from=yesterday", confirmed="1")
    assert answer.status_code == 422
    assert "This is not a day; it was left out." in text_of(answer)
    assert '<form class="form"' not in answer.content.decode()


def test_claims_that_changed_meanwhile_are_shown_again_with_what_was_typed(signed_in: SignedIn, edith: User) -> None:
    claim, other = make_claim(), make_claim()
    here = signed_in(edith)
    asked = send(here, act="set-aside", claim=[claim.pk, other.pk])
    Claim.objects.filter(pk=claim.pk).update(statement="Another statement.", version=F("version") + 1)
    with nothing_changes():
        refused = here.post(reverse("claims-bulk"), {**hidden(asked), "because": "Not wanted here"})
    assert refused.status_code == 422
    assert "The claims changed since you saw the number" in text_of(refused)
    assert "Not wanted here" in refused.content.decode()
    assert "2 claims are set aside." in text_of(confirm(here, refused, because="Not wanted here"))


def test_nothing_ticked_leads_back_with_a_sentence(signed_in: SignedIn, edith: User) -> None:
    answer = signed_in(edith).post(reverse("claims-bulk"), {"act": "accept", "next": "/claims/?q=talks"}, follow=True)
    assert answer.redirect_chain == [("/claims/?q=talks", 302)]
    assert "Tick the claims first" in text_of(answer)
    assert signed_in(edith).get(reverse("claims-bulk")).status_code == 302


def test_what_fits_nothing_offers_no_button(signed_in: SignedIn, edith: User) -> None:
    answer = send(signed_in(edith), act="restore", claim=[make_claim().pk])
    assert "Nothing of what you chose can take this act." in text_of(answer)
    assert '<form class="form"' not in answer.content.decode()


def test_a_reporter_reads_why_a_whole_filter_is_not_hers(signed_in: SignedIn, rosa: User, vera: User) -> None:
    pk = make_claim().pk
    with nothing_changes():
        assert send(signed_in(rosa), act="set-aside", all="1", confirmed="1").status_code == 403
        assert send(signed_in(rosa), act="assign", claim=[pk], confirmed="1").status_code == 403
        assert send(signed_in(vera), act="accept", claim=[pk], confirmed="1").status_code == 403


def test_assigning_asks_in_whose_hand_and_says_who_had_it_already(signed_in: SignedIn, edith: User, rosa: User) -> None:
    claims = [make_claim(assigned_to=rosa), make_claim()]
    here = signed_in(edith)
    asked = send(here, act="assign", claim=[claim.pk for claim in claims])
    nobody = here.post(reverse("claims-bulk"), hidden(asked))
    assert "Choose in whose hand the claims go." in text_of(nobody)
    done = confirm(here, asked, to=rosa.username)
    assert "1 claim is assigned. 1 were so already." in text_of(done)
    assert set(Claim.objects.values_list("assigned_to", flat=True)) == {rosa.pk}


def test_by_when_many_are_needed_is_said_once(signed_in: SignedIn, rosa: User) -> None:
    claims = [make_claim() for _ in range(2)]
    here = signed_in(rosa)
    asked = send(here, act="needed", claim=[claim.pk for claim in claims])
    refused = here.post(reverse("claims-bulk"), {**hidden(asked), "needed_for": "Foreign"})
    assert "Say by when it is needed" in text_of(refused)
    assert 'value="Foreign"' in refused.content.decode()
    done = confirm(here, refused, needed_by="2099-11-23T18:00", needed_for="Foreign")
    assert "By when they are needed is noted on 2 claims." in text_of(done)
    assert set(Claim.objects.values_list("needed_for", flat=True)) == {"Foreign"}


@pytest.mark.parametrize(
    "fields", [{"act": "agree"}, {"act": ""}, {"act": "accept", "claim": "x"}, {"act": "accept", "claim": "9" * 30}]
)
def test_a_made_up_form_is_no_form(signed_in: SignedIn, edith: User, fields: dict[str, str]) -> None:
    assert send(signed_in(edith), **fields).status_code == 400


def test_a_batch_that_nobody_knows_is_not_found(signed_in: SignedIn, edith: User) -> None:
    address = reverse("claims-bulk-undo", args=["00000000-0000-4000-8000-000000000000"])
    assert signed_in(edith).post(address).status_code == 404
    assert signed_in(edith).get(address).status_code == 405
