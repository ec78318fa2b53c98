"""Tests: one's own account in a real browser: a second factor from the picture to the recovery code, with axe."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django import Settings

from claims.services import second_factor, sessions
from claims.tests.browser.conftest import PATIENCE, Picture
from claims.tests.phones import PASSWORD, shown, with_password, with_phone

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

WIDTHS = (320, 390, 2560)


def give_password(page: Page, desk: str) -> None:
    """Type name and password at the door, by keyboard alone."""
    page.goto(f"{desk}/sign-in/")
    page.get_by_label("Username").fill("edith")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def look(page: Page, picture: Picture, name: str) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        if width == 390:
            picture(f"{name}-phone")
    page.set_viewport_size(before or {"width": 1440, "height": 1000})
    picture(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_second_factor_from_the_picture_to_the_recovery_code(
    walker: Page, desk: str, picture: Picture, tmp_path: Path, scheme: str
) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    with_password(User.objects.get(username="edith"))
    give_password(walker, desk)
    walker.locator(".person > summary").click()
    walker.get_by_role("link", name="Your account").click()
    expect(walker.get_by_role("heading", name="Your account", level=1)).to_be_visible()
    look(walker, picture, f"account-{scheme}")

    walker.get_by_role("link", name="Turn it on").click()
    qr = walker.get_by_role("img", name="A QR code that holds the secret written below")
    expect(qr).to_be_visible()
    assert qr.evaluate("picture => picture.naturalWidth > 100")
    secret = walker.locator(".secret").inner_text().replace(" ", "")
    look(walker, picture, f"second-factor-on-{scheme}")
    walker.get_by_role("textbox", name="Code").fill("000000")
    walker.get_by_role("button", name="Turn it on").press("Enter")
    expect(walker.get_by_text("Incorrect code.")).to_be_visible()
    walker.get_by_role("textbox", name="Code").fill(shown(secret))
    walker.get_by_role("button", name="Turn it on").press("Enter")

    expect(walker.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = walker.locator(".secrets code").all_inner_texts()
    look(walker, picture, f"recovery-codes-{scheme}")
    with walker.expect_download() as waiting:
        walker.get_by_role("link", name="Keep as a file").click()
    waiting.value.save_as(tmp_path / "codes.txt")
    assert all(code in (tmp_path / "codes.txt").read_text() for code in codes)
    walker.get_by_role("link", name="I have kept them").click()
    expect(walker.get_by_text("10 recovery codes are left")).to_be_visible()

    walker.locator(".person > summary").click()
    walker.get_by_role("button", name="Sign out").first.click()
    give_password(walker, desk)
    expect(walker.get_by_role("heading", name="Your code")).to_be_visible()
    look(walker, picture, f"sign-in-code-{scheme}")
    walker.get_by_role("textbox", name="Code").fill(codes[0])
    walker.keyboard.press("Enter")
    expect(walker.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    assert not walker.errors  # type: ignore[attr-defined]  # kept by walker


def test_it_is_turned_off_and_passwords_change_without_a_script(walker: Page, desk: str, picture: Picture) -> None:
    edith = with_phone(User.objects.get(username="edith"))
    code = second_factor.show_codes(edith.pk)[0]
    plain = walker.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]  # it is there
    plain.set_default_timeout(PATIENCE)
    give_password(plain, desk)
    plain.get_by_role("textbox", name="Code").fill(code)
    plain.get_by_role("button", name="Sign in").click()
    plain.goto(f"{desk}/account/")
    plain.get_by_role("link", name="New password").click()
    plain.get_by_label("New password", exact=True).fill("another-long-one-9")
    plain.get_by_label("New password again").fill("another-long-one-9")
    plain.get_by_role("button", name="Set this password").click()
    expect(plain.get_by_text("Your new password is set.")).to_be_visible()
    plain.get_by_role("link", name="Turn it off").click()
    plain.get_by_role("button", name="Turn it off").click()
    expect(plain.get_by_text("The second factor is off.")).to_be_visible()
    plain.context.close()
    assert not second_factor.is_on(edith.pk)


def test_axe_finds_nothing_on_the_pages_that_stand_in_the_way(
    walker: Page, desk: str, picture: Picture, settings: Settings
) -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://id.harbour.example", "the Harbour Post"
    with_phone(User.objects.get(username="edith"))
    walker.goto(f"{desk}/sign-in/")
    look(walker, picture, "sign-in-with-the-house")
    walker.get_by_role("button", name="Edith Marlow").click()
    expect(walker.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    walker.goto(f"{desk}/account/second-factor/off/")
    expect(walker.get_by_role("heading", name="Is it you?")).to_be_visible()
    look(walker, picture, "account-confirm")
    for _attempt in range(5):
        walker.get_by_label("Your password").fill("wrong")
        walker.keyboard.press("Enter")
        walker.wait_for_load_state("load")
    expect(walker.get_by_role("heading", name="Too many attempts went wrong")).to_be_visible()
    look(walker, picture, "locked-out")


def test_words_sent_after_the_session_ended_are_there_to_be_copied(walker: Page, desk: str, picture: Picture) -> None:
    edith = with_password(User.objects.get(username="edith"))
    give_password(walker, desk)
    expect(walker.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    walker.goto(f"{desk}/claims/enter/")
    walker.get_by_label("Statement").first.fill("The port was closed on Monday.")
    sessions.end_all(edith.pk)
    walker.get_by_label("Statement").first.press("Control+Enter")
    expect(walker.get_by_role("heading", name="Your session has ended")).to_be_visible()
    expect(walker.get_by_role("textbox", name="statement")).to_have_value("The port was closed on Monday.")
    look(walker, picture, "session-ended")
