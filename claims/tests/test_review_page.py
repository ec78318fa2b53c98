"""Tests: reviewing a story: the way through its claims, what the page shows, and every act on it."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.forms.claim.acts import ActForm
from claims.models import Claim, Document, Event
from claims.records.acts import Actor, command
from claims.records.checking import Attribution, Verdict
from claims.selectors import review_page
from claims.selectors.offers import ClaimAct
from claims.selectors.review_page import SETTLING, Stop, Way
from claims.services import documents, findings, review
from claims.services.findings import Answers
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_document, make_source
from claims.tests.stories import bring_in, put
from claims.tests.test_document_page import Story, page
from claims.views.claim_deeds import DEEDS
from claims.workflow import Status

pytestmark = pytest.mark.django_db

SEED = settings.BASE_DIR / "seeds" / "000_5b480d06e382cc43.txt"
# Who asks: three. The way; the story: nine; the current claim with those beside it; its spans; its chain.
QUERIES = 16
# Who asks: three. The way; the claim with those beside it and the one that was left; its spans; its chain.
QUERIES_OF_A_STEP = 7


@pytest.fixture
def as_rosa(client: Client, rosa: User) -> Client:
    """The reporter at her browser."""
    client.force_login(rosa)
    return client


@pytest.fixture
def seed(noise: None) -> Document:
    """The seed story, with what extraction finds in it."""
    return bring_in(SEED.read_text(encoding="utf-8"), by=command("tests")).document


@pytest.fixture
def story(noise: None) -> Document:
    """A story with four claims, none of them looked at."""
    document = make_document("“One,” he said. “Two,” she said. “Three,” they said. “Four,” I said.")
    for words in ("“One,”", "“Two,”", "“Three,”", "“Four,”"):
        make_claim(f"Statement of {words}", words=words, document=document)
    return document


def claims_of(document: Document) -> list[Claim]:
    """The claims of a story in reading order."""
    return list(Claim.objects.in_document(document).order_by("quotations__start"))


def at(document: Document, claim: Claim | None = None) -> str:
    """The address of a story, or of one of its claims in it."""
    return reverse("review", args=[document.pk]) + (f"?claim={claim.pk}" if claim else "")


def go(browser: Client, document: Document, claim: Claim, *, left: Claim | None = None, act: str = "") -> Any:
    """Go on to a claim as HTMX does."""
    asked = at(document, claim) + (f"&act={act}" if act else "")
    return browser.get(asked, headers={"HX-Request": "true", "HX-Current-URL": at(document, left or claim)})


def act(browser: Client, document: Document, claim: Claim, name: str, *, is_part: bool = False, **typed: object) -> Any:
    """Do one act on the page."""
    headers = {"HX-Request": "true", "HX-Current-URL": at(document, claim)} if is_part else {}
    address = reverse("review-act", args=[document.pk, claim.pk, name])
    return browser.post(address, {"version": claim.version, **typed}, headers=headers)


# --- The way -------------------------------------------------------------------------------------------------------


def way_of(*statuses: Status, mine: int = 7) -> Way:
    """A way through claims of these statuses; those in review are in this person's hand."""
    return Way(
        [
            Stop(number, 100 + number, number, status, mine if status is Status.IN_REVIEW else None, is_read=False)
            for number, status in enumerate(statuses, start=1)
        ]
    )


def me(person: int = 7) -> Actor:
    """Somebody at work."""
    return Actor(command("tests").kind, "me", person=person)


P, U, R, S, W, V, X = (
    Status.PROPOSED,
    Status.UNVERIFIED,
    Status.IN_REVIEW,
    Status.SECOND_CHECK,
    Status.WAITING,
    Status.VERIFIED,
    Status.SET_ASIDE,
)


@pytest.mark.parametrize(
    ("statuses", "here", "on"),
    [
        ((P, P, P), 1, 2),
        ((U, P, P), 1, 2),
        ((P, U, P), 1, 3),
        ((P, V, X), 2, 1),
        ((U, V, P), 3, 1),
        ((U, R, V), 3, 1),
        ((V, U, R), 2, 3),
        ((S, W, V, X), 1, None),
        ((P, V), 1, None),
    ],
)
def test_the_work_goes_on_with_the_next_proposal_and_then_with_what_else_waits(
    statuses: tuple[Status, ...], here: int, on: int | None
) -> None:
    way = way_of(*statuses)
    found = way.next_to_do(me(), way.at(here))
    assert (found.number if found else None) == on


