"""Tests: every service asks the table of permissions itself, also when it is called past the pages."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims import permissions, services
from claims.errors import Refusal, Refused
from claims.models import Evidence, IdentityRequest, Job, Note, Webhook
from claims.permissions import Act, Scope
from claims.records.acts import Actor, ActorKind, Role
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.records.jobs import JobKind
from claims.selectors.bulk_plans import BulkAct
from claims.services import bulk, findings, jobs, notes, review, wording
from claims.services.findings import Answers
from claims.tests.books import nothing_changes
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_document, make_person, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db

# Every service that acts, by what it asks for. One that is added has to be added here.
ASKS: Mapping[Act, str] = {
    Act.READ: "opening.note",
    Act.NOTE: "notes.add_to_claim notes.add_to_document notes.add_to_words notes.reply",
    Act.EDIT_NOTE: "notes.edit",
    Act.RESOLVE_NOTE: "notes.resolve notes.reopen",
    Act.IMPORT: "importing.import_text importing.import_version importing_once.import_text",
    Act.MARK: "marking.mark wording.enter_by_hand",
    Act.ACCEPT: "review.accept review.accept_all",
    Act.TAKE_BACK_ACCEPTANCE: "review.take_back_acceptance",
    Act.CHANGE: "chain_editing.rebuild chain_editing.give_back importing.place_quotation importing.mark_gone"
    " wording.change_statement wording.change_speaker wording.choose_source wording.rate_credibility",
    Act.CHANGE_WORDS: "spans.change_spans spans.change_kind spans.join spans.split spans.cut_out spans.give_back",
    Act.TAKE: "review.take",
    Act.RELEASE: "review.release",
    Act.HOLD: "review.hold review.resume",
    Act.ASSIGN: "review.assign review.give",
    Act.ADD_EVIDENCE: "evidence.add evidence.add_to_document evidence.take_over evidence_removal.remove"
    " evidence_removal.bring_back evidence_removal.take_back",
    Act.SUBMIT: "findings.submit",
    Act.TAKE_BACK: "findings.take_back",
    Act.AGREE: "findings.agree",
    Act.TAKE_BACK_AGREEMENT: "findings.take_back_agreement",
    Act.SEND_BACK: "findings.send_back",
    Act.MEND_SPELLING: "wording.mend_spelling",
    Act.SINGLE_READ: "findings.release_on_one_reader",
    Act.SETTLE: "findings.settle",
    Act.SET_ASIDE: "review.set_aside review.set_aside_all bulk.do bulk.undo",
    Act.RESTORE: "review.restore review.restore_all",
    Act.REOPEN: "findings.reopen",
    Act.STILL_HOLDS: "findings.still_holds",
    Act.RECALL: "findings.recall",
    Act.EDIT_SOURCE: "sources.create sources.edit",
    Act.MERGE_SOURCES: "merging.merge merging.unmerge",
    Act.VOUCH: "sources.vouch",
    Act.RATE: "sources.rate",
    Act.SEAL_SOURCE: "sealing.seal",
    Act.UNSEAL_SOURCE: "sealing.unseal",
    Act.REDACT_SOURCE: "sealing.redact",
    Act.ASK_IDENTITY: "identity_requests.ask",
    Act.DECIDE_IDENTITY: "identity_requests.grant identity_requests.refuse",
    Act.END_IDENTITY: "identity_requests.end",
    Act.SEE_IDENTITY: "identity_requests.see",
    Act.EDIT_DOCUMENT: "documents.edit_facts",
    Act.READ_AGAIN: "rereading.read_again",
    Act.FINISH_CLAIM: "review.finish review.unfinish",
    Act.FINISH_DOCUMENT: "documents.finish documents.unfinish",
    Act.WITHDRAW_DOCUMENT: "documents.withdraw documents.withdraw_all documents.reinstate",
    Act.ASK_TO_ERASE: "erasing.ask",
    Act.DECLINE_TO_ERASE: "erasing.decline",
    Act.ERASE: "erasing.erase",
    Act.NEED: "deadlines.need",
    Act.KEEP_VIEW: "saved_views.keep saved_views.change saved_views.remove saved_views.restore",
    Act.EXPORT: "exporting.export handing_over.hand_over",
    Act.ISSUE: "issuing.issue issuing.settle correcting.correct correcting.make"
    " list_drafts.issue_later list_drafts.correct_later",
    Act.EDIT_PHRASES: "phrases.add phrases.edit",
    Act.MAKE_CHECKPOINT: "checkpoints.make",
    Act.CANCEL_JOB: "jobs.cancel",
    Act.MANAGE_WEBHOOKS: "webhooks.make webhooks.change webhooks.turn_on webhooks.turn_off webhooks.new_secret"
    " webhooks.send_test webhooks.send_again",
    Act.MANAGE_PEOPLE: "people.make people.change people.set_password second_factor.reset tokens.end_those_of",
}
# These ask another way: who is told so, and why.
OTHERWISE = {
    "findings.submit_with_evidence": "asks for both of its acts, by the services that do them",
    "undoing.take_back": "asks for the act that it takes back",
    "second_factor.turn_on": "is about one's own account alone",
    "second_factor.turn_off": "is about one's own account alone",
    "second_factor.make_codes": "is about one's own account alone",
    "sessions.end_elsewhere": "is about one's own account alone",
    "tokens.make": "is for oneself alone, and asks for what each scope needs",
    "tokens.end": "is about one's own alone",
    "tokens.scopes_for": "reads",
    "jobs.ask": "asks for the act that its kind of job is",
    "recording.act": "is the frame of an act, opened by a service that has asked",
    "exporting.record": "is the end of an export, called by a service that has asked",
    "issuing.make": "is the first half of issuing; the second one asks",
    "list_drafts.make": "is called by the worker, which has asked",
    "list_drafts.make_correction": "is called by the worker; what it calls asks",
    "ledger.append": "is the end of an act, called by its frame",
    "ledger_adopting.adopt": "is for commands",
    "opening.opened_by": "reads",
    "people.may_change": "reads",
    "demo.make_people": "is for commands; what it calls asks",
    "installing.well_known_sources": "is for commands",
    "installing.reusable_phrases": "is for commands",
}


def every_service() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the room of services that is told who acts."""
    for module in pkgutil.iter_modules(services.__path__):
        room = import_module(f"claims.services.{module.name}")
        for name, service in inspect.getmembers(room, inspect.isfunction):
            is_here = service.__module__ == room.__name__ and not name.startswith("_")
            if is_here and "by" in inspect.signature(service).parameters:
                yield f"{module.name}.{name}", service


