"""Tests: a chief makes a webhook, tries it, and reads in its log that it arrived; somebody subscribes to the feed."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from claims.models import Delivery, Webhook
from claims.records.news import DeliveryState
from claims.tasks import teller
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.browser.test_pictures import Seen
from claims.tests.receivers import Receiver, receiver, verify

pytestmark = pytest.mark.browser


def test_a_chief_makes_a_webhook_tries_it_and_reads_that_it_arrived(
    walker: Page, desk: str, settings: Settings, picture: Picture
) -> None:
    settings.WEBHOOKS_IN_THE_HOUSE = frozenset({"127.0.0.1"})
    sign_in(walker, desk, "Clara Benedek")
    with receiver() as here:
        secret = make(walker, desk, here)
        with teller.beside():
            walker.keyboard.press("t")
            expect(walker.get_by_role("cell", name="answered 204")).to_be_visible()  # the log loads itself anew
    Seen(walker, desk, picture).at("webhook-log")
    assert here.types == ["webhook.test"]
    verify(secret, *here.came[0])
    assert Delivery.objects.get().state == DeliveryState.TOLD
    assert walker.errors == []  # type: ignore[attr-defined]  # kept by the fixture


def make(walker: Page, desk: str, here: Receiver) -> str:
    """Make a webhook by hand, from the page of news on; its secret."""
    walker.goto(f"{desk}{reverse('news')}")
    walker.get_by_role("link", name="Webhooks").click()
    walker.wait_for_url(f"**{reverse('webhooks')}")
    walker.keyboard.press("n")
    walker.wait_for_url(f"**{reverse('webhook-new')}")
    walker.get_by_label("Name").fill("The site")
    walker.get_by_label("Address of the receiver").fill(here.address)
    walker.get_by_role("button", name="Make the webhook").click()
    shown = walker.locator("code.secret")
    expect(shown).to_contain_text("whsec_")
    secret = shown.inner_text()
    walker.get_by_role("link", name="I have copied it").click()
    walker.wait_for_url(f"**{reverse('webhook', args=[Webhook.objects.get().pk])}")
    return secret


@pytest.mark.screenshots
def test_the_pages_of_news_and_webhooks_are_in_order_at_every_size(walker: Page, desk: str, picture: Picture) -> None:
    sign_in(walker, desk, "Clara Benedek")
    seen = Seen(walker, desk, picture)
    seen.at("news", reverse("news"))
    seen.at("webhooks-none", reverse("webhooks"))
    seen.at("webhook-new", reverse("webhook-new"))
