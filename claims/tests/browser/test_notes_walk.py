"""Tests: notes, as people write and answer them in a real browser, by keyboard and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims import permissions
from claims.models import Document, Note
from claims.records.acts import Actor
from claims.records.quotations import Marked
from claims.services import notes
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.stories import bring_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

MARK = """words => {
    const story = document.querySelector("[data-story]")
    const walker = document.createTreeWalker(story, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const node = walker.currentNode
        const at = node.data.indexOf(words)
        if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length)
    }
}"""
UNFOLD = "document.querySelectorAll('#notes details, .thread details').forEach(folded => { folded.open = true })"
WORDS = "lay down their arms"


def acting(name: str) -> Actor:
    """One of the demo people, as the one who acts."""
    return permissions.actor(User.objects.get(first_name=name))


def noted() -> Document:
    """The seed story with notes of every kind: on words, answered, resolved, on the whole, on a claim."""
    document = Document.objects.get()
    snapshot = document.snapshots.get()
    rosa, edith = acting("Rosa"), acting("Edith")
    begun = notes.add_to_words(snapshot.pk, "How heavy?", Marked(WORDS), by=rosa)
    notes.reply(begun.pk, "Tanks, says the agency.", by=edith)
    notes.add_to_document(document.pk, "Whose copy is this?", by=edith)
    done = notes.add_to_document(document.pk, "Is there an original?", by=edith)
    notes.resolve(done.pk, by=rosa)
    claim = snapshot.quotations.all()[0].claim
    notes.add_to_claim(claim.pk, "Ask Amman.", by=rosa, quotation=claim.quotations.get().pk)
    return document


def test_words_marked_in_the_story_get_a_note_by_the_keyboard(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    document = Document.objects.get()
    walker.goto(f"{desk}/documents/{document.pk}/")
    walker.evaluate(MARK, WORDS)
    expect(walker.locator("summary", has_text="Note on these words")).to_be_visible()
    walker.keyboard.press("b")
    expect(walker.get_by_label("Note", exact=True).locator("visible=true")).to_be_focused()
    walker.keyboard.type("How heavy?")
    picture("note-here")
    walker.keyboard.press("Control+Enter")
    expect(walker.locator(".messages").first).to_contain_text("The note is added.")
    note = Note.objects.get()
    assert note.snapshot is not None
    assert note.snapshot.text[note.start : note.end] == WORDS
    expect(walker.locator("[data-story] .noted")).to_have_text(WORDS)
    walker.get_by_role("link", name="Note 1: How heavy?").click()
    expect(walker.locator(f"#note-{note.pk}")).to_be_in_viewport()
    picture("note-thread")
    assert walker.errors == []  # type: ignore[attr-defined]  # kept by the fixture


def test_the_story_stays_the_story_whatever_notes_lie_on_it(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    document = noted()
    walker.goto(f"{desk}/documents/{document.pk}/")
    text = walker.evaluate(
        """() => {
            const copy = document.querySelector("[data-story]").cloneNode(true)
            copy.querySelectorAll("[data-not-text]").forEach((part) => part.remove())
            return copy.textContent
        }"""
    )
    assert text == document.snapshots.get().text
    line = walker.locator("[data-story] .noted").first
    assert line.evaluate("element => getComputedStyle(element).textDecorationLine") == "overline"


def test_a_thread_is_written_answered_and_resolved_without_scripts(page: Page, desk: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # a browser is there
    plain = context.new_page()
    sign_in(plain, desk, "Rosa Lindqvist")
    plain.goto(f"{desk}/documents/{Document.objects.get().pk}/")
    plain.get_by_text("Write a note …").click()
    plain.get_by_label("On these words of the story").fill(WORDS)
    plain.locator("#notes").get_by_label("Note", exact=True).fill("How heavy?")
    plain.get_by_role("button", name="Add the note").click()
    plain.get_by_text("Answer …").click()
    plain.get_by_label("Your answer").fill("Tanks.")
    plain.get_by_role("button", name="Answer", exact=True).click()
    expect(plain.locator("#notes .reply")).to_contain_text("Tanks.")
    plain.get_by_role("button", name="Resolve").click()
    expect(plain.get_by_text("1 resolved thread")).to_be_visible()
    plain.locator(".messages").get_by_role("button", name="Undo").click()
    expect(plain.get_by_role("button", name="Resolve")).to_be_visible()
    context.close()


def test_a_note_is_found_and_leads_to_its_place(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Edith Marlow")
    noted()
    walker.goto(f"{desk}/notes/")
    walker.get_by_label("Words in a note").fill("tanks")
    walker.get_by_role("button", name="Show").click()
    expect(walker.locator(".notes > li")).to_have_count(1)
    walker.locator(".notes > li a").first.click()
    expect(walker).to_have_url(re.compile(r"/documents/\d+/#note-\d+$"))
    expect(walker.get_by_role("paragraph").filter(has_text="Tanks")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_notes_are(walker: Page, desk: str, picture: Picture, scheme: str) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    sign_in(walker, desk, "Rosa Lindqvist")
    document = noted()
    beside = Note.objects.get(quotation__isnull=False)
    assert beside.quotation is not None
    for name, address in (
        ("document", f"documents/{document.pk}/#notes"),
        ("claim", f"claims/{beside.quotation.claim_id}/#notes"),
        ("list", "notes/"),
        ("thread", f"notes/{Note.objects.get(thread__isnull=False).pk}/"),
    ):
        for width in (1440, 320):
            walker.set_viewport_size({"width": width, "height": 900})
            walker.goto(f"{desk}/{address}")
            walker.evaluate(UNFOLD)
            found = Axe().run(walker)
            assert found.violations_count == 0, f"{address} at {width}: {found.generate_report()}"
            assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
            picture(f"notes-{name}-{scheme}-{width}")


def test_a_story_from_right_to_left_keeps_its_side_with_notes_on_a_narrow_screen(
    walker: Page, desk: str, picture: Picture
) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    imported = bring_in("نفى مدير الميناء ذلك.\n\nقالت مارتا سولهايم: «الميناء مغلق حتى الجمعة».\n", by=acting("Rosa"))
    notes.add_to_words(imported.snapshot.pk, "من هو المدير؟", Marked("مدير الميناء"), by=acting("Rosa"))
    walker.set_viewport_size({"width": 320, "height": 900})
    walker.goto(f"{desk}/documents/{imported.document.pk}/")
    assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert walker.locator("[data-story]").evaluate("story => getComputedStyle(story).direction") == "rtl"
    assert walker.locator(".thread div[dir=auto]").first.evaluate("words => getComputedStyle(words).direction") == "rtl"
    assert Axe().run(walker).violations_count == 0
    picture("notes-right-to-left-320")
