"""Tests: every address of the desk x everybody who may come x every method, by the table in `addresses.py`.

Each is asked about real rows, one's own and somebody else's. The answer is what the table of permissions says, it is
never a fault of ours, it carries the headers, and where something is refused nothing has changed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.http import urlencode

from claims import permissions
from claims.api import claim_acts
from claims.importers.pasting import pasted
from claims.models import (
    Claim,
    Delivery,
    Document,
    Event,
    Evidence,
    Export,
    IdentityRequest,
    Job,
    Note,
    Phrase,
    SavedView,
    Webhook,
)
from claims.permissions import Act
from claims.records.acts import Actor, ActorKind, Role
from claims.records.checking import Attribution, EvidenceKind, PhraseUse, Relation, Stance, Verdict
from claims.records.jobs import JobKind
from claims.records.news import DeliveryState, NewsKind
from claims.records.quotations import Identification
from claims.records.tokens import TokenScope
from claims.selectors.bulk_plans import BulkAct
from claims.services import bulk, evidence, findings, importing, review, saved_views, tokens, webhooks
from claims.services.findings import Answers
from claims.tests.addresses import ACTS, ROWS, Asked, Row, Who, every_pattern
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_document, make_list, make_person, make_source
from claims.tests.headers import check_headers
from claims.views import claim_deeds, document_deeds, notes
from claims.workflow import DECIDED, Status

pytestmark = pytest.mark.django_db

SAFE = ("GET", "HEAD")
METHODS = (*SAFE, "PUT", "PATCH", "DELETE", "OPTIONS", "POST")
DONE = {200, 201, 302}
# Something was sent that cannot be read, is missing, or has changed meanwhile; never that somebody may not.
NOT_DONE = {400, 404, 409, 422}
# To one who may do it, but not to this one.
REFUSED = {403, 422}

# What is typed into every form alike; what a form does not have is not read.
TYPED = {
    "because": "A reason.",
    "body": "A note.",
    "statement": "Another statement.",
    "name": "Another name",
    "act": "set-aside",
    "post": "yes",
}


def json_for(address: str) -> Mapping[str, Any]:
    """What a program sends to an address of the API."""
    act = address.rpartition("/")[2]
    if "/notes" in address:
        return {"body": "A note."} if act in ("notes", "edit", "reply") else {}
    if "/lists" in address:
        new = {"title": "What was said", "for_whom": "The evening desk", "format": "csv"}
        return new if act == "lists" else {"because": "A reason."}
    if act == "documents":
        return {"text": f"“No,” said {uuid4()}."}
    if act == "findings":  # evidence given with them would be written first, and taken back when they are refused
        return {"attribution": "relayed", "reason": "The agency alone says so."}
    return next(iter(claim_acts.DEEDS[act].sends.values())) if act in claim_acts.DEEDS else {}


# --- The rows that an address is about --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """What an address is about: its words in the address, and the row that may be somebody's own."""

    words: Mapping[str, object]
    row: Claim | Document | Note | IdentityRequest | Job | None = None


def as_chief(owner: User) -> Actor:
    """Somebody as if they were a chief, who may make whatever an address is about."""
    return Actor(ActorKind.PERSON, owner.username, person=owner.pk, role=Role.CHIEF)


def claim_of(owner: User, status: Status) -> Claim:
    """A claim at a status, in which everything that can be somebody's is this person's."""
    is_decided = status in DECIDED
    if status is Status.SECOND_CHECK:
        claim = make_claim(status=Status.IN_REVIEW, assigned_to=owner, speaker=make_source())
        answers = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "The agency alone says so.")
        return findings.submit(claim.pk, answers, by=as_chief(owner))
    return make_claim(
        status=status,
        attribution=Attribution.CONFIRMED if is_decided else Attribution.UNCHECKED,
        verdict=Verdict.TRUE if is_decided else Verdict.UNCHECKED,
        assigned_to=owner,
        submitted_by=owner,
        changed_by=owner,
        waiting_for="An answer." if status is Status.WAITING else "",
    )


