"""Tests: the second check: its queue, one claim of it at a time, and what was opened before somebody agreed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.errors import Refusal, Refused
from claims.models import Claim, Event, Evidence, EvidenceOpened, Finding
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict
from claims.selectors import mends, second_check
from claims.services import evidence, findings, opening, wording
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import acting, seen, way_back
from claims.tests.factories import make_claim, make_document, make_source
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address="https://example.org/register?a=1&b=2")
FILE = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="minutes.pdf", content=b"%PDF minutes")
ANSWERS = Answers(Attribution.RELAYED, Verdict.TRUE, "The register says the same.")
SOON = datetime(2030, 1, 1, tzinfo=UTC)


def submitted(person: User, statement: str = "", *given: Given, **values: Any) -> Claim:
    """A claim that somebody has answered."""
    claim = make_claim(statement, status=Status.IN_REVIEW, assigned_to=person, speaker=make_source(), **values)
    for piece in given or (LINK,):
        evidence.add(claim.pk, piece, by=acting(person))
    return findings.submit(claim.pk, ANSWERS, by=acting(person))


def page(answer: "Answer") -> str:
    return answer.content.decode()


def checked(client: Client, claim: Claim) -> str:
    answer = client.get(reverse("second-check-claim", args=[claim.pk]))
    assert answer.status_code == 200
    return page(answer)


def send(client: Client, claim: Claim, act: str, **typed: object) -> "Answer":
    return client.post(reverse("second-check-act", args=[claim.pk, act]), {"version": claim.version, **typed})


def waiting_for(person: User) -> list[Claim]:
    return [row.claim for row in second_check.queue(acting(person)).rows]


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def of(person: User) -> Client:
        client.force_login(person)
        return client

    return of


# --- The queue -----------------------------------------------------------------------------------------------------


def test_what_is_needed_by_a_time_comes_first_and_then_the_oldest(rosa: User, edith: User) -> None:
    old, new = submitted(rosa), submitted(rosa)
    later = submitted(rosa, needed_by=SOON + timedelta(hours=1))
    sooner = submitted(rosa, needed_by=SOON, needed_for="the noon bulletin")
    assert waiting_for(edith) == [sooner, later, old, new]


def test_ones_own_work_is_left_out_and_counted(edith: User, emil: User, rosa: User) -> None:
    own, others = submitted(edith), submitted(rosa)
    changed = make_claim(status=Status.IN_REVIEW, assigned_to=rosa, speaker=make_source())
    evidence.add(changed.pk, LINK, by=acting(rosa))
    wording.change_statement(changed.pk, "Nothing was signed.", by=acting(edith))
    findings.submit(changed.pk, ANSWERS, by=acting(rosa))
    queue = second_check.queue(acting(edith))
    assert ([row.claim for row in queue.rows], queue.waiting, queue.own) == ([others], 1, 2)
    assert waiting_for(emil) == [own, others, changed]


def test_what_was_released_on_one_reader_goes_on_waiting(rosa: User, edith: User, clara: User) -> None:
    claim = submitted(rosa)
    findings.release_on_one_reader(claim.pk, by=acting(clara), because="The paper closes at eleven.")
    assert waiting_for(edith) == [claim]
    findings.recall(claim.pk, by=acting(clara), because="It was never said.")
    assert waiting_for(edith) == []


def test_the_queue_takes_as_many_queries_for_many_as_for_few(
    rosa: User, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = acting(edith)
    submitted(rosa)
    with django_assert_num_queries(4):
        second_check.queue(by)
    for _number in range(5):
        submitted(rosa, "", LINK, FILE)
    with django_assert_num_queries(4):
        second_check.queue(by)


def test_a_long_queue_is_read_a_page_at_a_time(rosa: User, edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [submitted(rosa) for _number in range(5)]
    monkeypatch.setattr(second_check, "PAGE", 2)
    seen: list[Claim] = []
    after: int | None = None
    while True:
        queue = second_check.queue(acting(edith), after=after)
        seen += [row.claim for row in queue.rows]
        after = queue.next
        if after is None:
            break
    assert seen == claims


def test_the_queue_says_what_was_answered_and_how_much_of_it_one_has_opened(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim = submitted(rosa, "The harbour is closed.", LINK, FILE, needed_by=SOON, needed_for="the noon bulletin")
    opening.note(claim.evidence.get(kind=EvidenceKind.LINK), by=acting(edith))
    shown = re.sub(r"\s+", " ", page(signed_in(edith).get(reverse("second-check"))))
    for words in (
        "1 claim waits for you",
        "0 of your own wait for others",
        "The harbour is closed.",
        "Relayed",
        "True",
    ):
        assert words in shown
    assert "answered by Rosa Lindqvist" in shown
    assert "the noon bulletin" in shown
    assert "1 of 2 opened by you" in shown


def test_an_empty_queue_says_so_and_where_to_go(signed_in: Callable[[User], Client], edith: User) -> None:
    shown = page(signed_in(edith).get(reverse("second-check")))
    assert "Nothing waits for you" in shown


# --- One claim at a time -------------------------------------------------------------------------------------------


def test_agreeing_leads_to_the_next_and_at_the_end_to_the_queue(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    first, second = submitted(rosa), submitted(rosa)
    here = signed_in(edith)
    answer = here.post(reverse("second-check-act", args=[first.pk, "agree"]), {"version": first.version}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("second-check-claim", args=[second.pk])
    assert f"Claim {first.pk}: You agreed." in page(answer)
    answer = here.post(reverse("second-check-act", args=[second.pk, "agree"]), {"version": second.version}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("second-check")
    assert {Claim.objects.get(pk=claim.pk).status for claim in (first, second)} == {Status.VERIFIED}


def test_an_agreement_by_mistake_is_undone_with_one_press(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim, here = submitted(rosa), signed_in(edith)
    shown = page(here.post(reverse("second-check-act", args=[claim.pk, "agree"]), seen(claim), follow=True))
    undo, sent = way_back(shown)
    assert "take-back-agreement" in undo
    with one_event_for_each_change():
        answer = here.post(undo, sent)
    assert answer["Location"] == reverse("second-check-claim", args=[claim.pk])
    claim.refresh_from_db()
    finding = claim.findings.get()
    assert (claim.status, claim.attribution, claim.verdict) == (Status.SECOND_CHECK, "unchecked", "unchecked")
    assert (finding.state, finding.second_by, finding.second_opened) == (FindingState.SUBMITTED, None, None)
    assert waiting_for(edith) == [claim]


def test_an_agreement_is_taken_back_by_whoever_agreed_and_before_anything_else_happens(
    rosa: User, edith: User, emil: User, clara: User
) -> None:
    claim = submitted(rosa)
    findings.agree(claim.pk, by=acting(edith))
    for person in (emil, clara):
        with nothing_changes(), pytest.raises(Refused) as refused:
            findings.take_back_agreement(claim.pk, by=acting(person))
        assert refused.value.code is Refusal.NOT_AGREED_LAST
    evidence.add(claim.pk, LINK, by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused):
        findings.take_back_agreement(claim.pk, by=acting(edith))


def test_an_agreement_that_ended_a_release_on_one_reader_is_not_taken_back(
    rosa: User, edith: User, clara: User
) -> None:
    claim = submitted(rosa)
    findings.release_on_one_reader(claim.pk, by=acting(clara), because="The paper closes at eleven.")
    findings.agree(claim.pk, by=acting(edith))
    with nothing_changes(), pytest.raises(Refused):
        findings.take_back_agreement(claim.pk, by=acting(edith))


def test_what_is_left_for_later_comes_again_after_the_others(rosa: User, edith: User) -> None:
    first, second, third = submitted(rosa), submitted(rosa), submitted(rosa)
    by = acting(edith)
    assert second_check.next_after(by, first.pk) == second.pk
    assert second_check.next_after(by, third.pk) == first.pk
    assert second_check.next_after(by, None) == first.pk


def test_sending_back_keeps_own_answers_beside_the_first_and_goes_on(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim = submitted(rosa)
    answer = send(
        signed_in(edith),
        claim,
        "send-back",
        because="The register says no such thing.",
        attribution="not_established",
        verdict="unchecked",
        reason="I could not find it.",
    )
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.status, claim.rounds) == (Status.IN_REVIEW, 1)
    assert [finding.state for finding in claim.findings.all()] == [FindingState.SENT_BACK, FindingState.COUNTER]


def test_a_refusal_keeps_what_was_typed_and_the_place(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim = submitted(rosa)
    answer = send(signed_in(edith), claim, "send-back", because=" ", attribution="altered", reason="Read “it” <again>.")
    shown = page(answer)
    assert answer.status_code == 422
    assert "Read “it” &lt;again&gt;.</textarea>" in shown
    assert f'action="{reverse("second-check-act", args=[claim.pk, "send-back"])}"' in shown
    assert re.search(r'class="errors" role="alert"', shown)


def test_ones_own_work_can_be_read_here_and_not_agreed_with(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = submitted(edith)
    here = signed_in(edith)
    assert "This is your own work" in checked(here, claim)
    with nothing_changes():
        assert send(here, claim, "agree").status_code == 422


def test_a_reporter_reads_along(signed_in: Callable[[User], Client], rosa: User, edith: User) -> None:
    shown = checked(signed_in(rosa), submitted(edith))
    assert "You may read along" in shown
    assert 'data-act="agree"' not in shown


def test_no_other_act_is_done_from_here(signed_in: Callable[[User], Client], rosa: User, clara: User) -> None:
    assert send(signed_in(clara), submitted(rosa), "recall", because="No.").status_code == 404


def test_mended_spelling_is_shown_old_and_new_and_the_check_goes_on(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim = submitted(rosa, "The habour is closed.")
    here = signed_in(edith)
    answer = send(here, claim, "mend-spelling", statement="The harbour is closed.")
    assert answer["Location"] == reverse("second-check-claim", args=[claim.pk])
    shown = checked(here, claim)
    assert "<del>habour</del><ins>harbour</ins>" in shown
    assert "spelling mended by Edith Marlow" in shown
    claim.refresh_from_db()
    assert claim.status == Status.SECOND_CHECK


def test_a_mend_of_an_earlier_round_is_not_shown_again(rosa: User, edith: User) -> None:
    claim = submitted(rosa, "The habour is closed.")
    wording.mend_spelling(claim.pk, "The harbour is closed.", by=acting(edith))
    findings.send_back(claim.pk, by=acting(edith), because="Who else says so?")
    claim = findings.submit(claim.pk, ANSWERS, by=acting(rosa))
    finding = claim.findings.get(state=FindingState.SUBMITTED)
    assert mends.of(claim, since=finding.made_at) == []


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("The habour.", "The harbour.", ["The ", "-habour", "+harbour", "."]),
        ("It was said", "It was said.", ["It was said", "+."]),
        ("a  b", "a b", ["a", "-  ", "+ ", "b"]),
    ],
)
def test_two_spellings_are_shown_as_one_sentence(old: str, new: str, shown: list[str]) -> None:
    signs = {(True, False): "-", (False, True): "+", (False, False): ""}
    assert [signs[piece.is_old, piece.is_new] + piece.text for piece in mends.pieces(old, new)] == shown


def test_a_chief_settles_what_went_back_twice(
    signed_in: Callable[[User], Client], rosa: User, edith: User, clara: User
) -> None:
    claim = submitted(rosa)
    for _round in range(2):
        findings.send_back(claim.pk, by=acting(edith), because="Who else says so?")
        claim = findings.submit(claim.pk, ANSWERS, by=acting(rosa))
    assert 'data-act="send-back"' not in checked(signed_in(edith), claim)
    shown = checked(signed_in(clara), claim)
    assert 'data-act="settle"' in shown
    assert 'data-act="single-read"' not in shown
    send(signed_in(clara), claim, "settle", attribution="relayed", verdict="unchecked", reason="With the agency only.")
    assert Claim.objects.get(pk=claim.pk).status == Status.ATTRIBUTED


def test_a_chief_releases_on_one_reader_and_it_is_marked_everywhere(
    signed_in: Callable[[User], Client], rosa: User, edith: User, clara: User
) -> None:
    claim = submitted(rosa)
    send(signed_in(clara), claim, "single-read", because="The paper closes at eleven.")
    here = signed_in(edith)
    mark = '<span class="single-read">single-read</span>'
    document = claim.quotations.get().snapshot.document_id
    for address in (
        reverse("claims"),
        reverse("claim", args=[claim.pk]),
        reverse("document", args=[document]),
        reverse("second-check"),
        reverse("second-check-claim", args=[claim.pk]),
    ):
        assert mark in page(here.get(address)), address
    assert "The paper closes at eleven." in checked(here, claim)
    claim.refresh_from_db()
    send(here, claim, "agree")
    assert mark not in page(here.get(reverse("claims")))


def test_what_was_decided_meanwhile_says_so(
    signed_in: Callable[[User], Client], rosa: User, edith: User, emil: User
) -> None:
    claim = submitted(rosa)
    findings.agree(claim.pk, by=acting(emil))
    assert "no longer waits for a second check" in checked(signed_in(edith), claim)


def test_a_claim_that_is_not_there_is_no_page(signed_in: Callable[[User], Client], edith: User) -> None:
    assert signed_in(edith).get(reverse("second-check-claim", args=[10**9])).status_code == 404


def test_who_has_an_open_claim_in_hand_stands_everywhere(
    signed_in: Callable[[User], Client], rosa: User, edith: User, emil: User
) -> None:
    claim = submitted(rosa)
    here = signed_in(edith)
    document = claim.quotations.get().snapshot.document_id
    addresses = [
        reverse("claims"),
        reverse("claim", args=[claim.pk]),
        reverse("document", args=[document]),
        f"{reverse('review', args=[document])}?claim={claim.pk}",
        reverse("second-check"),
        reverse("second-check-claim", args=[claim.pk]),
    ]
    for address in addresses:
        assert "taken by Rosa Lindqvist" in page(here.get(address)).replace("Taken", "taken"), address
    findings.agree(claim.pk, by=acting(emil))
    for address in addresses:
        assert "taken by Rosa" not in page(here.get(address)).replace("Taken", "taken"), address


# --- Opened --------------------------------------------------------------------------------------------------------


def test_opening_a_link_leads_there_and_is_written_down_once(
    signed_in: Callable[[User], Client], rosa: User, edith: User
) -> None:
    claim = submitted(rosa)
    link = claim.evidence.get()
    here, address = signed_in(edith), reverse("evidence-open", args=[link.pk])
    events = Event.objects.count()
    for _time in range(2):
        answer = here.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "https://example.org/register?a=1&b=2")
        assert answer["Referrer-Policy"] == "no-referrer"
    opened = EvidenceOpened.objects.get()
    assert (opened.evidence, opened.person) == (link, edith)
    assert Event.objects.count() == events
    claim.refresh_from_db()
    assert claim.status == Status.SECOND_CHECK


def test_opening_a_file_leads_to_it(signed_in: Callable[[User], Client], rosa: User, edith: User) -> None:
    kept = submitted(rosa, "", FILE).evidence.get()
    answer = signed_in(edith).get(reverse("evidence-open", args=[kept.pk]), follow=True)
    assert b"".join(answer) == b"%PDF minutes" if answer.streaming else answer.content == b"%PDF minutes"
    assert EvidenceOpened.objects.filter(evidence=kept, person=edith).exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_nobody_opened_by_hand_is_not_written_down(
    signed_in: Callable[[User], Client], rosa: User, edith: User, headers: dict[str, str]
) -> None:
    link = submitted(rosa).evidence.get()
    signed_in(edith).get(reverse("evidence-open", args=[link.pk]), headers=headers)
    signed_in(edith).head(reverse("evidence-open", args=[link.pk]))
    assert not EvidenceOpened.objects.exists()


def test_a_note_has_nothing_to_open(signed_in: Callable[[User], Client], rosa: User, edith: User) -> None:
    claim = submitted(rosa, "", LINK, Given(EvidenceKind.NOTE, Stance.CONTEXT, text="I remember it so."))
    note = claim.evidence.get(kind=EvidenceKind.NOTE)
    assert signed_in(edith).get(reverse("evidence-open", args=[note.pk])).status_code == 404


def test_everybody_sees_who_opened_what(signed_in: Callable[[User], Client], rosa: User, edith: User) -> None:
    claim = submitted(rosa)
    here = signed_in(rosa)
    assert "opened by nobody yet" in checked(here, claim)
    opening.note(claim.evidence.get(), by=acting(edith))
    for shown in (checked(here, claim), page(here.get(reverse("claim", args=[claim.pk])))):
        assert "opened by Edith Marlow" in shown


def test_what_was_taken_over_from_a_document_is_opened_once_for_all_claims(rosa: User, edith: User) -> None:
    document = make_document()
    original = Evidence.objects.create(
        document=document,
        kind=EvidenceKind.LINK,
        stance=Stance.SUPPORTS,
        address="https://example.org/a",
        added_by=rosa,
    )
    claim = submitted(rosa)
    copy = Evidence.objects.create(
        claim=claim,
        kind=EvidenceKind.LINK,
        stance=Stance.SUPPORTS,
        address=original.address,
        added_by=rosa,
        taken_from=original,
    )
    opening.note(copy, by=acting(edith))
    assert EvidenceOpened.objects.get().evidence == original
    assert opening.opened_by(acting(edith), claim).ids == [copy.pk]
    assert second_check.check(claim.pk, acting(edith)).unopened == [claim.evidence.get(address=LINK.address)]
    (row,) = second_check.queue(acting(edith)).rows
    assert (row.evidence, row.opened) == (2, 1)


@pytest.mark.parametrize(
    ("opened", "says"),
    [
        (0, "without having opened the evidence"),
        (1, "having opened 1 of 2 pieces of evidence"),
        (2, "having opened the evidence"),
    ],
)
def test_a_finding_says_what_was_opened_before_somebody_agreed(
    signed_in: Callable[[User], Client], rosa: User, edith: User, opened: int, says: str
) -> None:
    claim = submitted(rosa, "", LINK, FILE)
    for item in list(claim.evidence.all())[:opened]:
        opening.note(item, by=acting(edith))
    here = signed_in(edith)
    assert ("You have not opened the evidence" in checked(here, claim)) is (opened == 0)
    send(here, claim, "agree")
    assert f"<span>{says}</span>" in page(here.get(reverse("claim", args=[claim.pk])))


def test_a_finding_without_anything_to_open_says_nothing_of_it(rosa: User, edith: User) -> None:
    asked = Given(EvidenceKind.ASKED, Stance.SUPPORTS, asked_whom="the port", asked_at=timezone.now(), has_reply=False)
    claim = submitted(rosa, "", asked)
    findings.agree(claim.pk, by=acting(edith))
    finding = Finding.objects.get(claim=claim)
    assert (finding.second_opened, finding.second_openable) == (0, 0)
