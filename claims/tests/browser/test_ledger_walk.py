"""Tests: the page of the ledger, found from the menu, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

SIZES = {"wide": (1440, 1000), "phone": (390, 844), "small": (320, 720)}


def look(page: Page, picture: Picture, name: str) -> None:
    """Nothing stands beyond the edge at any size, and Axe finds nothing in light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            picture(f"{name}-{size}" + ("-dark" if scheme == "dark" else ""))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        page.set_viewport_size({"width": 1440, "height": 1000})
        results = Axe().run(page)
        assert results.violations_count == 0, (name, results.generate_report())
    page.emulate_media(color_scheme="light")


def test_an_editor_finds_the_ledger_in_the_menu_and_makes_a_checkpoint(
    walker: Page, desk: str, picture: Picture
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.locator("details.person summary").click()
    walker.get_by_role("link", name="Ledger", exact=True).click()
    expect(walker.get_by_role("heading", level=1)).to_have_text("Ledger")
    expect(walker.locator(".topbar nav a[aria-current]")).to_have_text("Desk")
    expect(walker.get_by_text("No checkpoint was made yet.")).to_be_visible()
    look(walker, picture, "ledger-new")

    walker.keyboard.press("m")
    expect(walker.get_by_text("A checkpoint was made.")).to_be_visible()
    expect(walker.get_by_role("link", name="Mail it")).to_be_visible()
    call_command("verify_ledger", verbosity=0)
    walker.reload()
    expect(walker.get_by_text("unbroken")).to_be_visible()
    look(walker, picture, "ledger")


def test_a_reporter_sees_no_way_to_the_ledger(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.locator("details.person summary").click()
    expect(walker.get_by_role("link", name="Your account")).to_be_visible()
    expect(walker.get_by_role("link", name="Ledger", exact=True)).to_have_count(0)
