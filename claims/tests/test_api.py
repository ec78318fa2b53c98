"""Tests: the API: what programs read and do, by the same lists, services and permissions as the pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims.api import urls
from claims.models import Claim, Document, Note
from claims.records.checking import Attribution, Verdict
from claims.records.provenance import SourceKind
from claims.records.tokens import TokenScope
from claims.services import notes, sealing, tokens
from claims.tests.books import nothing_changes
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_document, make_person, make_source
from claims.tests.headers import check_headers
from claims.workflow import Status

pytestmark = pytest.mark.django_db

STORY = "TOLVIK - “The port stays open until the ice comes,” Ilse Marten, the port director, said on Monday."


@dataclass(frozen=True)
class Program:
    """A program that comes in by somebody's token."""

    secret: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """What comes of a request."""
        sent = "" if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.secret}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        answer = Client(raise_request_exception=False).generic(
            method, f"/api/v1/{path}", sent, "application/json", headers=headers
        )
        check_headers(answer)
        return answer

    def act(self, path: str, row: Claim | Note, body: Mapping[str, Any] | None = None) -> Any:
        """An act, at the version of now."""
        return self("POST", path, body or {}, If_Match=f'"{seen(row)["version"]}"')


def program(person: User, *scopes: TokenScope) -> Program:
    """A program of somebody's, for everything unless scopes are named."""
    by = acting(person)
    return Program(tokens.make("Mine", scopes or tokens.scopes_for(by), by=by).secret)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """A problem as RFC 9457 has it, with this status and code."""
    told: dict[str, Any] = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    assert told["type"].endswith(f"/api/v1/problems#{code}")
    assert told["title"]
    assert told["detail"]
    return told


# --- Who comes in -----------------------------------------------------------------------------------------------------


def test_without_a_token_nobody_comes_in_and_is_told_how() -> None:
    answer = Client().get("/api/v1/claims")
    problem(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Claimtrail"'


@pytest.mark.parametrize("said", ["Bearer", "Bearer ct_no", "Bearer a b", "Bearer ct_\xe9"])
def test_a_token_that_is_not_good_is_refused(rosa: User, said: str) -> None:
    answer = Client().get("/api/v1/claims", headers={"Authorization": said})
    problem(answer, 401, "not_signed_in")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_token_is_for_what_it_was_made_for(rosa: User) -> None:
    claim = make_claim()
    reads, acts = program(rosa, TokenScope.READ), program(rosa, TokenScope.ACT)
    with nothing_changes():
        assert problem(reads.act(f"claims/{claim.pk}/accept", claim), 403, "scope_missing")["scope"] == "act"
        problem(reads("POST", "documents", {"text": STORY}), 403, "scope_missing")
    problem(acts("GET", f"claims/{claim.pk}"), 403, "scope_missing")
    assert acts.act(f"claims/{claim.pk}/accept", claim, {"speaker": {"new_name": "Ilse Marten"}}).status_code == 200


def test_whoever_lost_the_role_for_an_act_does_not_do_it_by_an_old_token(edith: User, rosa: User) -> None:
    by_token = program(edith)
    edith.groups.set(rosa.groups.all())
    claim = make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE)
    problem(by_token.act(f"claims/{claim.pk}/reopen", claim, {"because": "New evidence."}), 403, "not_allowed")
    edith.groups.clear()
    problem(by_token("GET", "claims"), 401, "not_signed_in")


def test_a_session_reads_and_acts_with_the_token_of_its_forms_alone(rosa: User) -> None:
    claim, browser = make_claim(), Client(enforce_csrf_checks=True)
    browser.force_login(rosa)
    assert browser.get("/api/v1/claims").status_code == 200
    sent: dict[str, Any] = {"content_type": "application/json", "headers": {"If-Match": '"1"'}}
    with nothing_changes():
        problem(browser.post(f"/api/v1/claims/{claim.pk}/accept", {}, **sent), 403, "forbidden")
    browser.get(reverse("claims"))
    sent["headers"]["X-CSRFToken"] = browser.cookies["csrftoken"].value
    body = {"speaker": {"is_copy_itself": True}}
    assert browser.post(f"/api/v1/claims/{claim.pk}/accept", body, **sent).status_code == 200


