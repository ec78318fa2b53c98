"""Tests: nobody changes what they did not see. Every form that changes a row is refused without its version."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.urls import URLPattern, reverse

from claims.admin.acts import seen_as
from claims.api import urls as api_urls
from claims.models import Delivery, Document, Event, Quotation, Snapshot, Source, Webhook
from claims.records.acts import Role
from claims.records.checking import EvidenceKind, PhraseUse, Stance
from claims.records.news import DeliveryState, NewsKind
from claims.records.provenance import Place, SourceKind
from claims.records.quotations import Identification
from claims.records.sealing import GrantedFor
from claims.selectors import bulk_plans
from claims.selectors.offers import ClaimAct
from claims.services import (
    documents,
    erasing,
    evidence,
    evidence_removal,
    findings,
    identity_requests,
    merging,
    notes,
    phrases,
    saved_views,
    sealing,
    webhooks,
)
from claims.services.evidence import Given
from claims.tests.addresses import ROWS
from claims.tests.books import nothing_changes
from claims.tests.conftest import acting, seen
from claims.tests.factories import make_claim, make_document, make_list, make_person, make_snapshot, make_source
from claims.tests.phones import give_password, with_password
from claims.tests.test_admin import filled
from claims.tests.test_claim_page import TYPED
from claims.urls import urlpatterns
from claims.views import document_deeds, second_check
from claims.views import notes as note_deeds
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://a.example/")
CONFLICT, LEADS_BACK, SAID_ON_THE_PAGE = 409, 302, 200


@dataclass(frozen=True, slots=True)
class Sent:
    """One form: where it goes, what is typed, and under which names which versions travel; and what a refusal is.

    ``is_done``: with the version of now there is something to do.
    """

    address: str
    typed: Mapping[str, Any]
    now: Callable[[], Mapping[str, Any]]
    refused: int = CONFLICT
    is_done: bool = True

    @property
    def old(self) -> Mapping[str, Any]:
        """Versions that the rows had once."""
        return {name: value - 1 if isinstance(value, int) else "0" * 64 for name, value in self.now().items()}


Forms: TypeAlias = Iterator[Sent]


def older(row: Any) -> Any:
    """A row of any kind that somebody has changed since it was made."""
    type(row)._default_manager.filter(pk=row.pk).update(version=F("version") + 1)
    row.refresh_from_db()
    return row


def form(name: str, /, *args: object, of: Any, **typed: object) -> Sent:
    """A form about one row, that sends its version as every page does."""
    return Sent(reverse(name, args=args), typed, lambda: seen(of))


# --- Every address that changes a row ------------------------------------------------------------------------------


def claim_acts(_by: User) -> Forms:
    for act in set(ClaimAct) - {ClaimAct.NOTE}:
        claim = older(make_claim())
        yield form("claim-act", claim.pk, act, of=claim, **TYPED[act])


def review_acts(_by: User) -> Forms:
    """Some of them: they go the same way as those of the claim's own page."""
    for act in (ClaimAct.ACCEPT, ClaimAct.STATEMENT, ClaimAct.EVIDENCE, ClaimAct.SET_ASIDE):
        claim = older(make_claim())
        yield form("review-act", claim.quotations.get().snapshot.document_id, claim.pk, act, of=claim, **TYPED[act])


def second_checks(_by: User) -> Forms:
    for act in second_check._ACTS:
        claim = older(make_claim())
        yield form("second-check-act", claim.pk, act, of=claim, **TYPED[act])


def chains(_by: User) -> Forms:
    claim = older(make_claim())
    step = {"identification": "named", "transform": "unknown", "basis": "printed", "roles": ["speaker"]}
    steps = {f"step-0-{name}": value for name, value in step.items()}
    yield form("claim-chain", claim.pk, of=claim, steps=1, ends="not_looked", because="As I read it.", **steps)


def chains_given_back(_by: User) -> Forms:
    claim = older(make_claim())
    yield Sent(reverse("claim-chain-back", args=[claim.pk]), {}, lambda: seen(claim), refused=LEADS_BACK, is_done=False)


