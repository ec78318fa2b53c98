"""Tests: an editor's way through the seed story, from the door to a verified list on her disk."""

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim, Event
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

AIR_STRIKES = "The air strikes had stopped for several days"
PAGES = ("claims/", "claims/enter/", "documents/", "import/", "sources/", "sources/new/", "export/", "views/")


def open_claim(page: Page, statement: str) -> None:
    """Open a claim from the list by its statement."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Claims").click()
    page.get_by_role("link", name=statement).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(statement)


def add_evidence(page: Page, address: str) -> None:
    """Add a link as evidence on the page of a claim."""
    page.locator("summary", has_text="Add evidence …").click()
    page.locator("#evidence-address").fill(address)
    page.locator("#evidence-relation").select_option("independent")
    page.get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_role("link", name=re.compile("example.org")).first).to_be_visible()


def answer(page: Page, attribution: str, verdict: str, reason: str) -> None:
    """Give the two answers and submit them."""
    page.locator("summary", has_text="Answer and submit").click()
    page.get_by_role("group", name="Did they say it?").get_by_label(attribution).check()
    page.get_by_role("group", name="Is it true?").get_by_role("radio", name=re.compile(rf"^(\d )?{verdict}\b")).check()
    page.get_by_label("Reason: in your own words").fill(reason)
    page.get_by_role("button", name="Submit").click()


def downloaded(page: Page, button: str) -> tuple[str, str]:
    """Name and text of the file that a button brings."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def test_from_the_door_to_a_downloaded_verified_list(walker: Page, desk: str, picture: Picture) -> None:
    walker.goto(desk)
    picture("sign-in")
    sign_in(walker, desk, "Edith Marlow")
    picture("desk")
    walker.get_by_role("link", name="Claims", exact=True).click()
    expect(walker.get_by_role("heading", level=1, name="Claims")).to_be_visible()
    picture("claims")

    walker.get_by_role("link", name="Documents").click()
    walker.get_by_role("link", name="Talks over the south of Syria collapse").first.click()
    expect(walker.locator("[data-story] mark").first).to_be_visible()
    picture("document")

    open_claim(walker, AIR_STRIKES)
    walker.get_by_role("button", name="Accept").click()
    walker.get_by_role("button", name="Take").click()
    answer(walker, "Relayed", "True", "Two residents of Daraa say the same.")
    expect(walker.get_by_role("alert")).to_contain_text("needs evidence")
    picture("claim-refused")
    open_claim(walker, AIR_STRIKES)
    add_evidence(walker, "https://example.org/daraa-residents")
    answer(walker, "Relayed", "True", "Two residents of Daraa say the same.")
    expect(walker.locator(".status").first).to_contain_text("Second check")
    expect(walker.get_by_role("button", name="Agree")).to_have_count(0)
    picture("claim-second-check")

    sign_in(walker, desk, "Emil Okafor")
    open_claim(walker, AIR_STRIKES)
    walker.get_by_role("button", name="Agree").click()
    expect(walker.locator(".status").first).to_contain_text("Verified")
    picture("claim")

    walker.get_by_role("navigation", name="Main").get_by_role("link", name="Claims").click()
    walker.get_by_role("link", name="Export").click()
    picture("export")
    name, text = downloaded(walker, "CSV")
    assert re.fullmatch(r"claimtrail-.*\.csv", name)
    heads, row = csv.reader(io.StringIO(text))
    assert len(heads) == len(row)
    assert AIR_STRIKES in row
    assert "With attribution only" in row
    assert Event.objects.filter(act="export.make").count() == 1
    assert not [error for error in walker.errors if "422" not in error]  # type: ignore[attr-defined]  # kept by walker


def test_words_marked_in_the_story_become_a_claim_at_just_that_place(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.get_by_role("link", name="Documents").click()
    walker.get_by_role("link", name="Talks over the south of Syria collapse").first.click()
    expect(walker.locator("[data-story]")).to_be_visible()
    walker.wait_for_load_state("load")  # somebody marks words on a page that is there, scripts and all
    words = "More than 30 cities have already agreed to regain control of the regime"
    walker.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector("[data-story]"), NodeFilter.SHOW_TEXT)
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const at = node.data.indexOf(words)
                if (at < 0) continue
                const range = document.createRange()
                range.setStart(node, at)
                range.setEnd(node, at + words.length)
                getSelection().removeAllRanges()
                getSelection().addRange(range)
                return
            }
        }""",
        words,
    )
    walker.get_by_role("button", name="Make a claim").first.click()
    expect(walker.get_by_text("The words are a claim now.")).to_be_visible()
    claim = Claim.objects.latest("id")
    span = claim.quotations.get().spans.get()
    assert span.exact == words
    assert claim.quotations.get().snapshot.text[span.start : span.end] == words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(walker: Page, desk: str, picture: Picture, scheme: str) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    sign_in(walker, desk, "Clara Benedek")
    claim = Claim.objects.get(statement=AIR_STRIKES)
    document = claim.quotations.get().snapshot.document_id
    for address in (*PAGES, f"claims/{claim.pk}/", f"documents/{document}/", f"sources/{claim.speaker_id}/"):
        walker.goto(f"{desk}/{address}")
        found = Axe().run(walker)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        if scheme == "dark" and address in ("claims/", f"documents/{document}/"):
            picture(f"{address.partition('/')[0]}-dark")


@pytest.mark.parametrize("width", [320, 390, 2560])
def test_no_page_is_wider_than_its_screen(walker: Page, desk: str, picture: Picture, width: int) -> None:
    walker.set_viewport_size({"width": width, "height": 900})
    sign_in(walker, desk, "Clara Benedek")
    claim = Claim.objects.get(statement=AIR_STRIKES)
    document = claim.quotations.get().snapshot.document_id
    for address in (*PAGES, f"claims/{claim.pk}/", f"documents/{document}/"):
        walker.goto(f"{desk}/{address}")
        assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if width == 390 and address == "claims/":
            picture("claims-phone")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_reads_without_scripts(page: Page, desk: str, address: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # a browser is there
    plain = context.new_page()
    sign_in(plain, desk, "Clara Benedek")
    plain.goto(f"{desk}/{address}")
    expect(plain.get_by_role("heading", level=1)).to_be_visible()
    context.close()