def test_a_session_without_its_second_factor_does_not_come_in(clara: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = frozenset({"chief"})
    browser = Client()
    browser.force_login(clara)
    problem(browser.get("/api/v1/claims"), 403, "second_factor_missing")


def test_every_address_asks_for_its_scope_and_for_the_token_of_a_form(edith: User) -> None:
    browser, has_none = Client(enforce_csrf_checks=True), program(edith, TokenScope.FEED)
    browser.force_login(edith)
    tried = 0
    for pattern in urls.urlpatterns:
        door = getattr(pattern.callback, "cls", None)
        for method, operation in getattr(door, "operations", {}).items():
            path = str(pattern.pattern).replace("<int:pk>", "1").replace("<int:claim>", "1")
            with nothing_changes():
                told = problem(has_none(method, path, {}), 403, "scope_missing")
            assert told["scope"] == operation.scope
            if method == "POST":
                assert operation.scope in (TokenScope.ACT, TokenScope.IMPORT, TokenScope.ISSUE)
                problem(browser.post(f"/api/v1/{path}", {}, content_type="application/json"), 403, "forbidden")
            tried += 1
    assert tried > 25


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_the_list_is_that_of_the_page_and_every_claim_is_on_one_page_of_it(rosa: User) -> None:
    made = [make_claim(status=Status.UNVERIFIED, speaker=make_source()).pk for _number in range(7)]
    make_claim(status=Status.PROPOSED)
    reads = program(rosa)
    pages, address = [], "claims?status=unverified&limit=3&sort=created"
    while address:
        answer = reads("GET", address)
        page = answer.json()
        pages.append([item["claim_id"] for item in page["items"]])
        assert (f'<{page["next"]}>; rel="next"' == answer.headers.get("Link")) is (page["next"] is not None)
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert pages == [made[:3], made[3:6], made[6:]]


def test_the_number_of_questions_does_not_grow_with_the_list(
    rosa: User, django_assert_num_queries: Any, settings: Settings
) -> None:
    reads = program(rosa)
    for _number in range(3):
        make_claim()
    reads("GET", "claims")
    with django_assert_num_queries(13) as few:
        reads("GET", "claims")
    for _number in range(20):
        make_claim(speaker=make_source())
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(reads("GET", "claims").json()["items"]) == 23


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("colour=red", "colour"),
        ("status=verifed", "status"),
        ("assigned_to=nobody-here", "assigned_to"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=", "limit"),
        ("q=port&q=ice", "q"),
        ("cursor=x", "cursor"),
        ("created_from=2026-11-23&created_to=2026-11-22", "created_to"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_never_widens_the_list(rosa: User, asked: str, field: str) -> None:
    assert field in problem(program(rosa)("GET", f"claims?{asked}"), 400, "unreadable")["errors"]


def test_a_claim_is_read_whole_and_not_sent_again_to_whoever_has_it(rosa: User) -> None:
    claim = make_claim(words="The port stays open", speaker=make_source("Ilse Marten"))
    reads = program(rosa)
    answer = reads("GET", f"claims/{claim.pk}")
    told = answer.json()
    assert (told["claim_id"], told["speaker"], told["status"]) == (claim.pk, "Ilse Marten", "proposed")
    assert told["quotations"][0]["words"] == told["quotations"][0]["spans"][0]["exact"] == "The port stays open"
    assert answer["ETag"].startswith('"1-')
    again = reads("GET", f"claims/{claim.pk}", If_None_Match=answer["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


def test_a_name_that_changed_beside_the_claim_is_sent_although_the_version_is_the_same(rosa: User) -> None:
    speaker = make_source("Ilse Marten")
    claim, reads = make_claim(speaker=speaker), program(rosa)
    tag = reads("GET", f"claims/{claim.pk}")["ETag"]
    type(speaker).objects.update(name="Ilse Marten-Falk")
    answer = reads("GET", f"claims/{claim.pk}", If_None_Match=tag)
    assert (answer.status_code, answer.json()["speaker"]) == (200, "Ilse Marten-Falk")


def test_documents_sources_and_notes_are_read_as_their_pages_list_them(rosa: User) -> None:
    document = make_document("“No,” he said.", our_title="Port of Tolvik")
    source = make_source("Ilse Marten", aliases=["I. Marten"])
    claim = make_claim()
    note = notes.add_to_claim(claim.pk, "Ask the port.", by=acting(rosa))
    reads = program(rosa)
    assert reads("GET", f"documents/{document.pk}").json()["text"] == "“No,” he said."
    assert [item["our_title"] for item in reads("GET", "documents?q=tolvik").json()["items"]] == ["Port of Tolvik"]
    assert reads("GET", f"sources/{source.pk}").json()["aliases"] == ["I. Marten"]
    assert [item["source_id"] for item in reads("GET", "sources?q=marten").json()["items"]] == [source.pk]
    assert [item["note_id"] for item in reads("GET", "notes").json()["items"]] == [note.pk]
    assert [item["body"] for item in reads("GET", f"claims/{claim.pk}/notes").json()["items"]] == ["Ask the port."]
    for address in ("claims/9999", "documents/9999", "sources/9999", "notes/9999", "claims/9999/notes", "nothing"):
        problem(reads("GET", address), 404, "not_found")


def test_of_a_protected_source_there_is_its_label_and_nothing_else(rosa: User, clara: User) -> None:
    source = make_source("Ilse Marten", aliases=["I. Marten"], kind=SourceKind.PERSON)
    claim = make_claim("Ilse Marten stays.", speaker=source, speaker_printed="Ilse Marten")
    sealing.seal(source.pk, by=acting(clara), version=1, because="Somebody fears for work.", label="Source Kestrel")
    reads = program(rosa)
    told = reads("GET", f"sources/{source.pk}").json()
    assert (told["name"], told["aliases"], told["role"], told["is_protected"]) == ("Source Kestrel", [], None, True)
    for address in ("sources", f"sources/{source.pk}", "claims", f"claims/{claim.pk}"):
        assert b"Ilse" not in reads("GET", address).content, address


# --- Acting -----------------------------------------------------------------------------------------------------------


def test_a_story_is_brought_in_checked_and_agreed_with(rosa: User, edith: User, emil: User, ledger: Ledger) -> None:
    reporter, editor, other = program(rosa), program(edith), program(emil)
    ledger.new()
    imported = reporter("POST", "documents", {"text": STORY, "our_title": "Port of Tolvik", "language": "en"})
    assert imported.status_code == 201
    assert imported["Location"].endswith(f"/api/v1/documents/{Document.objects.get().pk}")
    (claim,) = Claim.objects.all()
    address = f"claims/{claim.pk}"
    ledger.new()
    speaker = {"speaker": {"new_name": "Ilse Marten", "new_kind": "person"}}
    assert reporter.act(f"{address}/accept", claim, speaker).json()["speaker"] == "Ilse Marten"
    assert ("claim.accept", claim.pk) in ledger.acts()
    assert editor.act(f"{address}/take", claim).json()["assigned_to"] == "edith"
    answers = {"attribution": "confirmed", "verdict": "not_checkable", "reason": "Heard the recording."}
    told = problem(editor.act(f"{address}/findings", claim, answers), 422, "attribution_needs_evidence")
    assert told["field"] == "attribution"
    link = {"kind": "link", "stance": "supports", "address": "https://example.org/record"}
    assert editor.act(f"{address}/findings", claim, {**answers, "evidence": link}).json()["status"] == "second_check"
    problem(editor.act(f"{address}/agree", claim), 403, "own_work")
    ledger.new()
    decided = other.act(f"{address}/agree", claim)
    assert ledger.acts() == [("claim.agree", claim.pk)]
    assert (decided.json()["status"], decided.json()["agreed_by"]) == ("quote_verified", "Emil Okafor")
    assert decided["ETag"].startswith(f'"{seen(claim)["version"]}-')
    assert decided.json()["history"][0]["did"] == "agreed"


def test_an_act_says_which_version_was_seen(rosa: User, edith: User) -> None:
    claim, acts = make_claim(status=Status.UNVERIFIED), program(rosa)
    address = f"claims/{claim.pk}/take"
    with nothing_changes():
        problem(acts("POST", address, {}), 428, "version_missing")
        problem(acts("POST", address, {}, If_Match="*"), 428, "version_missing")
        problem(acts("POST", address, {}, If_Match='"7"'), 412, "changed_meanwhile")
        problem(acts("POST", address, {}, If_Match="nonsense"), 412, "changed_meanwhile")
    tag = acts("GET", f"claims/{claim.pk}")["ETag"]
    assert program(edith).act(address, claim).status_code == 200
    told = problem(acts("POST", address, {}, If_Match=tag), 412, "changed_meanwhile")
    assert (told["now"], told["changed_by"]) == (2, "Edith Marlow")


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"9", "1"', '"1-abc"'])
def test_a_version_may_be_said_as_any_of_several_tags(rosa: User, tag: str) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    assert program(rosa)("POST", f"claims/{claim.pk}/take", {}, If_Match=tag).status_code == 200


def test_the_ways_back_are_there(rosa: User, edith: User) -> None:
    claim, acts = make_claim(), program(rosa)
    address = f"claims/{claim.pk}"
    assert acts.act(f"{address}/set-aside", claim, {"because": "Not news."}).json()["status"] == "set_aside"
    assert acts.act(f"{address}/restore", claim).json()["status"] == "proposed"
    acts.act(f"{address}/accept", claim, {"speaker": {"is_copy_itself": True}})
    acts.act(f"{address}/take", claim)
    assert acts.act(f"{address}/release", claim).json()["status"] == "unverified"
    problem(acts.act(f"{address}/release", claim), 403, "taken_by_somebody_else")
    acts.act(f"{address}/take", claim)
    assert acts.act(f"{address}/statement", claim, {"statement": "The port stays [open]."}).status_code == 200
    answers = {"attribution": "relayed", "reason": "The agency alone says so."}
    assert acts.act(f"{address}/findings", claim, answers).json()["status"] == "second_check"
    assert acts.act(f"{address}/take-back", claim).json()["status"] == "in_review"
    acts.act(f"{address}/findings", claim, answers)
    own = {"attribution": "not_established", "reason": "Nobody there knows of it."}
    back = program(edith).act(f"{address}/send-back", claim, {"because": "Ask the port.", "own": own})
    assert [finding["state"] for finding in back.json()["findings"]] == ["taken_back", "sent_back", "counter"]


def test_notes_are_written_answered_and_resolved(rosa: User, edith: User, ledger: Ledger) -> None:
    claim, writes, answers = make_claim(), program(rosa), program(edith)
    ledger.new()
    pk = writes("POST", f"claims/{claim.pk}/notes", {"body": "Ask the port."}).json()["note_id"]
    note = Note.objects.get(pk=pk)
    assert answers.act(f"notes/{pk}/reply", note, {"body": "Asked."}).json()["answers"][0]["body"] == "Asked."
    problem(answers.act(f"notes/{pk}/edit", note, {"body": "Mine now."}), 403, "note_of_somebody_else")
    assert writes.act(f"notes/{pk}/edit", note, {"body": "Ask the harbour."}).json()["body"] == "Ask the harbour."
    assert writes.act(f"notes/{pk}/resolve", note).json()["is_resolved"]
    assert not writes.act(f"notes/{pk}/reopen", note).json()["is_resolved"]
    acts = [event.act for event in ledger.new()]
    assert acts == ["note.add", "note.add", "note.edit", "note.resolve", "note.reopen"]
    with nothing_changes():
        problem(writes("POST", f"notes/{pk}/resolve", {}), 428, "version_missing")
        problem(writes("POST", f"notes/{pk}/resolve", {}, If_Match='"1"'), 412, "changed_meanwhile")
        problem(writes("POST", f"claims/{claim.pk}/notes", {"body": " "}), 422, "note_empty")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"because": 12}, "because"),
        ({"reason": "Misspelt."}, "reason"),
        ({"speaker": {}}, "speaker"),
        ({"speaker": {"source_id": "1"}}, "speaker.source_id"),
        ({"speaker": {"source_id": 1, "new_name": "Ilse"}}, "speaker"),
        ({"speaker": {"new_name": "Ilse", "new_kind": "god"}}, "speaker.new_kind"),
        ([], ""),
    ],
)
def test_a_body_that_says_what_nobody_knows_is_refused_and_told_where(rosa: User, body: Any, field: str) -> None:
    claim, acts = make_claim(), program(rosa)
    with nothing_changes():
        answer = acts("POST", f"claims/{claim.pk}/accept", body, If_Match='"1"')
    assert field in problem(answer, 400, "unreadable")["errors"]


def test_what_is_no_json_is_refused(rosa: User) -> None:
    claim, headers = make_claim(), {"Authorization": f"Bearer {program(rosa).secret}", "If-Match": '"1"'}
    for sent, kind, status, code in (
        ("{", "application/json", 400, "unreadable"),
        ("a=b", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("{}", "application/json; charset=utf-16", 400, "unreadable"),
    ):
        answer = Client().post(f"/api/v1/claims/{claim.pk}/accept", sent, content_type=kind, headers=headers)
        problem(answer, status, code)


# --- Bringing stories in ----------------------------------------------------------------------------------------------


def test_a_story_sent_twice_under_one_key_comes_in_once(rosa: User, ledger: Ledger) -> None:
    sends = program(rosa)
    first = sends("POST", "documents", {"text": STORY, "our_title": "Port"}, Idempotency_Key="k-1")
    events = len(ledger.new())
    again = sends("POST", "documents", {"text": STORY, "our_title": "Port"}, Idempotency_Key="k-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert events > 0
    assert ledger.new() == []
    other = {"text": f"{STORY} More.", "our_title": "Port"}
    problem(sends("POST", "documents", other, Idempotency_Key="k-1"), 409, "key_used_otherwise")
    told = problem(sends("POST", "documents", {"text": STORY}), 409, "same_text")
    assert told["document"] == first.json()["document_id"]
    assert Document.objects.count() == 1


def test_keys_are_each_persons_own(rosa: User, edith: User) -> None:
    program(rosa)("POST", "documents", {"text": STORY}, Idempotency_Key="k-1")
    answer = program(edith)("POST", "documents", {"text": f"{STORY} More."}, Idempotency_Key="k-1")
    assert answer.status_code == 201


def test_a_file_is_brought_in_and_one_that_is_no_text_is_refused(rosa: User) -> None:
    headers = {"Authorization": f"Bearer {program(rosa).secret}"}
    file = SimpleUploadedFile("port.txt", STORY.encode("windows-1252"), "text/plain")
    sent = {"file": file, "our_title": "Port", "encoding": "windows-1252", "publisher_knowledge": "absent"}
    answer = Client().post("/api/v1/documents", sent, headers=headers)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["text"], told["our_title"], told["publisher_knowledge"]) == (STORY, "Port", "absent")
    pdf = SimpleUploadedFile("port.pdf", b"%PDF-1.7 ...", "application/pdf")
    problem(Client().post("/api/v1/documents", {"file": pdf}, headers=headers), 422, "file_is_pdf")


def test_facts_are_taken_as_the_page_takes_them(rosa: User) -> None:
    facts = {"publisher": "Tolvik Herald", "published": "2026-11", "headline_knowledge": "unreadable"}
    told = program(rosa)("POST", "documents", {"text": STORY, **facts}).json()
    assert (told["publisher"], told["published_precision"]) == ("Tolvik Herald", "month")
    assert told["headline_knowledge"] == "unreadable"
    problem(program(rosa)("POST", "documents", {"text": "x", "published": "soon"}), 422, "date_unreadable")


# --- Lists that leave the house ---------------------------------------------------------------------------------------


def verified(**more: Any) -> Claim:
    """A claim that was found true."""
    return make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED, verdict=Verdict.TRUE, **more)


def test_a_list_is_issued_fetched_corrected_and_settled(edith: User, rosa: User, ledger: Ledger) -> None:
    first, second = (verified(speaker=make_source(), assigned_to=edith) for _number in range(2))
    issues = program(edith)
    ledger.new()
    asked = {
        "title": "Port",
        "for_whom": "The desk",
        "format": "jsonl",
        "filter": {"speaker": [f"#{first.speaker_id}"]},
    }
    issued = issues("POST", "lists", asked)
    told, pk = issued.json(), issued.json()["list_id"]
    assert (issued.status_code, told["name"], told["claims"], told["for_whom"]) == (201, "1.1", 1, "The desk")
    assert ledger.acts() == [("list.issue", pk)]

    file = issues("GET", f"lists/{pk}/file")
    assert (file["X-SHA256"], file["Content-Disposition"][:10]) == (told["sha256"], "attachment")
    assert json.loads(b"".join(file.streaming_content))["claim_id"] == first.pk
    manifest = json.loads(b"".join(issues("GET", f"lists/{pk}/manifest").streaming_content))
    assert manifest["list"] == "1.1"
    problem(program(rosa)("GET", f"lists/{pk}/file"), 403, "scope_missing")

    address = f"lists/{pk}/correct"
    with nothing_changes():
        problem(issues("POST", address, {"because": "Looked again."}), 428, "version_missing")
        problem(issues("POST", address, {"because": "Looked again."}, If_Match=issued["ETag"]), 409, "list_as_it_was")
    issues.act(f"claims/{first.pk}/reopen", first, {"because": "A mistake of ours."})
    (use,) = issues("GET", f"claims/{first.pk}").json()["used_in"]
    assert (use["name"], use["for_whom"], use["is_open"]) == ("1.1", "The desk", True)
    (row,) = issues("GET", f"lists/{pk}/claims").json()["items"]
    assert (row["claim_id"], row["is_open"], row["status_now"]) == (first.pk, True, "in_review")
    assert [one["list_id"] for one in issues("GET", "lists?show=changed").json()["items"]] == [pk]
    seen_now = {"If_Match": issues("GET", f"lists/{pk}")["ETag"]}
    settled = issues("POST", f"lists/{pk}/claims/{first.pk}/settle", {"because": "Spelling."}, **seen_now)
    assert (settled.status_code, settled.json()["changed_claims"]) == (200, 0)
    late = issues("POST", f"lists/{pk}/claims/{second.pk}/settle", {"because": "x"}, **seen_now)
    problem(late, 412, "changed_meanwhile")


@pytest.mark.parametrize("number", [10**6, 2**63, 10**30])
def test_a_number_that_no_database_knows_is_of_nothing(edith: User, number: int) -> None:
    claim, acts = verified(), program(edith)
    asked = {"title": "Port", "for_whom": "The desk", "format": "csv"}
    pk = acts("POST", "lists", asked).json()["list_id"]
    for address in (f"claims/{number}", f"lists/{number}/claims", f"documents/{number}"):
        problem(acts("GET", address), 404, "not_found")
    problem(acts("POST", f"claims/{number}/notes", {"body": "Who?", "quotation_id": claim.pk}), 404, "not_found")
    settled = acts("POST", f"lists/{pk}/claims/{number}/settle", {"because": "x"}, If_Match='"1"')
    assert settled.status_code in (404, 409)
    browser = Client()
    browser.force_login(edith)
    page = browser.post(reverse("list-settle", args=[pk, number]), {"because": "x", "version": "1"})
    assert page.status_code == 422


def test_a_list_of_a_story_leaves_out_what_is_taken_out_by_hand(edith: User) -> None:
    document = make_document("“Yes.” “No.”")
    claims = [verified(words=words, document=document) for words in ("Yes.", "No.")]
    asked = {"title": "Port", "for_whom": "The desk", "format": "markdown", "document_id": document.pk}
    told = program(edith)("POST", "lists", {**asked, "leave_out": [claims[0].pk]}).json()
    assert (told["claims"], told["document_id"]) == (1, document.pk)
    assert "1 taken out by hand" in told["left_out"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"filter": {"status": ["nope"]}}, "filter.status"),
        ({"filter": {"colour": ["red"]}}, "filter.colour"),
        ({"filter": {"status": "verified"}}, "filter.status"),
        ({"format": "pdf"}, "format"),
        ({"columns": ["colour"]}, "columns.0"),
        ({"filter": {}, "document_id": 1}, ""),
    ],
)
def test_a_list_is_never_issued_of_more_than_was_asked_for(edith: User, more: dict[str, Any], field: str) -> None:
    verified()
    issues = program(edith)
    with nothing_changes():
        answer = issues("POST", "lists", {"title": "Port", "for_whom": "The desk", "format": "csv", **more})
    assert field in problem(answer, 400, "unreadable")["errors"]


