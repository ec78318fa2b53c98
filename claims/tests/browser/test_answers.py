"""Tests: the two answers by the keyboard, and evidence pasted, dropped or chosen, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim
from claims.tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

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
