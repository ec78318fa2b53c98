"""Tests: a day at the desk, through every service that writes, after which the ledger finds nothing wrong."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from claims.choices import faults
from claims.importers import pasted
from claims.ledger.stand_alone import Fault
from claims.models import Claim, Document, Event, Source
from claims.records.acts import Actor, Role, SubjectKind
from claims.records.chains import StepGiven
from claims.records.checking import Attribution, EvidenceKind, PhraseUse, Relation, Reliability, Stance, Verdict
from claims.records.documents import DocumentFacts
from claims.records.news import NewsKind
from claims.records.provenance import ChainEnd, Knowledge, RelayRole, SourceKind
from claims.records.sealing import GrantedFor
from claims.records.tokens import TokenScope
from claims.selectors.bulk_plans import BulkAct
from claims.services import (
    bulk,
    chain_editing,
    checkpoints,
    correcting,
    deadlines,
    documents,
    erasing,
    evidence,
    evidence_removal,
    exporting,
    findings,
    identity_requests,
    importing,
    issuing,
    ledger_checking,
    merging,
    notes,
    people,
    phrases,
    review,
    saved_views,
    sealing,
    second_factor,
    single_sign_on,
    sources,
    telling,
    tokens,
    undoing,
    webhooks,
    wording,
)
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.services.ledger_checking import Tally
from claims.services.list_files import Order
from claims.services.single_sign_on import Vouched
from claims.services.speaking import SpeakerChoice
from claims.tests.conftest import acting
from claims.tests.factories import make_person
from claims.tests.phones import give_password, with_phone
from claims.tests.stories import ASKED, CLOSED, CORRECTED, LIMIT, bring_in, claim_of
from claims.tests.test_news import assert_nothing_is_untold
from claims.workflow import Status

pytestmark = pytest.mark.django_db

LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address="https://port.example/notices")
FILE = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="minutes.txt", content=b"The minutes of the port.")
TRUE = Answers(Attribution.RELAYED, Verdict.TRUE, "The notice of the port says so.")
WHY = "She would be in danger if she were named."


@pytest.fixture(autouse=True)
def places_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Files and checkpoints of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


def unbroken() -> Tally:
    """The whole ledger is checked, and nothing is wrong with it."""
    tally = Tally()
    assert [faults.sentence(broken) for broken in ledger_checking.check(tally)] == []
    assert tally.lines == Event.objects.count()
    return tally


# --- What people do on such a day -------------------------------------------------------------------------------------


def check_a_claim(rosa: User, edith: User, emil: User) -> Claim:
    """From a proposal to a decision, with a way back for each step."""
    claim = claim_of(CLOSED)
    review.accept(claim.pk, by=acting(rosa))
    review.take_back_acceptance(claim.pk, by=acting(rosa))
    review.accept(claim.pk, by=acting(rosa))
    review.take(claim.pk, by=acting(rosa))
    review.release(claim.pk, by=acting(rosa))
    review.take(claim.pk, by=acting(rosa))
    review.hold(claim.pk, by=acting(rosa), waiting_for="The port answers.", until=timezone.now() + timedelta(days=1))
    review.resume(claim.pk, by=acting(rosa))
    deadlines.need(claim.pk, by=acting(rosa), needed_by=timezone.now() + timedelta(hours=2), needed_for="Front page")
    evidence.add(claim.pk, LINK, by=acting(rosa))
    second = evidence.add(claim.pk, FILE, by=acting(rosa))
    evidence_removal.remove(second.pk, by=acting(rosa))
    evidence_removal.bring_back(second.pk, by=acting(rosa))
    findings.submit(claim.pk, TRUE, by=acting(rosa))
    findings.take_back(claim.pk, by=acting(rosa))
    findings.submit(claim.pk, TRUE, by=acting(rosa))
    findings.agree(claim.pk, by=acting(edith))
    findings.take_back_agreement(claim.pk, by=acting(edith))
    findings.send_back(claim.pk, by=acting(emil), because="Who posted that notice?")
    findings.submit(claim.pk, TRUE, by=acting(rosa))
    return findings.agree(claim.pk, by=acting(edith))


def work_on_the_words(claim: Claim, edith: User) -> None:
    """A statement, who said it, and the way the words took."""
    findings.reopen(claim.pk, by=acting(edith), because="The port answered again.")
    wording.change_statement(claim.pk, "The port of Tolvik is shut until Friday.", by=acting(edith))
    wording.change_speaker(
        claim.pk, SpeakerChoice(new_name="Port of Tolvik", new_kind=None), by=acting(edith), because="It signed it."
    )
    step = StepGiven(roles=(RelayRole.SPEAKER,), knowledge=Knowledge.UNKNOWN)
    agency = StepGiven(roles=(RelayRole.AGENCY,), name="Fjordpress", new_kind=SourceKind.AGENCY)
    copy = StepGiven(roles=(RelayRole.REPUBLISHER,), knowledge=Knowledge.UNKNOWN, is_read_by_us=True)
    chain_editing.rebuild(claim.pk, [step, agency, copy], ends=ChainEnd.NOT_LOOKED, by=acting(edith))
    chain_editing.give_back(claim.pk, by=acting(edith))


def make_sources_one(edith: User, clara: User) -> Source:
    """Two entries for one person: merged, taken apart, merged again; renamed and rated."""
    kept = sources.create(by=acting(edith), name="Ilse Marten", kind=SourceKind.PERSON)
    dropped = sources.create(by=acting(edith), name="I. Marten", kind=SourceKind.PERSON)
    wording.enter_by_hand(by=acting(edith), statement="The pier is new.", speaker=SpeakerChoice(source=dropped.pk))
    merging.merge(kept.pk, dropped.pk, by=acting(edith))
    merging.unmerge(dropped.pk, by=acting(edith))
    merging.merge(kept.pk, dropped.pk, by=acting(edith))
    kept.refresh_from_db()
    sources.rate(kept.pk, by=acting(clara), version=kept.version, reliability=Reliability.B, rationale="Was right.")
    kept.refresh_from_db()
    return kept


def seal_and_redact(source: Source, rosa: User, clara: User) -> None:
    """A seal, a request that is granted and used, a broken seal, another, and its redaction."""
    carl = make_person(Role.CHIEF, "carl")
    sealing.seal(source.pk, by=acting(clara), version=source.version, because=WHY, contact="by the lighthouse")
    for person, chief in ((rosa, clara), (clara, carl)):
        asked = identity_requests.ask(source.pk, by=acting(person), motive="The court asks us.")
        identity_requests.grant(asked.pk, by=acting(chief), version=asked.version, lasts=GrantedFor.HOUR)
        identity_requests.see(source.pk, by=acting(person))
    source.refresh_from_db()
    sealing.unseal(source.pk, by=acting(clara), version=source.version, because="She spoke herself.")
    source.refresh_from_db()
    sealing.seal(source.pk, by=acting(clara), version=source.version, because=WHY)
    source.refresh_from_db()
    sealing.redact(source.pk, by=acting(clara), version=source.version, because=WHY)
    sealing.finish_redactions()


def erase(document: Document, clara: User, edith: User) -> None:
    """Withdrawn, brought back, withdrawn for good, and erased by two people."""
    evidence.add_to_document(document.pk, FILE, by=acting(edith))
    notes.add_to_document(document.pk, "It says: the harbour stays closed until Friday.", by=acting(edith))
    documents.withdraw(document.pk, because="Not ours.", by=acting(clara))
    documents.reinstate(document.pk, by=acting(clara))
    documents.withdraw(document.pk, because="Not ours to hold.", by=acting(clara))
    erasing.ask(document.pk, because="A court ordered it.", by=acting(clara))
    erasing.erase(document.pk, by=acting(edith))


def come_in_another_way(settings: Settings, rosa: User) -> None:
    """The house's own sign-in, with a role that changes; a second factor on and off."""
    settings.OIDC_ROLES = {"night-desk": "reporter", "chiefs": "editor"}
    for group in ("night-desk", "chiefs"):
        single_sign_on.welcome(Vouched("house", "n-1", username="nora", first_name="Nora", groups=[group]))
    with_phone(rosa)
    give_password(Client(), rosa)
    second_factor.make_codes(by=acting(rosa))
    second_factor.turn_off(by=acting(rosa))


