"""Tests: a document is erased by two people; its words are gone everywhere, its hashes and its history stay."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.importers import pasted
from claims.models import Claim, Document, Event, Evidence, Note, Quotation, Snapshot, Source, Span
from claims.records.acts import command
from claims.records.checking import EvidenceKind, Stance
from claims.services import documents, erased_remains, erasing, evidence, filestore, importing, notes, review, wording
from claims.services.evidence import Given
from claims.tests.conftest import Ledger, acting
from claims.tests.stories import ASKED, CLOSED, HARBOUR, LIMIT, bring_in, claim_of

pytestmark = pytest.mark.django_db

WHY = "A court ordered it, file 12/2026."
OURS = "The port of Tolvik is shut, says its director."
QUOTING = "She says: the harbour stays closed until Friday, which is odd."


def withdrawn(rosa: User, clara: User) -> Document:
    """The story of the harbour, worked on and then withdrawn."""
    document = bring_in(by=acting(rosa)).document
    for words in (CLOSED, ASKED):
        review.accept(claim_of(words).pk, by=acting(rosa))
    wording.change_statement(claim_of(CLOSED).pk, OURS, by=acting(rosa))
    notes.add_to_document(document.pk, QUOTING, by=acting(rosa))
    file = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="scan of harbour.txt", content=HARBOUR.encode() + b"!")
    evidence.add_to_document(document.pk, file, by=acting(rosa))
    return documents.withdraw(document.pk, because="Not ours to hold.", by=acting(clara))


def erased(document: Document, clara: User, edith: User) -> Document:
    """Asked for by the chief, carried out by an editor."""
    erasing.ask(document.pk, because=WHY, by=acting(clara))
    return erasing.erase(document.pk, by=acting(edith)).document


def refusal_of(call: object) -> Refusal:
    """Why this is refused."""
    with pytest.raises(Refused) as refused:
        call()  # type: ignore[operator]
    return refused.value.code


def test_a_chief_asks_with_a_reason_and_only_for_a_withdrawn_document(rosa: User, edith: User, clara: User) -> None:
    document = bring_in(by=acting(rosa)).document
    assert refusal_of(lambda: erasing.ask(document.pk, because=WHY, by=acting(edith))) is Refusal.NOT_ALLOWED
    assert refusal_of(lambda: erasing.ask(document.pk, because=" ", by=acting(clara))) is Refusal.REASON_MISSING
    assert refusal_of(lambda: erasing.ask(document.pk, because=WHY, by=acting(clara))) is Refusal.WITHDRAW_FIRST


def test_nobody_erases_on_their_own_and_no_command_does(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    assert refusal_of(lambda: erasing.erase(document.pk, by=acting(edith))) is Refusal.ERASING_NOT_ASKED
    erasing.ask(document.pk, because=WHY, by=acting(clara))
    assert refusal_of(lambda: erasing.erase(document.pk, by=acting(clara))) is Refusal.OWN_ERASING
    assert refusal_of(lambda: erasing.erase(document.pk, by=acting(rosa))) is Refusal.NOT_ALLOWED
    assert refusal_of(lambda: erasing.erase(document.pk, by=command("erase"))) is Refusal.NOT_ALLOWED
    assert Snapshot.objects.get().text == HARBOUR


def test_a_request_can_be_taken_back_or_declined_and_meanwhile_the_document_does_not_come_back(
    rosa: User, edith: User, clara: User, ledger: Ledger
) -> None:
    document = withdrawn(rosa, clara)
    ledger.new()
    for somebody in (clara, edith):
        erasing.ask(document.pk, because=WHY, by=acting(clara))
        assert refusal_of(lambda: documents.reinstate(document.pk, by=acting(clara))) is Refusal.ERASING_ASKED
        erasing.decline(document.pk, because="The court changed its mind.", by=acting(somebody))
    assert ledger.acts() == [("document.ask_to_erase", document.pk), ("document.decline_to_erase", document.pk)] * 2
    assert documents.reinstate(document.pk, by=acting(clara)).withdrawn_at is None


def test_a_request_lies_on_the_desk_of_those_who_may_agree_until_it_is_decided(
    client: Client, rosa: User, edith: User, clara: User
) -> None:
    document = withdrawn(rosa, clara)
    erasing.ask(document.pk, because=WHY, by=acting(clara))
    link = f'href="{reverse("document-erase", args=[document.pk])}"'

    def on_the_desk_of(person: User) -> bool:
        client.force_login(person)
        return link in client.get(reverse("desk")).content.decode()

    assert [on_the_desk_of(person) for person in (rosa, edith, clara)] == [False, True, False]
    assert WHY in client.get(reverse("document-erase", args=[document.pk])).content.decode()
    erasing.erase(document.pk, by=acting(edith))
    assert not on_the_desk_of(edith)


def test_what_changed_meanwhile_is_not_erased(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    asked = erasing.ask(document.pk, because=WHY, by=acting(clara))
    stale = asked.version - 1
    assert refusal_of(lambda: erasing.erase(document.pk, by=acting(edith), version=stale)) is Refusal.CHANGED_MEANWHILE


def test_the_words_go_and_hashes_offsets_and_history_stay(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    before = Snapshot.objects.values("text_sha256", "raw_sha256", "raw_size").get()
    places = list(Span.objects.order_by("pk").values_list("start", "end"))
    events = list(Event.objects.order_by("sequence").values())
    gone = erased(document, clara, edith)
    assert (gone.our_title, gone.headline) == (f"Erased document {document.pk}", "")
    assert (gone.erase_asked_because, gone.erase_asked_by, gone.erased_by) == (WHY, clara, edith)
    snapshot = Snapshot.objects.get()
    assert (snapshot.text, snapshot.name) == ("", "")
    assert Snapshot.objects.values(*before).get() == before
    assert set(Quotation.objects.values_list("words", "cue", "speaker_printed")) == {("[words erased]", "", "")}
    assert set(Span.objects.values_list("exact", "prefix", "suffix")) == {("", "", "")}
    assert list(Span.objects.order_by("pk").values_list("start", "end")) == places
    assert list(Event.objects.order_by("sequence").values()[: len(events)]) == events
    with pytest.raises(Refused):
        filestore.read(snapshot.raw_sha256)


def test_evidence_on_the_document_goes_with_its_file_and_its_hash_stays(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    kept = Evidence.objects.get()
    filestore.read(kept.file_sha256)
    erased(document, clara, edith)
    row = Evidence.objects.get()
    assert (row.file_name, row.file_sha256, row.erased_at is None) == ("", kept.file_sha256, False)
    with pytest.raises(Refused):
        filestore.read(kept.file_sha256)


def test_a_file_that_another_document_has_too_is_kept(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    other = bring_in(HARBOUR + "More.", by=acting(rosa)).document
    file = Given(EvidenceKind.FILE, Stance.SUPPORTS, file_name="again.txt", content=HARBOUR.encode() + b"!")
    kept = evidence.add_to_document(other.pk, file, by=acting(rosa))
    erased(document, clara, edith)
    assert filestore.read(kept.file_sha256)


def test_ours_stays_but_for_what_repeats_the_text_word_for_word(rosa: User, edith: User, clara: User) -> None:
    own, made = (claim_pk(words, rosa, clara) for words in (CLOSED, ASKED))
    erased(Document.objects.get(), clara, edith)
    assert Claim.objects.get(pk=own).statement == OURS
    assert Claim.objects.get(pk=made).statement == "[words erased]"
    assert Note.objects.get().body == "She says: [words erased], which is odd."


def claim_pk(words: str, rosa: User, clara: User) -> int:
    """The number of a claim of the harbour story, which is brought in and withdrawn the first time."""
    if not Document.objects.exists():
        withdrawn(rosa, clara)
    return claim_of(words).pk


def test_what_another_copy_says_as_well_stays(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    claim = claim_of(ASKED)
    copy = bring_in("Another paper. " + HARBOUR, by=acting(rosa))
    twin = Quotation.objects.get(snapshot=copy.snapshot, words=ASKED)
    Quotation.objects.filter(pk=twin.pk).update(claim=claim, is_primary=False)
    statement = Claim.objects.get(pk=claim.pk).statement
    erased(document, clara, edith)
    assert Claim.objects.get(pk=claim.pk).statement == statement
    assert set(claim.quotations.values_list("words", flat=True)) == {"[words erased]", ASKED}


def test_a_source_described_in_the_story_alone_loses_its_name(rosa: User, edith: User, clara: User) -> None:
    story = "TOLVIK: “We sail at dawn,” said a source close to the harbour council.\n"
    document = bring_in(story, by=acting(rosa)).document
    claim = claim_of("“We sail at dawn,”")
    review.accept(claim.pk, by=acting(rosa))
    source = Source.objects.get(document=document)
    documents.withdraw(document.pk, because="Not ours.", by=acting(clara))
    erased(document, clara, edith)
    source.refresh_from_db()
    assert source.name == f"Somebody of erased document {document.pk}"


def test_each_changed_subject_has_one_event_that_holds_none_of_the_words(
    rosa: User, edith: User, clara: User, ledger: Ledger
) -> None:
    document = withdrawn(rosa, clara)
    erasing.ask(document.pk, because=WHY, by=acting(clara))
    ledger.new()
    erasing.erase(document.pk, by=acting(edith))
    events = ledger.new()
    assert len({(event.subject_kind, event.subject_id) for event in events}) == len(events)
    acts = sorted(event.act for event in events)
    assert acts == ["claim.erase"] * Claim.objects.count() + ["document.erase", "note.erase"]
    for event in events:
        assert "harbour" not in event.body.casefold()
        assert "fishermen" not in event.body


def test_the_same_text_is_known_again_and_not_taken_in(rosa: User, edith: User, clara: User) -> None:
    erased(withdrawn(rosa, clara), clara, edith)
    with pytest.raises(Refused) as refused:
        bring_in(by=acting(rosa))
    said = refusals.sentence(refused.value)
    assert said.startswith("This very text was here and was erased on ")
    assert WHY in said
    other = bring_in(HARBOUR + "More.", by=acting(rosa)).document
    with pytest.raises(Refused) as refused:
        importing.import_version(other.pk, pasted(HARBOUR, limit=LIMIT), by=acting(rosa))
    assert refused.value.code is Refusal.TEXT_ERASED


def test_what_is_erased_stays_erased(rosa: User, edith: User, clara: User) -> None:
    document = erased(withdrawn(rosa, clara), clara, edith)
    for act in (
        lambda: documents.reinstate(document.pk, by=acting(clara)),
        lambda: erasing.ask(document.pk, because=WHY, by=acting(clara)),
        lambda: erasing.erase(document.pk, by=acting(edith)),
        lambda: erasing.decline(document.pk, because=WHY, by=acting(edith)),
    ):
        assert refusal_of(act) is Refusal.DOCUMENT_ERASED


@pytest.mark.parametrize(
    "values",
    [
        {"text": "Other words."},
        {"text": ""},
        {"erased_at": timezone.now()},
        {"text": "Other words.", "erased_at": timezone.now()},
        {"text": "", "erased_at": timezone.now(), "text_sha256": "0" * 64},
        {"text": "", "erased_at": timezone.now(), "number": 7},
    ],
)
def test_the_guard_lets_erasing_through_and_nothing_else(values: dict[str, object], rosa: User) -> None:
    snapshot = bring_in(by=acting(rosa)).snapshot
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**values)
    assert Snapshot.objects.get(pk=snapshot.pk).text == HARBOUR


def test_the_guard_lets_no_words_come_back(rosa: User, edith: User, clara: User) -> None:
    erased(withdrawn(rosa, clara), clara, edith)
    for values in ({"text": HARBOUR}, {"text": HARBOUR, "erased_at": None}, {"erased_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Snapshot.objects.update(**values)
    assert Snapshot.objects.get().text == ""


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_of_it_goes_with_the_next_wiping(rosa: User, edith: User, clara: User) -> None:
    document = withdrawn(rosa, clara)
    erased(document, clara, edith)
    name = filestore.keep(HARBOUR.encode())
    erased_remains.wipe()
    with pytest.raises(Refused):
        filestore.read(name)


def as_it_came(rosa: User, clara: User) -> Document:
    """The same story, withdrawn, with its claims accepted as they were found."""
    document = bring_in(by=acting(rosa)).document
    for words in (CLOSED, ASKED):
        review.accept(claim_of(words).pk, by=acting(rosa))
    return documents.withdraw(document.pk, because="Not ours to hold.", by=acting(clara))


def test_every_page_that_showed_the_words_says_that_they_were_erased(
    rosa: User, edith: User, clara: User, client: Client
) -> None:
    document = as_it_came(rosa, clara)
    one, other = claim_of(CLOSED), claim_of(ASKED)
    client.force_login(edith)
    erased(document, clara, edith)
    pages = [
        f"/documents/{document.pk}/",
        f"/documents/{document.pk}/erase/",
        "/documents/?show=withdrawn",
        f"/review/{document.pk}/",
        f"/review/{document.pk}/?claim={one.pk}",
        f"/claims/{one.pk}/",
        f"/claims/{other.pk}/",
        f"/claims/{one.pk}/chain/",
        "/claims/?status=set_aside",
        f"/second-check/{one.pk}/",
        "/notes/",
        "/desk/",
        "/export/?format=jsonl&status=set_aside",
        "/export/?format=csv&status=set_aside",
        f"/sources/{Claim.objects.get(pk=one.pk).speaker_id}/",
    ]
    for page in pages:
        answer = client.get(page, follow=True)
        content = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert answer.status_code in (200, 404), page
        for words in ("stays closed", "asked the fishermen", "sailed empty", "scan of harbour"):
            assert words not in content, (page, words)
    said = client.get(f"/documents/{document.pk}/").content.decode()
    for useless in ("damaged", "Evidence for this copy", f"/review/{document.pk}/"):
        assert useless not in said, useless
    for part in (
        "The words of this document were erased:",
        WHY,
        "asked for by Clara Benedek, carried out by Edith Marlow",
    ):
        assert part in said
    assert "The words of this document were erased:" in client.get(f"/claims/{one.pk}/").content.decode()
    assert client.get(f"/documents/{document.pk}/raw/1/").status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the file of the database")
def test_the_files_of_the_database_hold_the_words_no_more(rosa: User, edith: User, clara: User, tmp_path: Path) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        document = as_it_came(rosa, clara)
        erasing.ask(document.pk, because=WHY, by=acting(clara))
        assert b"fishermen" in held()
        done = erasing.erase(document.pk, by=acting(edith))
        assert done.is_wiped
        for words in (b"fishermen", b"stays closed", b"sailed empty", b"Harbour talks"):
            assert words not in held()


def held() -> bytes:
    """Everything that the files of the database and the file store hold."""
    place = Path(str(connection.settings_dict["NAME"]))
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in (*place.parent.glob(f"{place.name}*"), *files))
