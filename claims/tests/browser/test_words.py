"""Tests: words marked by keyboard, mouse and finger, and what becomes of them."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.importers import pasted
from claims.models import Claim, Document
from claims.records.acts import command
from claims.records.provenance import SpeakerBasis
from claims.services import importing
from claims.tests.browser.conftest import Picture, sign_in
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

CLOSED = "“The harbour stays closed,”"
MORE = "“Nobody can say [Advertisement] more than that.”"
ARABIC = "قال المدير إن الميناء مغلق"
STORY = f"""Harbour talks 🚢 break off

TOLVIK: {CLOSED} said Marta Solheim, the port director. {MORE}

The council meets on Friday, and the ferries wait.

{ARABIC}
"""


@pytest.fixture
def story(desk: str) -> Document:
    """A story of two quotations of one speaker, with emoji before them and Arabic after them."""
    return importing.import_text(pasted(STORY, limit=100_000), by=command("tests")).document


@pytest.fixture(params=["documents", "review"])
def opened(request: pytest.FixtureRequest, walker: Page, desk: str, story: Document) -> Iterator[Page]:
    """The story on one of its two pages, with somebody at the keyboard; no script has gone wrong by the end."""
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/{request.param}/{story.pk}/")
    walker.wait_for_load_state("load")
    yield walker
    assert not walker.errors  # type: ignore[attr-defined]  # kept by walker


def exacts(claim: Claim) -> list[str]:
    """The words of a claim, each piece compared with the text at its place."""
    quotation = claim.quotations.get()
    spans = list(quotation.spans.all())
    assert [quotation.snapshot.text[span.start : span.end] for span in spans] == [span.exact for span in spans]
    return [span.exact for span in spans]


def press(page: Page, *keys: str) -> None:
    """Press one key after the other."""
    for key in keys:
        page.keyboard.press(key)


def at_the_word(page: Page, word: str) -> None:
    """Take the cursor to a word: into the story by its key, to its beginning, and on."""
    page.locator("body").evaluate("() => document.activeElement.blur()")
    press(page, "i", "Home")
    expect(page.locator("[data-story]")).to_be_focused()
    for _ in range(60):
        if said(page).split(",")[0].strip("“”,.") == word:
            return
        press(page, "ArrowRight")
    raise AssertionError(f"the cursor never came to {word}")


def said(page: Page) -> str:
    """What the story says to somebody who hears it."""
    return page.locator("[data-story] + p[aria-live]").text_content() or ""


def marks(page: Page, words: str) -> None:
    """Mark words as a mouse or a finger does."""
    page.evaluate(
        """words => {
            const story = document.querySelector("[data-story]")
            const start = storyText.rawText(story).indexOf(words)
            const range = storyText.rangeOf(story, start, start + words.length)
            getSelection().removeAllRanges()
            getSelection().addRange(range)
        }""",
        words,
    )
    expect(page.locator("[data-selection-form] output")).to_contain_text("marked:")


def make_current(page: Page, words: str) -> Claim:
    """Make the claim of these words the current one of the page."""
    claim = Claim.objects.get(quotations__words=words)
    if "/review/" in page.url:
        page.goto(f"{page.url.partition('?')[0]}?claim={claim.pk}")
        expect(page.locator(f"[data-current][data-claim='{claim.pk}']")).to_be_visible()
    else:
        page.locator(f"[data-claim='{claim.pk}'] a.number").click()
        expect(page.locator("[data-acts-on-words]")).to_be_visible()
    return claim


def done(page: Page, sentence: str) -> None:
    """Wait for the sentence that says what happened."""
    expect(page.locator(".messages").first).to_contain_text(sentence)


def test_words_are_marked_with_the_keyboard_alone(opened: Page, picture: Picture) -> None:
    at_the_word(opened, "council")
    press(opened, "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(opened.locator("[data-selection-form] output")).to_contain_text(
        "5 words marked: The council meets on Friday,"
    )
    picture(f"words-marked-{'review' if '/review/' in opened.url else 'document'}")
    press(opened, "Enter")
    expect(opened.locator("[data-selection-form] button.primary")).to_be_focused()
    press(opened, "Enter")
    done(opened, "The words are a claim now.")
    assert exacts(Claim.objects.latest("pk")) == ["The council meets on Friday,"]


def test_the_cursor_goes_by_lines_and_is_announced_with_the_claim_it_comes_into(opened: Page) -> None:
    at_the_word(opened, "council")
    press(opened, "ArrowUp")
    assert said(opened).split(",")[0] in f"TOLVIK: {CLOSED} said Marta Solheim, the port director. {MORE}"
    press(opened, "ArrowDown")
    assert said(opened) in "The council meets on Friday, and the ferries wait."
    press(opened, "ArrowDown")
    assert said(opened) in ARABIC
    press(opened, "End")
    assert said(opened) == ARABIC.split()[-1]
    at_the_word(opened, "The")
    assert said(opened) == "“The, Claim 1: Proposed"


def test_escape_lets_go_of_what_is_marked(opened: Page) -> None:
    at_the_word(opened, "council")
    press(opened, "Shift+ArrowRight", "Enter")
    opened.locator("[data-story]").focus()
    press(opened, "Escape")
    expect(opened.locator("[data-selection-form] output")).to_contain_text("Mark words in the story")
    expect(opened.locator("[data-selection-form] button.primary")).to_be_hidden()


def test_one_button_lets_go_of_every_piece(opened: Page) -> None:
    marks(opened, "The council")
    opened.get_by_role("button", name="Mark more words with them").click()
    marks(opened, "the ferries")
    expect(opened.locator("[data-selection-form] output").first).to_contain_text("The council [...] the ferries")
    opened.get_by_role("button", name="Let go").click()
    expect(opened.locator("[data-selection-form] output").first).to_contain_text("Mark words in the story")


def test_arrows_go_the_way_that_words_run(opened: Page) -> None:
    first, second, *_rest = ARABIC.split()
    at_the_word(opened, first)
    press(opened, "ArrowLeft")
    assert said(opened) == second
    press(opened, "ArrowRight", "Shift+ArrowLeft", "Enter", "Enter")
    done(opened, "The words are a claim now.")
    assert exacts(Claim.objects.latest("pk")) == [f"{first} {second}"]


def test_the_story_is_one_stop_of_the_tab_key(opened: Page) -> None:
    opened.locator("[data-story]").focus()
    press(opened, "Tab")
    assert not opened.evaluate("document.querySelector('[data-story]').contains(document.activeElement)")


def test_two_pieces_become_one_quotation(opened: Page) -> None:
    at_the_word(opened, "council")
    press(opened, "Shift+ArrowRight", "Enter", ",")
    expect(opened.locator("[data-story]")).to_be_focused()
    press(opened, "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter")
    expect(opened.locator("[data-selection-form] output")).to_contain_text(
        "4 words marked: council meets [...] and the"
    )
    press(opened, "m")
    done(opened, "The words are a claim now.")
    assert exacts(Claim.objects.latest("pk")) == ["council meets", "and the"]


def test_words_are_stated_by_the_copy_itself_with_one_key(opened: Page) -> None:
    marks(opened, "The council meets on Friday")
    press(opened, "M")
    done(opened, "The words are a claim now.")
    assert Claim.objects.latest("pk").speaker_basis == SpeakerBasis.COPY


def test_one_key_gives_a_quotation_other_ends_and_one_gives_them_back(opened: Page) -> None:
    claim = make_current(opened, CLOSED)
    marks(opened, f"{CLOSED} said Marta Solheim")
    press(opened, "=")
    done(opened, "The quotation has these words now.")
    assert exacts(claim) == [f"{CLOSED} said Marta Solheim"]
    press(opened, "u")
    done(opened, "The words are as they were.")
    assert exacts(claim) == [CLOSED]


def test_one_key_cuts_foreign_matter_out(opened: Page, picture: Picture) -> None:
    claim = make_current(opened, MORE)
    marks(opened, "[Advertisement]")
    press(opened, "-")
    done(opened, "The words are cut out.")
    assert exacts(claim) == ["“Nobody can say", "more than that.”"]
    expect(opened.locator("mark[data-of='2']")).to_have_count(2)
    expect(opened.get_by_text("Nobody can say [...] more than that.").first).to_be_visible()
    picture(f"words-cut-out-{'review' if '/review/' in opened.url else 'document'}")


def test_one_key_splits_a_quotation_where_the_marked_words_begin(opened: Page) -> None:
    claim = make_current(opened, MORE)
    marks(opened, "more than")
    press(opened, ".")
    done(opened, "The quotation is two claims now.")
    assert exacts(claim) == ["“Nobody can say [Advertisement]"]
    assert exacts(Claim.objects.latest("pk")) == ["more than that.”"]


def test_one_key_joins_neighbouring_quotations_of_one_speaker_and_one_parts_them(opened: Page) -> None:
    claim, other = make_current(opened, CLOSED), Claim.objects.get(quotations__words=MORE)
    press(opened, "+")
    done(opened, "The two quotations are one; the other claim is set aside.")
    assert exacts(claim) == [CLOSED, MORE]
    assert Claim.objects.get(pk=other.pk).status == Status.SET_ASIDE
    press(opened, "u")
    done(opened, "The words are as they were.")
    assert exacts(claim) == [CLOSED]
    assert Claim.objects.get(pk=other.pk).status == Status.PROPOSED


def test_what_a_finger_marks_brings_the_button_to_the_foot_of_a_phone(
    page: Page, desk: str, story: Document, picture: Picture
) -> None:
    context = page.context.browser.new_context(  # type: ignore[union-attr]  # a browser is there
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    phone = context.new_page()
    sign_in(phone, desk, "Rosa Lindqvist")
    for name in ("documents", "review"):
        phone.goto(f"{desk}/{name}/{story.pk}/")
        phone.wait_for_load_state("load")
        marks(phone, "the ferries wait" if name == "review" else "The council meets")
        button = phone.locator("[data-selection-form] button.primary")
        expect(button).to_be_in_viewport()
        button.tap()
        done(phone, "The words are a claim now.")
        assert exacts(Claim.objects.latest("pk"))[0] in ("the ferries wait", "The council meets")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_words_are_marked(
    walker: Page, desk: str, story: Document, scheme: str, picture: Picture
) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    sign_in(walker, desk, "Edith Marlow")
    for name in ("documents", "review"):
        walker.goto(f"{desk}/{name}/{story.pk}/")
        make_current(walker, CLOSED)
        at_the_word(walker, "council")
        press(walker, "Shift+ArrowRight", "Shift+ArrowRight")
        expect(walker.locator("[data-selection-form] output")).to_contain_text("3 words marked")
        found = Axe().run(walker)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        picture(f"words-{name}-{scheme}")
