"""Tests: the form of the two answers. Phrases as reasons, what the answers would make of the claim, what they lack."""

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.forms.claim.findings import AnswersForm
from claims.models import Claim, Phrase
from claims.records.checking import Attribution, EvidenceKind, PhraseUse, Relation, Stance, Verdict
from claims.records.quotations import Identification
from claims.selectors import claim_page
from claims.services import evidence, findings
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.tests.conftest import acting, seen
from claims.tests.factories import make_claim, make_source
from claims.workflow import Status

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

HEARD, READ = "Heard in the recording.", "Read in the register."


def in_hand(person: User, identification: Identification = Identification.NAMED) -> Claim:
    """A claim that somebody has taken."""
    return make_claim(status=Status.IN_REVIEW, assigned_to=person, speaker=make_source(identification=identification))


def with_evidence(claim: Claim, person: User, relation: Relation, kind: EvidenceKind = EvidenceKind.LINK) -> None:
    """Give a claim one piece of evidence."""
    given = Given(kind, Stance.SUPPORTS, relation, address="https://a.example/", text="Seen.")
    evidence.add(claim.pk, given, by=acting(person))


def send(client: Client, person: User, claim: Claim, act: str, **typed: object) -> "Answer":
    """Send the form of an act as somebody."""
    client.force_login(person)
    return client.post(reverse("claim-act", args=[claim.pk, act]), {**seen(claim), **typed})


@pytest.fixture
def phrases(db: None) -> None:
    """Two phrases for answers, one out of use, one for sending back."""
    Phrase.objects.create(use=PhraseUse.FINDING, words=HEARD, position=1)
    Phrase.objects.create(use=PhraseUse.FINDING, words=READ, position=2)
    Phrase.objects.create(use=PhraseUse.FINDING, words="No longer said.", in_use=False)
    Phrase.objects.create(use=PhraseUse.SEND_BACK, words="Look again.")
    Phrase.objects.create(use=PhraseUse.SET_ASIDE, words="Duplicate")
    Phrase.objects.create(use=PhraseUse.HOLD, words="The recording")


# --- Phrases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "typed", "reason"),
    [
        ([HEARD], "", HEARD),
        ([HEARD, READ], "", f"{HEARD} {READ}"),
        ([HEARD], "At minute four.", f"{HEARD} At minute four."),
        ([HEARD], f"{HEARD} At minute four.", f"{HEARD} At minute four."),
        (["No longer said."], "", "No longer said."),
        ([], "At minute four.", "At minute four."),
    ],
)
def test_chosen_phrases_are_put_before_what_was_typed_and_never_twice(
    client: Client, rosa: User, phrases: None, chosen: list[str], typed: str, reason: str
) -> None:
    claim = in_hand(rosa)
    send(client, rosa, claim, "submit", attribution="relayed", phrase=chosen, reason=typed)
    assert claim.findings.get().reason == reason


def test_only_phrases_in_use_are_offered_each_with_its_digit(client: Client, rosa: User, phrases: None) -> None:
    claim = in_hand(rosa)
    client.force_login(rosa)
    shown = client.get(reverse("claim", args=[claim.pk])).content.decode()
    offered = re.findall(r'name="phrase" value="([^"]+)"', shown)
    assert sorted(offered) == sorted([HEARD, READ, "Duplicate", "The recording"])
    assert re.search(rf"{re.escape(READ)}</span> <kbd[^>]*>2</kbd>", shown)


def test_a_phrase_is_reason_enough_to_send_back_to_set_aside_and_to_hold(
    client: Client, rosa: User, edith: User, phrases: None
) -> None:
    first, second = in_hand(rosa), in_hand(rosa)
    findings.submit(first.pk, Answers(Attribution.RELAYED, Verdict.UNCHECKED, "Only AFP."), by=acting(rosa))
    send(client, edith, first, "send-back", because_phrase=["Look again."], verdict="unchecked")
    assert first.findings.get().second_because == "Look again."
    send(client, rosa, second, "hold", phrase=["The recording"])
    second.refresh_from_db()
    assert (second.status, second.waiting_for) == (Status.WAITING, "The recording")
    send(client, rosa, second, "set-aside", phrase=["Duplicate"])
    second.refresh_from_db()
    assert second.status == Status.SET_ASIDE


