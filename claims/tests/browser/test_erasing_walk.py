"""Tests: a document is erased by two people, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Document
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]


def assert_accessible(page: Page) -> None:
    """Axe finds nothing, in light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_one_asks_and_another_erases(walker: Page, desk: str, picture: Picture) -> None:
    document = Document.objects.get()
    sign_in(walker, desk, "Clara Benedek")
    walker.goto(f"{desk}/documents/{document.pk}/")
    walker.get_by_text("Withdraw this document …").click()
    walker.get_by_label("Why should it not have come in?").fill("Not ours to hold.")
    walker.get_by_role("button", name="Withdraw", exact=True).click()
    walker.get_by_role("link", name="Erase its words …").click()
    expect(walker.get_by_role("heading", name="What goes for good")).to_be_visible()
    assert_accessible(walker)
    walker.get_by_role("button", name="Ask to erase it").click()
    expect(walker.get_by_text("Give a reason: others will read it in the history.").first).to_be_visible()
    walker.get_by_label("Why must its words not stay here?").fill("A court ordered it.")
    picture("erase-ask")
    walker.get_by_role("button", name="Ask to erase it").click()
    expect(walker.get_by_text("Another editor or chief has to agree.").first).to_be_visible()

    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/documents/{document.pk}/")
    walker.get_by_role("link", name="Look at the request").click()
    expect(walker.get_by_text("A court ordered it.")).to_be_visible()
    assert_accessible(walker)
    picture("erase-agree")
    walker.get_by_label("I have read what goes, and that nobody can bring it back.").check()
    walker.get_by_role("button", name="Agree and erase").click()
    expect(walker.get_by_text("The words of this document were erased:")).to_be_visible()
    expect(walker.get_by_role("heading", level=1)).to_have_text(f"Erased document {document.pk}")
    assert_accessible(walker)
    picture("erased")
    claim = walker.locator(".cards .statement a, .cards summary").first
    expect(claim).to_contain_text("[words erased]")
