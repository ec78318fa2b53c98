"""Tests: stories come in, once each."""

import json
import threading
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.db import close_old_connections, connection

from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.extraction import extract
from claims.importers import decode, parse_date, pasted
from claims.models import Claim, Snapshot
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import DatePrecision, Knowledge, SourceKind, Translation
from claims.services import filestore, importing, reading
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_source
from claims.tests.stories import (
    ASKED,
    CLOSED,
    CORRECTED,
    EMPTY,
    HARBOUR,
    LIMIT,
    MIXED,
    bring_in,
)
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


def test_a_story_becomes_a_document_with_a_claim_for_each_quotation(rosa: User) -> None:
    with one_event_for_each_change():
        done = bring_in(by=acting(rosa))
    assert done.claims == 3
    assert [quotation.words for quotation in done.snapshot.quotations.in_reading_order()] == [CLOSED, ASKED, EMPTY]
    assert set(Claim.objects.in_document(done.document).values_list("status", flat=True)) == {Status.PROPOSED}


def test_the_ledger_tells_what_came_in_and_then_what_was_found_in_it(rosa: User, ledger: Ledger) -> None:
    done = bring_in(by=acting(rosa))
    first, *others = ledger.new()
    assert (first.act, first.subject_id, first.actor_name) == ("document.import", done.document.pk, "rosa")
    assert [event.act for event in others] == ["claim.propose"] * 3
    told = json.loads(first.body)["after"]
    assert told["snapshot"]["text_sha256"] == done.snapshot.text_sha256
    assert told["headline_knowledge"] == "unknown"
    assert not {"headline", "our_title"} & set(told)  # words of the text stay out, so that they can be erased


def test_the_text_is_kept_as_received_with_its_bytes(rosa: User) -> None:
    raw = HARBOUR.replace("\n", "\r\n").encode("utf-16")
    received = decode(raw, name="harbour.txt", limit=LIMIT)
    snapshot = importing.import_text(received, by=acting(rosa)).snapshot
    snapshot.refresh_from_db()
    assert snapshot.text == HARBOUR
    assert snapshot.text_sha256 == sha256(HARBOUR.encode()).hexdigest()
    assert (snapshot.raw_size, filestore.read(snapshot.raw_sha256)) == (len(raw), raw)
    assert (snapshot.name, snapshot.encoding, snapshot.encoding_basis) == ("harbour.txt", "utf-16-le", "bom")
    assert (snapshot.received_by, snapshot.extractor, snapshot.number) == (rosa, reading.FOUND_BY, 1)


def test_a_version_keeps_how_its_text_was_read_and_the_ledger_tells_it(rosa: User, ledger: Ledger) -> None:
    done = bring_in("TOLVIK: “The harbour stays closed  , he said .\n", by=acting(rosa))
    snapshot = Snapshot.objects.get(pk=done.snapshot.pk)
    found = extract(snapshot.text)
    assert (snapshot.language, snapshot.language_basis) == (found.read_as.language, found.read_as.basis)
    assert snapshot.read_whole is found.read_as.is_whole
    assert snapshot.damage == [[one.kind, one.start, one.end] for one in found.damage.damages] != []
    assert (snapshot.damage_score, snapshot.damage_reasons) == (found.damage.score, list(found.damage.reasons))
    assert snapshot.credits == [[one.name.start, one.name.end, one.line.start, one.line.end] for one in found.credits]
    told = json.loads(ledger.new()[0].body)["after"]["snapshot"]
    assert {name: told[name] for name in reading.FIELDS} == {name: getattr(snapshot, name) for name in reading.FIELDS}


def test_a_text_is_read_in_the_language_that_is_given_with_it(rosa: User) -> None:
    snapshot = bring_in(by=acting(rosa), facts=DocumentFacts(language=Fact("nb"))).snapshot
    read_as = extract(HARBOUR, language="nb").read_as
    assert (snapshot.language, snapshot.language_basis) == (read_as.language, read_as.basis)
    assert read_as != extract(HARBOUR).read_as


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("way", ["paste", "upload in UTF-8", "upload in UTF-16"])
def test_every_place_holds_whichever_way_a_story_came_in(way: str, ends: str, rosa: User) -> None:
    sent = MIXED.replace("\n", ends)
    encoding = "utf-16" if way.endswith("16") else "utf-8"
    received = pasted(sent, limit=LIMIT) if way == "paste" else decode(sent.encode(encoding), limit=LIMIT)
    done = importing.import_text(received, by=acting(rosa))
    text = Snapshot.objects.get(pk=done.snapshot.pk).text
    assert text == MIXED
    quotations = list(done.snapshot.quotations.in_reading_order())
    assert [quotation.words for quotation in quotations] == [CLOSED, ASKED]
    for quotation in quotations:
        (span,) = quotation.spans.all()
        assert text[span.start : span.end] == span.exact == quotation.words
        assert text[: span.start].endswith(span.prefix)
        assert text[span.end :].startswith(span.suffix)
        assert text[quotation.speaker_start : quotation.speaker_end] == quotation.speaker_printed
        assert text[quotation.cue_start : quotation.cue_end] == quotation.cue


