"""Tests: the page of a claim, what it offers to whom, and what becomes of what is sent to it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from html import unescape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims import workflow
from claims.choices import reasons
from claims.extraction import scoring
from claims.forms.words import WordsField
from claims.models import Claim, Document, Event, Evidence, Finding, Note, Quotation, Relay, Source
from claims.records.acts import Actor, ActorKind, Role, SubjectKind
from claims.records.checking import Attribution, EvidenceKind, FindingState, Relation, Stance, Verdict
from claims.records.provenance import (
    Basis,
    DatePrecision,
    Knowledge,
    Place,
    RelayRole,
    SourceKind,
    SpeakerBasis,
    Transform,
)
from claims.records.quotations import DamageKind, ToldToKind
from claims.selectors import chain_picture, claim_page, excerpt, history, offers, said_when
from claims.selectors.offers import ClaimAct
from claims.selectors.story_marks import Words
from claims.services import evidence, findings, review, wording
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.speaking import SpeakerChoice
from claims.tests.conftest import Ledger, acting, seen, way_back
from claims.tests.factories import make_claim, make_document, make_person, make_quotation, make_snapshot, make_source
from claims.views.acting import Tried, attempt
from claims.views.claim_deeds import DEEDS
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

STATEMENT = "The taks in the south have ended."
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7|add:7 }}"

# What is typed into each act, so that nothing but role and status can be in its way.
TYPED: Mapping[ClaimAct, Mapping[str, object]] = {
    ClaimAct.STILL_HOLDS: {"because": "The correction changed another line."},
    ClaimAct.ACCEPT: {"speaker": "proposed"},
    ClaimAct.TAKE_BACK_ACCEPTANCE: {},
    ClaimAct.TAKE: {},
    ClaimAct.RESUME: {},
    ClaimAct.SUBMIT: {"attribution": "relayed", "verdict": "unchecked", "reason": "Only the agency says so."},
    ClaimAct.AGREE: {},
    ClaimAct.TAKE_BACK_AGREEMENT: {},
    ClaimAct.SEND_BACK: {"because": "Who else says so?"},
    ClaimAct.SETTLE: {"attribution": "relayed", "verdict": "unchecked", "reason": "It stays with the agency."},
    ClaimAct.SINGLE_READ: {"because": "The paper closes at eleven."},
    ClaimAct.MEND_SPELLING: {"statement": "The talks in the south have ended."},
    ClaimAct.TAKE_BACK: {},
    ClaimAct.HOLD: {"waiting_for": "the recording"},
    ClaimAct.RELEASE: {},
    ClaimAct.READ: {},
    ClaimAct.UNREAD: {},
    ClaimAct.RESTORE: {},
    ClaimAct.REOPEN: {"because": "New evidence"},
    ClaimAct.SET_ASIDE: {"because": "Duplicate"},
    ClaimAct.RECALL: {"because": "It was never said."},
    ClaimAct.STATEMENT: {"statement": "The talks have ended [in Busra]."},
    ClaimAct.SPEAKER: {"speaker": "new", "name": "Nasr al-Hariri", "kind": "person"},
    ClaimAct.WORDS: {"exact": "what was said", "kind": "indirect"},
    ClaimAct.KIND: {"kind": "mixed"},
    ClaimAct.JOIN: {},
    ClaimAct.JOIN_BEFORE: {},
    ClaimAct.SPLIT: {"exact": "said in case"},
    ClaimAct.CUT_OUT: {"exact": "was said"},
    ClaimAct.WORDS_BACK: {},
    ClaimAct.SOURCE: {"source": ""},
    ClaimAct.CREDIBILITY: {"credibility": "2"},
    ClaimAct.ASSIGN: {"to": "hilda"},
    ClaimAct.NEEDED: {"needed_by": "2099-11-23T18:00", "needed_for": "Foreign"},
    ClaimAct.PUT_BACK: {},
    ClaimAct.EVIDENCE: {
        "kind": "link",
        "stance": "supports",
        "relation": "independent",
        "address": "https://a.example/",
    },
    ClaimAct.TAKE_OVER: {},
    ClaimAct.EVIDENCE_BACK: {},
    ClaimAct.NOTE: {"body": "Listen to the recording."},
}


def page(answer: "Answer") -> str:
    return answer.content.decode()


def opened(client: Client, claim: Claim) -> str:
    answer = client.get(reverse("claim", args=[claim.pk]))
    assert answer.status_code == 200
    return page(answer)


def send(client: Client, claim: Claim, act: str, **typed: object) -> "Answer":
    return client.post(reverse("claim-act", args=[claim.pk, act]), {**seen(claim), **typed})


def offered_on(shown: str) -> set[str]:
    return set(re.findall(r'data-act="([a-z-]+)"', shown))


def claim_at(status: Status, *, by: User, rounds: int = 0, stale: bool = False) -> Claim:
    """A claim at a status, in the hand of somebody and, at the second check or after it, with their answers."""
    pair = next((pair for pair, became in workflow.DECISIONS.items() if became is status), None)
    attribution, verdict = pair or (Attribution.UNCHECKED, Verdict.UNCHECKED)
    claim = make_claim(
        STATEMENT,
        speaker=make_source(),
        status=status,
        attribution=attribution,
        verdict=verdict,
        stale_since=datetime(2026, 11, 1, tzinfo=UTC) if stale else None,
        assigned_to=by,
        submitted_by=by,
        waiting_for="the recording" if status is Status.WAITING else "",
        rounds=rounds,
    )
    if pair or status is Status.SECOND_CHECK:
        Finding.objects.create(
            claim=claim,
            number=1,
            state=FindingState.AGREED if pair else FindingState.SUBMITTED,
            attribution=attribution if pair else Attribution.RELAYED,
            verdict=verdict,
            reason="As the agency has it.",
            made_by=by,
        )
    return claim


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def of(person: User) -> Client:
        client.force_login(person)
        return client

    return of


# --- What is offered, and what becomes of it -----------------------------------------------------------------------

MATTERS_WHOSE = (Status.IN_REVIEW, Status.WAITING, Status.SECOND_CHECK)
CASES = [
    (role, status, is_own, rounds, stale)
    for role, status, is_own, rounds, stale in product(Role, Status, (False, True), (0, 2), (False, True))
    if (not is_own or (status in MATTERS_WHOSE and role is not Role.VIEWER))
    and (rounds == 0 or status is Status.SECOND_CHECK)
    and (not stale or status is Status.VERIFIED)
]


@pytest.mark.parametrize(("role", "status", "is_own", "rounds", "stale"), CASES)
def test_the_page_offers_exactly_what_the_services_would_not_refuse(
    signed_in: Callable[[User], Client],
    noise: None,
    ledger: Ledger,
    role: Role,
    status: Status,
    is_own: bool,
    rounds: int,
    stale: bool,
) -> None:
    person = make_person(role)
    make_person(Role.EDITOR, "hilda")
    claim = claim_at(status, by=person if is_own else make_person(Role.REPORTER), rounds=rounds, stale=stale)
    here = signed_in(person)
    offered = offered_on(opened(here, claim))

    for act in ClaimAct:
        with transaction.atomic():
            ledger.new()
            if act in offered:
                answer = send(here, claim, act, version=claim.version, **TYPED[act])
                assert answer.status_code == 302, (act, page(answer))
                assert_one_event_for_each_subject(ledger.new(), claim)
            else:
                tried = refused(person, claim, act)
                assert tried.refused_as in (403, 422), act
                sentences = [str(one) for errors in tried.form.errors.values() for one in errors]
                assert any(sentence.endswith((".", "!")) for sentence in sentences), act
                assert ledger.new() == []
            transaction.set_rollback(True)
        claim.refresh_from_db()
        ledger.seen = Event.objects.count()


@pytest.mark.parametrize("role", Role)
def test_what_is_refused_shows_the_page_again_with_a_sentence(
    signed_in: Callable[[User], Client], noise: None, role: Role
) -> None:
    person = make_person(role)
    claim = claim_at(Status.SECOND_CHECK, by=person)
    here = signed_in(person)
    for act in set(ClaimAct) - offered_on(opened(here, claim)):
        answer = send(here, claim, act, version=claim.version, **TYPED[act])
        assert answer.status_code in (403, 422), act
        assert re.search(r'class="errors" role="alert".*?<li>.*?[.!]', page(answer), re.DOTALL), act


def refused(person: User, claim: Claim, act: ClaimAct) -> Tried:
    """What the door says of an act, without the page that shows it."""
    request = RequestFactory().post("/", {**seen(claim), "version": claim.version, **TYPED[act]})
    request.user = person
    return attempt(request, claim.pk, act)


def assert_one_event_for_each_subject(events: list[Event], claim: Claim) -> None:
    subjects = [(event.subject_kind, event.subject_id) for event in events]
    assert len(subjects) == len(set(subjects)) > 0
    assert len({event.batch for event in events}) == 1
    assert (SubjectKind.CLAIM, claim.pk) in subjects or subjects[0][0] == SubjectKind.NOTE


def test_every_act_of_the_page_has_its_row_its_form_and_its_test() -> None:
    assert set(DEEDS) == set(offers.OFFERS) == set(TYPED) == set(ClaimAct)


def test_every_undo_is_an_act_that_begins_where_the_act_leads() -> None:
    for act, deed in DEEDS.items():
        if deed.undo is not None:
            assert not DEEDS[deed.undo].opens or deed.undo is ClaimAct.SET_ASIDE, act


def test_the_keys_of_a_page_are_told_apart(signed_in: Callable[[User], Client], clara: User, rosa: User) -> None:
    for status, stale in [(status, False) for status in Status] + [(Status.VERIFIED, True)]:
        for by in (clara, rosa):
            keys = re.findall(r'data-key="([^"]+)"', opened(signed_in(clara), claim_at(status, by=by, stale=stale)))
            assert len(keys) == len(set(keys)), (status, sorted(keys))


def test_a_page_has_one_main_act_at_most(signed_in: Callable[[User], Client], clara: User, rosa: User) -> None:
    for status, by in product(Status, (clara, rosa)):
        shown = opened(signed_in(clara), claim_at(status, by=by))
        assert shown.count('class="button primary"') <= 1, status


# --- Acts, one by one ----------------------------------------------------------------------------------------------


def test_an_editor_cannot_agree_with_her_own_finding(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.SECOND_CHECK, by=edith)
    here = signed_in(edith)

    assert "agree" not in offered_on(opened(here, claim))
    answer = send(here, claim, "agree")

    assert answer.status_code == 422
    assert "Another editor has to do the second check." in page(answer)
    assert Claim.objects.get(pk=claim.pk).status == Status.SECOND_CHECK


def test_another_editor_agrees_and_the_claim_is_decided(
    signed_in: Callable[[User], Client], edith: User, emil: User
) -> None:
    claim = claim_at(Status.SECOND_CHECK, by=edith)

    shown = opened(signed_in(emil), claim)
    assert re.search(r"Would become.*?Attributed.*?With attribution only", shown, re.DOTALL)
    send(signed_in(emil), claim, "agree", version=claim.version)

    assert Claim.objects.get(pk=claim.pk).status == Status.ATTRIBUTED
    assert "agreed by Emil Okafor" in re.sub(r"\s+", " ", opened(signed_in(emil), claim))


def test_a_refused_submission_keeps_what_was_typed(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)

    answer = send(
        signed_in(edith),
        claim,
        "submit",
        version=claim.version,
        attribution="confirmed",
        verdict="false",
        reason="I have “heard” it <myself>.",
    )
    shown = page(answer)

    assert answer.status_code == 422
    assert '<details class="act" data-key="s" open>' in shown
    assert "I have “heard” it &lt;myself&gt;.</textarea>" in shown
    assert re.search(r'name="attribution" value="confirmed"[^>]*checked', shown)
    assert re.search(r'name="verdict" value="false"[^>]*checked', shown)


def test_a_refusal_stands_at_the_top_and_beside_its_field(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)
    sentence = "“Confirmed” needs evidence: a link, a file, or somebody asked. A note alone is not enough."

    shown = page(send(signed_in(edith), claim, "submit", attribution="confirmed", reason="Heard."))

    assert f'<a href="#submit-attribution_0">{sentence}</a>' in shown
    assert f'<p class="error" id="submit-attribution_error">{sentence}</p>' in shown
    assert 'aria-invalid="true"' in shown


def test_a_submission_without_answers_says_which_is_missing(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)

    shown = page(send(signed_in(edith), claim, "submit"))
    assert '<p class="error" id="submit-reason_error">Give a reason' in shown
    assert "Answer “Did they say it?” first." in page(send(signed_in(edith), claim, "submit", reason="Because."))


def test_a_phrase_is_reason_enough(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)
    phrase = "Only this relay says so; no primary record was found."

    send(signed_in(edith), claim, "submit", attribution="relayed", phrase=phrase)

    assert claim.findings.get().reason == phrase


def test_the_two_questions_come_with_their_written_meanings(signed_in: Callable[[User], Client], edith: User) -> None:
    shown = opened(signed_in(edith), claim_at(Status.IN_REVIEW, by=edith))

    assert "Did they say it?" in shown
    assert "<small>These words, primary record seen or heard</small>" in shown
    assert "<small>An opinion, a threat, a demand, a prediction</small>" in shown


def test_who_sends_again_begins_with_the_answers_that_came_back(
    signed_in: Callable[[User], Client], edith: User, emil: User
) -> None:
    claim = claim_at(Status.SECOND_CHECK, by=edith)
    findings.send_back(claim.pk, by=acting(emil), because="Who else?")

    shown = opened(signed_in(edith), claim)

    assert re.search(r'name="attribution" value="relayed"[^>]*checked', shown)
    assert "As the agency has it.</textarea>" in shown


def test_a_second_reader_sends_back_with_own_answers_beside_the_first(
    signed_in: Callable[[User], Client], edith: User, emil: User
) -> None:
    claim = claim_at(Status.SECOND_CHECK, by=edith)

    send(
        signed_in(emil),
        claim,
        "send-back",
        because="It was never said.",
        attribution="not_established",
        verdict="unchecked",
        reason="I looked and found nothing.",
    )
    shown = opened(signed_in(emil), claim)

    assert [finding.state for finding in claim.findings.all()] == [FindingState.SENT_BACK, FindingState.COUNTER]
    assert "The second reader&#x27;s own answers" in shown or "The second reader's own answers" in shown
    assert "I looked and found nothing." in shown
    assert "It was never said." in shown


def test_without_own_answers_nothing_stands_beside_the_first(
    signed_in: Callable[[User], Client], edith: User, emil: User
) -> None:
    claim = claim_at(Status.SECOND_CHECK, by=edith)

    send(signed_in(emil), claim, "send-back", because="Who else?", verdict="unchecked")

    assert [finding.state for finding in claim.findings.all()] == [FindingState.SENT_BACK]


def test_what_somebody_changed_meanwhile_is_not_overwritten(
    signed_in: Callable[[User], Client], edith: User, emil: User
) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)
    wording.change_statement(claim.pk, "Another sentence.", by=acting(emil))

    answer = send(signed_in(edith), claim, "statement", version=claim.version, statement="My own sentence.")
    shown = page(answer)

    assert answer.status_code == 409
    assert "Somebody changed this while you were working." in shown
    assert "My own sentence.</textarea>" in shown
    assert '<h1 dir="auto">Another sentence.</h1>' in shown
    assert f'name="version" value="{claim.version + 1}"' in shown, "sent again, it goes through"


def test_a_version_that_is_no_number_is_refused_and_does_not_crash(
    signed_in: Callable[[User], Client], edith: User
) -> None:
    assert send(signed_in(edith), claim_at(Status.UNVERIFIED, by=edith), "take", version="x").status_code == 422


WORDS_IN = [
    (act, field)
    for act, typed in TYPED.items()
    for field in sorted({*typed, "because", "waiting_from", "text", "name"})
    if field in DEEDS[act].form.base_fields and isinstance(DEEDS[act].form.base_fields[field], WordsField)
]


@pytest.mark.parametrize(("act", "field"), WORDS_IN)
@pytest.mark.parametrize("words", ["a\x00b", "\x00", "long " * 10_000])
def test_words_that_no_database_keeps_are_refused_with_a_sentence(
    signed_in: Callable[[User], Client], clara: User, rosa: User, act: ClaimAct, field: str, words: str
) -> None:
    status = next(iter(offers.OFFERS[act].begins), Status.VERIFIED)
    claim = claim_at(
        Status.VERIFIED if act is ClaimAct.STILL_HOLDS else status,
        by=rosa if status is Status.SECOND_CHECK else clara,
        stale=act is ClaimAct.STILL_HOLDS,
        rounds=2 if act is ClaimAct.SETTLE else 0,
    )

    typed = {**TYPED[act], field: words, **({"speaker": "new"} if field == "name" else {})}
    answer = send(signed_in(clara), claim, act, **typed)

    assert answer.status_code == 422
    assert re.search(r'class="errors" role="alert".*?<li>.*?[.!]', page(answer), re.DOTALL)


@pytest.mark.parametrize("act", ["agree!", "claim", "delete", "TAKE"])
def test_an_act_that_is_none_is_not_found(signed_in: Callable[[User], Client], edith: User, act: str) -> None:
    assert send(signed_in(edith), make_claim(), act).status_code == 404


def test_acts_are_never_links(signed_in: Callable[[User], Client], edith: User) -> None:
    assert signed_in(edith).get(reverse("claim-act", args=[make_claim().pk, "accept"])).status_code == 405


def test_a_claim_that_is_not_there_is_not_found(signed_in: Callable[[User], Client], edith: User) -> None:
    here = signed_in(edith)

    assert here.get(reverse("claim", args=[999_999])).status_code == 404
    assert here.get(reverse("claim", args=[10**30])).status_code == 404
    assert here.post(reverse("claim-act", args=[999_999, "take"])).status_code == 404


@pytest.mark.parametrize(
    ("begins", "act", "ends"),
    [
        (Status.UNVERIFIED, "take", Status.IN_REVIEW),
        (Status.IN_REVIEW, "release", Status.UNVERIFIED),
        (Status.IN_REVIEW, "hold", Status.WAITING),
        (Status.IN_REVIEW, "submit", Status.SECOND_CHECK),
        (Status.PROPOSED, "set-aside", Status.SET_ASIDE),
        (Status.SET_ASIDE, "restore", Status.PROPOSED),
    ],
)
def test_what_was_done_is_said_with_its_way_back(
    signed_in: Callable[[User], Client], edith: User, begins: Status, act: str, ends: Status
) -> None:
    claim = claim_at(begins, by=edith)
    here = signed_in(edith)

    typed = {**seen(claim), **TYPED[ClaimAct(act)]}
    answer = here.post(reverse("claim-act", args=[claim.pk, act]), typed, follow=True)
    assert Claim.objects.get(pk=claim.pk).status == ends
    here.post(*way_back(page(answer)))

    assert Claim.objects.get(pk=claim.pk).status == begins


def test_an_act_done_from_a_list_leads_back_to_it_and_so_does_its_undo(
    signed_in: Callable[[User], Client], edith: User
) -> None:
    claim, here, back = make_claim(), signed_in(edith), "/documents/7/?show=all#c3"

    answer = here.post(reverse("claim-act", args=[claim.pk, "set-aside"]), {**seen(claim), "next": back})
    assert answer["Location"] == back

    assert here.post(*way_back(page(here.get(reverse("claims")))))["Location"] == back


def test_an_act_leads_nobody_elsewhere(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = make_claim()

    answer = send(signed_in(edith), claim, "set-aside", next="https://elsewhere.example/")

    assert answer["Location"] == reverse("claim", args=[claim.pk])


def test_a_claim_waits_for_what_from_whom_until_when(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)
    here = signed_in(edith)

    refused = page(send(here, claim, "hold", waiting_from="AFP Beirut", until="2001-01-01T10:00", waiting_for="x"))
    assert "That day has passed. Give a day to come." in refused
    assert 'value="AFP Beirut"' in refused
    assert 'value="2001-01-01T10:00"' in refused

    send(here, claim, "hold", waiting_for="the recording", waiting_from="AFP Beirut", until="2199-01-01T10:00")
    shown = opened(here, claim)
    assert "the recording" in shown
    assert "AFP Beirut" in shown
    assert "1 Jan 2199" in shown


# --- Who said it ---------------------------------------------------------------------------------------------------


@pytest.fixture
def open_claim() -> Claim:
    """A proposal whose speaker is a pronoun that may point to two people."""
    claim = make_claim(words="We will not sign", speaker_printed="He")
    claim.quotations.update(
        candidates=[["Ibrahim Jabbawi", "nearest_name"], ["Russia", "nearest_speaker"]], resolved_by="pronoun"
    )
    return claim


def test_an_open_speaker_comes_with_candidates_and_their_reasons(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    shown = opened(signed_in(edith), open_claim)

    assert re.search(r"Ibrahim Jabbawi</bdi>.*?nearest name before it", shown, re.DOTALL)
    assert "Leave open: nobody is linked until somebody says who" in shown or "Leave open" in shown


def test_a_proposal_is_accepted_with_its_speaker_left_open(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    send(signed_in(edith), open_claim, "accept", speaker="proposed", kind="person")

    open_claim.refresh_from_db()
    assert (open_claim.status, open_claim.speaker_basis) == (Status.UNVERIFIED, SpeakerBasis.OPEN)


def test_one_button_elsewhere_accepts_as_proposed(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    assert send(signed_in(edith), open_claim, "accept").status_code == 302


def test_choosing_a_candidate_links_the_one_who_is_there(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    russia = make_source("Russia", kind=SourceKind.STATE)

    send(signed_in(edith), open_claim, "accept", speaker="candidate:Russia", kind="person")

    open_claim.refresh_from_db()
    assert (open_claim.speaker, open_claim.speaker_basis) == (russia, SpeakerBasis.EDITOR)
    assert "editor&#x27;s reading, not printed" in opened(signed_in(edith), open_claim) or (
        "editor's reading, not printed" in opened(signed_in(edith), open_claim)
    )


def test_a_name_in_the_list_has_to_be_in_the_list(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    answer = send(signed_in(edith), open_claim, "accept", speaker="named", name="Nobody Here", kind="person")

    assert answer.status_code == 422
    assert "Nobody here is called “Nobody Here”." in page(answer)
    assert not Source.objects.filter(name="Nobody Here").exists()


def test_a_new_name_becomes_a_source_of_its_kind(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    send(signed_in(edith), open_claim, "accept", speaker="new", name="Southern Front", kind="group")

    open_claim.refresh_from_db()
    assert open_claim.speaker is not None
    assert (open_claim.speaker.name, open_claim.speaker.kind) == ("Southern Front", SourceKind.GROUP)


def test_a_claim_can_be_stated_by_the_copy_itself(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim
) -> None:
    send(signed_in(edith), open_claim, "accept", speaker="copy", kind="person")

    open_claim.refresh_from_db()
    assert open_claim.speaker_basis == SpeakerBasis.COPY
    assert "stated by the copy itself" in opened(signed_in(edith), open_claim)


@pytest.mark.parametrize("chosen", ["named", "new"])
def test_where_several_have_the_name_each_is_offered(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim, chosen: str
) -> None:
    first, second = make_source("Ali Hassan"), make_source("Ali Hassan")
    here = signed_in(edith)

    answer = send(here, open_claim, "accept", speaker=chosen, name="Ali Hassan", kind="person")
    shown = page(answer)
    assert answer.status_code == 422
    assert "Several are called “Ali Hassan”." in shown
    assert f'value="source:{first.pk}"' in shown
    assert f'value="source:{second.pk}"' in shown

    send(here, open_claim, "accept", speaker=f"source:{second.pk}", name="Ali Hassan", kind="person")
    open_claim.refresh_from_db()
    assert open_claim.speaker == second


@pytest.mark.parametrize("chosen", ["source:999999", "source:x", "source:", "candidate:Nobody", "source:٣"])
def test_a_speaker_that_was_never_offered_is_refused(
    signed_in: Callable[[User], Client], edith: User, open_claim: Claim, chosen: str
) -> None:
    answer = send(signed_in(edith), open_claim, "accept", speaker=chosen, kind="person")

    assert answer.status_code == 422
    assert Claim.objects.get(pk=open_claim.pk).status == Status.PROPOSED


def test_the_source_via_is_chosen_by_name_or_by_number(signed_in: Callable[[User], Client], edith: User) -> None:
    first, second = make_source("Reuters", kind=SourceKind.AGENCY), make_source("Reuters", kind=SourceKind.OUTLET)
    claim, here = claim_at(Status.UNVERIFIED, by=edith), signed_in(edith)

    shown = page(send(here, claim, "source", source="Reuters"))
    assert f"#{first.pk}" in shown
    assert f"#{second.pk}" in shown
    send(here, claim, "source", source=f"#{second.pk}")

    claim.refresh_from_db()
    assert (claim.source, claim.source_is_chosen) == (second, True)
    assert "chosen by an editor" in opened(here, claim)


# --- Evidence ------------------------------------------------------------------------------------------------------


def test_each_kind_of_evidence_is_given_in_one_form(signed_in: Callable[[User], Client], rosa: User) -> None:
    claim, here = claim_at(Status.IN_REVIEW, by=rosa), signed_in(rosa)
    common = {"stance": "contradicts", "relation": "unstated"}

    send(here, claim, "evidence", kind="link", address="https://a.example/b?c=1&d=2", **common)
    send(here, claim, "evidence", kind="file", file=SimpleUploadedFile("minutes.pdf", b"%PDF"), **common)
    send(here, claim, "evidence", kind="note", text="I was there.", **common)
    send(here, claim, "evidence", kind="asked", asked_whom="The press office", asked_how="by phone", **common)
    shown = opened(here, claim)

    assert [kept.kind for kept in claim.evidence.all()] == ["link", "file", "note", "asked"]
    link = claim.evidence.get(kind="link")
    assert f'href="{reverse("evidence-open", args=[link.pk])}"' in shown
    assert ">https://a.example/b?c=1&amp;d=2</a>" in shown
    assert "minutes.pdf" in shown
    assert "I was there." in shown
    assert "No reply." in shown
    assert shown.count('data-stance="contradicts"') == 4


def test_an_answer_is_kept_with_whom_it_came_from(signed_in: Callable[[User], Client], rosa: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=rosa)

    send(
        signed_in(rosa),
        claim,
        "evidence",
        kind="asked",
        asked_whom="The press office",
        asked_at="2026-11-20T09:40",
        has_reply="yes",
        text="They deny it.",
        stance="contradicts",
        relation="speaker",
    )

    kept = claim.evidence.get()
    assert (kept.has_reply, kept.asked_at) == (True, datetime(2026, 11, 20, 9, 40, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "link"}, "Give an address, a file, a note, or say whom you asked."),
        ({"kind": "link", "address": "javascript:alert(1)"}, "is not an address that begins with http"),
        ({"kind": "file"}, "Give an address, a file, a note, or say whom you asked."),
        ({"kind": "note", "text": " "}, "Give an address, a file, a note, or say whom you asked."),
        ({"kind": "asked"}, "Give an address, a file, a note, or say whom you asked."),
    ],
)
def test_evidence_without_substance_is_refused_beside_its_field(
    signed_in: Callable[[User], Client], rosa: User, typed: dict[str, str], sentence: str
) -> None:
    claim = claim_at(Status.IN_REVIEW, by=rosa)

    answer = send(signed_in(rosa), claim, "evidence", stance="supports", relation="unstated", **typed)

    assert answer.status_code == 422
    assert re.search(rf'<p class="error" id="evidence-\w+_error">[^<]*{re.escape(sentence)}', page(answer))


def test_a_file_is_handed_out_to_be_saved_and_never_shown(signed_in: Callable[[User], Client], rosa: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=rosa)
    content = b"<script>alert(1)</script>"
    kept = evidence.add(
        claim.pk,
        Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name='a "b"\r\nX: é.html', content=content),
        by=acting(rosa),
    )

    answer = signed_in(rosa).get(reverse("evidence-file", args=[kept.pk]))

    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_or_was_never_there_is_not_found(signed_in: Callable[[User], Client], rosa: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=rosa)
    link = Evidence.objects.create(
        claim=claim, kind=EvidenceKind.LINK, stance=Stance.SUPPORTS, address="https://a.example/", added_by=rosa
    )
    gone = Evidence.objects.create(
        claim=claim,
        kind=EvidenceKind.FILE,
        stance=Stance.SUPPORTS,
        file_sha256=sha256(b"gone").hexdigest(),
        file_name="gone.txt",
        added_by=rosa,
    )

    for pk in (link.pk, gone.pk, 999_999):
        assert signed_in(rosa).get(reverse("evidence-file", args=[pk])).status_code == 404


# --- What the page shows -------------------------------------------------------------------------------------------


@pytest.fixture
def rich(edith: User, emil: User, noise: None) -> Claim:
    """A claim with everything: damage, a chain, other copies, findings with a counter answer, evidence, notes."""
    text = "One line.\n\nTheir spokesman, Ibrahim Jabbawi, told AFP on Wednesday: “Nothing has been agreed.\n\nThe end."
    document = make_document(text, our_title="Talks & more")
    claim = make_claim(
        STATEMENT, words="“Nothing has been agreed.", speaker_printed="Ibrahim Jabbawi", document=document
    )
    quotation = claim.quotations.get()
    speaker = text.index("Ibrahim")
    Quotation.objects.filter(pk=quotation.pk).update(
        speaker_start=speaker,
        speaker_end=speaker + 15,
        role_printed="Their spokesman",
        cue="told",
        cue_start=text.index("told"),
        cue_end=text.index("told") + 4,
        told_to="AFP",
        told_to_kind=ToldToKind.OUTLET,
        medium="in an online release",
        said_when="on Wednesday",
        damage=[[DamageKind.UNBALANCED_MARK, quotation.start, quotation.start + 1]],
        reasons=["cue_common", "speaker_named"],
    )
    chain(quotation)
    make_quotation(claim, make_document("It was said: nothing has been agreed."), "nothing has been agreed")
    make_quotation(
        claim, make_document("“Nothing at all was agreed,” he said."), "Nothing at all was agreed", is_altered=True
    )
    review.accept(claim.pk, by=acting(edith), speaker=SpeakerChoice(new_name="Ibrahim Jabbawi"))
    review.take(claim.pk, by=acting(edith))
    for number in (1, 2):
        evidence.add(
            claim.pk,
            Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address=f"https://a.example/{number}"),
            by=acting(edith),
        )
    answers = Answers(Attribution.CONFIRMED, Verdict.TRUE, "Heard it.")
    findings.submit(claim.pk, answers, by=acting(edith))
    findings.send_back(
        claim.pk, by=acting(emil), because="Not so.", own=Answers(Attribution.ALTERED, Verdict.UNCHECKED, "Another.")
    )
    findings.submit(claim.pk, answers, by=acting(edith))
    for body in ("First note.", "Second note."):
        Note.objects.create(claim=claim, body=body, written_by=emil)
    return claim


def chain(quotation: Quotation) -> None:
    """Jabbawi told AFP, which an unknown publisher republished by machine."""
    steps = [
        (Knowledge.KNOWN, "Ibrahim Jabbawi", [RelayRole.SPEAKER, RelayRole.SPOKESPERSON], "told", Basis.PRINTED, ""),
        (Knowledge.KNOWN, "AFP", [RelayRole.AGENCY], "told", Basis.PRINTED, ""),
        (Knowledge.UNKNOWN, "", [RelayRole.REPUBLISHER], "", Basis.INFERRED, DamageKind.MACHINE_TRANSLATION),
    ]
    for position, (knowledge, name, roles, words, basis, inferred_from) in enumerate(steps):
        Relay.objects.create(
            quotation=quotation,
            position=position,
            knowledge=knowledge,
            name=name,
            roles=roles,
            words=words,
            basis=basis,
            inferred_from=inferred_from,
            transform=Transform.MACHINE_TRANSLATION if inferred_from else Transform.UNKNOWN,
            is_read_by_us=position == 2,
        )


def test_the_page_asks_the_database_a_fixed_number_of_times(
    signed_in: Callable[[User], Client], emil: User, rich: Claim, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here, bare = signed_in(emil), make_claim()

    # Session, person, role; fifteen for the claim, three for words to join, one for what it may take over, one for
    # whom it can be given to; ten to look whether it is as the ledger says; one for the lists that carried it.
    with django_assert_num_queries(34):
        opened(here, rich)
    with django_assert_num_queries(23):  # none for the names that stand in its events: there are none
        opened(here, bare)


def test_the_words_stand_in_their_paragraph_with_speaker_cue_and_damage(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = opened(signed_in(emil), rich)

    assert '<span class="speaker">Ibrahim Jabbawi</span>, <span class="cue">told</span> AFP on Wednesday: ' in shown
    assert '<mark class="q q-direct is-current" data-tone="checking">' in shown
    assert '<span class="says">A quotation mark has no partner.</span>' in shown
    assert "One line." in shown


def test_the_words_lead_to_their_number_in_the_story(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    document = Document.objects.get(our_title="Talks & more")
    make_claim(words="One line", document=document)
    address = f"{reverse('document', args=[document.pk])}#q2"

    assert f'<a href="{address}">In the story</a>' in opened(signed_in(emil), rich)
    assert 'id="q2"' in page(signed_in(emil).get(address))


def test_the_facts_say_what_is_printed_and_what_is_not(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = re.sub(r"<[^>]+>|\s+", " ", opened(signed_in(emil), rich))
    shown = re.sub(r"\s+", " ", shown)

    for words in (
        "“ Their spokesman ”",
        "Told to AFP outlet",
        "“ in an online release ”",
        "“ on Wednesday ” no document date",
        "Confidence 90% about 9 in 10 proposals like this one are right",
        "What that rests on cue: “told”, a plain word of saying speaker: a name",
        "version 1 of 1",
    ):
        assert words in shown, words


def test_who_carried_the_words_and_a_speaker_who_monitors_are_among_what_is_printed(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    rich.quotations.update(carried_by="Radio Tolvik", speaker_monitors=True)
    shown = " ".join(re.sub(r"<[^>]+>", " ", opened(signed_in(emil), rich)).split())

    assert "Carried by “ Radio Tolvik ”" in shown
    assert "described as one who monitors" in shown


def test_a_claim_that_a_person_found_has_no_confidence_and_says_by_hand(
    signed_in: Callable[[User], Client], emil: User, rosa: User, rich: Claim
) -> None:
    rich.quotations.update(confidence=None, extractor="", found_by=rosa)
    shown = " ".join(re.sub(r"<[^>]+>", " ", opened(signed_in(emil), rich)).split())

    assert "Rosa Lindqvist by hand" in shown
    assert "What that rests on" not in shown


def test_candidates_beside_a_speaker_who_was_resolved_are_others(
    signed_in: Callable[[User], Client], emil: User, open_claim: Claim
) -> None:
    assert "<dt>May be</dt>" in opened(signed_in(emil), open_claim)
    open_claim.quotations.update(speaker_resolved="Ibrahim Jabbawi")
    assert "<dt>May also be</dt>" in opened(signed_in(emil), open_claim)


def test_a_printed_day_is_resolved_only_against_the_document_s_own_date(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    Document.objects.filter(our_title="Talks & more").update(
        published=datetime(2018, 7, 5, 12, tzinfo=UTC),
        published_knowledge=Knowledge.KNOWN,
        published_precision=DatePrecision.DAY,
        published_zone="UTC",
    )

    shown = opened(signed_in(emil), rich)
    assert "Wednesday 4 July 2018, counted from the document's date, 5 July 2018" in unescape(shown)


def test_a_span_of_days_is_shown_as_one(signed_in: Callable[[User], Client], emil: User, rich: Claim) -> None:
    Document.objects.filter(our_title="Talks & more").update(
        published=datetime(2018, 7, 5, 12, tzinfo=UTC),
        published_knowledge=Knowledge.KNOWN,
        published_precision=DatePrecision.DAY,
        published_zone="UTC",
    )
    rich.quotations.filter(is_primary=True).update(said_when="last week")

    shown = opened(signed_in(emil), rich)
    assert "Monday 25 June 2018 – Sunday 1 July 2018, counted from the document's date, 5 July 2018" in unescape(shown)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("on Wednesday", date(2018, 7, 4)),
        ("Thursday", date(2018, 7, 5)),
        ("last Thursday", date(2018, 6, 28)),
        ("on Friday evening", date(2018, 6, 29)),
        ("yesterday", date(2018, 7, 4)),
        ("today, in Geneva", date(2018, 7, 5)),
        ("in spring", None),
        ("", None),
    ],
)
def test_a_weekday_is_the_last_one_up_to_the_document_s_date(printed: str, day: date | None) -> None:
    thursday_evening_in_damascus = Document(
        published=datetime(2018, 7, 4, 22, 30, tzinfo=UTC), published_precision="minute", published_zone="+03:00"
    )

    said_on = said_when.resolved(printed, thursday_evening_in_damascus)
    assert (said_on and said_on.first) == day


def test_a_date_that_is_not_exact_resolves_no_weekday() -> None:
    in_july = Document(published=datetime(2018, 7, 1, tzinfo=UTC), published_precision="month", published_zone="UTC")

    assert said_when.resolved("on Wednesday", in_july) is None


def test_the_chain_is_a_picture_and_the_same_as_a_list(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = opened(signed_in(emil), rich)
    picture = re.search(r"<svg.*?</svg>", shown, re.DOTALL)
    steps = re.search(r'<ol class="steps">.*?</ol>', shown, re.DOTALL)

    assert picture
    assert steps
    assert f'<title id="chain-{rich.pk}-title">Chain of claim {rich.pk}</title>' in picture[0]
    assert 'class="step is-unknown is-read"' in picture[0]
    assert 'class="edge is-read is-inferred"' in picture[0]
    for name in ("Ibrahim Jabbawi", "AFP", "Publisher unknown"):
        assert name in picture[0]
        assert name in steps[0]
    assert "translated by machine" in picture[0]
    assert re.search(r"inferred\s+from “<bdi>Reads like machine translation</bdi>”", steps[0])


def test_boxes_and_edges_of_a_chain_touch_and_stay_within_the_picture(rich: Claim) -> None:
    relays = list(Relay.objects.filter(quotation__claim=rich).select_related("source"))
    drawn = chain_picture.picture(relays)

    assert drawn
    assert [edge.start for edge in drawn.edges] == [box.end for box in drawn.boxes[:-1]]
    assert [edge.end for edge in drawn.edges] == [box.x for box in drawn.boxes[1:]]
    assert drawn.boxes[-1].end < drawn.width
    assert chain_picture.picture([]) is None


def test_a_name_too_long_for_its_box_is_cut_there_and_whole_in_the_list(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    name = "The Negotiations Committee of the Southern Provinces and of All Their Towns"
    Relay.objects.filter(quotation__claim=rich, position=1).update(name=name, source=None)

    shown = opened(signed_in(emil), rich)

    assert re.search(r'<text class="name"[^>]*>The Negotiations[^<]*…</text>', shown)
    assert f"<bdi>{name}</bdi>" in shown


def test_other_copies_stand_below_with_what_happened_to_them(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = opened(signed_in(emil), rich)

    assert "Nothing at all was agreed" in shown
    assert "sense changed in this copy" in shown


def test_a_quotation_that_was_followed_into_a_newer_version_is_not_shown_twice(
    signed_in: Callable[[User], Client], emil: User
) -> None:
    document = make_document("He said: “No.”")
    claim = make_claim(words="“No.”", document=document)
    claim.quotations.update(place=Place.FOLLOWED, is_primary=False)
    make_snapshot(document, "On Monday he said: “No.”", number=2)
    make_quotation(claim, document, "“No.”", is_primary=True)

    shown = re.sub(r"\s+", " ", opened(signed_in(emil), claim))

    assert "version 2 of 2" in shown
    assert "Also in" not in shown


def test_a_claim_without_a_quotation_has_its_page(signed_in: Callable[[User], Client], emil: User) -> None:
    claim = wording.enter_by_hand(
        by=acting(emil), statement="The border stays closed.", speaker=SpeakerChoice(new_name="Ayman Safadi")
    )

    shown = opened(signed_in(emil), claim)

    assert "Entered by hand" in shown
    assert "The border stays closed." in shown
    assert "<svg" not in shown


def test_a_stale_claim_says_since_when_and_why(signed_in: Callable[[User], Client], emil: User, rosa: User) -> None:
    claim = claim_at(Status.VERIFIED, by=rosa, stale=True)
    claim.stale_because = "The agency <corrected> its copy."
    claim.version += 1
    claim.save()

    shown = opened(signed_in(emil), claim)

    assert "The agency &lt;corrected&gt; its copy." in shown
    assert '<span class="stale">stale</span>' in shown
    assert {"still-holds", "reopen"} <= offered_on(shown)


def test_a_claim_of_a_withdrawn_document_says_so(signed_in: Callable[[User], Client], emil: User, rich: Claim) -> None:
    Document.objects.filter(our_title="Talks & more").update(
        withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC), withdrawn_because="A hoax."
    )

    assert re.search(r"The document was withdrawn:\s+A hoax\.", opened(signed_in(emil), rich))


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_page_with_its_word_and_meaning(
    signed_in: Callable[[User], Client], vera: User, rosa: User, status: Status
) -> None:
    shown = opened(signed_in(vera), claim_at(status, by=rosa))

    assert str(workflow.STATUSES[status].label) in shown
    assert str(workflow.STATUSES[status].meaning) in shown


def test_earlier_findings_are_folded_and_counter_answers_stand_beside_the_first(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = opened(signed_in(emil), rich)
    folded = re.search(r"1 earlier finding</summary>(.*?)</details>", shown, re.DOTALL)

    assert folded
    assert "Not so." in folded[1]
    assert "Altered" in folded[1]
    whole = claim_page.whole(rich.pk)
    assert whole.findings.standing is not None
    assert whole.findings.standing.finding.state == FindingState.SUBMITTED
    assert whole.findings.earlier[0].counter is not None


def test_hostile_words_stay_words(signed_in: Callable[[User], Client], clara: User) -> None:
    hostile = make_person(Role.REPORTER, name=HOSTILE)
    document = make_document(f"He said: {HOSTILE} Yes.", our_title=HOSTILE)
    claim = make_claim(HOSTILE, words=HOSTILE, speaker=make_source(HOSTILE), speaker_printed=HOSTILE, document=document)
    claim.quotations.update(role_printed=HOSTILE, medium=HOSTILE, said_when=HOSTILE, candidates=[[HOSTILE, "role"]])
    chain(claim.quotations.get())
    Relay.objects.update(name=HOSTILE, words=HOSTILE)
    Note.objects.create(claim=claim, body=HOSTILE, written_by=hostile)
    for given in (
        Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name=HOSTILE, content=b"x", text=HOSTILE),
        Given(EvidenceKind.ASKED, Stance.SUPPORTS, asked_whom=HOSTILE, asked_how=HOSTILE),
    ):
        evidence.add(claim.pk, given, by=acting(hostile))
    review.set_aside(claim.pk, by=acting(hostile), because=HOSTILE)

    shown = opened(signed_in(clara), claim)

    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 15
    assert "{{ 7|add:7 }}" in shown


def test_hostile_words_that_are_refused_stay_words(signed_in: Callable[[User], Client], edith: User) -> None:
    claim = claim_at(Status.IN_REVIEW, by=edith)

    shown = page(send(signed_in(edith), claim, "speaker", speaker="named", name=HOSTILE, because=HOSTILE))

    assert "<script>alert" not in shown
    assert "<img" not in shown


def test_the_page_holds_no_style_and_no_script_of_its_own(
    signed_in: Callable[[User], Client], emil: User, rich: Claim
) -> None:
    shown = opened(signed_in(emil), rich)

    assert not re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", shown)


# --- The piece of the story ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Short: “words”",
        "A.\n\n" * 300 + "He said “words” once.\n\n" + "B.\n\n" * 300,
        "one long line without an end " * 200 + "“words”" + " and on it goes" * 200,
        "قال المتحدث «words» اليوم 🙂 " * 30,
        "\n\n\n“words”\n\n\n",
    ],
)
def test_the_piece_of_a_story_is_the_story_letter_by_letter(text: str) -> None:
    words = next(quoted for quoted in ("“words”", "«words»") if quoted in text)
    claim = make_claim(words=words, document=make_document(text))
    quotation = claim.quotations.get()

    shown = excerpt.around(quotation, claim, text)
    joined = "".join(piece.text for piece in shown.pieces if isinstance(piece, Words))

    assert joined == text[shown.start : shown.end]
    assert shown.start <= quotation.start < quotation.end <= shown.end
    assert len(joined) <= 2200


def test_a_story_in_another_script_keeps_its_direction(signed_in: Callable[[User], Client], emil: User) -> None:
    claim = make_claim(
        words="لم يتم الاتفاق",
        document=make_document("قال: لم يتم الاتفاق", language="ar", language_knowledge=Knowledge.KNOWN),
    )

    assert '<div class="story excerpt" dir="auto" lang="ar">' in opened(signed_in(emil), claim)


# --- History -------------------------------------------------------------------------------------------------------


def test_the_history_says_who_did_what_and_why(signed_in: Callable[[User], Client], edith: User, rosa: User) -> None:
    claim = claim_at(Status.UNVERIFIED, by=rosa)
    wording.change_statement(claim.pk, "Talks ended.", by=acting(rosa))
    review.set_aside(claim.pk, by=acting(edith), because="Duplicate")

    lines = history.of_claim(Claim.objects.get(pk=claim.pk))

    assert [(line.who, line.did, line.reason) for line in lines] == [
        ("Edith Marlow", "set it aside", "Duplicate"),
        ("Rosa Lindqvist", "changed or approved the statement", ""),
    ]
    assert lines[1].details == [f"“Talks ended.” instead of “{STATEMENT}”"]
    assert "Why: Duplicate" in opened(signed_in(edith), claim)


def test_the_history_marks_what_a_machine_a_command_or_a_bulk_act_did(edith: User) -> None:
    first, second = make_claim(), make_claim()
    review.accept_all([first.pk, second.pk], by=acting(edith))
    review.take(first.pk, by=acting(edith))
    review.release(first.pk, by=Actor(ActorKind.COMMAND, "tidy", role=Role.CHIEF))

    released, taken, accepted = history.of_claim(Claim.objects.get(pk=first.pk))

    assert (released.by, released.who) == ("command", "tidy")
    assert (taken.by, taken.others) == ("person", 0)
    assert (accepted.by, accepted.with_others) == ("bulk", "with 1 other")


def test_every_act_that_services_write_down_has_its_sentence() -> None:
    services = Path(history.__file__).parent.parent / "services"
    written = {act for file in services.glob("*.py") for act in re.findall(r'"(claim\.[a-z_]+)"', file.read_text())}

    assert written == set(history.DEEDS)


def test_every_reason_of_the_extractor_has_its_words() -> None:
    assert set(scoring.WEIGHTS) <= set(reasons.SENTENCES)


# --- By hand -------------------------------------------------------------------------------------------------------


def test_a_claim_is_entered_by_hand(signed_in: Callable[[User], Client], rosa: User) -> None:
    afp = make_source("Agence France-Presse", aliases=["AFP"], kind=SourceKind.AGENCY)

    answer = signed_in(rosa).post(
        reverse("claim-enter"),
        {"statement": "The border stays closed.", "speaker": "new", "name": "Ayman Safadi", "source": "AFP"},
    )

    claim = Claim.objects.get()
    assert answer["Location"] == reverse("claim", args=[claim.pk])
    assert (claim.status, str(claim.speaker), claim.source) == (Status.UNVERIFIED, "Ayman Safadi", afp)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"statement": " ", "speaker": "copy"}, "Write the statement"),
        ({"statement": "A.", "speaker": "named", "name": "Nobody"}, "Nobody here is called “Nobody”."),
        ({"statement": "A.", "speaker": "copy", "source": "Nobody"}, "Nobody here is called “Nobody”."),
        ({"statement": "A\x00.", "speaker": "copy"}, "NUL"),
        ({"statement": "A" * 2001, "speaker": "copy"}, "That is too long: at most 2000 characters."),
    ],
)
def test_a_refused_entry_keeps_what_was_typed(
    signed_in: Callable[[User], Client], rosa: User, typed: dict[str, str], sentence: str
) -> None:
    answer = signed_in(rosa).post(reverse("claim-enter"), typed)

    assert answer.status_code == 422
    assert sentence in page(answer)
    assert typed["statement"].strip("\x00") in page(answer)
    assert not Claim.objects.exists()


def test_who_may_not_mark_may_not_enter(signed_in: Callable[[User], Client], vera: User) -> None:
    assert signed_in(vera).get(reverse("claim-enter")).status_code == 403
    assert signed_in(vera).post(reverse("claim-enter"), {"statement": "A.", "speaker": "copy"}).status_code == 403