def bulk(_by: User) -> Forms:
    claim = older(make_claim())
    typed = {"act": "needed", "claim": [claim.pk], "confirmed": "yes", "needed_for": "The evening page"}
    typed |= {"needed_by": "2099-11-23T18:00"}
    yield Sent(
        reverse("claims-bulk"), typed, lambda: {"seal": bulk_plans.seal([(claim.pk, claim.version)])}, refused=422
    )


def document_acts(_by: User) -> Forms:
    for act in set(document_deeds.DEEDS) - {"note", "credit", "place", "gone"}:
        document = older(make_document(f"A story, as it came to be {act}."))
        typed = {"because": "It is not ours."} if act == "withdraw" else TYPED[ClaimAct.EVIDENCE]
        yield form("document-act", document.pk, act, of=document, **(typed if act in ("withdraw", "evidence") else {}))
    make_source("Agence France-Presse", aliases=["AFP"], kind=SourceKind.AGENCY)
    credited = older(make_document("LONDON (AFP) - Nobody came."))
    Snapshot.objects.filter(document=credited).update(credits=[[8, 11, 0, 14]])
    yield form("document-act", credited.pk, "credit", of=credited, agency="AFP")
    for act in ("place", "gone"):
        claim = older(make_claim())
        quotation = claim.quotations.get()
        document = quotation.snapshot.document
        make_snapshot(document, "Other words stand here now.", number=2)
        Quotation.objects.filter(pk=quotation.pk).update(place=Place.WAITING)
        typed = {"quotation": quotation.pk, "exact": "Other words", "because": "A correction."}
        yield form("document-act", document.pk, act, of=claim, **typed)


def evidence_taken_off(by: User) -> Forms:
    claim = make_claim()
    given = evidence.add(
        claim.pk, Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://a.example/"), by=acting(by)
    )
    yield Sent(reverse("evidence-remove", args=[given.pk]), {}, lambda: seen(claim), refused=LEADS_BACK)


def evidence_put_back(by: User) -> Forms:
    claim = make_claim()
    given = evidence.add(
        claim.pk, Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://a.example/"), by=acting(by)
    )
    evidence_removal.remove(given.pk, by=acting(by))
    yield Sent(reverse("evidence-restore", args=[given.pk]), {}, lambda: seen(claim), refused=LEADS_BACK)


def erasures(by: User) -> Forms:
    asking = acting(make_person(Role.CHIEF))
    reasons = {"ask": {"because": "It holds an address."}, "decline": {"because": "Black the address out."}}
    for act, typed in {**reasons, "carry-out": {"is_sure": "on"}}.items():
        document = make_document(f"Old words, to {act}.")
        documents.withdraw(document.pk, because="It came in twice.", by=acting(by))
        if act != "ask":
            erasing.ask(document.pk, because="It holds an address.", by=asking)
        yield form("document-erase-act", document.pk, act, of=document, **typed)


def document_facts(_by: User) -> Forms:
    document = older(make_document())
    yield form("document-facts", document.pk, of=document, our_title="Talks, as we call it", because="Clearer.")


def document_versions(_by: User) -> Forms:
    document = older(make_document("Old words."))
    yield form("document-version", document.pk, of=document, text="New words, he said.", because="A correction.")


def imports_into(_by: User) -> Forms:
    document = older(make_document("Old words."))
    typed = {"of": str(document.pk), "text": "New words, he said."}
    yield Sent(reverse("import"), typed, lambda: {"shown": document.pk, **seen(document)})


def note_acts(by: User) -> Forms:
    for act in note_deeds.DEEDS:
        note = notes.add_to_claim(make_claim().pk, "As it was.", by=acting(by))
        if act in ("reopen", "reply"):
            notes.resolve(note.pk, by=acting(by))
        else:
            older(note)
        typed = {"body": "As I see it now."} if act in ("edit", "reply") else {}
        yield form("note-act", note.pk, act, of=note, **typed)


