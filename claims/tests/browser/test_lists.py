"""Tests: a list leaves the house for a desk, is read, checked, recalled and corrected, in a real browser."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from claims.models import Document, IssuedList
from claims.tests import seed_list
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.browser.test_pictures import BEYOND

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

WIDTHS = (320, 390, 1440, 2560)


@pytest.fixture
def story(desk: str, settings: Settings) -> int:
    """The seed story with its first claims decided."""
    seed_list.decide(settings)
    settings.DEBUG = True  # the buttons of the demo people
    return Document.objects.get().pk


def issue_for_desk(page: Page, desk: str, story: int) -> None:
    """Issue the story's decided claims for a desk."""
    page.goto(f"{desk}/documents/{story}/")
    page.get_by_role("link", name="Issue for the desk").click()
    page.get_by_label("For whom").fill("the evening desk")
    page.get_by_role("button", name="Issue the list").click()
    expect(page.get_by_text("List 1.1 is issued. Send it to: the evening desk.")).to_be_visible()


def test_a_story_is_issued_for_a_desk_read_and_checked(
    walker: Page, desk: str, story: int, picture: Picture, tmp_path: Path
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/lists/")
    picture("lists-none")
    walker.goto(f"{desk}/documents/{story}/issue/")
    walker.get_by_role("button", name="Issue the list").click()
    expect(walker.get_by_role("alert")).to_contain_text("Say for whom the list is")
    picture("list-issue-refused")
    issue_for_desk(walker, desk, story)
    picture("list")
    walker.get_by_role("link", name="Read or print").click()
    expect(walker.get_by_role("heading", level=2).first).to_have_text("With attribution only")
    picture("list-print")
    mail = walker.get_by_label("Choose all of it and copy").input_value()
    words, notes = mail.split("\n--\n")
    assert "WITH ATTRIBUTION ONLY" in words
    assert "Left out: 11, because proposed" in words
    assert not re.search(r"[0-9a-f]{64}|\[\d+, \d+\)", words)
    assert re.search(r"[0-9a-f]{64}", notes)
    walker.go_back()
    with walker.expect_download() as waiting:
        walker.get_by_role("link", name="Download the list").click()
    kept = tmp_path / waiting.value.suggested_filename
    assert kept.name == "claimtrail-list-1.1.md"
    waiting.value.save_as(kept)
    walker.goto(f"{desk}/lists/check/")
    walker.get_by_label("File").set_input_files(kept)
    walker.get_by_role("button", name="Check it").click()
    expect(walker.get_by_role("heading", level=2).first).to_contain_text("This is list 1.1, to the last byte")
    kept.write_text(kept.read_text().replace("heavy weapons", "light arms"))
    walker.get_by_label("File").set_input_files(kept)
    walker.get_by_role("button", name="Check it").click()
    expect(walker.get_by_role("heading", level=2).first).to_contain_text("This is not list 1.1 as it was issued")
    picture("list-check")


def test_the_list_of_a_story_prints_on_two_pages(walker: Page, desk: str, story: int) -> None:
    sign_in(walker, desk, "Edith Marlow")
    issue_for_desk(walker, desk, story)
    walker.get_by_role("link", name="Read or print").click()
    walker.wait_for_load_state("load")
    printed = walker.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_a_recalled_claim_names_its_lists_and_the_desk_is_told_until_the_list_is_corrected(
    walker: Page, desk: str, story: int, picture: Picture
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    issue_for_desk(walker, desk, story)
    claim = IssuedList.objects.get().carried.order_by("pk")[0].claim_id
    sign_in(walker, desk, "Clara Benedek")
    walker.goto(f"{desk}/claims/{claim}/")
    walker.locator("summary", has_text="Recall …").click()
    walker.locator("details[open]").get_by_label("Why").or_(walker.locator("details[open] textarea")).first.fill(
        "The record was forged."
    )
    walker.get_by_role("button", name="Recall", exact=True).click()
    expect(walker.get_by_role("heading", name="Where it was used")).to_be_visible()
    notice = walker.get_by_label("Recall notice, to copy and send").input_value()
    assert "RECALL" in notice
    assert "the evening desk" in notice
    assert "The record was forged." in notice
    walker.get_by_role("heading", name="Where it was used").scroll_into_view_if_needed()
    picture("claim-recalled")
    walker.goto(f"{desk}/desk/")
    expect(walker.get_by_role("heading", name="Changed in lists that left the house")).to_be_visible()
    picture("desk-changed-lists")
    walker.locator("#desk-in-lists").locator("xpath=ancestor::section[1]").locator("a.row-link").click()
    expect(walker.get_by_role("heading", name="Changed since it left the house")).to_be_visible()
    picture("list-changed")
    walker.get_by_label("Why").last.fill("One claim was recalled.")
    walker.get_by_role("button", name="Issue a correction").click()
    expect(walker.get_by_role("heading", name="What changed since list 1.1")).to_be_visible()
    picture("list-corrected")
    walker.goto(f"{desk}/desk/")
    expect(walker.get_by_role("heading", name="Changed in lists that left the house")).to_have_count(0)


def test_pages_of_lists_are_open_to_everybody_and_fit_every_screen(
    walker: Page, desk: str, story: int, picture: Picture
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    issue_for_desk(walker, desk, story)
    one = f"lists/{IssuedList.objects.get().pk}"
    for address in ("lists/", "lists/check/", f"{one}/", f"{one}/print/", f"documents/{story}/issue/", "lists/issue/"):
        walker.goto(f"{desk}/{address}")
        for scheme in ("light", "dark"):
            walker.emulate_media(color_scheme=scheme)
            found = Axe().run(walker)
            assert not found.violations_count, f"{address} {scheme}: {found.generate_report()}"
        for width in WIDTHS:
            walker.set_viewport_size({"width": width, "height": 1000})
            assert walker.evaluate(BEYOND) == [], f"{address} at {width}"
            if width == 320:
                picture(f"{address.strip('/').replace('/', '-')}-320-dark")