def test_a_refusal_keeps_the_phrases_that_were_chosen(client: Client, rosa: User, phrases: None) -> None:
    answer = send(client, rosa, in_hand(rosa), "submit", attribution="confirmed", phrase=[READ])
    assert answer.status_code == 422
    assert re.search(rf'value="{re.escape(READ)}"[^>]*checked', answer.content.decode())


# --- What the answers would make of the claim ----------------------------------------------------------------------

GROUNDS = [
    (Identification.NAMED, None),
    (Identification.NAMED, Relation.INDEPENDENT),
    (Identification.NAMED, Relation.SAME_STORY),
    (Identification.DESCRIBED, Relation.UNSTATED),
    (Identification.BARE, Relation.UNSTATED),
]


def tried(claim: Claim, answers: Answers, person: User) -> tuple[str, tuple[str, str]]:
    """The sentence with which a submission is refused, or what the claim becomes; then all is as it was."""
    with transaction.atomic():
        try:
            done = findings.submit(claim.pk, answers, by=acting(person))
        except Refused as refused:
            return refusals.sentence(refused), ("", "")
        finally:
            transaction.set_rollback(True)
        return "", (done.status, done.how_to_use)


@pytest.mark.parametrize(("identification", "relation"), GROUNDS)
def test_the_form_says_of_every_pair_of_answers_just_what_submitting_it_would_do(
    rosa: User, settings: Settings, identification: Identification, relation: Relation | None
) -> None:
    settings.SECOND_CHECK = False  # a submission decides at once
    claim = in_hand(rosa, identification)
    if relation:
        with_evidence(claim, rosa, relation)
    form = AnswersForm(whole=claim_page.whole(claim.pk))
    told = {pair: outcome for outcome in form.outcomes for pair in outcome.pairs.split()}
    pairs = [pair for pair in product(Attribution, Verdict) if pair[0] is not Attribution.UNCHECKED]
    assert set(told) == {"/".join(pair) for pair in pairs}
    for attribution, verdict in pairs:
        outcome = told[f"{attribution}/{verdict}"]
        missing, became = tried(claim, Answers(attribution, verdict, "Because."), rosa)
        assert outcome.missing == missing
        assert missing or (outcome.status, outcome.use) == became


def test_without_scripts_a_refused_submission_shows_what_its_answers_would_make(client: Client, rosa: User) -> None:
    answer = send(client, rosa, in_hand(rosa), "submit", attribution="relayed", verdict="true", reason="So it is.")
    shown = re.findall(r'<p data-pairs="([^"]+)">(.*?)</p>', answer.content.decode(), re.DOTALL)
    assert len(shown) == 1
    assert "relayed/true" in shown[0][0].split()
    assert "Verified" in shown[0][1]
    assert "With attribution only" in shown[0][1]
    assert "“True” needs evidence" in shown[0][1]


def test_before_an_answer_nothing_is_said_of_what_it_would_make(client: Client, rosa: User) -> None:
    claim = in_hand(rosa)
    client.force_login(rosa)
    shown = client.get(reverse("claim", args=[claim.pk])).content.decode()
    assert re.findall(r"<p data-pairs=\"[^\"]+\"( hidden)?>", shown) == [" hidden"] * shown.count("data-pairs=")