def keep_house(edith: User, clara: User) -> None:
    """Views, phrases, lists, people, notes."""
    view = saved_views.keep("Harbour", "q=harbour", by=acting(edith), is_shared=True)
    saved_views.change(view.pk, by=acting(edith), name="The harbour", is_shared=False)
    saved_views.remove(view.pk, by=acting(edith))
    saved_views.restore(view.pk, by=acting(edith))
    phrases.add(by=acting(clara), use=PhraseUse.SET_ASIDE, words="Said before.")
    with exporting.export(
        exporting.everything({}, show=lambda _asked: Claim.objects.all()), format="csv", by=acting(edith)
    ).file as file:
        assert file.read()
    issue_lists(acting(edith), acting(clara))
    made = people.make(by=acting(clara), username="jon", role=Role.REPORTER)
    people.change(made.pk, by=acting(clara), role=Role.EDITOR, is_active=True, username="jon", first_name="Jon",
                  last_name="Falk", email="jon@harbour.example")  # fmt: skip
    people.set_password(made.pk, "a long enough one", by=acting(clara))
    note = notes.add_to_claim(claim_of(ASKED).pk, "Who asked them?", by=acting(edith))
    notes.edit(note.pk, "Who has asked them?", by=acting(edith))
    notes.reply(note.pk, "We have.", by=acting(clara))
    notes.resolve(note.pk, by=acting(edith))
    notes.reopen(note.pk, by=acting(edith))
    tell_others(clara)
    let_programs_in(edith, clara)