def test_what_somebody_else_has_in_hand_does_not_wait_for_me() -> None:
    way = way_of(V, R)
    assert way.next_to_do(me(person=8), way.at(1)) is None


def test_what_was_read_and_left_does_not_wait(as_rosa: Client, story: Document) -> None:
    first, second, third, _fourth = claims_of(story)
    assert act(as_rosa, story, first, "read").url == f"{at(story, second)}#c2"
    assert act(as_rosa, story, second, "accept").url == f"{at(story, third)}#c3"
    assert "2 proposed" in page(as_rosa.get(at(story, third)))


def test_a_claim_that_stands_twice_in_a_story_is_met_once(story: Document) -> None:
    first, second, *_rest = claims_of(story)
    second.quotations.update(claim=first, is_primary=False)
    way = review_page.way(story.pk)
    assert [stop.number for stop in way.stops] == [1, 3, 4]


# --- What the page shows -------------------------------------------------------------------------------------------


def test_the_story_stands_there_word_for_word_with_its_marks(as_rosa: Client, seed: Document) -> None:
    shown = page(as_rosa.get(at(seed), follow=True))
    told = Story(shown)
    assert told.text == SEED.read_text(encoding="utf-8")
    assert told.faults == []
    assert 'class="q q-indirect is-current" data-tone="new" data-of="1"' in shown


def test_somebody_who_comes_in_is_at_the_first_claim_that_waits(as_rosa: Client, story: Document) -> None:
    first, second, *_rest = claims_of(story)
    put(first, Status.VERIFIED)
    assert as_rosa.get(at(story))["Location"] == at(story, second)
    assert as_rosa.get(f"{at(story)}?claim=999999")["Location"] == at(story, second)
    put(second, Status.SET_ASIDE, status_before=Status.PROPOSED)
    assert as_rosa.get(at(story, first)).status_code == 200


def test_the_current_claim_is_large_and_the_others_are_small(as_rosa: Client, story: Document) -> None:
    second = claims_of(story)[1]
    shown = page(as_rosa.get(at(story, second)))
    assert shown.count("data-current") == 1
    assert shown.count('class="slip"') == 3
    assert [shown.index(f'id="c{number}"') for number in (1, 2, 3, 4)] == sorted(
        shown.index(f'id="c{number}"') for number in (1, 2, 3, 4)
    )
    assert 'class="card is-current" id="c2"' in shown


def test_the_card_shows_speaker_candidates_source_confidence_and_who_has_it(
    as_rosa: Client, story: Document, edith: User
) -> None:
    claim = claims_of(story)[0]
    agency = make_source("Tolvik Wire")
    put(claim, Status.IN_REVIEW, assigned_to=edith, source=agency)
    claim.quotations.update(candidates=[["Marta Solheim", "pronoun"]], speaker_printed="he", reasons=["cue_common"])
    shown = page(as_rosa.get(at(story, claim)))
    for words in ("Marta Solheim", "what the pronoun seems to point to", "Tolvik Wire", "90%", "taken by Edith Marlow"):
        assert words in shown
    assert "0 pieces of evidence" in shown


def test_the_card_says_before_all_else_why_the_claim_was_sent_back(
    as_rosa: Client, rosa: User, edith: User, story: Document
) -> None:
    claim = claims_of(story)[0]
    put(claim, Status.IN_REVIEW, assigned_to=rosa, speaker=make_source("Ada Okafor"), speaker_basis="printed")
    findings.submit(claim.pk, Answers(Attribution.RELAYED, Verdict.UNCHECKED, "Only one says so."), by=acting(rosa))
    assert "Sent back by" not in as_rosa.get(at(story, claim)).content.decode()
    findings.send_back(claim.pk, by=acting(edith), because="Who else says so?")
    html = as_rosa.get(at(story, claim)).content.decode()
    told, title = html.index("Sent back by Edith Marlow:"), html.index('id="current-title"')
    assert told < html.index("Who else says so?") < title


