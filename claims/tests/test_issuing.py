"""Lists that leave the house: numbered, for somebody, complete, re-checkable, corrected and recalled."""

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.models import Claim, Event, IssuedClaim, IssuedList, Job, ListDraft
from claims.records.acts import Actor
from claims.services import (
    correcting,
    documents,
    erasing,
    exporting,
    filestore,
    findings,
    issued_reading,
    issuing,
    jobs,
    list_checking,
    list_drafts,
    recording,
    staleness,
)
from claims.services.list_checking import Finding
from claims.services.list_files import Order
from claims.tasks import worker
from claims.tests import seed_list
from claims.tests.conftest import acting
from claims.workflow import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(settings: Any) -> list[Claim]:
    """The seed story with its first claims decided."""
    return seed_list.decide(settings)


@pytest.fixture
def edith(decided: list[Claim]) -> Actor:
    return acting(User.objects.get(username="edith"))


@pytest.fixture
def clara(decided: list[Claim]) -> Actor:
    return acting(User.objects.get(username="clara"))


def order(format: str = "csv", **more: Any) -> Order:
    return Order(**{"title": "The talks", "for_whom": "the evening desk", "format": format, **more})


def issue(by: Actor, format: str = "csv", **more: Any) -> IssuedList:
    prepared = issuing.prepare(seed_list.all_of_it(), format=format)
    return issuing.issue(order(format, **more), prepared, by=by)


def file_of(issued: IssuedList) -> io.BytesIO:
    return io.BytesIO(filestore.read(issued.sha256))


def test_a_list_is_issued_with_number_hash_manifest_and_one_line_of_the_ledger(edith: Actor) -> None:
    for number, format in enumerate(FORMATS, start=1):
        events = Event.objects.count()
        issued = issue(edith, format, rights="For use on 23 November only.")
        assert str(issued) == f"{number}.1"
        assert Event.objects.count() == events + 1
        line = Event.objects.filter(act="list.issue").latest("sequence")
        assert json.loads(line.body)["after"]["sha256"] == issued.sha256
        manifest = json.loads(filestore.read(issued.manifest_sha256))
        assert manifest["list"] == str(issued)
        assert manifest["replaces"] is None
        assert manifest["for"] == "the evening desk"
        assert manifest["file"]["sha256"] == sha256(filestore.read(issued.sha256)).hexdigest()
        carried = IssuedClaim.objects.filter(issued_list=issued).values_list("claim_id", "claim_version")
        assert sorted((one["id"], one["version"]) for one in manifest["claims"]) == sorted(carried)
        assert len(manifest["items"]) == len(list(FORMATS[format].read(file_of(issued))))


def test_a_list_is_for_somebody_and_holds_something(edith: Actor) -> None:
    with pytest.raises(Refused) as refused:
        issue(edith, for_whom="  ")
    assert refused.value.code is Refusal.FOR_WHOM_MISSING
    nothing = issuing.prepare(exporting.listed({"status": ["refuted"]}, show=seed_list.show), format="csv")
    with pytest.raises(Refused) as refused:
        issuing.issue(order(), nothing, by=edith)
    assert refused.value.code is Refusal.NOTHING_TO_ISSUE
    assert not IssuedList.objects.exists()


def test_columns_that_were_chosen_are_those_of_the_file_and_the_numbers_of_claims_stay(edith: Actor) -> None:
    issued = issue(edith, columns=["speaker", "statement"])
    head = filestore.read(issued.sha256).decode("utf-8-sig").splitlines()[0]
    assert head.replace('"', "") == "Statement,Who said it,Claim,Version of the claim,Quotation"


def test_a_desk_reads_a_story_by_how_to_use_it_and_what_is_left_out(edith: Actor, decided: list[Claim]) -> None:
    document = decided[0].quotations.get().snapshot.document_id
    prepared = issuing.prepare_for_desk(document, format="jsonl", show=seed_list.show)
    issued = issuing.issue(order("jsonl", document=document), prepared, by=edith)
    rows = list(FORMATS["jsonl"].read(file_of(issued)))
    uses = [row.how_to_use for row in rows]  # type: ignore[attr-defined]
    assert uses == sorted(uses, key=[use.value for use in issuing.SECTIONS].index)
    assert {row.claim_id for row in rows} == {claim.pk for claim in decided}  # type: ignore[attr-defined]
    assert issued.left_out.startswith("Left out: 11, because proposed: found by the machine")


# --- Re-check -------------------------------------------------------------------------------------------------------


def test_the_file_as_issued_is_told_to_be_just_that_in_every_format(edith: Actor) -> None:
    for format in FORMATS:
        issued = issue(edith, format)
        file = file_of(issued)
        checked = list_checking.check(file, list_checking.find(file))
        assert checked.issued == issued, format
        assert checked.is_same_file, format
        assert checked.is_as_issued, format


