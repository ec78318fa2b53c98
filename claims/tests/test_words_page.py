"""Tests: the words of a claim changed by plain forms on its page, without a script."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.records.quotations import QuotationKind
from claims.services import documents
from claims.tests.conftest import acting, seen, way_back
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

CLOSED = "“The harbour stays closed [Advertisement] until Friday,”"
MORE = "“More I cannot say.”"
STORY = f"{CLOSED} she said. {MORE} The harbour is old. The harbour is deep."
ACTS = ("words", "join", "split", "cut-out")


@pytest.fixture
def claims(db: None) -> tuple[Claim, Claim]:
    """Two claims of one speaker, side by side."""
    document, speaker = make_document(STORY), make_source("Marta Solheim")
    return (
        make_claim(words=CLOSED, speaker=speaker, document=document),
        make_claim(words=MORE, speaker=speaker, document=document),
    )


@pytest.fixture
def as_rosa(client: Client, rosa: User) -> Client:
    """A browser in which the reporter is signed in."""
    client.force_login(rosa)
    return client


def send(browser: Client, claim: Claim, act: str, **typed: object) -> Any:
    """Do one act on the page of a claim; comes with the page that follows."""
    return browser.post(reverse("claim-act", args=[claim.pk, act]), {"version": claim.version, **typed}, follow=True)


def shown(answer: Any) -> str:
    """The page, with its signs as they are read."""
    return unescape(answer.content.decode())


def words_of(claim: Claim) -> str:
    """The words of a claim now."""
    return claim.quotations.get().words


def test_the_form_begins_with_the_words_and_their_kind_as_they_are(
    as_rosa: Client, claims: tuple[Claim, Claim]
) -> None:
    page = shown(as_rosa.get(reverse("claim", args=[claims[0].pk])))
    form = re.search(r'data-act="words".*?</form>', page, re.DOTALL)
    assert form
    assert f"\n{CLOSED}</textarea>" in form[0]
    assert '<option value="direct" selected>' in form[0]


@pytest.mark.parametrize(
    ("act", "typed", "words"),
    [
        ("words", {"exact": f"{CLOSED} she said.", "kind": "mixed"}, f"{CLOSED} she said."),
        ("words", {"exact": f"{CLOSED}\r\n[...]\r\n{MORE}", "kind": "direct"}, f"{CLOSED} [...] {MORE}"),
        ("join", {}, f"{CLOSED} [...] {MORE}"),
        ("split", {"exact": "until Friday"}, "“The harbour stays closed [Advertisement]"),
        ("cut-out", {"exact": "[Advertisement]"}, "“The harbour stays closed [...] until Friday,”"),
    ],
)
def test_words_are_changed_by_pasting_and_given_back_with_one_button(
    act: str, typed: dict[str, str], words: str, as_rosa: Client, claims: tuple[Claim, Claim]
) -> None:
    answer = send(as_rosa, claims[0], act, **typed)
    assert words_of(claims[0]) == words
    assert "The words are as they were." in shown(as_rosa.post(*way_back(answer.content.decode()), follow=True))
    assert words_of(claims[0]) == CLOSED
    assert not Claim.objects.filter(pk__in=[claim.pk for claim in claims]).exclude(status=Status.PROPOSED).exists()


def test_the_kind_is_kept_when_it_is_sent_as_it_was(as_rosa: Client, claims: tuple[Claim, Claim]) -> None:
    send(as_rosa, claims[0], "words", exact="until Friday")
    assert claims[0].quotations.get().kind == QuotationKind.DIRECT


def test_words_that_stand_in_several_places_are_offered_to_choose_from(
    as_rosa: Client, claims: tuple[Claim, Claim]
) -> None:
    answer = send(as_rosa, claims[1], "words", exact="The harbour is", kind="indirect")
    assert answer.status_code == 422
    page = shown(answer)
    assert "These words stand in 2 places" in page
    starts = re.findall(r'name="start" value="(\d+)"', page)
    assert [int(start) for start in starts] == [STORY.index("The harbour is old"), STORY.index("The harbour is deep")]
    send(as_rosa, claims[1], "words", exact="The harbour is", kind="indirect", start=starts[1])
    assert claims[1].quotations.get().start == int(starts[1])


@pytest.mark.parametrize("act", ["words", "split", "cut-out"])
def test_a_refusal_keeps_what_was_typed(act: str, as_rosa: Client, claims: tuple[Claim, Claim]) -> None:
    answer = send(as_rosa, claims[0], act, exact="The harbour sank")
    assert answer.status_code == 422
    assert "These words do not stand in this text" in shown(answer)
    assert "\nThe harbour sank</textarea>" in shown(answer)
    assert words_of(claims[0]) == CLOSED


@pytest.mark.parametrize("act", ACTS)
def test_whoever_saw_another_version_is_told(act: str, as_rosa: Client, claims: tuple[Claim, Claim]) -> None:
    answer = send(as_rosa, claims[0], act, version=claims[0].version + 1, exact="until Friday")
    assert answer.status_code == 409
    assert words_of(claims[0]) == CLOSED


def test_joining_is_offered_only_where_there_is_something_to_join(as_rosa: Client, claims: tuple[Claim, Claim]) -> None:
    alone = make_claim()
    assert 'data-act="join"' in shown(as_rosa.get(reverse("claim", args=[claims[0].pk])))
    page = shown(as_rosa.get(reverse("claim", args=[alone.pk])))
    assert 'data-act="join"' not in page
    assert 'data-act="split"' in page


def test_no_words_are_changed_where_there_are_none(as_rosa: Client, claims: tuple[Claim, Claim], clara: User) -> None:
    bare = make_claim()
    bare.quotations.all().delete()
    documents.withdraw(claims[0].quotations.get().snapshot.document_id, because="A hoax.", by=acting(clara))
    for claim in (bare, claims[0]):
        page = shown(as_rosa.get(reverse("claim", args=[claim.pk])))
        assert not [act for act in ACTS if f'data-act="{act}"' in page]


@pytest.mark.parametrize("act", ["words", "join", "split", "cut-out"])
def test_where_a_story_is_reviewed_other_words_make_the_page_anew(
    act: str, as_rosa: Client, claims: tuple[Claim, Claim]
) -> None:
    document = claims[0].quotations.get().snapshot.document_id
    typed = {"version": claims[0].version, "exact": "until Friday"}
    address = reverse("review-act", args=[document, claims[0].pk, act])
    assert as_rosa.post(address, typed, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    answer = as_rosa.post(reverse("review-act", args=[document, claims[0].pk, "words-back"]), seen(claims[0]))
    assert answer.headers["Location"].startswith(reverse("review", args=[document]))
    assert words_of(claims[0]) == CLOSED


def test_words_marked_where_a_story_is_reviewed_are_the_next_claim_there(
    as_rosa: Client, claims: tuple[Claim, Claim]
) -> None:
    snapshot = claims[0].quotations.get().snapshot
    page = shown(as_rosa.get(reverse("review", args=[snapshot.document_id]), follow=True))
    form = re.search(r"<form[^>]*data-selection-form.*?</form>", page, re.DOTALL)
    assert form
    sent = dict(re.findall(r'name="(snapshot|next)" value="([^"]*)"', form[0]))
    answer = as_rosa.post(
        reverse("document-mark", args=[snapshot.document_id]), {**sent, "exact": "The harbour is old."}
    )
    new = Claim.objects.latest("pk")
    assert answer.headers["Location"] == f"{reverse('review', args=[snapshot.document_id])}?claim={new.pk}"