def test_a_story_without_quotations_says_so(as_rosa: Client) -> None:
    shown = page(as_rosa.get(at(make_document("Nobody said anything."))))
    assert "No quotation was found in this text" in shown


def test_a_story_that_is_not_there_is_not_found(as_rosa: Client) -> None:
    assert as_rosa.get(reverse("review", args=[999_999])).status_code == 404


def test_a_viewer_reads_and_is_offered_only_a_note(client: Client, vera: User, story: Document) -> None:
    client.force_login(vera)
    shown = page(client.get(at(story), follow=True))
    assert "/accept/" not in shown
    assert "act=note" in shown


def test_nothing_is_offered_in_a_story_that_was_withdrawn(as_rosa: Client, story: Document, clara: User) -> None:
    documents.withdraw(story.pk, because="not ours", by=acting(clara))
    shown = page(as_rosa.get(at(story), follow=True))
    assert "This document is withdrawn" in shown
    assert "/restore/" not in shown


def test_the_page_costs_the_same_queries_for_any_number_of_quotations(
    as_rosa: Client, seed: Document, django_assert_num_queries: Any
) -> None:
    first, second, *_rest = claims_of(seed)
    with django_assert_num_queries(QUERIES):
        as_rosa.get(at(seed, first))
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        go(as_rosa, seed, second, left=first)
    for number in range(20):
        make_claim(words="talks", document=seed, speaker=make_source(f"Speaker {number}"))
    with django_assert_num_queries(QUERIES):
        as_rosa.get(at(seed, first))
    with django_assert_num_queries(QUERIES_OF_A_STEP):
        go(as_rosa, seed, second, left=first)


# --- Going on ------------------------------------------------------------------------------------------------------


def test_going_on_brings_the_claim_and_makes_the_one_that_was_left_small(as_rosa: Client, story: Document) -> None:
    first, second, *_rest = claims_of(story)
    answer = go(as_rosa, story, second, left=first)
    shown = page(answer)
    assert answer["HX-Replace-Url"] == at(story, second)
    assert 'class="card is-current" id="c2"' in shown
    assert 'class="slip" id="c1"' in shown
    assert 'id="c3"' not in shown
    assert "<html" not in shown
    assert "Claim 2 of 4: Proposed" in shown


@pytest.mark.parametrize("name", [act for act in ClaimAct if DEEDS[act].form is not ActForm])
def test_every_act_with_something_to_fill_in_opens_in_place_where_it_is_offered(
    as_clara: Client, story: Document, rosa: User, name: ClaimAct
) -> None:
    claim = claims_of(story)[0]
    for status in (P, R, S, V):
        put(claim, status, assigned_to=rosa, submitted_by=rosa)
        offered = f"act={name}" in page(as_clara.get(at(story, claim)))
        opened = f'data-act="{name}"' in page(go(as_clara, story, claim, act=name))
        assert opened or not offered


@pytest.fixture
def as_clara(clara: User) -> Client:
    """The chief at hers."""
    browser = Client()
    browser.force_login(clara)
    return browser


# --- Acts ----------------------------------------------------------------------------------------------------------


def test_settling_a_proposal_leads_on_to_the_next_one(as_rosa: Client, story: Document) -> None:
    first, second, third, fourth = claims_of(story)
    with one_event_for_each_change():
        answer = act(as_rosa, story, first, "accept")
    assert answer.url == f"{at(story, second)}#c2"
    answer = act(as_rosa, story, fourth, "set-aside", is_part=True)
    assert answer["HX-Replace-Url"] == at(story, second)
    assert 'class="slip is-aside" id="c4"' in page(answer)
    assert act(as_rosa, story, second, "accept").url == f"{at(story, third)}#c3"


def test_an_act_that_settles_nothing_stays_where_it_is(as_rosa: Client, story: Document) -> None:
    first = put(claims_of(story)[0], U)
    answer = act(as_rosa, story, first, "take", is_part=True)
    assert answer["HX-Replace-Url"] == at(story, first)
    assert "You have the claim in hand." in page(answer)
    assert "taken by Rosa Lindqvist" in page(answer)