def test_a_changed_word_and_a_missing_row_are_told_with_their_place(edith: Actor) -> None:
    issued = issue(edith, "csv")
    head, first, second, *rest = filestore.read(issued.sha256).decode("utf-8-sig").split("\r\n")
    altered = first.replace("With attribution only", "Quote")
    assert altered != first
    strange = second.replace('"verified"', '"refuted"')
    file = io.BytesIO("\r\n".join([head, altered, strange, *rest[:-2], ""]).encode("utf-8-sig"))
    checked = list_checking.check(file, list_checking.find(file, name="claimtrail-list-1.1.csv"))
    assert checked.counts == {Finding.ALTERED: 2, Finding.MISSING: 1}
    changed = next(one for one in checked.items if one.place == 1)
    assert ("With attribution only", "Quote") in [(part.issued, part.given) for part in changed.parts]


def test_rows_in_another_order_or_saved_anew_are_still_as_issued(edith: Actor) -> None:
    issued = issue(edith, "jsonl")
    lines = filestore.read(issued.sha256).splitlines(keepends=True)
    checked = list_checking.check(io.BytesIO(b"".join(reversed(lines))), issued)
    assert checked.is_as_issued
    assert not checked.is_in_order
    assert checked.same == len(lines)


def test_whatever_else_comes_is_no_such_list_and_no_error(edith: Actor) -> None:
    for format in FORMATS:
        issued = issue(edith, format)
        for content in (b"", b"\x00\xff\xfe", b"PK\x03\x04 no zip", b"[" * 100_000, b'{"a":1}\n', b"[1, 2]"):
            assert not _is_as_issued(content, issued), (format, content[:20])


def _is_as_issued(content: bytes, issued: IssuedList) -> bool:
    try:
        return list_checking.check(io.BytesIO(content), issued).is_as_issued
    except Refused as refused:
        return refused.code is not Refusal.LIST_UNREADABLE


# --- What has changed since -----------------------------------------------------------------------------------------


def test_a_claim_that_is_reopened_stale_or_recalled_is_marked_in_the_list_and_unmarked_when_it_is_as_before(
    edith: Actor, clara: Actor, decided: list[Claim]
) -> None:
    issue(edith)
    first, second, *_rest = decided
    findings.recall(first.pk, by=clara, because="The record was forged.")
    assert _marked() == {first.pk}
    findings.reopen(second.pk, by=edith, because="A new witness.")
    assert _marked() == {first.pk, second.pk}
    with recording.act(edith) as recorder:
        claim = recording.lock(Claim, decided[2].pk)
        recorder.change(claim, "claim.stale", **staleness.values_of(recorder, claim, "The words changed."))
    assert decided[2].pk in _marked()
    findings.still_holds(decided[2].pk, by=edith, because="They did not.")
    assert decided[2].pk not in _marked()


def _marked() -> set[int]:
    return set(IssuedClaim.objects.filter(changed_at__isnull=False, settled="").values_list("claim_id", flat=True))


def test_a_correction_is_the_next_version_and_says_old_and_new(
    edith: Actor, clara: Actor, decided: list[Claim]
) -> None:
    prepared = issuing.prepare(exporting.listed({"status": ["verified"]}, show=seed_list.show), format="csv")
    issued = issuing.issue(order(), prepared, by=edith)
    with pytest.raises(Refused) as refused:
        correcting.correct(issued.pk, by=edith, because="To be sure.")
    assert refused.value.code is Refusal.LIST_AS_IT_WAS
    findings.recall(decided[0].pk, by=clara, because="The record was forged.")
    corrected = correcting.correct(issued.pk, by=edith, because="One claim was recalled.")
    assert str(corrected) == "1.2"
    assert corrected.replaces == issued
    (change,) = correcting.changes_of(corrected)
    assert change.claim == decided[0].pk
    assert change.is_left_out
    assert (change.before["status"], change.after["status"]) == (Status.VERIFIED, Status.WITHDRAWN)
    assert corrected.left_out == "Left out: 1, because withdrawn: recalled after it left the house."
    assert Event.objects.get(act="list.correct").reason == "One claim was recalled."
    with pytest.raises(Refused) as refused:
        correcting.correct(issued.pk, by=edith, because="Again.")
    assert refused.value.code is Refusal.LIST_REPLACED


def test_a_change_that_needs_no_correction_is_settled_until_the_next_change(
    edith: Actor, clara: Actor, decided: list[Claim]
) -> None:
    issued = issue(edith)
    findings.reopen(decided[0].pk, by=edith, because="A new witness.")
    settled = issuing.settle(issued.pk, decided[0].pk, by=edith, because="They only asked for the names.", version=1)
    assert settled.version == 2
    assert _marked() == set()
    with pytest.raises(Refused) as refused:
        issuing.settle(issued.pk, decided[0].pk, by=edith, because="Again.", version=2)
    assert refused.value.code is Refusal.NOTHING_TO_SETTLE