def source_edits(_by: User) -> Forms:
    source = older(make_source("Ilse Marten"))
    yield form("source-edit", source.pk, of=source, name="Ilse Marten-Falk", kind="person", role="port director")


def source_ratings(_by: User) -> Forms:
    source = older(make_source())
    yield form("source-rate", source.pk, of=source, reliability="C", rationale="Numbers hold, causes less.")


def source_vouching(_by: User) -> Forms:
    source = older(make_source("a dock worker", identification=Identification.DESCRIBED))
    yield form("source-vouch", source.pk, of=source, is_known="yes", because="I have met her.")


def source_merges(_by: User) -> Forms:
    this, other = older(make_source("Ilse Marten")), older(make_source("I. Marten"))
    typed = {"other": other.pk, "keep": "other", "because": "One woman."}
    versions = {"version": this, "other_version": other}
    yield Sent(
        reverse("source-merge", args=[this.pk]),
        typed,
        lambda: {name: seen(row)["version"] for name, row in versions.items()},
    )


def source_unmerges(by: User) -> Forms:
    kept, dropped = make_source("Ilse Marten"), make_source("I. Marten")
    merging.merge(kept.pk, dropped.pk, by=acting(by))
    address = reverse("source-unmerge", args=[dropped.pk])
    yield Sent(address, {}, lambda: seen(dropped), refused=LEADS_BACK)


def seals(_by: User) -> Forms:
    source = older(make_source("Ilse Marten"))
    yield form("source-seal", source.pk, of=source, label="Source Kestrel", because="Somebody fears for work.")


def seals_broken(by: User) -> Forms:
    """By somebody to whom another chief shows who it is."""
    source = sealed(by)
    asked = identity_requests.ask(source.pk, by=acting(by), motive="To call them once more.")
    identity_requests.grant(asked.pk, by=acting(make_person(Role.CHIEF)), version=asked.version, lasts=GrantedFor.HOUR)
    yield form("source-unseal", source.pk, of=source, because="Nobody is in danger now.")


def redactions(by: User) -> Forms:
    source = sealed(by)
    yield form("source-redact", source.pk, of=source, because="Nobody shall ever know.")


def sealed(by: User) -> Source:
    source = make_source("Ilse Marten")
    return sealing.seal(source.pk, by=acting(by), version=1, because="Somebody fears for work.", label="Source Kestrel")


def identity_answers(act: str, **typed: str) -> Callable[[User], Forms]:
    """What a chief answers to the request of somebody else; it was asked and looked at before."""

    def forms(by: User) -> Forms:
        editor = make_person(Role.EDITOR)
        asked = identity_requests.ask(sealed(by).pk, by=acting(editor), motive="To call them once more.")
        yield form(act, asked.pk, of=older(asked), **typed)

    return forms


def view_changes(by: User) -> Forms:
    view = older(saved_views.keep("Mine", "q=talks", by=acting(by)))
    yield form("view-change", view.pk, of=view, name="Ours")


def view_removals(by: User) -> Forms:
    view = older(saved_views.keep("Mine", "q=talks", by=acting(by)))
    yield Sent(reverse("view-remove", args=[view.pk]), {}, lambda: seen(view), refused=LEADS_BACK)


def view_returns(by: User) -> Forms:
    view = saved_views.keep("Mine", "q=talks", by=acting(by))
    saved_views.remove(view.pk, by=acting(by))
    yield Sent(reverse("view-restore", args=[view.pk]), {}, lambda: seen(view), refused=LEADS_BACK)


def told(by: User) -> Webhook:
    """A webhook that somebody has changed since it was made, with a test that was told."""
    given = webhooks.Given("The site", f"https://cms.invalid/{uuid4()}", {NewsKind.CLAIM_DECIDED})
    webhook = webhooks.send_test(webhooks.make(given, by=acting(by)).webhook.pk, by=acting(by))
    delivered = {"kind": NewsKind.TEST, "state": DeliveryState.TOLD, "attempts": 1}
    Delivery.objects.create(webhook=webhook, event=Event.objects.latest("sequence"), **delivered)
    return webhook


