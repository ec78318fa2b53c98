"""Tests: a new version of a text carries what stood in the one before."""

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.importers import pasted
from claims.models import Claim, Document, Note, Quotation
from claims.records.checking import FindingState
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Place
from claims.records.quotations import Span
from claims.services import documents, importing, review
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.stories import ASKED, CLOSED, CORRECTED, HARBOUR, LIMIT, MIXED, bring_in, claim_of, put, quotation_of
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

UNTIL_SUNDAY = HARBOUR.replace("until Friday", "until Sunday")


def new_version(text: str, document: Document, by: User) -> importing.ImportedVersion:
    return importing.import_version(document.pk, pasted(text, limit=LIMIT), by=acting(by))


def test_a_new_version_that_leaves_the_words_as_they_were_makes_nothing_stale(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    with one_event_for_each_change():
        done = new_version(CORRECTED, document, rosa)
    assert (done.followed, done.waiting, done.replaced, done.stale, done.proposed) == (3, 0, 0, 0, 0)
    assert done.snapshot.number == 2
    verified.refresh_from_db()
    assert (verified.status, verified.is_stale) == (Status.VERIFIED, False)


def test_a_quotation_that_follows_has_a_new_row_with_everything_as_printed(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    old = quotation_of(ASKED)
    new_version(CORRECTED, document, rosa)
    old.refresh_from_db()
    new = quotation_of(ASKED, place=Place.CURRENT)
    assert (old.place, old.is_primary, old.claim) == (Place.FOLLOWED, False, new.claim)
    assert (new.follows, new.is_primary, new.snapshot.number) == (old, True, 2)
    assert (new.speaker_printed, new.told_to, new.said_when) == ("Jonas Brekke", "AFP", "on Tuesday")
    text = new.snapshot.text
    assert text[new.start : new.end] == new.spans.get().exact == ASKED
    assert text[new.speaker_start : new.speaker_end] == "Jonas Brekke"
    assert text[new.cue_start : new.cue_end] == "told"
    assert [(step.position, step.name, step.source_id, step.roles) for step in new.relays.all()] == [
        (step.position, step.name, step.source_id, step.roles) for step in old.relays.all()
    ]


def test_the_offsets_of_suspected_damage_follow_too(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    old = quotation_of(CLOSED)
    old.damage = [["foreign_matter", old.start + 5, old.start + 12], ["cut_end", old.end + 1, old.end + 5]]
    old.save(update_fields=["damage"])
    new_version(CORRECTED.replace(f"{CLOSED} said", f"{CLOSED} argued"), document, rosa)
    new = quotation_of(CLOSED, place=Place.CURRENT)
    assert new.damage == [["foreign_matter", new.start + 5, new.start + 12]]
    assert (new.cue, new.cue_start, new.cue_end) == ("said", None, None)  # not the next "said" that comes along


def test_a_decided_claim_whose_words_changed_waits_for_an_editor_and_is_stale(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    verified = put(claim_of(CLOSED), Status.VERIFIED)
    with one_event_for_each_change():
        done = new_version(UNTIL_SUNDAY, document, rosa)
    verified.refresh_from_db()
    assert (verified.status, verified.is_stale, "version 2" in verified.stale_because) == (Status.VERIFIED, True, True)
    assert quotation_of(CLOSED).place == Place.WAITING
    assert verified not in Claim.objects.verified()
    assert (done.followed, done.waiting, done.stale, done.proposed) == (2, 1, 1, 1)


def test_words_that_stand_in_several_places_wait_as_well(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    put(claim_of(CLOSED), Status.VERIFIED)
    done = new_version(f"{HARBOUR}\nFROM THE ARCHIVE: {CLOSED}\n", document, rosa)
    assert (done.followed, done.waiting, done.stale) == (2, 1, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [("Marta Solheim, the port director", "Jonas Brekke, the port director"), ("on Tuesday", "on Sunday")],
    ids=["another speaker", "another day"],
)
def test_the_same_words_from_somebody_else_or_another_day_make_a_decided_claim_stale(
    before: str, after: str, rosa: User
) -> None:
    document = bring_in(by=acting(rosa)).document
    for words in (CLOSED, ASKED):
        put(claim_of(words), Status.VERIFIED)
    done = new_version(HARBOUR.replace(before, after), document, rosa)
    assert (done.followed, done.waiting, done.stale) == (3, 0, 1)
    assert Claim.objects.stale().count() == 1


def test_a_proposal_nobody_touched_gives_way_to_what_is_found_in_the_new_text(rosa: User, ledger: Ledger) -> None:
    document = bring_in(by=acting(rosa)).document
    old = claim_of(CLOSED)
    ledger.new()
    with one_event_for_each_change():
        done = new_version(UNTIL_SUNDAY, document, rosa)
    old.refresh_from_db()
    assert (old.status, old.status_before) == (Status.SET_ASIDE, Status.PROPOSED)
    assert (done.replaced, done.proposed, done.waiting) == (1, 1, 0)
    assert claim_of(CLOSED.replace("Friday", "Sunday")).status == Status.PROPOSED
    (aside,) = [event for event in ledger.new() if event.act == "claim.set_aside"]
    assert (aside.subject_id, aside.is_bulk, "version 2" in aside.reason) == (old.pk, True, True)


def test_a_proposal_somebody_worked_on_waits_instead(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    noted = claim_of(CLOSED)
    Note.objects.create(claim=noted, body="Ask the port.", written_by=rosa)
    done = new_version(UNTIL_SUNDAY, document, rosa)
    noted.refresh_from_db()
    assert (noted.status, noted.is_stale, done.waiting, done.replaced) == (Status.PROPOSED, False, 1, 0)


def test_what_was_set_aside_is_not_proposed_again_in_a_new_version(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    review.set_aside(claim_of(CLOSED).pk, by=acting(rosa))
    done = new_version(CORRECTED, document, rosa)
    assert (done.followed, done.proposed) == (3, 0)
    twice = new_version(f"{CORRECTED}\n{CLOSED} said Marta Solheim.\n", document, rosa)
    assert (twice.followed, twice.waiting, twice.proposed) == (2, 0, 0)
    assert claim_of(CLOSED).status == Status.SET_ASIDE


def test_a_second_check_begins_anew_when_the_words_are_no_longer_there(rosa: User, edith: User) -> None:
    document = bring_in(by=acting(rosa)).document
    claim = put(claim_of(CLOSED), Status.SECOND_CHECK, assigned_to=edith, submitted_by=edith)
    claim.findings.create(number=1, attribution="relayed", verdict="true", reason="Read it.", made_by=edith)
    with one_event_for_each_change():
        new_version(UNTIL_SUNDAY, document, rosa)
    claim.refresh_from_db()
    assert (claim.status, claim.is_stale) == (Status.IN_REVIEW, False)
    assert claim.findings.get().state == FindingState.TAKEN_BACK


def test_a_story_that_was_done_with_comes_back_with_news_and_not_without(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    documents.finish(document.pk, by=acting(rosa))
    assert new_version(CORRECTED, document, rosa).document.read_at is not None
    done = new_version(f"{CORRECTED}\n“We were never told,” said Ingrid Vale.\n", document, rosa)
    assert (done.proposed, done.document.read_at, done.document.read_by) == (1, None, None)


def test_the_text_a_document_has_already_is_no_new_version(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    with nothing_changes(), pytest.raises(Refused) as refused:
        new_version(HARBOUR.replace("\n", "\r\n"), document, rosa)
    assert refused.value.code is Refusal.SAME_AS_CURRENT


def test_the_text_of_another_document_is_no_new_version(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    other = bring_in(MIXED, by=acting(rosa)).document
    with nothing_changes(), pytest.raises(Refused) as refused:
        new_version(HARBOUR, other, rosa)
    assert (refused.value.code, refused.value.facts["document"]) == (Refusal.SAME_TEXT, document.pk)


def test_an_older_text_of_the_same_document_may_come_back(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    waiting = put(claim_of(CLOSED), Status.VERIFIED)
    new_version(UNTIL_SUNDAY, document, rosa)
    done = new_version(HARBOUR, document, rosa)
    assert (done.snapshot.number, done.followed, done.waiting) == (3, 3, 0)
    assert waiting.quotations.get(place=Place.CURRENT).snapshot == done.snapshot
    waiting.refresh_from_db()
    assert waiting.is_stale  # only somebody may say that it still holds


def test_a_withdrawn_document_takes_no_new_version(rosa: User, clara: User) -> None:
    document = bring_in(by=acting(rosa)).document
    documents.withdraw(document.pk, because="A hoax.", by=acting(clara))
    with nothing_changes(), pytest.raises(Refused) as refused:
        new_version(CORRECTED, document, rosa)
    assert refused.value.code is Refusal.DOCUMENT_WITHDRAWN


def test_a_version_sent_from_an_old_page_is_refused(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    new_version(CORRECTED, document, rosa)
    with nothing_changes(), pytest.raises(Refused) as refused:
        importing.import_version(document.pk, pasted(MIXED, limit=LIMIT), by=acting(rosa), version=1)
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_a_claim_with_words_in_two_documents_keeps_the_other_as_it_is(rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    other = bring_in(MIXED, by=acting(rosa)).document
    claim = claim_of(CLOSED, quotations__snapshot__document=document)
    Quotation.objects.filter(snapshot__document=other, words=CLOSED).update(claim=claim, is_primary=False)
    put(claim, Status.VERIFIED)
    done = new_version(UNTIL_SUNDAY, document, rosa)
    claim.refresh_from_db()
    assert (done.waiting, claim.is_stale) == (1, True)
    assert claim.quotations.get(snapshot__document=other).place == Place.CURRENT


def waiting_quotation(by: User, text: str = f"{HARBOUR}\nFROM THE ARCHIVE: {CLOSED}\n") -> Quotation:
    document = bring_in(by=acting(by)).document
    put(claim_of(CLOSED), Status.VERIFIED)
    new_version(text, document, by)
    return quotation_of(CLOSED, place=Place.WAITING)


def test_an_editor_says_which_of_several_places_it_is_and_the_claim_is_no_longer_stale(rosa: User, edith: User) -> None:
    waiting = waiting_quotation(rosa)
    text = importing.newest(waiting.snapshot.document_id).text
    with one_event_for_each_change():
        row = importing.place_quotation(waiting.pk, start=text.rindex(CLOSED), by=acting(edith))
    waiting.refresh_from_db()
    assert (row.place, row.start, row.is_primary) == (Place.CURRENT, text.rindex(CLOSED), True)
    assert (waiting.place, waiting.is_primary) == (Place.FOLLOWED, False)
    assert not row.claim.is_stale
    assert row.claim in Claim.objects.verified()


def test_a_claim_that_is_stale_for_another_reason_too_stays_stale(rosa: User, edith: User) -> None:
    waiting = waiting_quotation(rosa)
    document = waiting.snapshot.document
    documents.edit_facts(document.pk, DocumentFacts(publisher=Fact("The Courier")), by=acting(rosa))
    documents.edit_facts(document.pk, DocumentFacts(publisher=Fact("The Herald")), by=acting(rosa))
    text = importing.newest(document.pk).text
    row = importing.place_quotation(waiting.pk, start=text.index(CLOSED), by=acting(edith))
    assert row.claim.is_stale


def test_a_quotation_placed_on_other_words_leaves_its_claim_stale(rosa: User, edith: User) -> None:
    waiting = waiting_quotation(rosa, UNTIL_SUNDAY)
    text = importing.newest(waiting.snapshot.document_id).text
    start = text.index(CLOSED[:10])
    with one_event_for_each_change():
        row = importing.place_quotation(waiting.pk, spans=[Span(start, start + len(CLOSED))], by=acting(edith))
    assert row.words == CLOSED.replace("Friday", "Sunday")
    assert (row.claim.is_stale, row.claim.changed_by) == (True, edith)
    assert "sunday" in row.claim.search_words.words


@pytest.mark.parametrize(
    ("start", "spans", "code"),
    [
        (0, (), Refusal.WORDS_DIFFER),
        (-1, (), Refusal.WORDS_DIFFER),
        (None, (), Refusal.SPAN_OUTSIDE),
        (None, (Span(5, 5),), Refusal.SPAN_OUTSIDE),
        (None, (Span(5, 9), Span(3, 12)), Refusal.SPAN_OUTSIDE),
        (None, (Span(5, 10**6),), Refusal.SPAN_OUTSIDE),
    ],
)
def test_a_place_that_does_not_hold_is_refused(
    start: int | None, spans: tuple[Span, ...], code: Refusal, rosa: User
) -> None:
    waiting = waiting_quotation(rosa)
    with nothing_changes(), pytest.raises(Refused) as refused:
        importing.place_quotation(waiting.pk, start=start, spans=spans, by=acting(rosa))
    assert refused.value.code is code


def test_words_that_are_gone_leave_the_claim_stale_and_wait_no_longer(rosa: User, edith: User) -> None:
    waiting = waiting_quotation(rosa, UNTIL_SUNDAY)
    with one_event_for_each_change():
        gone = importing.mark_gone(waiting.pk, by=acting(edith), because="The agency dropped the line.")
    claim = Claim.objects.get(pk=gone.claim_id)
    assert (gone.place, claim.is_stale) == (Place.GONE, True)
    for act in (importing.mark_gone, importing.place_quotation):
        with nothing_changes(), pytest.raises(Refused) as refused:
            act(waiting.pk, by=acting(edith))
        assert refused.value.code is Refusal.CHANGED_MEANWHILE
