"""Tests: the two answers by the keyboard, and evidence pasted, dropped or chosen, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

AIR_STRIKES = "The air strikes had stopped for several days"


def take(page: Page, desk: str) -> Claim:
    """Open a claim of the seed story and take it in hand."""
    claim = Claim.objects.get(statement=AIR_STRIKES)
    sign_in(page, desk, "Edith Marlow")
    page.goto(f"{desk}/claims/{claim.pk}/")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Take")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("summary", has_text="Answer and submit")).to_be_visible()
    return claim


def test_two_digits_answer_a_third_gives_the_reason_and_enter_submits(walker: Page, desk: str) -> None:
    claim = take(walker, desk)
    outcome = walker.locator("form[data-act=submit] [data-outcome]")
    walker.keyboard.press("s")
    walker.keyboard.press("1")
    expect(outcome).to_contain_text("“Confirmed” needs evidence")
    walker.keyboard.press("Backspace")
    walker.keyboard.press("3")
    expect(outcome).to_contain_text("Attributed")
    walker.keyboard.press("5")
    expect(outcome).to_contain_text("Unverifiable")
    expect(outcome).to_contain_text("Hold")
    walker.keyboard.press("3")
    reason = "Only this relay says so; no primary record was found."
    expect(walker.get_by_label("Reason: in your own words")).to_have_value(reason)
    walker.keyboard.press("Enter")
    expect(walker.locator(".status").first).to_contain_text("Second check")
    finding = claim.findings.get()
    assert (finding.attribution, finding.verdict, finding.reason) == ("relayed", "unverifiable", reason)


def test_a_digit_that_is_typed_into_a_reason_chooses_nothing(walker: Page, desk: str) -> None:
    take(walker, desk)
    walker.keyboard.press("s")
    walker.keyboard.press("2")
    walker.get_by_label("Reason: in your own words").focus()
    walker.keyboard.type("In 2026.")
    expect(walker.get_by_label("Reason: in your own words")).to_have_value("In 2026.")
    expect(walker.get_by_role("group", name="Did they say it?").get_by_label("In substance")).to_be_checked()
    expect(walker.get_by_role("group", name="Is it true?").get_by_label("Not answered")).to_be_checked()


def test_a_phrase_whose_words_are_changed_is_no_longer_chosen(walker: Page, desk: str) -> None:
    take(walker, desk)
    walker.keyboard.press("s")
    phrase = walker.get_by_role("group", name="Reason: phrases").get_by_label(re.compile("The record says otherwise"))
    reason = walker.get_by_label("Reason: in your own words")
    phrase.check()
    expect(reason).to_have_value("The record says otherwise.")
    reason.fill("The record of May says otherwise.")
    expect(phrase).not_to_be_checked()
    phrase.check()
    phrase.uncheck()
    expect(reason).to_have_value("The record of May says otherwise.")


# --- Evidence -----------------------------------------------------------------------------------------------------

CARRY = """([event, name, type, text]) => {
    const carrier = new DataTransfer()
    if (name) carrier.items.add(new File(["\x89PNG of a page"], name, { type }))
    if (text) carrier.setData("text/plain", text)
    const about = { bubbles: true, cancelable: true }
    const sent = event === "paste"
        ? new ClipboardEvent("paste", { ...about, clipboardData: carrier })
        : new DragEvent(event, { ...about, dataTransfer: carrier })
    return !(document.activeElement ?? document.body).dispatchEvent(sent)
}"""


def carry(page: Page, event: str, *, name: str = "", text: str = "") -> bool:
    """Paste or drop something where the focus is, as a browser does; whether the page took it."""
    taken: bool = page.evaluate(CARRY, [event, name, "image/png", text])
    return taken


def test_a_pasted_picture_becomes_evidence_while_the_answers_stay(walker: Page, desk: str) -> None:
    claim = take(walker, desk)
    walker.keyboard.press("s")
    walker.keyboard.press("1")
    walker.get_by_label("Reason: in your own words").fill("Heard at minute four.")
    assert carry(walker, "paste", name="image.png")
    answers = walker.locator("form[data-act=submit]")
    expect(answers.locator("[data-evidence-says]")).to_have_text(re.compile(r"Taken: pasted .*\.png, 1 kB\."))
    expect(answers.get_by_label("What it does")).to_have_count(0)
    answers.get_by_role("button", name="Add the evidence").click()
    expect(walker.locator(".messages").first).to_contain_text("The evidence is added.")
    expect(walker.get_by_label("Reason: in your own words")).to_have_value("Heard at minute four.")
    expect(walker.get_by_role("group", name="Did they say it?").get_by_label("Confirmed")).to_be_checked()
    expect(walker.locator("form[data-act=submit] [data-outcome]")).not_to_contain_text("needs evidence")
    assert re.fullmatch(r"pasted [0-9 .-]+\.png", claim.evidence.get().file_name)
    walker.get_by_role("button", name="Submit").click()
    expect(walker.locator(".status").first).to_contain_text("Second check")


def test_a_file_dropped_anywhere_on_the_page_goes_into_the_form_and_replaces_no_page(walker: Page, desk: str) -> None:
    claim = take(walker, desk)
    assert carry(walker, "dragover", name="minutes.png")
    assert carry(walker, "drop", name="minutes.png")
    evidence = walker.locator("form[data-act=evidence]")
    expect(evidence.locator("[data-evidence-says]")).to_have_text("Taken: minutes.png, 1 kB.")
    evidence.get_by_role("button", name="Add the evidence").click()
    expect(walker.get_by_role("link", name="minutes.png")).to_be_visible()
    assert claim.evidence.get().kind == "file"


def test_a_pasted_address_is_an_address_and_pasted_words_stay_words(walker: Page, desk: str) -> None:
    take(walker, desk)
    walker.keyboard.press("s")
    reason = walker.get_by_label("Reason: in your own words")
    reason.focus()
    assert not carry(walker, "paste", text="https://a.example/record")
    walker.get_by_role("group", name="Did they say it?").get_by_label("Relayed").check()
    assert carry(walker, "paste", text="https://a.example/record")
    answers = walker.locator("form[data-act=submit]")
    expect(answers.get_by_label("Address")).to_have_value("https://a.example/record")


def test_evidence_on_the_document_is_taken_over_with_one_key(walker: Page, desk: str) -> None:
    claim = take(walker, desk)
    document = claim.quotations.get().snapshot.document
    walker.goto(f"{desk}/documents/{document.pk}/")
    walker.keyboard.press("v")
    walker.get_by_label("Address").fill("https://afp.example/original")
    walker.get_by_label("In words").fill("AFP original held: these are relayed by AFP.")
    walker.get_by_role("button", name="Add the evidence").click()
    expect(walker.get_by_role("link", name="https://afp.example/original")).to_be_visible()
    walker.goto(f"{desk}/claims/{claim.pk}/")
    walker.keyboard.press("O")
    expect(walker.locator(".evidence").get_by_text("taken over from the document")).to_be_visible()
    assert claim.evidence.get().taken_from is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_answers_and_evidence_are_given(
    walker: Page, desk: str, picture: Picture, scheme: str
) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    claim = take(walker, desk)
    document = claim.quotations.get().snapshot.document_id
    walker.goto(f"{desk}/documents/{document}/")
    walker.keyboard.press("v")
    assert Axe().run(walker).violations_count == 0
    walker.get_by_label("Address").fill("https://afp.example/original")
    walker.get_by_role("button", name="Add the evidence").click()
    walker.goto(f"{desk}/claims/{claim.pk}/")
    walker.keyboard.press("s")
    walker.keyboard.press("1")
    walker.keyboard.press("V")
    found = Axe().run(walker)
    assert found.violations_count == 0, found.generate_report()
    picture(f"answers-{scheme}")
    walker.set_viewport_size({"width": 390, "height": 900})
    assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(f"answers-phone-{scheme}")
