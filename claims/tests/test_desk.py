"""The desk: what must not wait, what is somebody's own, and what came in; and the figures of the last days."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Document, Event, Finding, Quotation, Source
from claims.records.checking import Attribution, FindingState, Verdict
from claims.records.provenance import Place, SourceKind
from claims.selectors import figures
from claims.selectors.bars import HEIGHT, bars_of
from claims.selectors.desk import ROWS, Desk
from claims.selectors.desk import desk as desk_of
from claims.selectors.new_stories import new_stories
from claims.services import documents, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_document, make_quotation, make_source
from claims.tests.stories import HARBOUR, bring_in, claim_of
from claims.workflow import Status

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_DESK = 18
QUERIES_OF_THE_FIGURES = 12


def submitted(claim: Claim, by: User, *, state: FindingState = FindingState.SUBMITTED, **values: object) -> Finding:
    """Findings on a claim, past the services."""
    return Finding.objects.create(
        claim=claim,
        number=claim.findings.count() + 1,
        state=state,
        attribution=Attribution.RELAYED,
        verdict=Verdict.TRUE,
        reason="The port's own log.",
        made_by=by,
        **values,
    )


def statements(block: object) -> list[str]:
    return [row.claim.statement for row in block.rows]  # type: ignore[attr-defined]  # a block


def on_desk_of(person: User) -> Desk:
    return desk_of(acting(person))


# --- What lies where -----------------------------------------------------------------------------------------------


def test_what_was_decided_on_words_that_changed_comes_first_with_the_reason(edith: User) -> None:
    stale: dict[str, Any] = {"stale_since": timezone.now(), "stale_because": "In version 2 somebody else says it."}
    make_claim("Old.", status=Status.VERIFIED, attribution=Attribution.RELAYED, verdict=Verdict.TRUE, **stale)
    make_claim("Fresh.", status=Status.VERIFIED, attribution=Attribution.RELAYED, verdict=Verdict.TRUE)
    desk = on_desk_of(edith)
    assert desk.is_urgent
    assert statements(desk.stale) == ["Old."]
    assert desk.stale.rows[0].why == "In version 2 somebody else says it."


def test_words_that_wait_for_their_place_in_a_correction_must_not_wait(edith: User) -> None:
    document, withdrawn = make_document(our_title="Corrected"), make_document(withdrawn_at=timezone.now())
    for words in ("one", "two"):
        make_claim(words=words, document=document)
    make_claim(words="three", document=withdrawn)
    Quotation.objects.update(place=Place.WAITING)
    (story,) = on_desk_of(edith).unplaced
    assert (story.document, story.title, story.quotations) == (document.pk, "Corrected", 2)


def test_what_a_desk_needs_comes_in_the_order_of_the_times(edith: User) -> None:
    now = timezone.now()
    for hours in (5, 1, 3):
        make_claim(f"In {hours}.", needed_by=now + timedelta(hours=hours), needed_for="Radio")
    make_claim("Whenever.")
    assert statements(on_desk_of(edith).needed) == ["In 1.", "In 3.", "In 5."]


def test_mine_are_told_once_sent_back_with_the_objection_then_due_then_the_rest(edith: User, emil: User) -> None:
    back = make_claim("Back.", status=Status.IN_REVIEW, assigned_to=edith, rounds=1)
    now = timezone.now()
    submitted(back, edith, state=FindingState.SENT_BACK, second_by=emil, second_at=now, second_because="Ask the port.")
    hour = timedelta(hours=1)
    held: dict[str, Any] = {
        "status": Status.WAITING,
        "assigned_to": edith,
        "waiting_for": "the log",
        "waiting_from": "the port",
    }
    make_claim("Due.", waiting_until=now - hour, **held)
    make_claim("Not due.", waiting_until=now + hour, **held)
    make_claim("In hand.", status=Status.IN_REVIEW, assigned_to=edith)
    make_claim("Another's.", status=Status.IN_REVIEW, assigned_to=emil)
    desk = on_desk_of(edith)
    assert statements(desk.sent_back) == ["Back."]
    assert desk.sent_back.rows[0].why == "Emil Okafor: “Ask the port.”"
    assert statements(desk.due) == ["Due."]
    assert desk.due.rows[0].why.startswith("the log, from the port, by ")
    assert sorted(statements(desk.mine)) == ["In hand.", "Not due."]
    assert not desk.is_mine_empty


def test_for_a_second_check_the_oldest_first_and_never_ones_own(edith: User, emil: User) -> None:
    now = timezone.now()
    for minutes, by in ((1, emil), (9, emil), (5, edith)):
        claim = make_claim(f"{minutes} minutes.", status=Status.SECOND_CHECK, submitted_by=by, assigned_to=by)
        submitted(claim, by, made_at=now - timedelta(minutes=minutes))
    desk = on_desk_of(edith)
    assert statements(desk.second_check) == ["9 minutes.", "1 minutes."]
    assert desk.second_check.count.number == 2


def test_a_block_shows_eight_and_says_how_many_there_are(edith: User) -> None:
    for _number in range(ROWS + 3):
        make_claim(status=Status.IN_REVIEW, assigned_to=edith)
    mine = on_desk_of(edith).mine
    assert (len(mine.rows), str(mine.count), mine.is_more) == (8, "11", True)


# --- New stories ---------------------------------------------------------------------------------------------------


def story(
    title: str, *signs: tuple[bool | None, bool | None], via: Sequence[Source | None] = (None,), **values: object
) -> Document:
    """A story whose claims tell of deaths and accuse as said, and came through these in turn."""
    document = make_document(our_title=title)
    for at, (tells_of_death, accuses) in enumerate(signs):
        make_claim(
            document=document,
            words=f"{title} {at}",
            source=via[at % len(via)],
            tells_of_death=tells_of_death,
            accuses=accuses,
        )
    document.snapshots.update(**values)
    return document


def test_new_stories_come_by_risk_each_with_why() -> None:
    plain = (False, False)
    story("Damaged", plain, plain, damage_score=0.5)
    story("Accuses", plain, (False, True))
    story("Deaths", plain, (True, False), (True, False))
    story("Unknown", (None, None), plain)
    nordwire, harbour = (make_source(name, kind=SourceKind.AGENCY) for name in ("Nordwire", "Harbour Watch"))
    story("One agency", plain, plain, via=[nordwire])
    story("Two agencies", plain, plain, via=[nordwire, harbour])
    story("One agency and nobody knows", plain, plain, via=[nordwire, None])
    story("One claim", plain, via=[nordwire])
    story("Plain", plain, plain)
    assert [(row.title, list(row.why)) for row in new_stories(9)] == [
        ("Deaths", ["2 claims tell of death"]),
        ("Accuses", ["1 claim accuses by name"]),
        ("Unknown", ["not read for deaths and accusations: no word list for its language"]),
        ("One agency", ["one origin only: all of it came through Nordwire"]),
        ("Damaged", ["this copy looks damaged"]),
        ("Plain", []),
        ("One claim", []),
        ("One agency and nobody knows", []),
        ("Two agencies", []),
    ]


def test_a_grave_sign_outweighs_all_lesser_ones() -> None:
    story("Lesser", (False, True), (None, None), via=[make_source()], damage_score=0.9)
    story("Grave", (True, False), (False, False))
    assert [row.title for row in new_stories(8)] == ["Grave", "Lesser"]


def test_stories_that_are_done_with_or_withdrawn_are_not_new_any_more(edith: User) -> None:
    now = timezone.now()
    make_document(our_title="Done", read_at=now, read_by=edith)
    make_document(our_title="Out", withdrawn_at=now)
    make_document(our_title="New")
    assert [row.title for row in new_stories(8)] == ["New"]


def test_claims_that_were_settled_make_a_story_no_graver() -> None:
    document = story("Settled", (True, True))
    Claim.objects.update(status=Status.SET_ASIDE, status_before=Status.PROPOSED, version=2)
    make_quotation(make_claim(tells_of_death=False, accuses=False), document, "Words")
    row = next(row for row in new_stories(8) if row.title == "Settled")
    assert (row.claims, list(row.why)) == (1, [])


# --- The page ------------------------------------------------------------------------------------------------------


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_an_empty_desk_says_so_in_every_block(edith: User) -> None:
    shown = text_of(signed_in(edith).get(reverse("desk")).content.decode())
    for sentence in (
        "Nothing that was decided rests on words that have changed, and every correction is matched.",
        "No desk waits for a claim.",
        "Nothing is in your hand.",
        "Nobody else's findings wait for you.",
        "Every story here is done with.",
    ):
        assert sentence in shown


def test_the_blocks_lead_to_their_queues_and_their_claims(edith: User, emil: User) -> None:
    claim = make_claim(status=Status.SECOND_CHECK, submitted_by=emil, assigned_to=emil)
    submitted(claim, emil)
    held = make_claim(status=Status.IN_REVIEW, assigned_to=edith)
    shown = signed_in(edith).get(reverse("desk")).content.decode()
    for address in (
        reverse("second-check-claim", args=[claim.pk]),
        reverse("second-check"),
        reverse("claim", args=[held.pk]),
        f"{reverse('claims')}?queue=mine&amp;sort=needed",
        reverse("review", args=[Document.objects.order_by("pk")[0].pk]),
    ):
        assert f'href="{address}"' in shown


def test_a_story_pasted_on_the_desk_is_imported(rosa: User) -> None:
    client = signed_in(rosa)
    shown = client.get(reverse("desk")).content.decode()
    assert f'action="{reverse("import")}"' in shown
    answer = client.post(reverse("import"), {"text": HARBOUR})
    assert answer["Location"] == reverse("document", args=[Document.objects.get().pk])


def test_what_a_role_may_not_do_is_not_offered(rosa: User, vera: User) -> None:
    for_viewer = signed_in(vera).get(reverse("desk")).content.decode()
    assert f'action="{reverse("import")}"' not in for_viewer
    assert "For my second check" not in for_viewer
    assert "For my second check" not in signed_in(rosa).get(reverse("desk")).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_desk_costs_the_same_queries_however_much_lies_there(number: int, edith: User, emil: User) -> None:
    now = timezone.now()
    for _each in range(number):
        document = story(f"Story {number}", (True, False), (False, True))
        make_claim(status=Status.IN_REVIEW, assigned_to=edith, document=document, words="a", needed_by=now)
        held: dict[str, Any] = {
            "status": Status.WAITING,
            "assigned_to": edith,
            "waiting_for": "it",
            "waiting_until": now,
        }
        make_claim(document=document, words="b", **held)
        back = make_claim(status=Status.IN_REVIEW, assigned_to=edith, rounds=1)
        submitted(back, edith, state=FindingState.SENT_BACK, second_by=emil, second_at=now, second_because="No.")
        submitted(make_claim(status=Status.SECOND_CHECK, submitted_by=emil, assigned_to=emil), emil)
    by = acting(edith)
    with CaptureQueriesContext(connection) as queries:
        desk_of(by)
    assert len(queries) == QUERIES_OF_THE_DESK


# --- Figures -------------------------------------------------------------------------------------------------------

NOON = datetime(2026, 7, 9, 12, tzinfo=UTC)


def at(days_ago: int, act: str, number: int = 1, body: str = "{}") -> None:
    """Events of an act on a day."""
    for _each in range(number):
        Event.objects.create(
            sequence=Event.objects.count() + 1,
            act=act,
            subject_kind="claim",
            subject_id=1,
            subject_version=1,
            actor_kind="command",
            actor_name="tests",
            batch="00000000-0000-0000-0000-000000000000",
            at=NOON - timedelta(days=days_ago),
            body=body,
        )


def numbers(days: int, label: str) -> list[int]:
    found = figures.figures(days, now=NOON)
    return next(list(measure.numbers) for measure in found.measures if str(measure.label) == label)


def test_figures_count_each_act_on_its_day_oldest_first() -> None:
    at(0, "claim.propose", 3)
    at(1, "claim.propose", 2)
    at(6, "claim.propose")
    at(7, "claim.propose", 50)
    at(2, "claim.note")
    assert numbers(7, "Claims proposed") == [1, 0, 0, 0, 0, 2, 3]
    assert sum(numbers(28, "Claims proposed")) == 56


def test_days_are_those_of_the_desk() -> None:
    at(0, "claim.accept")
    Event.objects.update(at=datetime(2026, 7, 8, 23, 59, tzinfo=UTC))
    assert numbers(7, "Accepted")[-2:] == [1, 0]


def test_what_was_decided_is_told_by_status_also_when_one_reader_decided() -> None:
    at(1, "claim.agree", 3, '{"after":{"status":"verified"},"before":{}}')
    at(1, "claim.settle", 1, '{"after":{"status":"refuted"},"before":{}}')
    at(1, "claim.submit", 2, '{"after":{"status":"second_check"},"before":{}}')
    at(40, "claim.agree", 1, '{"after":{"status":"verified"},"before":{}}')
    decided = figures.figures(7, now=NOON).decided
    assert [(str(row.status.label), row.number, row.share) for row in decided] == [
        ("Verified", 3, 75),
        ("False", 1, 25),
    ]


def test_open_claims_stand_by_how_long_they_have_waited() -> None:
    for days, status in ((0, Status.PROPOSED), (2, Status.PROPOSED), (2, Status.UNVERIFIED), (90, Status.UNVERIFIED)):
        make_claim(status=status, created=NOON - timedelta(days=days, hours=1))
    make_claim(status=Status.SET_ASIDE, created=NOON - timedelta(days=2))
    ages = figures.figures(7, now=NOON).ages
    assert [(age.proposed.number, age.in_work.number) for age in ages] == [(1, 0), (1, 1), (0, 0), (0, 0), (0, 1)]


def test_the_real_acts_are_counted(rosa: User, edith: User) -> None:
    document = bring_in(HARBOUR, by=acting(rosa)).document
    review.accept(claim_of("“Nobody asked the fishermen,”").pk, by=acting(rosa))
    documents.finish(document.pk, by=acting(rosa))
    found = {str(measure.label): measure.total for measure in figures.figures(7).measures}
    assert (found["Stories in"], found["Claims proposed"], found["Accepted"], found["Set aside"]) == (1, 3, 1, 2)


def test_bars_are_as_high_as_their_numbers_and_nought_has_none() -> None:
    few, none, many = bars_of([1, 0, 1000]).bars[0], bars_of([0, 0]), bars_of([500, 0, 1000]).bars
    assert few.height == 2
    assert none.bars == []
    assert [bar.height for bar in many] == [HEIGHT / 2, HEIGHT]
    assert all(bar.y + bar.height == HEIGHT for bar in many)


@pytest.mark.parametrize("days", ["", "28", "7", "9000", "x"])
def test_the_page_of_figures_has_a_table_beside_every_picture(days: str, edith: User) -> None:
    bring_in(HARBOUR, by=acting(edith))
    shown = signed_in(edith).get(reverse("figures"), {"days": days}).content.decode()
    said = re.findall(r'<svg [^>]*aria-labelledby="(\S+) (\S+)"', shown)
    assert len(said) == 8
    assert all(f'id="{name}"' in shown for pair in said for name in pair)
    assert "The last 28 days" in shown if days == "28" else "The last 7 days" in shown
    assert "<table" in shown


def test_the_page_of_figures_says_when_nothing_happened(edith: User) -> None:
    shown = signed_in(edith).get(reverse("figures")).content.decode()
    assert "Nothing came in and nothing was done in these days." in shown
    assert "No claim was decided in these days." in shown


@pytest.mark.parametrize("days", [7, 28])
def test_figures_cost_the_same_queries_whatever_happened(days: int) -> None:
    at(0, "claim.agree", 5, '{"after":{"status":"verified"},"before":{}}')
    with CaptureQueriesContext(connection) as queries:
        figures.figures(days, now=NOON)
    assert len(queries) == QUERIES_OF_THE_FIGURES