def webhook_changes(by: User) -> Forms:
    typed = {"name": "The other site", "receiver": "https://other.invalid/hook", "kinds": ["claim.stale"]}
    webhook = told(by)
    yield form("webhook-change", webhook.pk, of=webhook, **typed)


def webhook_deeds(by: User) -> Forms:
    for act in ("webhook-test", "webhook-secret", "webhook-off", "webhook-on", "webhook-again"):
        webhook = told(by)
        if act == "webhook-on":
            webhooks.turn_off(webhook.pk, by=acting(by))
        words = [webhook.pk, webhook.deliveries.get().event_id] if act == "webhook-again" else [webhook.pk]
        yield Sent(reverse(act, args=words), {}, partial(seen, webhook), refused=LEADS_BACK)


def lists_changed_since(name: str) -> Callable[[User], Forms]:
    """Lists in which a claim was reopened after they were issued."""

    def forms(by: User) -> Forms:
        issued = older(make_list(acting(by)))
        claim = issued.carried.get().claim_id
        findings.reopen(claim, by=acting(by), because="A new witness.")
        args = [issued.pk, claim] if name == "list-settle" else [issued.pk]
        yield form(name, *args, of=issued, because="They asked for it.")

    return forms


CHANGING: Mapping[str, Callable[[User], Forms]] = {
    "claim-act": claim_acts,
    "review-act": review_acts,
    "second-check-act": second_checks,
    "claim-chain": chains,
    "claim-chain-back": chains_given_back,
    "claims-bulk": bulk,
    "document-act": document_acts,
    "evidence-remove": evidence_taken_off,
    "evidence-restore": evidence_put_back,
    "document-erase-act": erasures,
    "document-facts": document_facts,
    "document-version": document_versions,
    "import": imports_into,
    "list-correct": lists_changed_since("list-correct"),
    "list-settle": lists_changed_since("list-settle"),
    "note-act": note_acts,
    "source-edit": source_edits,
    "source-rate": source_ratings,
    "source-vouch": source_vouching,
    "source-merge": source_merges,
    "source-unmerge": source_unmerges,
    "source-seal": seals,
    "source-unseal": seals_broken,
    "source-redact": redactions,
    "identity-grant": identity_answers("identity-grant", lasts=GrantedFor.HOUR, because="For one call."),
    "identity-refuse": identity_answers("identity-refuse", because="Call the desk first."),
    "identity-end": identity_answers("identity-end"),
    "webhook-change": webhook_changes,
    **dict.fromkeys(("webhook-test", "webhook-secret", "webhook-off", "webhook-on", "webhook-again"), webhook_deeds),
    "view-change": view_changes,
    "view-remove": view_removals,
    "view-restore": view_returns,
}

# They only show something, or add a row beside those that are there.
# fmt: off
READING_OR_ADDING = {
    "home", "desk", "figures", "claims", "claim", "claim-enter", "views", "view-counts", "view-keep",
    "documents", "document", "document-mark", "snapshot-raw", "review", "sources", "source", "source-new",
    "source-names", "second-check", "second-check-next", "second-check-claim", "evidence-open",
    "evidence-file", "notes", "note", "export", "health", "sign-in", "demo-sign-in", "sign-out",
    "source-ask", "document-erase", "review-next",
    "source-identity", "identity-requests", "ledger", "ledger-checkpoint", "ledger-check",
    # A job ends once: whoever cancels it overwrites nothing.
    "jobs", "job", "job-cancel",
    "news", "feed-news", "webhooks", "webhook", "webhook-new", "api-docs",
    "lists", "list", "list-issue", "document-issue", "list-check", "list-file", "list-manifest", "list-print",
}
# One's own way in, which is nobody else's to change.
ONES_OWN = {
    "openid_connect_login", "openid_connect_callback",
    "account", "account_login", "account_reauthenticate", "account-password", "account-sessions-end",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "account-tokens", "account-token-new", "account-token-end",
}
# fmt: on
# It names the batch, and each claim of that is left alone that has another version than the batch gave it.
OF_A_BATCH = frozenset({"claims-bulk-undo"})