SERVICES = dict(every_service())
CASES = [(act, name) for act, names in ASKS.items() for name in names.split()]


def test_of_every_service_it_is_written_what_it_asks_for() -> None:
    assert {name for _act, name in CASES} | set(OTHERWISE) == set(SERVICES)


def somebody(role: Role | None) -> Actor:
    """Somebody of a role, whoever it is."""
    return Actor(ActorKind.PERSON, "somebody", person=make_person(role).pk, role=role)


def job_of(owner: User) -> int:
    """Work in the background that somebody asked for."""
    return Job.objects.create(kind=JobKind.CHECK_LEDGER, order="{}", asked_by=owner).pk


def as_chief() -> Actor:
    """A chief, who may make what a service is asked about."""
    return acting(make_person(Role.CHIEF))


def given_to(service: Callable[..., Any]) -> dict[str, Any]:
    """Real rows for what a service is told by number; whatever else it needs is never looked at."""
    claim, writer = make_claim(), make_person(Role.CHIEF)
    document, source = make_document(), make_source()
    kept = Evidence.objects.create(
        claim=claim,
        kind=EvidenceKind.NOTE,
        stance=Stance.CONTEXT,
        relation=Relation.UNSTATED,
        text="Seen.",
        added_by=writer,
        added_at=timezone.now(),
    )
    asked = IdentityRequest.objects.create(source=source, asked_by=writer, asked_at=timezone.now(), motive="A threat.")
    rows: dict[str, Callable[[], Any]] = {
        "claim_id": lambda: claim.pk,
        "claim_ids": lambda: [claim.pk],
        "document_id": lambda: document.pk,
        "snapshot_id": lambda: document.snapshots.get().pk,
        "quotation_id": lambda: claim.quotations.get().pk,
        "source_id": lambda: source.pk,
        "note_id": lambda: Note.objects.create(claim=claim, body="Ask the port.", written_by=writer).pk,
        "evidence_id": lambda: kept.pk,
        "evidence": lambda: kept,
        "request_id": lambda: asked.pk,
        "user_id": lambda: writer.pk,
        "job_id": lambda: job_of(writer),
        "webhook_id": lambda: (
            Webhook.objects.create(name="a", receiver=f"https://a.example/{claim.pk}", made_by=writer).pk
        ),
        "answers": lambda: Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so."),
        "act": lambda: BulkAct.SET_ASIDE,
        "batch": lambda: bulk.do(BulkAct.SET_ASIDE, [make_claim().pk], by=as_chief()).batch,
        "version": lambda: 1,
    }
    needed = [
        name
        for name, one in inspect.signature(service).parameters.items()
        if one.default is inspect.Parameter.empty and name != "by"
    ]
    return {name: rows[name]() if name in rows else "anything" for name in needed}