def document_of(claim: Claim) -> int:
    """The document that a claim stands in."""
    return claim.quotations.get().snapshot.document_id


def asked_to_erase(owner: User) -> Document:
    """A withdrawn document that somebody asks to erase."""
    now = timezone.now()
    asked: dict[str, Any] = {
        "erase_asked_at": now,
        "erase_asked_by": owner,
        "erase_asked_because": "A court ordered it.",
    }
    return make_document(withdrawn_at=now, withdrawn_because="Not ours.", **asked)


def file_of(claim: Claim, owner: User) -> Evidence:
    """A file as evidence."""
    given = evidence.Given(EvidenceKind.FILE, Stance.SUPPORTS, Relation.UNSTATED, file_name="a.txt", content=b"a")
    return evidence.add(claim.pk, given, by=acting(owner))


def note_of(owner: User) -> Note:
    """Somebody's note."""
    return Note.objects.create(claim=make_claim(), body="Ask the port.", written_by=owner)


def request_of(owner: User) -> IdentityRequest:
    """Somebody's request to see who a source is."""
    return IdentityRequest.objects.create(
        source=make_source(), asked_by=owner, asked_at=timezone.now(), motive="A threat was made."
    )


def view_of(owner: User, *, is_removed: bool) -> SavedView:
    """Somebody's view."""
    by = as_chief(owner)
    view = saved_views.keep(f"View {uuid4()}", "status=verified", by=by)
    return saved_views.remove(view.pk, by=by, version=view.version) if is_removed else view


def token_of(owner: User) -> int:
    """Somebody's token."""
    return tokens.make("My script", [TokenScope.READ], by=as_chief(owner)).token.pk


def webhook_of(owner: User) -> Webhook:
    """Somebody's webhook, with a test that was told."""
    by = as_chief(owner)
    given = webhooks.Given("The site", f"https://cms.invalid/{uuid4()}", {NewsKind.CLAIM_DECIDED})
    webhook = webhooks.send_test(webhooks.make(given, by=by).webhook.pk, by=by)
    told = {"kind": NewsKind.TEST, "state": DeliveryState.TOLD, "attempts": 1}
    Delivery.objects.create(webhook=webhook, event=Event.objects.latest("sequence"), **told)
    return webhook


def batch_of(owner: User) -> object:
    """Something that somebody did to many claims."""
    return bulk.do(BulkAct.SET_ASIDE, [make_claim().pk], by=as_chief(owner), because="Not wanted.").batch


def back_office_row(name: str, owner: User) -> object:
    """The number of a row that a page of the back office is about."""
    match name.removeprefix("admin:").split("_")[1]:
        case "claim":
            return claim_of(owner, Status.UNVERIFIED).pk
        case "document":
            return make_document().pk
        case "source":
            return make_source(identification=Identification.BARE).pk
        case "event":
            review.set_aside(make_claim().pk, by=acting(make_person(Role.CHIEF)))
            return Event.objects.latest("sequence").pk
        case "export":
            return Export.objects.create(format="csv", filter="", rows=1, sha256="0" * 64, made_by=owner).pk
        case "note":
            return note_of(owner).pk
        case "phrase":
            return Phrase.objects.create(use=PhraseUse.FINDING, words=f"Heard {uuid4()}.").pk
        case "user":
            return owner.pk
        case kind:
            raise AssertionError(f"There is no row for the pages of {kind}.")