# --- Limits -----------------------------------------------------------------------------------------------------------


def test_a_token_reads_and_acts_so_often_a_minute_and_no_more(rosa: User, settings: Settings) -> None:
    settings.API_READS_PER_MINUTE, settings.API_ACTS_PER_MINUTE = 3, 1
    claim, mine, other = make_claim(), program(rosa), program(rosa)
    left = [mine("GET", "claims") for _number in range(4)]
    while left[-1].status_code == 200:  # a minute may have ended between two of them
        left.append(mine("GET", "claims"))
    told = left[-1]
    problem(told, 429, "too_many_requests")
    assert 1 <= int(told["Retry-After"]) <= 60
    assert left[0]["RateLimit"].startswith('"minute";r=2;t=')
    assert other("GET", "claims").status_code == 200
    assert mine.act(f"claims/{claim.pk}/set-aside", claim).status_code == 200


def test_what_goes_wrong_here_says_so_as_a_problem(rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.api.claims.USUAL", "fifty")
    problem(program(rosa)("GET", "claims"), 500, "fault")


def test_every_problem_has_a_row_in_the_one_table(rosa: User) -> None:
    rows = {row["code"]: row for row in program(rosa)("GET", "problems").json()["items"]}
    assert rows["changed_meanwhile"]["status"] == 412
    assert rows["own_work"]["status"] == 403
    assert rows["version_missing"]["status"] == 428
    assert not [code for code in rows if code.startswith("backup")]


def test_the_page_of_the_api_comes_from_here_alone(client: Client, rosa: User) -> None:
    assert client.get(reverse("api-docs"))["Location"].startswith(reverse("sign-in"))
    client.force_login(rosa)
    page = client.get(reverse("api-docs"))
    check_headers(page)
    text = page.content.decode()
    assert "//" not in text.replace("<!DOCTYPE", "")
    assert "<style" not in text
    script = client.get(reverse("api-docs") + "?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "api/v1/schema" in script.content.decode() or "../schema" in script.content.decode()


def test_somebody_without_a_role_reads_nothing() -> None:
    browser = Client()
    browser.force_login(make_person(None, "nobody"))
    problem(browser.get("/api/v1/claims"), 403, "no_role")