def let_programs_in(edith: User, clara: User) -> None:
    """Tokens, a story that a program brings in twice, and the end of them."""
    tokens.end(tokens.make("Planning board", [TokenScope.READ], by=acting(edith)).token.pk, by=acting(edith))
    secret = tokens.make("Wire", [TokenScope.READ, TokenScope.IMPORT], by=acting(edith)).secret
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "wire-1"}
    for _time in range(2):
        sent = {"text": "TOLVIK - “The lamp is lit again,” said Ilse Marten."}
        assert Client().post("/api/v1/documents", sent, "application/json", headers=headers).status_code == 201
    tokens.end_those_of(edith.pk, by=acting(clara), because="It stood in a screenshot.")


def tell_others(clara: User) -> None:
    """A webhook and all that is done with one. What it tells goes to nobody: its address is in no network."""
    by, news = acting(clara), {NewsKind.CLAIM_DECIDED}
    webhook = webhooks.make(webhooks.Given("The site", "https://cms.invalid/hook", news), by=by).webhook
    webhooks.change(webhook.pk, webhooks.Given("The site", "https://cms.invalid/told", news), by=by)
    webhooks.new_secret(webhook.pk, by=by)
    webhooks.send_test(webhook.pk, by=by)
    telling.turn()
    webhooks.send_again(webhook.pk, webhook.deliveries.get().event_id, by=by)
    webhooks.turn_off(webhook.pk, by=by)
    webhooks.turn_on(webhook.pk, by=by)


def issue_lists(edith: Actor, clara: Actor) -> None:
    """A list leaves the house; a claim in it is recalled, another reopened; it is corrected."""
    claim = Claim.objects.filter(status=Status.PROPOSED).order_by("pk")[1]
    review.accept(claim.pk, by=edith)
    review.take(claim.pk, by=edith)
    findings.submit_with_evidence(claim.pk, TRUE, LINK, by=edith)
    findings.agree(claim.pk, by=clara)
    everything = exporting.everything({}, show=lambda _asked: Claim.objects.all())
    order = Order(title="The harbour", for_whom="the evening desk", format="jsonl")
    issued = issuing.issue(order, issuing.prepare(everything, format="jsonl"), by=edith)
    findings.recall(claim.pk, by=clara, because="The record was forged.")
    issuing.settle(issued.pk, claim.pk, by=edith, because="They were called.")
    findings.reopen(claim.pk, by=edith, because="The record was not forged.")
    correcting.correct(issued.pk, by=edith, because="It is open again.")


def act_on_many(edith: User, emil: User) -> None:
    """A bulk act and its way back; one claim set aside, and that undone."""
    some = list(Claim.objects.filter(status=Status.PROPOSED).order_by("pk").values_list("pk", flat=True)[:3])
    done = bulk.do(BulkAct.SET_ASIDE, some, by=acting(edith), because="A long night.")
    bulk.undo(done.batch, by=acting(edith))
    review.accept_all(some, by=acting(edith))
    review.assign(some, to=emil.pk, by=acting(edith))
    undoing.take_back(some[0], by=acting(edith))
    review.set_aside(some[0], by=acting(emil), because="Said before.")
    review.restore(some[0], by=acting(emil))


# --- What the ledger says of it ---------------------------------------------------------------------------------------


def test_after_a_whole_day_at_the_desk_the_ledger_finds_nothing_wrong(
    rosa: User, edith: User, emil: User, clara: User, settings: Settings
) -> None:
    settings.DEBUG = True  # the seed story comes in as well
    call_command("prepare", verbosity=0)
    document = bring_in(by=acting(rosa)).document
    unbroken()

    claim = check_a_claim(rosa, edith, emil)
    unbroken()
    work_on_the_words(claim, edith)
    documents.edit_facts(document.pk, DocumentFacts(our_title="Harbour talks"), by=acting(edith))
    importing.import_version(document.pk, pasted(CORRECTED, limit=LIMIT), by=acting(rosa))
    unbroken()
    source = make_sources_one(edith, clara)
    unbroken()
    keep_house(edith, clara)
    act_on_many(edith, emil)
    unbroken()
    seal_and_redact(source, rosa, clara)
    unbroken()
    erase(document, clara, edith)
    come_in_another_way(settings, rosa)
    checkpoints.make(by=acting(clara))

    tally = unbroken()
    assert tally.checkpoints >= 1
    assert assert_nothing_is_untold() >= 3
    assert {kind.value for kind in SubjectKind} == set(Event.objects.values_list("subject_kind", flat=True))
    assert Event.objects.values("act").distinct().count() >= 45


def test_what_changes_without_a_line_is_found_among_all_that_was_done(rosa: User, edith: User, emil: User) -> None:
    bring_in(by=acting(rosa))
    claim = check_a_claim(rosa, edith, emil)
    claim.quotations.update(speaker_printed="somebody else")
    found = [(broken.fault, broken.subject) for broken in ledger_checking.check(Tally())]
    assert found == [(Fault.STATE, claim.pk)]