def subject_of(name: str, words: frozenset[str], row: Row, owner: User) -> Subject:
    """A real row for an address, everything about it this person's; the words that stand in the address."""
    if name.startswith("admin:"):
        if name == "admin:view_on_site":
            return Subject({"content_type_id": 1, "object_id": 1})
        within = {"app_label": "claims", "url": "nowhere"}
        return Subject({word: within.get(word) or back_office_row(name, owner) for word in words})
    kind, _, rest = name.removeprefix("api-").partition("-")
    match kind:
        case "schema" | "problems" | "docs":
            return Subject({})
        case "claim" | "review" | "second":
            claim = claim_of(owner, row.status)
            numbers = {"pk": document_of(claim), "claim": claim.pk} if kind == "review" else {"pk": claim.pk}
            return Subject({word: numbers[word] for word in words & set(numbers)}, claim)
        case "claims" | "documents" | "lists" | "notes" if not words:
            return Subject({})
        case "claims":
            return Subject({"batch": batch_of(owner)} if words else {})
        case "document" if rest.startswith("erase"):
            document = asked_to_erase(owner)
            return Subject({"pk": document.pk}, document)
        case "document":
            return Subject({"pk": make_document().pk})
        case "snapshot":
            text = pasted(f"“No,” said {uuid4()}.", limit=1000)
            imported = importing.import_text(text, by=acting(make_person(Role.CHIEF)))
            return Subject({"pk": imported.document.pk, "number": 1})
        case "evidence":
            return Subject({"pk": file_of(make_claim(), make_person(Role.CHIEF)).pk})
        case "list":
            issued = make_list(as_chief(owner)) if words else None
            numbers = {"pk": issued.pk, "claim": issued.carried.get().claim_id} if issued else {}
            return Subject({word: numbers[word] for word in words})
        case "identity":
            asked = request_of(owner) if words else None
            return Subject({"pk": asked.pk} if asked else {}, asked)
        case "job" if words:
            job = Job.objects.create(kind=JobKind.CHECK_LEDGER, order="{}", asked_by=owner)
            return Subject({"pk": job.pk}, job)
        case "account" if words:
            return Subject({"pk": token_of(owner)})
        case "openid_connect_login" | "openid_connect_callback":
            return Subject({"provider_id": "house"})
        case "note":
            note = note_of(owner)
            return Subject({"pk": note.pk}, note)
        case "view":
            return Subject({"pk": view_of(owner, is_removed=rest == "restore").pk} if words else {})
        case "webhook":
            told = webhook_of(owner)
            numbers = {"pk": told.pk, "event": told.deliveries.get().event_id}
            return Subject({word: numbers[word] for word in words})
        case "source":
            return Subject({"pk": make_source(identification=Identification.BARE).pk} if words else {})
        case _ if not words:
            return Subject({})
        case _:
            raise AssertionError(f"There is no row for {name}: say in subject_of what it is about.")


# --- Who comes --------------------------------------------------------------------------------------------------------


def browser_of(user: User | None) -> Client:
    """A browser in which somebody is signed in, or nobody; it shows the page of a fault as somebody would see it."""
    browser = Client(raise_request_exception=False)
    if user is not None:
        browser.force_login(user)
    return browser


def answers(row: Row, method: str, user: User | None, subject: Subject, *, is_own: bool) -> set[int]:
    """The answers of which one has to come, by the table."""
    asked = {"GET": row.get, "HEAD": row.get, "POST": row.post}.get(method)
    done = {row.gives} if row.gives else DONE if method in SAFE else DONE | NOT_DONE
    # Pages of sign-in and account stand outside of the table; what they answer is for their own tests.
    if Who.EVERYBODY in (row.get, row.post):
        return DONE | NOT_DONE | {405, row.gives or 405}
    if user is None:
        return {401} if row.is_api else {302}
    by = acting(user)
    if Who.SIGNED_IN in (row.get, row.post):
        return DONE | NOT_DONE | {405}
    if by.role is None:
        return {403}
    if asked is None:
        return {405} if row.also is None or may(by, row.also) else {403, 405}
    if not all(may(by, act) for act in (asked, row.also) if act):
        return {403}
    if not is_own and row.others and not may(by, row.others):
        return {404} if row.others is Who.NOBODY else {403}
    if subject.row and isinstance(asked, Act) and not permissions.may(by, asked, subject.row):
        return REFUSED
    return done