# Doors for programs: each says its version as If-Match; test_api_schema holds that every act asks for it.
FOR_PROGRAMS = {name for name, row in ROWS.items() if row.is_api}


def test_every_address_is_known_as_one_that_changes_rows_or_does_not() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    names |= {pattern.name for pattern in api_urls.urlpatterns}
    assert names == {*CHANGING, *READING_OR_ADDING, *OF_A_BATCH, *ONES_OWN, *FOR_PROGRAMS}, (
        "An address that changes rows belongs into CHANGING, with a form that is sent to it; another into its list."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGING)
def test_without_the_version_that_was_seen_or_with_an_old_one_nothing_is_written_and_nothing_typed_is_lost(
    name: str, client: Client, clara: User
) -> None:
    make_person(Role.REPORTER, "hilda")
    give_password(client, with_password(clara))  # as some ask for, once more, of whoever has one
    for sent in CHANGING[name](clara):
        for versions in ({}, sent.old):
            with nothing_changes():
                answer = client.post(sent.address, {**sent.typed, **versions})
            assert answer.status_code == sent.refused, (sent, versions)
            if sent.refused != LEADS_BACK:
                assert_kept(sent.typed, answer.content.decode())


@pytest.mark.parametrize("name", CHANGING)
def test_with_the_version_that_was_seen_it_is_not_refused_as_old(name: str, client: Client, clara: User) -> None:
    make_person(Role.REPORTER, "hilda")
    give_password(client, with_password(clara))  # as some ask for, once more, of whoever has one
    for sent in CHANGING[name](clara):
        events = Event.objects.count()
        answer = client.post(sent.address, {**sent.typed, **sent.now()})
        assert answer.status_code != CONFLICT, sent
        if sent.refused != CONFLICT and sent.is_done:
            assert Event.objects.count() > events, sent


def assert_kept(typed: Mapping[str, Any], page: str) -> None:
    """What was typed in words stands on the page again."""
    shown = unescape(page)
    for name, value in typed.items():
        if isinstance(value, str) and " " in value:
            assert value in shown, name


def test_what_was_refused_as_old_can_be_sent_again_once_it_was_looked_at(client: Client, clara: User) -> None:
    document = older(make_document())
    client.force_login(clara)
    address = reverse("document-facts", args=[document.pk])
    refused = client.post(address, {"version": 1, "our_title": "Mine"})
    assert f"Now it says: {document.our_title}" in unescape(refused.content.decode())
    form = refused.context["form"]
    again = {"version": form["version"].value(), "our_title": form["our_title"].value()}
    assert client.post(address, again).status_code == LEADS_BACK
    assert Document.objects.get(pk=document.pk).our_title == "Mine"


