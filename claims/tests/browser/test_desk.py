"""Tests: the desk and its figures in a real browser, from what must not wait to a pasted story."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.models import Claim, Finding
from claims.records.checking import Attribution, FindingState, Verdict
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.stories import bring_in
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

GRAVE = (
    "“Nine people died in the harbour,” said Ada Okafor. Jonas Brekke said that the Harbour Guild attacked the pier."
)
WIDTHS = (320, 390, 768, 1440, 2560)


def lay_out() -> None:
    """A desk with something in every block."""
    edith, emil, now = User.objects.get(username="edith"), User.objects.get(username="emil"), timezone.now()
    bring_in(GRAVE, by=acting(edith))
    bring_in("Er sagte: „Neun Menschen sind gestern im Hafen gestorben.“", by=acting(edith))
    decided: dict[str, Any] = {"attribution": Attribution.RELAYED, "verdict": Verdict.TRUE}
    why = "Its words do not stand in version 2 of the text as they stood."
    make_claim("The ferries sailed.", status=Status.VERIFIED, stale_since=now, stale_because=why, **decided)
    make_claim(
        "The bridge is open.", needed_by=now + timedelta(hours=2), needed_for="Radio", speaker_printed="Tove Lind"
    )
    make_claim("Late already.", needed_by=now - timedelta(hours=1), needed_for="Front page")
    back = make_claim("The pier is safe.", status=Status.IN_REVIEW, assigned_to=edith, rounds=1)
    waiting: dict[str, Any] = {"waiting_for": "the harbour log", "waiting_from": "the port", "waiting_until": now}
    make_claim("Nobody was aboard.", status=Status.WAITING, assigned_to=edith, **waiting)
    make_claim("The guild knew.", status=Status.IN_REVIEW, assigned_to=edith)
    check = make_claim("قال المتحدث إن الميناء مغلق.", status=Status.SECOND_CHECK, submitted_by=emil, assigned_to=emil)
    for claim, by, state, second in (
        (back, edith, FindingState.SENT_BACK, {"second_by": emil, "second_because": "Ask the port first."}),
        (check, emil, FindingState.SUBMITTED, {}),
    ):
        answers = {"attribution": Attribution.RELAYED, "verdict": Verdict.TRUE, "reason": "The log says so."}
        Finding.objects.create(claim=claim, number=1, state=state, made_by=by, **answers, **second)


def test_somebody_goes_from_the_desk_to_what_must_not_wait_by_the_keyboard(walker: Page, desk: str) -> None:
    lay_out()
    sign_in(walker, desk, "Edith Marlow")
    expect(walker.get_by_role("heading", level=1, name="Desk")).to_be_visible()
    walker.wait_for_load_state("load")
    walker.keyboard.press("j")
    walker.keyboard.press("Enter")
    expect(walker.get_by_role("heading", level=1)).to_contain_text("The ferries sailed.")
    walker.wait_for_load_state("load")
    walker.keyboard.press("g")
    walker.keyboard.press("h")
    expect(walker.get_by_role("heading", level=1, name="Desk")).to_be_visible()
    walker.get_by_role("link", name="The week in figures").click()
    expect(walker.get_by_role("heading", level=1, name="The last 7 days")).to_be_visible()
    assert not walker.errors  # type: ignore[attr-defined]  # set by the fixture


def test_a_story_pasted_on_the_desk_comes_in_and_a_refused_one_keeps_its_words(walker: Page, desk: str) -> None:
    sign_in(walker, desk, "Rosa Lindqvist")
    walker.get_by_label("Text of the story").fill(GRAVE)
    walker.get_by_label("Text of the story").press("Control+Enter")
    expect(walker.locator(".messages").first).to_contain_text("The story is here: 2 quoted claims proposed.")
    grave, accusing = Claim.objects.order_by("-pk")[:2][::-1]
    assert (grave.tells_of_death, accusing.accuses) == (True, True)
    walker.goto(f"{desk}/desk/")
    walker.get_by_label("Text of the story").fill(GRAVE)
    walker.get_by_role("button", name="Import").click()
    expect(walker.get_by_text("The same text stands in:")).to_be_visible()
    expect(walker.get_by_label("Text of the story")).to_have_value(GRAVE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_desk_and_its_figures(walker: Page, desk: str, scheme: Any, picture: Picture) -> None:
    walker.emulate_media(color_scheme=scheme)
    sign_in(walker, desk, "Edith Marlow")
    for state in ("new", "full"):
        if state == "full":
            lay_out()
        for address in ("desk/", "figures/", "figures/?days=28"):
            walker.goto(f"{desk}/{address}")
            found = Axe().run(walker)
            assert found.violations_count == 0, f"{address}: {found.generate_report()}"
            for width in WIDTHS:
                walker.set_viewport_size({"width": width, "height": 1000})
                assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
                if width in (390, 1440):
                    picture(f"{address.partition('/')[0]}{address.partition('=')[2]}-{state}-{scheme}-{width}")
