"""Tests: the queues and acts on many claims in a browser, by mouse and by keyboard, and taking them back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim, Event
from claims.tests.browser.conftest import Picture, sign_in
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]


def ticked(page: Page) -> int:
    return page.locator("input[name=claim]:checked").count()


def test_a_whole_filter_is_set_aside_and_brought_back(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Edith Marlow")
    before = Claim.objects.filter(status=Status.PROPOSED).count()
    assert before > 3
    walker.goto(f"{desk}/claims/?status=proposed")
    expect(walker.get_by_role("navigation", name="Queues and views").locator(".count").first).to_be_visible()
    picture("queues")
    walker.get_by_label(re.compile(r"All \d+ of this list")).check()
    walker.get_by_role("button", name="Set aside …").click()
    expect(walker.get_by_role("heading", level=1)).to_have_text("Set claims aside")
    expect(walker.get_by_role("heading", level=2)).to_contain_text(f"{before} claims of the whole list")
    picture("bulk")
    assert not Axe().run(walker).response["violations"]
    walker.get_by_label("Reason").fill("An old story")
    walker.get_by_role("button", name=f"Set claims aside ({before})").click()
    expect(walker.get_by_role("status").first).to_contain_text(f"{before} claims are set aside.")
    picture("bulk-done")
    assert not Claim.objects.filter(status=Status.PROPOSED).exists()
    assert Event.objects.filter(act="claim.set_aside", is_bulk=True, reason="An old story").count() == before

    walker.get_by_role("button", name="Undo").click()
    expect(walker.get_by_role("status").first).to_contain_text(f"{before} claims are as they were.")
    picture("bulk-undone")
    assert Claim.objects.filter(status=Status.PROPOSED).count() == before
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture


def test_rows_are_ticked_by_key_and_by_mouse_and_accepted(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/claims/?status=proposed")
    walker.keyboard.press("j")
    walker.keyboard.press("x")
    assert ticked(walker) == 1
    expect(walker.locator("[data-ticked]")).to_have_text("1 ticked")
    for key in ("j", "j", "Shift+X"):
        walker.keyboard.press(key)
    assert ticked(walker) == 3
    picture("ticked")
    assert not Axe().run(walker).response["violations"]
    walker.keyboard.press("?")
    expect(walker.locator("[data-page-keys]")).to_contain_text("Tick the row")
    walker.keyboard.press("Escape")
    boxes = walker.locator("input[name=claim]")
    boxes.nth(2).click()
    boxes.nth(0).click(modifiers=["Shift"])
    assert ticked(walker) == 0
    boxes.nth(0).click()
    boxes.nth(1).click()
    expect(walker.locator("[data-ticked]")).to_have_text("2 ticked")

    walker.keyboard.press("b")
    walker.keyboard.press("a")
    expect(walker.get_by_role("heading", level=2)).to_contain_text("2 claims")
    walker.get_by_role("button", name="Accept proposals (2)").click()
    expect(walker.get_by_role("status").first).to_contain_text("2 claims are accepted.")
    assert Claim.objects.filter(status=Status.UNVERIFIED).count() == 2
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture


def test_a_view_is_kept_opened_and_removed(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/claims/?status=proposed&sort=confidence")
    walker.keyboard.press("v")
    walker.get_by_label("Name").fill("Least sure")
    walker.get_by_label("For everybody at the desk").check()
    assert not Axe().run(walker).response["violations"]
    walker.get_by_role("button", name="Keep this view").click()
    expect(walker.get_by_role("link", name="Least sure")).to_have_attribute("aria-current", "page")
    walker.get_by_role("link", name="All views").click()
    expect(walker.get_by_role("heading", level=1)).to_have_text("Queues and views")
    picture("views")
    assert not Axe().run(walker).response["violations"]
    walker.get_by_role("button", name="Remove Least sure").click()
    expect(walker.get_by_role("link", name="Least sure")).to_have_count(0)
    walker.get_by_role("button", name="Undo").click()
    expect(walker.get_by_role("link", name="Least sure", exact=True)).to_be_visible()
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture


@pytest.mark.parametrize("width", [320, 390, 2560])
def test_the_list_fits_any_screen_with_its_queues_and_boxes(
    walker: Page, desk: str, picture: Picture, width: int
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.set_viewport_size({"width": width, "height": 900})
    walker.emulate_media(color_scheme="dark")
    walker.goto(f"{desk}/claims/?queue=damaged&sort=needed")
    expect(walker.get_by_role("navigation", name="Queues and views").locator(".count").first).to_be_visible()
    expect(walker.get_by_role("link", name="Damaged copy")).to_have_attribute("aria-current", "page")
    picture(f"queues-{width}-dark")
    assert walker.evaluate("document.documentElement.scrollWidth") <= width
    assert not Axe().run(walker).response["violations"]