@pytest.mark.parametrize(("act", "name"), CASES)
def test_a_service_refuses_whoever_may_not_even_past_the_page(act: Act, name: str) -> None:
    for role in (None, *Role):
        if role is None or permissions.TABLE[role, act] is Scope.NONE:
            given = given_to(SERVICES[name])
            by = somebody(role)
            with nothing_changes(), pytest.raises(Refused) as refused:
                SERVICES[name](**given, by=by)
            assert refused.value.code is Refusal.NOT_ALLOWED, role
            assert refused.value.facts["act"] == act.value


# --- One's own and somebody else's ------------------------------------------------------------------------------------

RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")
OF_THE_PERSON = {
    Refusal.NOT_ALLOWED,
    Refusal.OWN_WORK,
    Refusal.TAKEN_BY_SOMEBODY_ELSE,
    Refusal.NOTE_OF_SOMEBODY_ELSE,
    Refusal.NOT_AGREED_LAST,
    Refusal.JOB_OF_SOMEBODY_ELSE,
}


def in_hand_of(owner: User) -> int:
    """A claim that somebody works on."""
    return make_claim(status=Status.IN_REVIEW, assigned_to=owner, speaker=make_source()).pk


def held_by(owner: User) -> int:
    """A claim that somebody holds for an answer."""
    return make_claim(status=Status.WAITING, assigned_to=owner, waiting_for="An answer.").pk


def submitted_by(owner: User) -> int:
    """A claim that somebody submitted, whoever they are."""
    by = Actor(ActorKind.PERSON, owner.username, person=owner.pk, role=Role.CHIEF)
    return findings.submit(in_hand_of(owner), RELAYED, by=by, version=1).pk


def agreed_by(owner: User) -> int:
    """A claim with whose answers somebody agreed."""
    pk = submitted_by(make_person(Role.EDITOR))
    by = Actor(ActorKind.PERSON, owner.username, person=owner.pk, role=Role.CHIEF)
    return findings.agree(pk, by=by, version=2).pk


def note_of(owner: User) -> int:
    """Somebody's note."""
    return Note.objects.create(claim=make_claim(), body="Ask the port.", written_by=owner).pk


OWNED: Mapping[Act, tuple[Callable[[User], int], Callable[[int, Actor], object]]] = {
    Act.RELEASE: (in_hand_of, lambda pk, by: review.release(pk, by=by, version=1)),
    Act.HOLD: (held_by, lambda pk, by: review.resume(pk, by=by, version=1)),
    Act.SUBMIT: (in_hand_of, lambda pk, by: findings.submit(pk, RELAYED, by=by, version=1)),
    Act.TAKE_BACK: (submitted_by, lambda pk, by: findings.take_back(pk, by=by, version=2)),
    Act.AGREE: (submitted_by, lambda pk, by: findings.agree(pk, by=by, version=2)),
    Act.SEND_BACK: (submitted_by, lambda pk, by: findings.send_back(pk, by=by, version=2, because="Ask again.")),
    Act.SETTLE: (submitted_by, lambda pk, by: findings.settle(pk, RELAYED, by=by, version=2)),
    Act.MEND_SPELLING: (submitted_by, lambda pk, by: wording.mend_spelling(pk, "Statment", by=by, version=2)),
    Act.TAKE_BACK_AGREEMENT: (agreed_by, lambda pk, by: findings.take_back_agreement(pk, by=by, version=3)),
    Act.CANCEL_JOB: (job_of, lambda pk, by: jobs.cancel(pk, by=by)),
    Act.EDIT_NOTE: (note_of, lambda pk, by: notes.edit(pk, "Ask them again.", by=by, version=1)),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", OWNED)
def test_a_service_tells_ones_own_work_from_that_of_others(act: Act, role: Role) -> None:
    make, do = OWNED[act]
    scope = permissions.TABLE[role, act]
    for is_own in (True, False):
        person = make_person(role)
        pk, by = make(person if is_own else make_person(Role.EDITOR)), acting(person)
        is_allowed = {Scope.NONE: False, Scope.OWN: is_own, Scope.OTHERS: not is_own, Scope.ANY: True}[scope]
        code = None
        try:
            do(pk, by)
        except Refused as refused:
            code = refused.code
        assert (code in OF_THE_PERSON) is not is_allowed, (is_own, code)


def test_whatever_is_ones_own_or_of_others_is_tried_on_both() -> None:
    told_apart = {act for (_role, act), scope in permissions.TABLE.items() if scope in (Scope.OWN, Scope.OTHERS)}
    # Requests to see an identity or to erase have tests of their own; an acceptance goes with its claim.
    elsewhere = {Act.ERASE, Act.DECIDE_IDENTITY, Act.END_IDENTITY, Act.SEE_IDENTITY, Act.TAKE_BACK_ACCEPTANCE}
    # No service shows a job; its page is walked with all the others.
    elsewhere |= {Act.SEE_JOB}

    assert told_apart - elsewhere == set(OWNED)