def test_facts_not_given_are_unknown(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    document.refresh_from_db()
    assert document.our_title == "Harbour talks break off in Tolvik"
    for fact in ("headline", "publisher", "agency", "address", "published", "language"):
        assert getattr(document, f"{fact}_knowledge") == Knowledge.UNKNOWN
    assert document.translation == Translation.UNKNOWN


def test_facts_given_are_kept_with_what_is_known_of_each(rosa: User) -> None:
    known = make_source("Agence Fjordpress", aliases=["AFP"], kind=SourceKind.AGENCY)
    facts = DocumentFacts(
        headline=Fact(" Harbour talks collapse "),
        publisher=Fact("The Tolvik Courier", Knowledge.KNOWN),
        agency=Fact("afp"),
        address=Fact("https://courier.example/harbour?id=7"),
        published=parse_date("2026-11", "Europe/Oslo"),
        language=Fact(knowledge=Knowledge.UNREADABLE),
        translation=Translation.MACHINE,
    )
    with one_event_for_each_change():
        document = bring_in(by=acting(rosa), facts=facts).document
    document.refresh_from_db()
    assert (document.headline, document.our_title) == ("Harbour talks collapse",) * 2
    publisher = document.publisher
    assert publisher is not None
    assert (publisher.name, publisher.kind) == ("The Tolvik Courier", SourceKind.OUTLET)
    assert document.agency == known
    assert (document.published, document.published_precision, document.published_zone) == (
        datetime(2026, 10, 31, 23, tzinfo=UTC),
        DatePrecision.MONTH,
        "Europe/Oslo",
    )
    assert (document.language, document.language_knowledge) == ("", Knowledge.UNREADABLE)


# What is given as a fact, and why it is refused beside its field.
BAD_FACTS = [
    (DocumentFacts(headline=Fact("x" * 501)), "headline", Refusal.TOO_LONG),
    (DocumentFacts(our_title="x" * 301), "our_title", Refusal.TOO_LONG),
    (DocumentFacts(publisher=Fact("x" * 201)), "publisher", Refusal.TOO_LONG),
    (DocumentFacts(agency=Fact("x" * 201)), "agency", Refusal.TOO_LONG),
    (DocumentFacts(language=Fact("x" * 36)), "language", Refusal.TOO_LONG),
    (DocumentFacts(address=Fact("https://a.example/" + "x" * 2000)), "address", Refusal.TOO_LONG),
    (DocumentFacts(headline=Fact("Talks\0break off")), "headline", Refusal.TEXT_HAS_NUL),
    (DocumentFacts(headline=Fact("Talks \udcff")), "headline", Refusal.TEXT_HAS_HALF_CHARACTER),
    (DocumentFacts(headline=Fact(" ", Knowledge.KNOWN)), "headline", Refusal.FACT_HAS_NO_VALUE),
    (DocumentFacts(published_knowledge=Knowledge.KNOWN), "published", Refusal.FACT_HAS_NO_VALUE),
    (DocumentFacts(agency=Fact("AFP", Knowledge.ABSENT)), "agency", Refusal.FACT_SAYS_TWO_THINGS),
    (DocumentFacts(address=Fact("javascript:alert(1)")), "address", Refusal.ADDRESS_UNREADABLE),
    (DocumentFacts(address=Fact("https://a b.example/")), "address", Refusal.ADDRESS_UNREADABLE),
    (DocumentFacts(address=Fact("http://[courier")), "address", Refusal.ADDRESS_UNREADABLE),
    (DocumentFacts(address=Fact("courier.example")), "address", Refusal.ADDRESS_UNREADABLE),
]


@pytest.mark.parametrize(("facts", "field", "code"), BAD_FACTS)
def test_a_fact_that_cannot_be_kept_is_refused_beside_its_field(
    facts: DocumentFacts, field: str, code: Refusal, rosa: User
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        bring_in(by=acting(rosa), facts=facts)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert "%(" not in refusals.sentence(refused.value)


def test_a_name_or_a_reason_too_long_for_the_database_is_refused_above_it(rosa: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        importing.import_text(decode(HARBOUR.encode(), name="x" * 256, limit=LIMIT), by=acting(rosa))
    assert refused.value.facts == {"limit": 255}
    with nothing_changes(), pytest.raises(Refused) as refused:
        importing.import_text(pasted(HARBOUR, limit=LIMIT), by=acting(rosa), because="why\0not")
    assert (refused.value.code, refused.value.field) == (Refusal.TEXT_HAS_NUL, "because")


def test_a_viewer_may_not_import(vera: User, stranger: User) -> None:
    for somebody in (vera, stranger):
        with nothing_changes(), pytest.raises(Refused) as refused:
            bring_in(by=acting(somebody))
        assert refused.value.code is Refusal.NOT_ALLOWED


def test_the_same_text_twice_is_recognised_and_named(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    with nothing_changes(), pytest.raises(Refused) as refused:
        bring_in(HARBOUR.replace("\n", "\r\n"), by=acting(rosa))
    assert refused.value.code is Refusal.SAME_TEXT
    assert refused.value.facts == {"title": document.our_title, "document": document.pk}


def test_the_text_of_a_later_version_is_the_same_text_too(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    importing.import_version(document.pk, pasted(CORRECTED, limit=LIMIT), by=acting(rosa))
    with pytest.raises(Refused) as refused:
        bring_in(CORRECTED, by=acting(rosa))
    assert (refused.value.code, refused.value.facts["document"]) == (Refusal.SAME_TEXT, document.pk)


@pytest.mark.django_db(transaction=True)
def test_the_same_text_from_two_people_at_once_comes_in_once(rosa: User, edith: User) -> None:
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def paste(by: User) -> None:
        gate.wait()
        try:
            bring_in(by=acting(by))
            outcomes.append("imported")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()
            close_old_connections()

    threads = [threading.Thread(target=paste, args=(by,)) for by in (rosa, edith)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["imported", Refusal.SAME_TEXT]
    assert Snapshot.objects.filter(text=HARBOUR).count() == 1
