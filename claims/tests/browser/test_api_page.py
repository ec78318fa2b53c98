"""Tests: the page of the API in a real browser: from this server alone, under its own policy, and good for trying."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from claims.models import Claim
from claims.tests.browser.conftest import Picture, sign_in

pytestmark = pytest.mark.browser


def test_an_editor_reads_the_schema_and_tries_it_out(desk: str, walker: Page, picture: Picture) -> None:
    elsewhere: list[str] = []

    def look(request: Request) -> None:
        if urlsplit(request.url).netloc not in (urlsplit(desk).netloc, ""):
            elsewhere.append(request.url)

    walker.on("request", look)
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(f"{desk}/api/v1/docs/")
    expect(walker.get_by_text("Acts on a claim")).to_be_visible()
    picture("api")

    walker.locator("#operations-Claims-readClaim").get_by_role("button").first.click()
    block = walker.locator("#operations-Claims-readClaim")
    block.get_by_role("button", name="Try it out").click()
    pk = Claim.objects.order_by("pk").values_list("pk", flat=True)[0]
    block.get_by_placeholder("id").fill(str(pk))
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")

    block = walker.locator("#operations-Notes-addNote")
    block.get_by_role("button").first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_placeholder("id").fill(str(pk))
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("201")
    picture("api-tried-out")

    assert elsewhere == []
    assert walker.errors == []  # type: ignore[attr-defined]  # kept by the fixture