def test_an_undo_takes_back_only_what_it_is_the_undo_of(client: Client, edith: User, emil: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    client.force_login(edith)
    client.post(reverse("claim-act", args=[claim.pk, "take"]), seen(claim))
    address, sent = reverse("claim-act", args=[claim.pk, "release"]), seen(claim)
    older(claim)
    with nothing_changes():
        assert client.post(address, sent).status_code == CONFLICT


# --- The back office -----------------------------------------------------------------------------------------------


def admin_rows(by: User) -> Iterator[tuple[str, Any, dict[str, object]]]:
    """Every kind of row that is changed there, with what somebody types."""
    yield "claims_claim", older(make_claim()), {"statement": "The talks have ended [in Busra]."}
    yield "claims_document", older(make_document()), {"our_title": "Talks, as we call it"}
    yield "claims_source", older(make_source()), {"role": "port director of Tolvik"}
    phrase = older(phrases.add(by=acting(by), use=PhraseUse.FINDING, words="Heard it."))
    yield "claims_phrase", phrase, {"words": "Heard the recording."}
    yield "auth_user", make_person(Role.REPORTER, "hilda"), {"first_name": "Hilda of Tolvik"}


def test_the_back_office_refuses_a_form_without_its_version_or_with_an_old_one(client: Client, clara: User) -> None:
    client.force_login(clara)
    for page, row, typed in admin_rows(clara):
        address = reverse(f"admin:{page}_change", args=[row.pk])
        sent = filled(client.get(address), **typed)
        assert "seen_version" in sent, page
        for version in ("", "999"):
            with nothing_changes():
                answer = client.post(address, {**sent, "seen_version": version})
            assert answer.status_code == SAID_ON_THE_PAGE, page
            assert "Somebody changed this while you were working" in answer.content.decode(), page
            assert_kept(typed, answer.content.decode())
        assert client.post(address, sent).status_code == LEADS_BACK, page


@pytest.mark.parametrize("act", ["withdraw", "finish"])
def test_acts_on_one_row_of_the_back_office_need_its_version(act: str, client: Client, clara: User) -> None:
    client.force_login(clara)
    document = older(make_document())
    address = reverse(f"admin:claims_document_{act}", args=[document.pk])
    for versions in ({}, {"seen_version": 1}):
        with nothing_changes():
            answer = client.post(address, {"because": "It came in twice.", **versions})
        assert "Somebody changed this while you were working" in answer.content.decode()
        assert_kept({"because": "It came in twice."}, answer.content.decode())


@pytest.mark.parametrize("act", ["accept", "set_aside", "restore", "assign"])
def test_acts_on_chosen_claims_of_the_back_office_need_the_version_of_each(
    act: str, client: Client, clara: User
) -> None:
    client.force_login(clara)
    status = Status.SET_ASIDE if act == "restore" else Status.PROPOSED
    claims = [older(make_claim(status=status)) for _number in range(2)]
    address, to = reverse("admin:claims_claim_changelist"), make_person(Role.REPORTER, "hilda").pk
    chosen: dict[str, Any] = {
        "action": act,
        "index": "0",
        "apply": "1",
        "_selected_action": [claim.pk for claim in claims],
    }
    chosen |= {"because": "A word of mine.", "to": to}
    current = {seen_as(claim.pk): claim.version for claim in claims}
    for versions in ({}, {**current, seen_as(claims[0].pk): 1}):
        with nothing_changes():
            answer = client.post(address, {**chosen, **versions}, follow=True)
        assert "The claims changed since you saw" in answer.content.decode()
        if act != "accept":
            assert_kept({"because": "A word of mine."}, answer.content.decode())
    events = Event.objects.count()
    client.post(address, {**chosen, **current})
    assert Event.objects.count() == events + 2


def test_documents_chosen_in_the_back_office_are_withdrawn_all_or_none(client: Client, clara: User) -> None:
    client.force_login(clara)
    first, second = make_document(), older(make_document())
    sent: dict[str, Any] = {"action": "withdraw_chosen", "index": "0", "apply": "1", "because": "They came in twice."}
    sent |= {"_selected_action": [first.pk, second.pk], seen_as(first.pk): 1}
    with nothing_changes():
        assert_kept(
            {"because": "They came in twice."},
            client.post(reverse("admin:claims_document_changelist"), {**sent, seen_as(second.pk): 1}).content.decode(),
        )
    client.post(reverse("admin:claims_document_changelist"), {**sent, seen_as(second.pk): 2})
    assert Document.objects.filter(withdrawn_at=None, pk__in=[first.pk, second.pk]).count() == 0


def test_a_list_of_the_back_office_sends_the_version_of_each_row_that_it_shows(client: Client, clara: User) -> None:
    client.force_login(clara)
    claim = older(make_claim())
    shown = client.get(reverse("admin:claims_claim_changelist")).content.decode()
    assert f'<input type="hidden" name="{seen_as(claim.pk)}" value="2">' in shown
