"""Tests: a source sealed, asked for, granted and seen, in a real browser; in light, dark and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Event, Source
from claims.records.acts import command
from claims.records.provenance import SourceKind
from claims.services import sources
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

NAME, LABEL = "Ibrahim Jabbawi", "Source K-7"


def assert_accessible(page: Page) -> None:
    """Axe finds nothing, in light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def assert_fits_a_phone(page: Page) -> None:
    """Nothing has to be scrolled sideways at the width of a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1440, "height": 1000})


def picture_all(page: Page, picture: Picture, name: str) -> None:
    """One picture in light, one in dark, one as on a phone."""
    for suffix, scheme, width in (("", "light", 1440), ("-dark", "dark", 1440), ("-phone", "light", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.set_viewport_size({"width": width, "height": 1000 if width > 400 else 844})
        picture(name + suffix)
    page.set_viewport_size({"width": 1440, "height": 1000})


def test_a_source_is_sealed_asked_for_granted_and_seen(walker: Page, desk: str, picture: Picture) -> None:
    source = sources.create(by=command("walk"), name=NAME, kind=SourceKind.PERSON, aliases=["I. Jabbawi"])
    sign_in(walker, desk, "Clara Benedek")
    walker.goto(f"{desk}/sources/{source.pk}/")
    walker.keyboard.press("p")
    expect(walker.get_by_role("heading", name="Protect this source")).to_be_visible()
    assert_accessible(walker)
    assert_fits_a_phone(walker)
    picture_all(walker, picture, "source-seal")
    walker.get_by_label("Label").fill(LABEL)
    walker.get_by_label("How to reach them").fill("by the lighthouse")
    walker.get_by_label("Why the source is protected").fill("Danger at home.")
    walker.get_by_role("button", name="Seal").click()
    expect(walker.get_by_role("heading", name=LABEL)).to_be_visible()
    expect(walker.get_by_text("Jabbawi")).to_have_count(0)
    assert_accessible(walker)
    assert_fits_a_phone(walker)
    picture_all(walker, picture, "source-sealed")

    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/sources/{source.pk}/")
    walker.keyboard.press("a")
    walker.get_by_label("Why you need to know who it is").fill("The court asks us.")
    picture_all(walker, picture, "source-ask")
    walker.get_by_role("button", name="Ask", exact=True).click()
    expect(walker.get_by_text("You have asked.")).to_be_visible()

    sign_in(walker, desk, "Clara Benedek")
    walker.get_by_role("link", name="1 request to see who a source is waits for you").click()
    expect(walker.get_by_role("heading", name="Requests to see who a source is")).to_be_visible()
    walker.keyboard.press("y")
    expect(walker.get_by_label("For how long")).to_be_visible()
    assert_accessible(walker)
    assert_fits_a_phone(walker)
    picture_all(walker, picture, "identity-requests")
    walker.get_by_role("button", name="Grant", exact=True).click()
    expect(walker.get_by_text("It is granted.")).to_be_visible()

    sign_in(walker, desk, "Rosa Lindqvist")
    walker.goto(f"{desk}/sources/{source.pk}/")
    walker.keyboard.press("i")
    expect(walker.get_by_role("heading", name=f"Who {LABEL} is")).to_be_visible()
    expect(walker.get_by_text(NAME)).to_have_count(0)
    assert_accessible(walker)
    picture_all(walker, picture, "identity-hidden")
    walker.keyboard.press("s")
    expect(walker.get_by_text(NAME, exact=True)).to_be_visible()
    expect(walker.get_by_text("by the lighthouse")).to_be_visible()
    assert_accessible(walker)
    assert_fits_a_phone(walker)
    picture_all(walker, picture, "identity-shown")
    assert Event.objects.filter(act="source.see_identity", subject_id=source.pk).count() == 1
    assert Source.objects.get(pk=source.pk).name == LABEL

    sign_in(walker, desk, "Clara Benedek")
    walker.goto(f"{desk}/sources/{source.pk}/")
    walker.get_by_text("Redact for good …").click()
    form = walker.locator("details[open]", has_text="Redact for good …")
    form.get_by_role("textbox").fill("They asked us to forget them.")
    picture_all(walker, picture, "source-redact")
    form.get_by_role("button", name="Redact").click()
    expect(walker.get_by_text("Nobody can read any more who this is")).to_be_visible()
    assert_accessible(walker)
    assert_fits_a_phone(walker)
    picture_all(walker, picture, "source-redacted")
    assert not walker.errors  # type: ignore[attr-defined]  # kept by the fixture
