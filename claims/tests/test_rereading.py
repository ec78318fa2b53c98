"""Tests: a text is read again when the extractor or what we know of its language is another."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Note, Quotation, Snapshot
from claims.records.acts import Actor, ActorKind, Role
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Place
from claims.records.quotations import Marked
from claims.services import documents, importing, marking, reading, rereading, review
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_snapshot
from claims.tests.stories import ASKED, CLOSED, CORRECTED, EMPTY, bring_in, claim_of, put, quotation_of
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


@pytest.fixture
def document(rosa: User) -> Document:
    """A story with three proposals, which an earlier extractor found."""
    return as_read_before(bring_in(by=acting(rosa)).document)


def as_read_before(document: Document) -> Document:
    """The document, as an earlier release would have left it."""
    Snapshot.objects.filter(document=document).update(
        extractor="earlier 1",
        language="",
        language_basis="",
        read_whole=None,
        damage=[],
        damage_score=None,
        damage_reasons=[],
        credits=[],
    )
    Quotation.objects.filter(snapshot__document=document).update(extractor="earlier 1")
    return document


def found_otherwise(words: str, **values: Any) -> Claim:
    """A proposal that the earlier extractor had read in another way."""
    Quotation.objects.filter(words=words).update(**values)
    return claim_of(words)


def counts(done: rereading.ReadAgain) -> tuple[int, int, int]:
    return done.replaced, done.proposed, done.kept


def test_what_is_found_just_the_same_is_left_alone(document: Document, rosa: User, ledger: Ledger) -> None:
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (0, 0, 3)
    assert ledger.acts() == [("document.read_again", document.pk)]


def test_the_version_says_how_it_was_read_now_and_the_ledger_how_before(
    document: Document, rosa: User, ledger: Ledger
) -> None:
    rereading.read_again(document.pk, by=acting(rosa), because="A new release.")
    snapshot = document.snapshots.get()
    assert (snapshot.extractor, snapshot.language, snapshot.read_whole) == (reading.FOUND_BY, "en", True)
    (event,) = ledger.new()
    before, after = json.loads(event.body)["before"]["snapshot"], json.loads(event.body)["after"]["snapshot"]
    assert (before["extractor"], after["extractor"]) == ("earlier 1", reading.FOUND_BY)
    assert after == {"id": snapshot.pk, **reading.told(snapshot)}
    assert (event.reason, event.actor_name) == ("A new release.", "rosa")


def test_a_proposal_at_the_same_place_stays_the_same_claim_and_is_read_as_it_is_now(
    document: Document, rosa: User, ledger: Ledger
) -> None:
    old = found_otherwise(ASKED, speaker_resolved="Somebody", told_to="", told_to_kind="", confidence=0.1)
    old.quotations.get().relays.all().delete()
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (1, 0, 2)
    new = claim_of(ASKED)
    quotation = new.quotations.get()
    assert (new.pk, new.status) == (old.pk, Status.PROPOSED)
    assert (quotation.speaker_resolved, quotation.told_to, quotation.extractor) == (
        "Jonas Brekke",
        "AFP",
        reading.FOUND_BY,
    )
    assert new.confidence == quotation.confidence != 0.1
    assert [relay.name for relay in quotation.relays.all()] == ["Jonas Brekke", "AFP", ""]
    (event,) = [event for event in ledger.new() if event.act == "claim.read_again"]
    told = json.loads(event.body)["after"]
    assert (event.subject_id, told["quotation"], told["extractor"]) == (old.pk, quotation.pk, reading.FOUND_BY)
    assert {"speaker_resolved", "told_to", "confidence", "chain"} <= set(told["read_otherwise"])
    assert "Brekke" not in event.body


def test_a_proposal_read_anew_is_found_by_its_new_words(document: Document, rosa: User) -> None:
    old = found_otherwise(ASKED, speaker_printed="Somebody", speaker_resolved="Somebody")
    rereading.read_again(document.pk, by=acting(rosa))
    assert "brekke" in Claim.objects.get(pk=old.pk).search_words.speaker


def test_what_is_found_for_the_first_time_is_proposed(document: Document, rosa: User) -> None:
    claim_of(ASKED).delete()
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (0, 1, 2)
    assert claim_of(ASKED).status == Status.PROPOSED
    assert claim_of(ASKED).quotations.get().relays.get(position=1).name == "AFP"


def test_a_proposal_that_is_not_found_again_is_set_aside_in_bulk(
    document: Document, rosa: User, ledger: Ledger
) -> None:
    lost = make_claim(words="break off in Tolvik", document=document)
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (1, 0, 3)
    lost.refresh_from_db()
    assert (lost.status, lost.status_before) == (Status.SET_ASIDE, Status.PROPOSED)
    assert lost.quotations.get().place == Place.GONE
    (event,) = [event for event in ledger.new() if event.act == "claim.set_aside"]
    assert (event.subject_id, event.is_bulk, event.reason) == (
        lost.pk,
        True,
        "Not found again when the text was read anew.",
    )


def noted(claim: Claim, by: User) -> None:
    Note.objects.create(claim=claim, body="Ask the port.", written_by=by)


def accepted(claim: Claim, by: User) -> None:
    review.accept(claim.pk, by=acting(by))


def verified(claim: Claim, by: User) -> None:
    put(claim, Status.VERIFIED)


@pytest.mark.parametrize("touch", [noted, accepted, verified])
def test_a_claim_that_somebody_worked_on_stays_as_it_is(touch: Any, document: Document, rosa: User) -> None:
    found_otherwise(CLOSED, cue="argued")
    touch(claim_of(CLOSED), rosa)
    before = Claim.objects.filter(pk=claim_of(CLOSED).pk).values().get()
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (0, 0, 3)
    assert Claim.objects.filter(pk=before["id"]).values().get() == before
    assert quotation_of(CLOSED).cue == "argued"


def test_words_that_stand_in_a_claim_are_not_proposed_again(document: Document, rosa: User) -> None:
    claim_of(ASKED).delete()
    marking.mark(document.snapshots.get().pk, Marked("Nobody asked"), by=acting(rosa))
    assert rereading.read_again(document.pk, by=acting(rosa)).proposed == 0
    assert not Quotation.objects.filter(words=ASKED).exists()


def test_words_that_were_set_aside_are_not_proposed_again(document: Document, rosa: User) -> None:
    aside = review.set_aside(claim_of(ASKED).pk, by=acting(rosa))
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (0, 0, 2)
    assert claim_of(ASKED).pk == aside.pk


def test_only_the_newest_version_is_read_again(document: Document, rosa: User) -> None:
    make_snapshot(document, CORRECTED, number=2)
    done = rereading.read_again(document.pk, by=acting(rosa))
    assert list(document.snapshots.order_by("number").values_list("extractor", flat=True)) == [
        "earlier 1",
        reading.FOUND_BY,
    ]
    assert counts(done) == (0, 3, 0)


def test_reading_the_same_text_again_in_the_same_way_is_refused(document: Document, rosa: User) -> None:
    rereading.read_again(document.pk, by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        rereading.read_again(document.pk, by=acting(rosa))
    assert refused.value.code is Refusal.READ_ALREADY


def test_a_withdrawn_document_is_not_read_again(document: Document, rosa: User, clara: User) -> None:
    documents.withdraw(document.pk, because="Not ours.", by=acting(clara))
    with nothing_changes(), pytest.raises(Refused) as refused:
        rereading.read_again(document.pk, by=acting(rosa))
    assert refused.value.code is Refusal.DOCUMENT_WITHDRAWN
    document.refresh_from_db()
    assert not rereading.is_worthwhile(document)


def test_whoever_looks_at_an_old_page_is_refused(document: Document, rosa: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        rereading.read_again(document.pk, by=acting(rosa), version=7)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_a_viewer_may_not_read_again(document: Document, vera: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        rereading.read_again(document.pk, by=acting(vera))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_the_machine_alone_may_not_read_again(document: Document) -> None:
    with nothing_changes(), pytest.raises(Refused):
        rereading.read_again(document.pk, by=Actor(ActorKind.MACHINE, "claimtrail"))


@pytest.mark.parametrize(("is_news", "is_open_again"), [(True, True), (False, False)])
def test_a_story_that_was_done_with_comes_back_when_something_new_is_proposed(
    is_news: bool, is_open_again: bool, document: Document, rosa: User
) -> None:
    if is_news:
        claim_of(EMPTY).delete()
    documents.finish(document.pk, by=acting(rosa))
    with one_event_for_each_change():
        rereading.read_again(document.pk, by=acting(rosa))
    document.refresh_from_db()
    assert (document.read_at is None) is is_open_again


def test_another_language_is_a_reason_to_read_again_and_nothing_is_read_before_somebody_says_so(rosa: User) -> None:
    done = bring_in(by=acting(rosa))
    assert not rereading.is_worthwhile(done.document)
    changed = documents.edit_facts(done.document.pk, DocumentFacts(language=Fact("nb")), by=acting(rosa))
    assert rereading.is_worthwhile(changed)
    assert Snapshot.objects.get(pk=done.snapshot.pk).language != "nb"
    rereading.read_again(changed.pk, by=acting(rosa))
    assert Snapshot.objects.get(pk=done.snapshot.pk).language == "nb"
    assert not rereading.is_worthwhile(changed)


@pytest.mark.parametrize("language", ["en-GB", "eng", "English of the islands"])
def test_other_words_for_the_same_language_are_no_reason_to_read_again(language: str, rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    changed = documents.edit_facts(document.pk, DocumentFacts(language=Fact(language)), by=acting(rosa))
    assert not rereading.is_worthwhile(changed)


def test_a_language_that_was_given_and_is_taken_back_is_a_reason_to_read_again(rosa: User) -> None:
    document = bring_in(by=acting(rosa), facts=DocumentFacts(language=Fact("fr"))).document
    changed = documents.edit_facts(document.pk, DocumentFacts(), by=acting(rosa))
    assert rereading.is_worthwhile(changed)
    rereading.read_again(changed.pk, by=acting(rosa))
    assert not rereading.is_worthwhile(changed)


def test_documents_read_by_an_earlier_extractor_are_found_unless_withdrawn(
    document: Document, rosa: User, clara: User
) -> None:
    withdrawn = as_read_before(bring_in("“No,” said Tove Lind of Tolvik.\n", by=acting(rosa)).document)
    documents.withdraw(withdrawn.pk, because="Not ours.", by=acting(clara))
    bring_in("“Yes,” said Tove Lind of Tolvik.\n", by=acting(rosa))
    Snapshot.objects.filter(extractor="").update(extractor=reading.FOUND_BY)
    assert rereading.read_by_others() == [document.pk]
    assert rereading.is_worthwhile(document)
    assert importing.newest(document.pk).extractor == "earlier 1"


def test_a_command_may_read_again(document: Document) -> None:
    done = rereading.read_again(document.pk, by=Actor(ActorKind.COMMAND, "read_again", role=Role.CHIEF))
    assert counts(done) == (0, 0, 3)


def test_a_claim_that_stays_is_read_for_deaths_and_accusations(document: Document, rosa: User, ledger: Ledger) -> None:
    claim = claim_of(CLOSED)
    accepted(claim, rosa)
    Claim.objects.filter(pk=claim.pk).update(tells_of_death=None, accuses=None, version=F("version") + 1)
    ledger.new()
    with one_event_for_each_change():
        done = rereading.read_again(document.pk, by=acting(rosa))
    assert counts(done) == (0, 0, 3)
    claim.refresh_from_db()
    assert (claim.tells_of_death, claim.accuses, claim.status) == (False, False, Status.UNVERIFIED)
    assert ("claim.read_risks", claim.pk) in ledger.acts()