def test_undo_leads_back_to_the_claim_that_it_brings_back(as_rosa: Client, story: Document) -> None:
    first, second, *_rest = claims_of(story)
    shown = page(act(as_rosa, story, first, "set-aside", is_part=True))
    undo = reverse("review-act", args=[story.pk, first.pk, "restore"])
    assert f'action="{undo}"' in shown
    answer = as_rosa.post(undo, seen(first), headers={"HX-Request": "true", "HX-Current-URL": at(story, second)})
    assert answer["HX-Replace-Url"] == at(story, first)
    assert 'class="slip" id="c2"' in page(answer)
    first.refresh_from_db()
    assert first.status == P


def test_accepting_is_undone_by_one_button_and_leads_back_to_the_claim(
    as_rosa: Client, story: Document, ledger: Ledger
) -> None:
    first, second, *_rest = claims_of(story)
    shown = page(act(as_rosa, story, first, "accept", is_part=True))
    undo = reverse("review-act", args=[story.pk, first.pk, "take-back-acceptance"])
    assert f'action="{undo}"' in shown
    answer = as_rosa.post(undo, seen(first), headers={"HX-Request": "true", "HX-Current-URL": at(story, second)})
    assert answer["HX-Replace-Url"] == at(story, first)
    assert "The claim is proposed again, as it was." in page(answer)
    assert [did for did, pk in ledger.acts() if pk == first.pk] == ["claim.accept", "claim.take_back_acceptance"]


def test_a_candidate_is_the_speaker_by_one_button(as_rosa: Client, story: Document, ledger: Ledger) -> None:
    first = claims_of(story)[0]
    first.quotations.update(candidates=[["Marta Solheim", "pronoun"]], speaker_printed="he")
    assert 'value="candidate:Marta Solheim"' in page(as_rosa.get(at(story, first)))
    act(as_rosa, story, first, "accept", speaker="candidate:Marta Solheim")
    first.refresh_from_db()
    assert first.speaker is not None
    assert first.speaker.name == "Marta Solheim"
    assert [event.act for event in ledger.new()] == ["source.make", "claim.accept"]


def test_a_refusal_keeps_the_place_and_everything_that_was_typed(as_rosa: Client, story: Document, rosa: User) -> None:
    first = put(claims_of(story)[0], R, assigned_to=rosa)
    for is_part in (False, True):
        with nothing_changes():
            answer = act(as_rosa, story, first, "submit", is_part=is_part, verdict="true", reason="Heard it.")
        shown = page(answer)
        assert answer.status_code == 422
        assert "Answer “Did they say it?” first." in shown
        assert "Heard it." in shown
        assert f'action="{reverse("review-act", args=[story.pk, first.pk, "submit"])}"' in shown
        assert 'class="card is-current" id="c1"' in shown


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(as_rosa: Client, story: Document, edith: User) -> None:
    first = claims_of(story)[0]
    review.set_aside(first.pk, by=acting(edith))
    answer = act(as_rosa, story, first, "statement", statement="My own words", is_part=True)
    assert answer.status_code == 409
    assert "My own words" in page(answer)


def test_a_claim_of_another_story_is_not_acted_on_here(as_rosa: Client, story: Document) -> None:
    stranger = make_claim()
    with nothing_changes():
        assert act(as_rosa, story, stranger, "accept").status_code == 404
        assert act(as_rosa, story, claims_of(story)[0], "nonsense").status_code == 404


def test_being_done_with_the_story_leads_back_to_it_and_so_does_its_undo(as_rosa: Client, story: Document) -> None:
    finish = reverse("document-act", args=[story.pk, "finish"])
    answer = as_rosa.post(finish, {"version": story.version, "next": at(story)}, follow=True)
    shown = page(answer)
    assert "Rosa Lindqvist is done with this story." in shown
    undo = f"{reverse('document-act', args=[story.pk, 'unfinish'])}?next={at(story).replace('/', '%2F')}"
    assert undo in shown
    assert as_rosa.post(undo, seen(story))["Location"] == at(story)
    assert Claim.objects.in_document(story).filter(status=P).count() == 4


def test_every_act_that_settles_is_one_of_the_page() -> None:
    assert set(DEEDS) >= SETTLING