def may(by: Actor, asked: Asked) -> bool:
    """Whether somebody's role includes what is asked."""
    return isinstance(asked, Act) and permissions.may(by, asked)


# Rows that somebody may write by looking at a page: that evidence was opened, and the session.
_BY_LOOKING = ("claims_evidenceopened", "django_session")


class Writes:
    """Counts what is written to the database, whatever comes of it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Look at what is asked of the database, and let it be done."""
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(name in sql for name in _BY_LOOKING):
            self.seen.append(sql)
        return execute(sql, *rest)


# --- The walk ---------------------------------------------------------------------------------------------------------


def words_of(pattern: URLPattern) -> frozenset[str]:
    """What has to be known to write an address."""
    return frozenset(pattern.pattern.regex.groupindex)


EVERY = dict(every_pattern())


def test_every_address_has_a_row_that_says_who_may_come() -> None:
    known = {f"{name} {act}" if act else name for name in EVERY for act in ACTS.get(name, [""])}

    assert known == set(ROWS)


def test_every_act_of_an_address_has_a_row() -> None:
    assert set(ACTS["claim-act"]) == set(claim_deeds.DEEDS)
    assert set(ACTS["document-act"]) == set(document_deeds.DEEDS)
    assert set(ACTS["note-act"]) == set(notes.DEEDS)


@pytest.fixture
def people(stranger: User, vera: User, rosa: User, edith: User, clara: User, noise: None) -> tuple[User | None, ...]:
    """Everybody who may come: nobody who is signed in, somebody without a role, and each role."""
    return (None, stranger, vera, rosa, edith, clara)


@pytest.mark.parametrize("name", ROWS)
def test_an_address_answers_everybody_as_the_table_says(name: str, people: tuple[User | None, ...], emil: User) -> None:
    address, _, act = name.partition(" ")
    wrong = []
    for user in people:
        for owner in {user, emil} if user and acting(user).role else {emil}:
            subject = subject_of(address, words_of(EVERY[address]), ROWS[name], owner)
            browser = browser_of(user)
            for method in methods_of(name, is_own=owner == user):
                wanted = answers(ROWS[name], method, user, subject, is_own=owner == user)
                answer, has_written = ask(browser, method, path_of(address, act, subject), subject)
                is_right = answer.status_code in wanted
                is_refused = not wanted & DONE or answer.status_code not in DONE or method != "POST"
                if not is_right or (is_refused and has_written):
                    wrong.append((user and user.username, owner.username, method, answer.status_code, has_written))
                check_headers(answer)
    assert not wrong, wrong


def methods_of(name: str, *, is_own: bool) -> tuple[str, ...]:
    """The methods to ask with. Where the act is a word of the address, all of them with one act, the rest is posted.

    Whose a row is can matter to no method but these two.
    """
    address, _, act = name.partition(" ")
    if act and act != next(iter(ACTS[address])):
        return ("POST",)
    return ("GET", "POST") if is_own else METHODS


def path_of(name: str, act: str, subject: Subject) -> str:
    """The address of a row of the table."""
    words = {**subject.words, **({"act": act} if act else {})}
    if "<" not in name and "(" not in name:
        return reverse(name, kwargs=words)
    if name.endswith("$"):
        return reverse("admin:index") + "nowhere"
    kind = name.removeprefix("admin:").partition("_<")[0]
    return reverse(f"admin:{kind}_changelist") + f"{words['object_id']}/"


def ask(browser: Client, method: str, address: str, subject: Subject) -> tuple[Any, bool]:
    """What comes of it, and whether anything was written by it; which is then taken back."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        version = str(getattr(subject.row, "version", 1))
        if address.startswith("/api/"):
            sent = json.dumps(json_for(address))
            headers = {"If-Match": f'"{version}"'}
            answer: Any = browser.generic(method, address, sent, "application/json", headers=headers)
        else:
            sent = urlencode({**TYPED, "version": version})
            answer = browser.generic(method, address, sent, "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer, bool(writes.seen)