def test_a_filter_that_is_not_understood_issues_nothing_and_says_so(client: Client, edith: Actor) -> None:
    client.force_login(User.objects.get(username="edith"))
    answer = client.get(reverse("list-issue"), {"created_from": "yesterday" * 2_000})
    assert answer.status_code == 422
    assert "Nothing can be exported yet" in answer.content.decode()


# --- In the background ----------------------------------------------------------------------------------------------


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of more than two claims are long ones."""
    monkeypatch.setattr(list_drafts, "LONG", 2)


def test_a_long_list_is_issued_by_the_worker_with_the_number_reserved_for_it(
    edith: Actor, clara: Actor, decided: list[Claim], client: Client, long_lists: None
) -> None:
    client.force_login(User.objects.get(username="edith"))
    typed = {"for_whom": "the evening desk", "title": "The talks", "format": "jsonl"}
    asked = client.post(reverse("list-issue") + "?status=verified&status=disputed&status=attributed", typed)
    job = Job.objects.get()
    assert asked["Location"] == reverse("job", args=[job.pk])
    assert not IssuedList.objects.exists()
    short = issue(edith)
    assert str(short) == "2.1"
    findings.recall(decided[0].pk, by=clara, because="The record was forged.")
    worker.work(until_empty=True)
    job.refresh_from_db()
    issued = IssuedList.objects.get(number=1)
    assert (job.state, job.told, job.result) == ("done", "", reverse("list", args=[issued.pk]))
    assert issued.claims == len(decided) - 1
    assert "1 left out, because they changed while the list was made." in issued.left_out
    assert not ListDraft.objects.exists()
    assert Event.objects.filter(act="list.issue").count() == 2


def test_a_long_list_is_corrected_by_the_worker(
    edith: Actor, clara: Actor, decided: list[Claim], client: Client, long_lists: None
) -> None:
    issued = issue(edith)
    findings.recall(decided[0].pk, by=clara, because="The record was forged.")
    client.force_login(User.objects.get(username="edith"))
    client.post(reverse("list-correct", args=[issued.pk]), {"because": "One was recalled.", "version": 1})
    worker.work(until_empty=True)
    corrected = IssuedList.objects.get(edition=2)
    assert Job.objects.get().result == reverse("list", args=[corrected.pk])
    assert Event.objects.get(act="list.correct").reason == "One was recalled."


def test_a_long_list_that_was_cancelled_is_not_issued(
    edith: Actor, decided: list[Claim], client: Client, long_lists: None
) -> None:
    prepared = issuing.prepare(seed_list.all_of_it(), format="csv")
    job = list_drafts.issue_later(order(), prepared, by=edith)
    jobs.cancel(job.pk, by=edith)
    worker.work(until_empty=True)
    assert not IssuedList.objects.exists()


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_command_says_whether_a_file_is_the_list_and_what_has_changed_since(
    edith: Actor, clara: Actor, decided: list[Claim], tmp_path: Path
) -> None:
    issued = issue(edith)
    kept = tmp_path / "claimtrail-list-1.1.csv"
    kept.write_bytes(filestore.read(issued.sha256))
    assert "List 1.1, issued for the evening desk by Edith Marlow: to the last byte." in checked(kept)
    findings.recall(decided[0].pk, by=clara, because="The record was forged.")
    assert f"Since then: claim {decided[0].pk} is withdrawn:" in checked(kept)
    kept.write_bytes(kept.read_bytes().replace(b'"verified"', b'"refuted"', 1))
    with pytest.raises(CommandError, match=r"This is not list 1\.1 as it was issued"):
        checked(kept)
    elsewhere = kept.rename(tmp_path / "from-a-mail.csv")
    with pytest.raises(CommandError, match="Name the list in question"):
        checked(elsewhere)
    with pytest.raises(CommandError, match=r"This is not list 1\.1"):
        checked(elsewhere, "--list", "1.1")


def checked(file: Path, *more: str) -> str:
    """What the command says of a file."""
    said = io.StringIO()
    call_command("check_list", str(file), *more, stdout=said)
    return said.getvalue()


# --- Words that have to go ------------------------------------------------------------------------------------------


def test_when_a_story_is_erased_the_lists_that_carried_it_keep_no_words_and_can_still_be_checked(
    edith: Actor, clara: Actor, decided: list[Claim]
) -> None:
    issued = issue(edith, "csv")
    file = file_of(issued)
    document = decided[0].quotations.get().snapshot.document_id
    documents.withdraw(document, by=clara, because="Not ours.")
    erasing.ask(document, by=clara, because="A court ordered it.")
    erasing.erase(document, by=edith)
    issued.refresh_from_db()
    assert issued.erased_at is not None
    for name in (issued.sha256, issued.record_sha256):
        with pytest.raises(Refused):
            filestore.read(name)
    assert list_checking.check(file, issued).is_as_issued
    assert issued_reading.read(issued).sections == ()