def test_the_document_and_the_list_of_documents_lead_here(as_rosa: Client, story: Document) -> None:
    assert at(story) in page(as_rosa.get(reverse("document", args=[story.pk])))
    assert at(story) in page(as_rosa.get(reverse("documents")))
    assert Event.objects.count() == 0


# --- Words ---------------------------------------------------------------------------------------------------------


def test_other_words_for_a_claim_bring_the_whole_story_anew(as_rosa: Client, story: Document) -> None:
    first = put(claims_of(story)[0], U)
    answer = act(as_rosa, story, first, "words", is_part=True, exact="“One,” he said.")
    assert answer["HX-Refresh"] == "true"
    assert "The quotation has these words now." in page(as_rosa.get(at(story, first)))


def test_words_marked_here_become_the_claim_somebody_is_at(as_rosa: Client, story: Document) -> None:
    shown = page(as_rosa.get(at(story, claims_of(story)[0])))
    back = f"{at(story)}?claim={{claim}}"
    assert f'name="next" value="{back}"' in shown
    mark = reverse("document-mark", args=[story.pk])
    answer = as_rosa.post(mark, {"snapshot": story.snapshots.get().pk, "exact": "I said.", "next": back})
    assert answer["Location"] == at(story, Claim.objects.latest("pk"))


def test_one_key_goes_round_through_the_kinds(as_rosa: Client, story: Document) -> None:
    first = claims_of(story)[0]
    for kind in ("indirect", "mixed", "direct"):
        assert re.search(rf'value="{kind}" data-key="K"', page(as_rosa.get(at(story, first))))
        act(as_rosa, story, claims_of(story)[0], "kind", kind=kind)
        assert first.quotations.get().kind == kind


def test_the_card_leads_to_its_chain_and_back(as_rosa: Client, story: Document) -> None:
    first = claims_of(story)[0]
    back = at(story, first).replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")
    chain = f"{reverse('claim-chain', args=[first.pk])}?next={back}"
    assert f'href="{chain}"' in page(as_rosa.get(at(story, first)))
    assert at(story, first) in page(as_rosa.get(chain))


def test_a_note_on_marked_words_is_written_on_the_review_page_too(as_rosa: Client, story: Document) -> None:
    first = claims_of(story)[0]
    shown = page(as_rosa.get(at(story, first)))
    assert reverse("document-act", args=[story.pk, "note"]) in shown
    snapshot = story.snapshots.get()
    sent = {"snapshot": snapshot.pk, "start16": "0", "end16": "6", "exact": "“One,”", "body": "Heard?"}
    answer = as_rosa.post(reverse("document-act", args=[story.pk, "note"]), {**sent, "next": at(story, first)})
    assert answer["Location"] == at(story, first)


def test_the_bar_leads_to_the_gravest_story_or_says_that_there_is_none(as_rosa: Client, story: Document) -> None:
    Document.objects.exclude(pk=story.pk).update(withdrawn_at=timezone.now())
    grave = make_document("“Nine died,” he said.")
    make_claim(words="“Nine died,”", document=grave, tells_of_death=True)
    assert as_rosa.get(reverse("review-next"))["Location"] == at(grave)
    Document.objects.update(withdrawn_at=timezone.now())
    shown = page(as_rosa.get(reverse("review-next")))
    assert "No story waits to be reviewed" in shown
    assert f'href="{reverse("review-next")}" aria-current="page" data-key="g r"' in shown


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        (
            "The Harbour Office",
            {"speaker_resolved": "The Harbour Office", "identification": "organisation_only"},
            "organisation",
        ),
        ("Harbour Watch", {"told_to": "Harbour Watch", "told_to_kind": "outlet"}, "outlet"),
        ("Marta Solheim", {"speaker_resolved": "Marta Solheim", "identification": "named"}, "person"),
    ],
)
def test_a_candidate_is_made_what_the_story_says_they_are(
    as_rosa: Client, story: Document, name: str, values: dict[str, str], kind: str
) -> None:
    first, second, *_rest = claims_of(story)
    second.quotations.update(**values)
    first.quotations.update(candidates=[[name, "pronoun"]], speaker_printed="he")
    act(as_rosa, story, first, "accept", speaker=f"candidate:{name}")
    first.refresh_from_db()
    assert first.speaker is not None
    assert (first.speaker.name, first.speaker.kind) == (name, kind)
