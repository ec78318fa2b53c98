"""Tests: names chosen from a list and a chain built, in a real browser, with the keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]


def chain_page(page: Page, desk: str) -> Claim:
    """Open the chain of a claim of the seed story."""
    claim = Claim.objects.filter(quotations__is_primary=True).order_by("pk")[0]
    page.goto(f"{desk}/claims/{claim.pk}/chain/")
    return claim


def assert_accessible(page: Page) -> None:
    """Axe finds nothing, in light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_a_name_is_chosen_and_a_chain_is_built_by_keyboard(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Edith Marlow")
    claim = chain_page(walker, desk)
    steps = walker.locator("fieldset.panel")
    before = steps.count()

    walker.get_by_role("button", name="Add a step after step 1").focus()
    walker.keyboard.press("Enter")
    expect(steps).to_have_count(before + 1)
    expect(walker.locator("legend:focus")).to_contain_text("Step 2")
    assert_accessible(walker)

    steps.nth(1).get_by_label("Who", exact=True).focus()
    field = steps.nth(1).get_by_role("combobox", name="Who", exact=True)
    walker.keyboard.type("reut")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(walker.get_by_role("listbox", name="Names that fit").get_by_role("option").first).to_contain_text("agency")
    walker.keyboard.press("ArrowDown")
    picture("names")
    assert_accessible(walker)
    walker.keyboard.press("Enter")
    expect(field).to_have_value("Reuters")
    expect(field).to_have_attribute("aria-expanded", "false")

    steps.nth(1).get_by_label("relayer").check()
    picture("chain-builder")
    walker.get_by_role("button", name="Keep this chain").last.focus()
    walker.keyboard.press("Enter")
    expect(walker.get_by_text("The chain is kept as you built it.")).to_be_visible()
    kept = claim.quotations.get(is_primary=True).relays.get(position=1)
    assert (kept.name, kept.roles) == ("Reuters", ["relayer"])
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture


def test_somebody_new_is_added_from_the_list(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/claims/enter/")
    field = walker.get_by_label("Name", exact=True)
    field.focus()
    walker.keyboard.type("Ilse Marten")
    expect(walker.get_by_role("option", name="Add “Ilse Marten”")).to_be_visible()
    walker.keyboard.press("Escape")
    expect(walker.get_by_role("listbox")).to_have_count(0)
    walker.keyboard.press("ArrowDown")
    walker.get_by_role("option", name="Add “Ilse Marten”").click()
    expect(walker.get_by_label("Somebody new")).to_be_checked()
    expect(walker.get_by_label("What they are, if new")).to_be_focused()
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture
