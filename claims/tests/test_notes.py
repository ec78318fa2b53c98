"""Tests: notes, their threads, and where they are found. Anybody who reads may write; only the writer changes."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import search
from claims.errors import Refusal, Refused
from claims.importers import pasted
from claims.lineage.offsets import codepoints_to_utf16
from claims.models import Claim, Document, Event, Note, Quotation, Snapshot
from claims.records.acts import Actor, command
from claims.records.quotations import Marked
from claims.selectors import note_list, note_threads
from claims.selectors.note_list import Shown
from claims.services import importing, notes
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_document, make_person, make_quotation
from claims.tests.stories import CORRECTED, HARBOUR, LIMIT, MIXED, bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

HOSTILE = "<script>alert('x')</script>"


def page(answer: Any) -> str:
    """A page as text."""
    text: str = answer.content.decode()
    return text


@pytest.fixture
def as_vera(client: Client, vera: User) -> Client:
    """The viewer at her browser."""
    client.force_login(vera)
    return client


@pytest.fixture
def as_rosa(rosa: User) -> Client:
    """The reporter at hers."""
    browser = Client()
    browser.force_login(rosa)
    return browser


def noted(by: User, claim: Claim | None = None, body: str = "Ask the harbour master.") -> Note:
    """A note beside a claim."""
    return notes.add_to_claim((claim or make_claim()).pk, body, by=acting(by))


def act(browser: Client, note: Note, name: str, **typed: object) -> Any:
    """Do one act on a note."""
    return browser.post(reverse("note-act", args=[note.pk, name]), {**seen(note), **typed})


# --- Acts ----------------------------------------------------------------------------------------------------------


def test_a_note_stands_beside_a_claim_one_of_its_quotations_or_a_document(vera: User) -> None:
    claim, document = make_claim(), make_document()
    quotation = claim.quotations.get()
    with one_event_for_each_change():
        notes.add_to_claim(claim.pk, "One.", by=acting(vera))
    with one_event_for_each_change():
        notes.add_to_claim(claim.pk, "Two.", by=acting(vera), quotation=quotation.pk)
    with one_event_for_each_change():
        notes.add_to_document(document.pk, "Three.", by=acting(vera))
    assert list(Note.objects.values_list("claim", "quotation", "document")) == [
        (claim.pk, None, None),
        (None, quotation.pk, None),
        (None, None, document.pk),
    ]


def test_a_note_does_not_stand_beside_the_quotation_of_another_claim(vera: User) -> None:
    claim, other = make_claim(), make_claim()
    with nothing_changes(), pytest.raises(Quotation.DoesNotExist):
        notes.add_to_claim(claim.pk, "One.", by=acting(vera), quotation=other.quotations.get().pk)


def test_an_answer_stands_in_its_thread_and_where_the_thread_stands(vera: User, rosa: User) -> None:
    note = noted(vera)
    with one_event_for_each_change():
        answer = notes.reply(note.pk, "She is away.", by=acting(rosa))
    assert (answer.thread, answer.claim, answer.written_by) == (note, note.claim, rosa)


def test_an_answer_to_an_answer_is_not_a_thread_of_its_own(vera: User) -> None:
    answer = notes.reply(noted(vera).pk, "She is away.", by=acting(vera))
    with nothing_changes(), pytest.raises(Note.DoesNotExist):
        notes.reply(answer.pk, "Until when?", by=acting(vera))


def test_an_answer_opens_a_resolved_thread_again(vera: User, rosa: User, ledger: Ledger) -> None:
    note = notes.resolve(noted(vera).pk, by=acting(rosa))
    ledger.new()
    with one_event_for_each_change():
        answer = notes.reply(note.pk, "She has come back.", by=acting(vera))
    assert ledger.acts() == [("note.reopen", note.pk), ("note.add", answer.pk)]
    note.refresh_from_db()
    assert not note.is_resolved


def test_a_thread_is_resolved_and_opened_again_by_anybody_who_reads(vera: User, rosa: User) -> None:
    note = noted(rosa)
    with one_event_for_each_change():
        notes.resolve(note.pk, by=acting(vera), version=1)
    note.refresh_from_db()
    assert (note.is_resolved, note.resolved_by, note.version) == (True, vera, 2)
    with one_event_for_each_change():
        notes.reopen(note.pk, by=acting(rosa), version=2)
    note.refresh_from_db()
    assert (note.is_resolved, note.resolved_by, note.version) == (False, None, 3)


def test_what_is_resolved_is_not_resolved_once_more(vera: User) -> None:
    done, still_open = notes.resolve(noted(vera).pk, by=acting(vera)), noted(vera)
    for again, note in ((notes.resolve, done), (notes.reopen, still_open)):
        with pytest.raises(Refused) as refused:
            again(note.pk, by=acting(vera))
        assert refused.value.code is Refusal.NOTHING_CHANGED


def test_ones_own_note_is_changed_and_the_ledger_keeps_what_it_said(vera: User) -> None:
    note = noted(vera, body="Ask the harbour master.")
    with one_event_for_each_change():
        notes.edit(note.pk, " Ask the harbour mistress. ", by=acting(vera), version=1)
    note.refresh_from_db()
    assert (note.body, note.version, note.edited_at is not None) == ("Ask the harbour mistress.", 2, True)
    body = Event.objects.latest("sequence").body
    assert "harbour master" in body
    assert "harbour mistress" in body


def test_the_note_of_somebody_else_is_not_changed_not_even_by_a_chief(vera: User, clara: User) -> None:
    note = noted(vera)
    with nothing_changes(), pytest.raises(Refused) as refused:
        notes.edit(note.pk, "Nonsense.", by=acting(clara))
    assert refused.value.code is Refusal.NOTE_OF_SOMEBODY_ELSE


@pytest.mark.parametrize(
    ("body", "version", "code"),
    [
        ("  ", None, Refusal.NOTE_EMPTY),
        ("x" * (notes.NOTE_LIMIT + 1), None, Refusal.TOO_LONG),
        ("Ask the harbour master.", None, Refusal.NOTHING_CHANGED),
        ("Ask Beirut.", 7, Refusal.CHANGED_MEANWHILE),
    ],
)
def test_a_change_is_refused(vera: User, body: str, version: int | None, code: Refusal) -> None:
    note = noted(vera)
    with nothing_changes(), pytest.raises(Refused) as refused:
        notes.edit(note.pk, body, by=acting(vera), version=version)
    assert refused.value.code is code


@pytest.mark.parametrize("by", [command("tests"), None])
def test_a_note_has_a_person_who_stands_for_it(by: Actor | None, stranger: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        notes.add_to_claim(Claim.objects.latest("pk").pk, "Seen.", by=by or acting(stranger))
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_the_database_knows_no_answer_that_is_resolved_by_itself(vera: User) -> None:
    answer = notes.reply(noted(vera).pk, "She is away.", by=acting(vera))
    with pytest.raises(Exception, match="a_thread_is_resolved_as_a_whole"), transaction.atomic():
        Note.objects.filter(pk=answer.pk).update(resolved_at=answer.written_at, resolved_by=vera)


# --- On words of a text --------------------------------------------------------------------------------------------


def on_words(by: User, words: str, body: str = "Who says so?") -> Note:
    """A note on words of the newest text."""
    snapshot = Snapshot.objects.latest("pk")
    return notes.add_to_words(snapshot.pk, body, Marked(words), by=acting(by))


def new_version(document: Document, text: str, by: User) -> Snapshot:
    """Another version of a document comes in."""
    return importing.import_version(document.pk, pasted(text, limit=LIMIT), by=acting(by)).snapshot


def words_of(note: Note) -> str:
    """What stands at the place of a note now."""
    note.refresh_from_db()
    assert note.snapshot is not None
    return note.snapshot.text[note.start : note.end]


def test_a_viewer_writes_a_note_on_words_of_the_newest_text(vera: User, rosa: User) -> None:
    bring_in(MIXED, by=acting(rosa))
    with one_event_for_each_change():
        note = on_words(vera, "Marta Solheim 🙂")
    assert words_of(note) == "Marta Solheim 🙂"


def test_words_as_a_browser_counts_them_are_the_words_that_were_marked(vera: User, rosa: User) -> None:
    snapshot = bring_in(MIXED, by=acting(rosa)).snapshot
    words = "Tolvi\u0301k"
    start = codepoints_to_utf16(snapshot.text, snapshot.text.index(words))
    marked = Marked(words, (start,), (start + len(words),))
    note = notes.add_to_words(snapshot.pk, "Spelled so?", marked, by=acting(vera))
    assert words_of(note) == words
    with nothing_changes(), pytest.raises(Refused) as refused:
        notes.add_to_words(snapshot.pk, "So?", Marked(words, (start + 1,), (start + 8,)), by=acting(vera))
    assert refused.value.code is Refusal.WORDS_DIFFER


def test_words_of_an_older_version_take_no_new_note(vera: User, rosa: User) -> None:
    old = bring_in(by=acting(rosa))
    new_version(old.document, CORRECTED, rosa)
    with nothing_changes(), pytest.raises(Refused) as refused:
        notes.add_to_words(old.snapshot.pk, "So?", Marked("Jonas Brekke"), by=acting(vera))
    assert refused.value.code is Refusal.CHANGED_MEANWHILE


def test_a_note_follows_its_words_into_a_new_version_with_its_answers(vera: User, rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    note = on_words(vera, "Jonas Brekke")
    answer = notes.reply(note.pk, "He does.", by=acting(rosa))
    with one_event_for_each_change():
        snapshot = new_version(document, CORRECTED, rosa)
    assert words_of(note) == words_of(answer) == "Jonas Brekke"
    assert (note.snapshot, answer.snapshot) == (snapshot, snapshot)
    assert Event.objects.filter(act="note.follow").count() == 2


def test_words_that_stand_twice_follow_with_their_line(vera: User, rosa: User) -> None:
    document = bring_in(by=acting(rosa)).document
    snapshot = document.snapshots.get()
    note = notes.add_to_words(
        snapshot.pk, "So?", Marked("the", start=snapshot.text.index("the ferries")), by=acting(vera)
    )
    newest = new_version(document, CORRECTED, rosa)
    assert words_of(note) == "the"
    assert (note.snapshot, note.start) == (newest, newest.text.index("the ferries"))


def test_a_note_whose_words_are_gone_stays_where_it_is_until_they_come_back(
    as_vera: Client, vera: User, rosa: User
) -> None:
    document = bring_in(by=acting(rosa)).document
    first = document.snapshots.get()
    note = on_words(vera, "Jonas Brekke")
    new_version(document, HARBOUR.replace("Jonas Brekke", "Jonas Lie"), rosa)
    note.refresh_from_db()
    assert note.snapshot == first
    here = reverse("document", args=[document.pk])
    shown = page(as_vera.get(here))
    assert "These words stand in version 1. They were not found exactly once in the newest version." in shown
    assert f'id="s{note.pk}"' not in shown
    assert f'href="{here}?version=1#s{note.pk}"' in shown
    assert f'id="s{note.pk}"' in page(as_vera.get(here, {"version": 1}))
    third = new_version(document, CORRECTED, rosa)
    note.refresh_from_db()
    assert note.snapshot == third


def test_words_with_an_open_thread_are_marked_in_the_story_and_lead_to_it(
    as_vera: Client, vera: User, rosa: User
) -> None:
    document = bring_in(by=acting(rosa)).document
    later, sooner = on_words(vera, "fishermen"), on_words(vera, "Marta Solheim", body='Who is "she"?')
    done = notes.resolve(on_words(vera, "Tolvik\n").pk, by=acting(vera))
    shown = page(as_vera.get(reverse("document", args=[document.pk])))
    assert f'id="s{sooner.pk}"' in shown
    assert 'aria-label="Note 1: Who is &quot;she&quot;?"' in shown
    assert 'aria-label="Note 2: Who says so?"' in shown
    assert f'href="#s{later.pk}"' in shown
    assert f'id="s{done.pk}"' not in shown


def test_words_are_pasted_where_there_are_no_scripts_and_their_places_are_offered(as_vera: Client, rosa: User) -> None:
    imported = bring_in(by=acting(rosa))
    here = reverse("document-act", args=[imported.document.pk, "note"])
    typed = {"body": "So?", "exact": "the", "snapshot": imported.snapshot.pk}
    answer = as_vera.post(here, typed)
    assert answer.status_code == 422
    shown = page(answer)
    assert "So?</textarea>" in shown
    place = imported.snapshot.text.index("the ferries")
    assert f'name="start" value="{place}"' in shown
    answer = as_vera.post(here, {**typed, "start": place})
    note = Note.objects.get()
    assert (note.start, words_of(note)) == (place, "the")
    assert answer["Location"] == f"{reverse('document', args=[imported.document.pk])}#s{note.pk}"


def test_words_of_another_document_are_nowhere(as_vera: Client, rosa: User) -> None:
    imported, other = bring_in(by=acting(rosa)), make_document()
    typed = {"body": "So?", "exact": "fishermen", "snapshot": imported.snapshot.pk}
    assert as_vera.post(reverse("document-act", args=[other.pk, "note"]), typed).status_code == 404
    assert not Note.objects.exists()


# --- Threads and search --------------------------------------------------------------------------------------------


def test_a_claim_shows_the_notes_of_its_quotations_open_threads_first(vera: User, rosa: User) -> None:
    claim = make_claim(words="the port is closed")
    copied = make_quotation(claim, make_document("A copy: the port is closed"), "the port is closed")
    done = notes.resolve(noted(vera, claim).pk, by=acting(vera))
    beside = notes.add_to_claim(claim.pk, "So printed?", by=acting(rosa), quotation=copied.pk)
    answer = notes.reply(beside.pk, "So printed.", by=acting(vera))
    noted(vera)
    threads = note_threads.of_claim(claim.pk, by=acting(vera))
    assert [thread.begun.note for thread in threads.open] == [beside]
    assert [thread.begun.note for thread in threads.resolved] == [done]
    assert threads.open[0].about.words == "the port is closed"
    assert not threads.open[0].begun.may_edit
    assert [(entry.note, entry.may_edit) for entry in threads.open[0].answers] == [(answer, True)]


def test_a_document_shows_its_own_notes_and_those_on_its_words_and_counts_those_of_claims(vera: User) -> None:
    document = make_document("Solheim said: the port is closed.")
    claim = make_claim(words="the port is closed", document=document)
    own = notes.add_to_document(document.pk, "From where?", by=acting(vera))
    on_words = notes.add_to_claim(claim.pk, "So?", by=acting(vera), quotation=claim.quotations.get().pk)
    noted(vera, claim)
    notes.resolve(noted(vera, claim).pk, by=acting(vera))
    found = note_threads.of_document(document.pk, by=acting(vera), newest=1, shown=1)
    assert [thread.begun.note for thread in found.threads.open] == [own, on_words]
    assert found.open_on_claim == {claim.pk: 2}


def test_notes_are_found_by_their_words_as_they_are_now(vera: User) -> None:
    note = noted(vera, body="Ask the Müller brothers.")
    notes.reply(note.pk, "They are away.", by=acting(vera))

    def found(words: str) -> list[int]:
        rows = note_list.page(words=words, shown=Shown.ALL, by=acting(vera)).rows
        return [row.note.pk for row in rows]

    assert found("MULLER broth") == [note.pk]
    assert found("away") == [note.pk + 1]
    assert found("nobody") == []
    notes.edit(note.pk, "Ask nobody.", by=acting(vera))
    assert found("muller") == []
    assert found("nobody") == [note.pk]


def test_a_search_for_notes_finds_no_claim_and_the_other_way_round(vera: User) -> None:
    claim = make_claim("The lighthouse is dark")
    note = noted(vera, body="Who keeps the lighthouse?")
    assert list(Note.objects.filter(search.matching("lighthouse", of=search.NOTES))) == [note]
    assert list(Claim.objects.filter(search.matching("lighthouse"))) == [claim]


def test_without_words_the_open_threads_are_listed_newest_first_in_pages(vera: User) -> None:
    first, *others = [noted(vera) for _number in range(note_list.PAGE + 1)]
    notes.resolve(others[-1].pk, by=acting(vera))
    notes.reply(others[0].pk, "Yes.", by=acting(vera))
    listed = [note.pk for note in [*reversed(others[:-1]), first]]
    page_of = note_list.page(by=acting(vera))
    assert [row.note.pk for row in page_of.rows] == listed
    assert (page_of.newer, page_of.older) == (None, None)
    last = noted(vera)
    page_of = note_list.page(by=acting(vera))
    assert (page_of.newer, page_of.older) == (None, others[0].pk)
    assert [row.note.pk for row in note_list.page(by=acting(vera), after=others[0].pk).rows] == [first.pk]
    assert note_list.page(by=acting(vera), before=others[0].pk).rows[0].note == last


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Shown.OPEN, {"open"}),
        (Shown.RESOLVED, {"done"}),
        (Shown.ALL, {"open", "done"}),
        (Shown.MINE, {"open", "reply"}),
    ],
)
def test_the_list_shows_what_is_asked_for(vera: User, rosa: User, shown: Shown, expected: set[str]) -> None:
    begun = {"open": noted(vera), "done": noted(rosa)}
    begun["reply"] = notes.reply(begun["done"].pk, "Done.", by=acting(vera))
    notes.resolve(begun["done"].pk, by=acting(rosa))
    rows = note_list.page(shown=shown, by=acting(vera)).rows
    assert {row.note.pk for row in rows} == {begun[name].pk for name in expected}


def test_a_withdrawn_document_takes_its_notes_out_of_the_list(vera: User) -> None:
    document = make_document()
    note = notes.add_to_document(document.pk, "From where?", by=acting(vera))
    assert [row.note for row in note_list.page(by=acting(vera)).rows] == [note]
    Document.objects.filter(pk=document.pk).update(withdrawn_at=note.written_at, withdrawn_because="Not ours.")
    assert not note_list.page(by=acting(vera)).rows


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_a_note_is_written_on_the_page_of_a_claim_about_one_of_its_quotations(as_vera: Client) -> None:
    claim = make_claim()
    quotation = claim.quotations.get()
    shown = page(as_vera.get(reverse("claim", args=[claim.pk])))
    assert f'<option value="{quotation.pk}">' in shown
    answer = as_vera.post(reverse("claim-act", args=[claim.pk, "note"]), {"body": "So?", "about": quotation.pk})
    assert answer.status_code == 302
    assert Note.objects.get().quotation == quotation


def test_a_thread_is_answered_changed_resolved_and_opened_again_by_plain_forms(
    as_vera: Client, vera: User, ledger: Ledger
) -> None:
    note = noted(vera)
    claim = reverse("claim", args=[note.claim_id])
    ledger.new()
    shown = page(as_vera.get(claim))
    for name in ("reply", "edit", "resolve"):
        assert f'action="{reverse("note-act", args=[note.pk, name])}"' in shown
    back = f"{claim}#note-{note.pk}"
    for name, typed in (
        ("reply", {"body": "She is away."}),
        ("edit", {"body": "Ask Beirut.", "version": 1}),
        ("resolve", {"version": 2}),
        ("reopen", {"version": 3}),
    ):
        assert act(as_vera, note, name, next=back, **typed)["Location"] == back
        assert len(ledger.new()) == 1
    act(as_vera, note, "resolve", version=4)
    shown = page(as_vera.get(claim))
    assert "1 resolved thread" in shown
    assert "resolved by Vera Holm" in shown
    assert re.search(rf'action="{reverse("note-act", args=[note.pk, "reopen"])}[^>]*>.*?Undo', shown, re.DOTALL)


def test_only_the_writer_is_offered_the_change(as_rosa: Client, vera: User) -> None:
    note = noted(vera)
    shown = page(as_rosa.get(reverse("claim", args=[note.claim_id])))
    assert reverse("note-act", args=[note.pk, "edit"]) not in shown
    answer = act(as_rosa, note, "edit", body="Mine now.")
    assert answer.status_code == 422
    assert "Somebody else wrote this note. Answer it instead." in page(answer)


def test_a_refusal_shows_the_thread_with_what_was_typed(as_vera: Client, vera: User) -> None:
    note = noted(vera)
    notes.edit(note.pk, "Ask Beirut.", by=acting(vera))
    answer = act(as_vera, note, "edit", body="Ask Amman.", version=1)
    shown = page(answer)
    assert answer.status_code == 409
    assert "Somebody changed this while you were working." in shown
    assert "Ask Amman.</textarea>" in shown
    assert "Ask Beirut." in shown
    answer = act(as_vera, note, "reply", body=" ")
    assert answer.status_code == 422
    assert f'<a href="#reply-{note.pk}-body">Write the note first.</a>' in page(answer)


def test_a_note_that_is_found_leads_to_its_place(as_vera: Client, vera: User) -> None:
    document = make_document(our_title="Harbour talks")
    beside = noted(vera, body="Ask Beirut about it.")
    below = notes.add_to_document(document.pk, "Ask Beirut too.", by=acting(vera))
    answer = notes.reply(below.pk, "Beirut says no.", by=acting(vera))
    shown = page(as_vera.get(reverse("notes"), {"q": "beirut"}))
    assert f'href="{reverse("claim", args=[beside.claim_id])}#note-{beside.pk}"' in shown
    assert shown.count(f'href="{reverse("document", args=[document.pk])}#note-{below.pk}"') == 2
    assert f'id="note-{below.pk}"' in page(as_vera.get(reverse("document", args=[document.pk])))
    thread = page(as_vera.get(reverse("note", args=[answer.pk])))
    assert f'id="note-{below.pk}"' in thread
    assert f'id="note-{answer.pk}"' in thread


def test_the_search_for_claims_leads_on_to_notes(as_vera: Client) -> None:
    shown = page(as_vera.get(reverse("claims"), {"q": "heavy weapons"}))
    assert f'href="{reverse("notes")}?q=heavy%20weapons"' in shown


def test_the_review_counts_the_open_threads_of_a_claim(as_rosa: Client, vera: User) -> None:
    document = make_document("Solheim said: the port is closed.")
    claim = make_claim(words="the port is closed", document=document)
    notes.reply(noted(vera, claim).pk, "She is away.", by=acting(vera))
    notes.resolve(noted(vera, claim).pk, by=acting(vera))
    shown = page(as_rosa.get(reverse("review", args=[document.pk]), {"claim": claim.pk}))
    assert re.search(rf'href="{reverse("claim", args=[claim.pk])}#notes">1 note<', shown)


def test_a_card_says_how_many_notes_are_open_on_its_claim(as_vera: Client, vera: User) -> None:
    document = make_document("Solheim said: the port is closed.")
    claim = make_claim(words="the port is closed", document=document)
    noted(vera, claim)
    shown = page(as_vera.get(reverse("document", args=[document.pk])))
    assert re.search(rf'href="{reverse("claim", args=[claim.pk])}#notes">.*?1 note\s*<', shown)


def test_words_of_notes_stay_words(as_vera: Client, vera: User) -> None:
    note = noted(vera, body=HOSTILE)
    for address in (reverse("notes"), reverse("note", args=[note.pk]), reverse("claim", args=[note.claim_id])):
        assert HOSTILE not in page(as_vera.get(address))


def test_an_act_that_does_not_exist_and_a_note_that_does_not_are_nowhere(as_vera: Client, vera: User) -> None:
    note = noted(vera)
    assert act(as_vera, note, "burn").status_code == 404
    note.pk += 100
    assert as_vera.post(reverse("note-act", args=[note.pk, "resolve"])).status_code == 404
    assert as_vera.get(reverse("note", args=[note.pk])).status_code == 404


def test_the_list_costs_the_same_queries_for_any_number_of_notes(as_vera: Client, vera: User) -> None:
    def cost(**asked: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_vera.get(reverse("notes"), asked)
        return len(queries)

    def more() -> None:
        notes.reply(noted(make_person()).pk, "Ask Beirut.", by=acting(vera))
        notes.add_to_document(make_document().pk, "Ask Beirut.", by=acting(vera))

    more()
    few = [cost(), cost(q="beirut"), cost(q='"ask beirut"')]
    for _number in range(8):
        more()
    assert [cost(), cost(q="beirut"), cost(q='"ask beirut"')] == few