def test_each_answer_shows_the_digit_that_chooses_it(client: Client, rosa: User) -> None:
    claim = in_hand(rosa)
    client.force_login(rosa)
    shown = client.get(reverse("claim", args=[claim.pk])).content.decode()
    for field, digits in (("attribution", "123456"), ("verdict", "0123456")):
        fieldset = re.search(rf'data-asks="{field}".*?</fieldset>', shown, re.DOTALL)
        assert fieldset
        assert "".join(re.findall(r"<kbd[^>]*>(\d)</kbd>", fieldset[0])) == digits


# --- Every rule of a finding, and its sentence -----------------------------------------------------------------------

NEEDS = "needs evidence: a link, a file, or somebody asked. A note alone is not enough."
OWN_STORY = "cannot rest on a copy of this story or on the speaker's own words. Add other evidence."

# rule: identification of the speaker, evidence (kind and relation), damage, attribution, verdict, reason; the sentence
RULES = [
    ("named", "", "", "relayed", "true", " ", "Give a reason: others will read it in the history."),
    ("named", "", "", "unchecked", "true", "So.", "Answer “Did they say it?” first."),
    ("named", "note", "", "confirmed", "unchecked", "So.", f"“Confirmed” {NEEDS}"),
    ("named", "note", "", "altered", "unchecked", "So.", f"“Altered” {NEEDS}"),
    ("named", "note", "", "misattributed", "unchecked", "So.", f"“Misattributed” {NEEDS}"),
    ("named", "note", "", "relayed", "true", "So.", f"“True” {NEEDS}"),
    ("named", "note", "", "relayed", "misleading", "So.", f"“Misleading” {NEEDS}"),
    ("named", "note", "", "relayed", "false", "So.", f"“False” {NEEDS}"),
    ("named", "link same_story", "", "relayed", "true", "So.", f"“True” {OWN_STORY}"),
    ("named", "link speaker", "", "relayed", "misleading", "So.", f"“Misleading” {OWN_STORY}"),
    ("named", "link speaker", "", "relayed", "false", "So.", f"“False” {OWN_STORY}"),
    ("named", "", "cut_start", "relayed", "unchecked", "So.", "Write the statement yourself before you submit."),
    ("named", "", "cut_end", "relayed", "unchecked", "So.", "Write the statement yourself before you submit."),
    ("named", "", "foreign_matter", "relayed", "unchecked", "So.", "Write the statement yourself before you submit."),
    ("described", "link unstated", "", "confirmed", "unchecked", "So.", "or let a chief record that the house knows"),
    ("collective", "link unstated", "", "in_substance", "true", "So.", "or let a chief record that the house knows"),
    ("bare", "link unstated", "", "relayed", "true", "So.", "“True” needs evidence stated to be independent of them."),
]


@pytest.mark.parametrize(("speaker", "given", "damage", "attribution", "verdict", "reason", "sentence"), RULES)
def test_every_rule_of_a_finding_refuses_with_a_sentence_that_says_what_is_missing(
    client: Client,
    rosa: User,
    speaker: str,
    given: str,
    damage: str,
    attribution: str,
    verdict: str,
    reason: str,
    sentence: str,
) -> None:
    claim = in_hand(rosa, Identification(speaker))
    if given:
        kind, _space, relation = given.partition(" ")
        with_evidence(claim, rosa, Relation(relation or "unstated"), EvidenceKind(kind))
    if damage:
        claim.quotations.update(damage=[[damage, 0, 3]])
    typed = {"attribution": "" if attribution == "unchecked" else attribution, "verdict": verdict, "reason": reason}
    answer = send(client, rosa, claim, "submit", **typed)
    assert answer.status_code == 422
    assert sentence in re.sub("&#x27;", "'", answer.content.decode())
    assert Claim.objects.get(pk=claim.pk).status == Status.IN_REVIEW


def test_an_open_speaker_is_refused_with_a_sentence(client: Client, rosa: User) -> None:
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa)
    answer = send(client, rosa, claim, "submit", attribution="relayed", reason="So.")
    assert refusals.sentence(Refused(Refusal.SPEAKER_OPEN)) in answer.content.decode()
