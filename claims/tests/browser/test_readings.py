"""Tests: what the extractor found in a whole copy, as an editor meets it in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim, Document, Snapshot
from claims.records.acts import command
from claims.services import reading
from claims.tests.browser.conftest import sign_in
from claims.tests.stories import bring_in

pytestmark = pytest.mark.browser

CREDITED = "TOLVIK (AFP) - “The harbour stays closed,” said Marta Solheim, the port director.\n"


def seed() -> Document:
    """The seed story: a damaged copy."""
    return Document.objects.get()


def test_somebody_goes_from_one_damaged_place_to_the_next_by_the_keyboard(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/documents/{seed().pk}/")
    expect(walker.get_by_text("This copy looks badly damaged")).to_be_visible()
    text = walker.evaluate(
        """() => {
            const copy = document.querySelector("[data-story]").cloneNode(true)
            copy.querySelectorAll("[data-not-text]").forEach((part) => part.remove())
            return copy.textContent
        }"""
    )
    assert text == seed().snapshots.get().text
    walker.keyboard.press("d")
    expect(walker.locator("#d1")).to_be_focused()
    expect(walker.locator("#d1 .says")).to_be_visible()
    walker.keyboard.press("d")
    expect(walker.locator("#d2 .says")).to_be_visible()
    expect(walker.locator("#d1 .says")).to_be_hidden()
    walker.locator("#d2").get_by_role("link", name="Next place").click()
    expect(walker.locator("#d3")).to_be_focused()
    marked = walker.locator("[data-story] .damaged").first
    expect(marked).to_have_attribute("title", re.compile("\\w"))
    assert marked.evaluate("element => getComputedStyle(element).textDecorationStyle") == "wavy"


def test_damaged_places_are_found_one_by_one_without_scripts(page: Page, desk: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # a browser is there
    plain = context.new_page()
    sign_in(plain, desk, "Rosa Lindqvist")
    plain.goto(f"{desk}/documents/{seed().pk}/")
    plain.get_by_role("link", name="one by one").click()
    expect(plain.locator("#d1 .says")).to_be_visible()
    plain.locator("#d1").get_by_role("link", name="Next place").click()
    expect(plain.locator("#d2 .says")).to_be_visible()
    context.close()


def test_a_copy_that_an_earlier_extractor_read_is_read_again(walker: Page, desk: str) -> None:
    Snapshot.objects.update(extractor="earlier 1")
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/documents/{seed().pk}/")
    walker.get_by_role("button", name="Read again").click()
    expect(walker.locator(".messages").first).to_contain_text("The text is read again:")
    expect(walker.get_by_role("button", name="Read again")).to_have_count(0)
    assert seed().snapshots.get().extractor == reading.FOUND_BY


def test_the_agency_of_a_credit_line_is_taken_over_with_one_button(walker: Page, desk: str) -> None:
    document = bring_in(CREDITED, by=command("tests")).document
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/documents/{document.pk}/")
    walker.get_by_role("button", name="Take AFP over as the credited agency").click()
    expect(walker.locator(".messages").first).to_contain_text("is the credited agency now")
    expect(walker.locator(".page-head").get_by_role("link", name="Agence France-Presse")).to_be_visible()
    expect(walker.get_by_role("button", name="Take AFP over")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_everything_read_is_shown(walker: Page, desk: str, scheme: str) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    document, claim = seed(), Claim.objects.order_by("pk")[0]
    Snapshot.objects.update(extractor="earlier 1", language="fr", credits=[[0, 8, 0, 20]])
    sign_in(walker, desk, "Rosa Lindqvist")
    for address, unfolds in (
        (f"documents/{document.pk}/", ""),
        ("documents/?show=damaged", ""),
        ("claims/?sort=-confidence", "Filters"),
        (f"claims/{claim.pk}/", "What that rests on"),
    ):
        walker.goto(f"{desk}/{address}")
        if unfolds:
            walker.locator("summary", has_text=unfolds).click()
        found = Axe().run(walker)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_claims_are_filtered_by_confidence_and_its_reasons_unfold(walker: Page, desk: str) -> None:
    sure = Claim.objects.filter(confidence__gte=0.9)
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/claims/")
    walker.locator("summary", has_text="Filters").click()
    walker.get_by_role("group", name="Confidence").get_by_label("90% and over").check()
    walker.get_by_label("Order").select_option("Surest proposals first")
    walker.get_by_role("button", name="Show").click()
    expect(walker.get_by_role("columnheader", name="Confidence")).to_be_visible()
    expect(walker.locator("tbody tr")).to_have_count(sure.count())
    walker.locator("tbody tr .row-link").first.click()
    expect(walker.get_by_text("proposals like this one are right")).to_be_visible()
    walker.locator("summary", has_text="What that rests on").click()
    expect(walker.locator(".because")).to_contain_text("inside quotation marks")
