"""Tests: a story settled at the review page, by the keyboard alone, in a real browser; and how that page looks."""

import re
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from claims.models import Claim, Document
from claims.records.checking import FindingState
from claims.selectors.offers import ClaimAct
from claims.tests.browser.conftest import Picture, sign_in
from claims.views.claim_deeds import DEEDS
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]


def story() -> Document:
    """The seed story."""
    return Document.objects.get()


class Walk:
    """Somebody at the review page with both hands on the keyboard. ``times`` says what each claim took."""

    def __init__(self, page: Page, desk: str) -> None:
        """Open the story at the first claim that waits."""
        self.page, self.times = page, list[tuple[str, float]]()
        page.goto(f"{desk}/review/{story().pk}/")
        page.wait_for_load_state("load")

    @property
    def at(self) -> int:
        """The claim that is current."""
        return int(self.page.locator("[data-current]").get_attribute("data-claim") or 0)

    def press(self, *keys: str) -> None:
        """Press some keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def does(self, act: ClaimAct) -> None:
        """Press the key of an act."""
        self.press(DEEDS[act].key)

    def write(self, words: str) -> None:
        """Type words where the focus is."""
        self.page.keyboard.type(words)

    def goes_on(self, act: Callable[[], None]) -> int:
        """Do something that leads on to another claim, and say which one it was done to."""
        here = self.at
        act()
        expect(self.page.locator("[data-current]")).not_to_have_attribute("data-claim", str(here))
        return here

    def to(self, claim: int) -> None:
        """Go to a claim of the story by j and k."""
        numbers = self.page.locator(".cards > [data-of]")
        order = [self._claim(numbers.nth(place).inner_html()) for place in range(numbers.count())]
        steps = order.index(claim) - order.index(self.at)
        for _step in range(abs(steps)):
            self.goes_on(lambda: self.press("j" if steps > 0 else "k"))
        assert self.at == claim

    def settled(self, how: str, act: Callable[[], int]) -> Claim:
        """Settle one claim, and remember how long that took."""
        begun = time.perf_counter()
        claim = act()
        self.times.append((how, time.perf_counter() - begun))
        return Claim.objects.get(pk=claim)

    def says(self, words: str) -> None:
        """What happened is said in the one place for it."""
        expect(self.page.locator("#said")).to_contain_text(words)

    def report(self) -> str:
        """What each claim took, line by line."""
        average = sum(seconds for _how, seconds in self.times) / len(self.times)
        lines = [f"  {seconds:5.1f} s  {how}" for how, seconds in [*self.times, ("on average", average)]]
        return "\n".join(["", f"{len(self.times)} claims settled by keyboard:", *lines, ""])

    def _claim(self, card: str) -> int:
        return int(re.search(r"claim=(\d+)|/claims/(\d+)/", card).expand(r"\g<1>\g<2>"))  # type: ignore[union-attr]  # each card leads to its claim


def settle(walk: Walk) -> list[Claim]:
    """Settle a dozen claims of the seed story in as many ways as there are."""
    return [
        walk.settled("accepted", lambda: walk.goes_on(lambda: walk.press("a"))),
        walk.settled("accepted", lambda: walk.goes_on(lambda: walk.press("a"))),
        walk.settled("set aside", lambda: walk.goes_on(lambda: walk.press("x"))),
        walk.settled("set aside, undone, accepted, undone, accepted", lambda: set_aside_and_back(walk)),
        walk.settled("statement written, accepted", lambda: rewritten(walk)),
        walk.settled("speaker chosen by name, accepted", lambda: given_a_speaker(walk)),
        walk.settled("accepted, taken, answered, submitted", lambda: submitted(walk)),
        walk.settled("accepted, taken, held for the recording", lambda: held(walk)),
        walk.settled("read, nothing to do", lambda: walk.goes_on(lambda: walk.does(ClaimAct.READ))),
        walk.settled("set aside, and said why", lambda: set_aside_because(walk)),
        walk.settled("marked by hand", lambda: marked_by_hand(walk)),
        walk.settled("accepted, taken, answered, submitted", lambda: next_to_do(walk)),
    ]


def set_aside_and_back(walk: Walk) -> int:
    """Set a claim aside, take that back, and accept it."""
    claim = walk.goes_on(lambda: walk.press("x"))
    walk.says("The claim is set aside.")
    walk.goes_on(lambda: walk.press("u"))
    assert walk.at == claim
    walk.says("The claim is back where it was.")
    return accepted_and_back(walk)


def accepted_and_back(walk: Walk) -> int:
    """Accept a claim, take that back, and accept it again."""
    claim = walk.goes_on(lambda: walk.press("a"))
    walk.says("Accepted.")
    walk.goes_on(lambda: walk.press("u"))
    assert walk.at == claim
    walk.says("The claim is proposed again, as it was.")
    return walk.goes_on(lambda: walk.press("a"))


def rewritten(walk: Walk) -> int:
    """Write the statement in place, and accept the claim."""
    walk.press("e")
    statement = walk.page.get_by_role("textbox", name="Statement")
    expect(statement).to_be_focused()
    walk.press("Control+a")
    walk.write("The rebels were ready to hand over heavy weapons [in several steps].")
    walk.press("Control+Enter")
    walk.says("The statement is yours now.")
    expect(walk.page.locator("#main-act")).to_be_focused()
    return walk.goes_on(lambda: walk.press("a"))


def given_a_speaker(walk: Walk) -> int:
    """Say who the speaker is, by a name in the list, and accept the claim."""
    walk.press("p")
    expect(walk.page.get_by_role("radio", name=re.compile("Somebody in the list"))).to_be_visible()
    named = walk.page.get_by_role("radio", name=re.compile("Somebody in the list"))
    while not named.evaluate("element => element === document.activeElement"):
        walk.press("ArrowDown")
    walk.press("Space", "Tab")
    walk.write("Russia")
    walk.press("Enter")
    walk.says("The speaker is changed.")
    return walk.goes_on(lambda: walk.press("a"))


def taken(walk: Walk) -> int:
    """Accept a proposal, come back to it, and take it in hand."""
    claim = walk.goes_on(lambda: walk.press("a"))
    walk.to(claim)
    walk.press("t")
    walk.says("You have the claim in hand.")
    return claim


def submitted(walk: Walk) -> int:
    """Give the two answers: only a relay says so, and nobody can establish whether it is true."""
    claim = taken(walk)
    walk.press("s")
    expect(walk.page.get_by_role("group", name="Did they say it?")).to_be_visible()
    walk.press("3", "5", "3", "Enter")
    walk.says("Your answers are submitted.")
    return claim


def held(walk: Walk) -> int:
    """Hold a claim until its recording is there."""
    claim = taken(walk)
    walk.press("h")
    expect(walk.page.get_by_label("For what")).to_be_focused()
    walk.write("the recording of the release")
    walk.press("Enter")
    walk.says("The claim is held.")
    return claim


def set_aside_because(walk: Walk) -> int:
    """Set a claim aside and say why."""
    claim = walk.at
    walk.press("X")
    expect(walk.page.get_by_label("Reason")).to_be_focused()
    walk.write("Duplicate")
    walk.press("Enter")
    walk.says("The claim is set aside.")
    return claim


def marked_by_hand(walk: Walk) -> int:
    """Make a claim of words that nobody proposed, with the story's own cursor."""
    story = walk.page.locator("[data-story]")
    for _step in range(200):
        if story.evaluate("element => element === document.activeElement"):
            break
        walk.press("Tab")
    walk.press("Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    expect(walk.page.locator("[data-selection-form] button.primary")).to_be_focused()
    walk.goes_on(lambda: walk.press("Enter"))
    return walk.at


def next_to_do(walk: Walk) -> int:
    """Go to the next claim that nobody has settled, and submit answers on it."""
    walk.goes_on(lambda: walk.press("J"))
    return submitted(walk)


def checked(page: Page, desk: str, by: str) -> list[tuple[str, float]]:
    """As another editor: agree with the first claim of the queue, send the second back; what each took."""
    sign_in(page, desk, by)
    page.goto(f"{desk}/second-check/")
    page.keyboard.press("n")
    expect(page.locator(".second-check")).to_be_visible()
    begun = time.perf_counter()
    page.keyboard.press("a")
    expect(page.locator(".messages").first).to_contain_text("You agreed.")
    agreed = time.perf_counter()
    page.keyboard.press("b")
    reason = page.get_by_role("textbox", name="Why it goes back")
    expect(reason).to_be_visible()
    while not reason.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("The release itself can be had: look at it first.")
    page.keyboard.press("Enter")
    expect(page.locator(".messages").first).to_contain_text("Sent back")
    return [("agreed with, by the second reader", agreed - begun), ("sent back", time.perf_counter() - agreed)]


def test_claims_of_the_seed_story_are_settled_by_the_keyboard_alone_up_to_the_second_check(
    walker: Page, desk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walk = Walk(walker, desk)
    done = settle(walk)
    walk.times += checked(walker, desk, "Emil Okafor")
    with capsys.disabled():
        sys.stdout.write(walk.report())
    assert len({claim.pk for claim in done}) == 12
    now = [Claim.objects.get(pk=claim.pk) for claim in done]
    assert [claim.status for claim in now] == [
        Status.UNVERIFIED,
        Status.UNVERIFIED,
        Status.SET_ASIDE,
        Status.UNVERIFIED,
        Status.UNVERIFIED,
        Status.UNVERIFIED,
        Status.UNVERIFIABLE,
        Status.WAITING,
        Status.PROPOSED,
        Status.SET_ASIDE,
        Status.UNVERIFIED,
        Status.IN_REVIEW,
    ]
    assert now[4].statement.endswith("[in several steps].")
    assert now[5].speaker is not None
    assert now[5].speaker.name == "Russia"
    assert now[6].findings.get().state == FindingState.AGREED
    assert now[10].quotations.get().found_by is not None
    assert now[11].findings.order_by("number")[0].state == FindingState.SENT_BACK
    assert now[7].waiting_for == "the recording of the release"
    assert now[8].is_read
    assert not walker.errors  # type: ignore[attr-defined]  # kept by walker


# --- With the mouse, with nothing but HTML, and at any speed ---------------------------------------------------------


@pytest.fixture
def review(walker: Page, desk: str) -> Walk:
    """The reporter at the review page of the seed story."""
    sign_in(walker, desk, "Rosa Lindqvist")
    return Walk(walker, desk)


def test_a_click_on_words_in_the_story_opens_their_claim(review: Walk) -> None:
    page = review.page
    page.locator("[data-story] mark[data-of='4']").first.click()
    expect(page.locator("[data-current]")).to_have_attribute("id", "c4")
    expect(page.locator("mark.is-current").first).to_have_attribute("data-of", "4")
    page.get_by_role("button", name=re.compile("^Accept")).first.click()
    expect(page.locator("[data-current]")).to_have_attribute("id", "c5")
    expect(page.locator("mark[data-of='4']").first).to_have_attribute("data-tone", "open")
    expect(page.locator(".n a[href='#c4']")).to_have_attribute("aria-label", "Claim 4: Unverified")


def test_a_click_made_while_the_page_is_on_its_way_is_not_lost(review: Walk) -> None:
    page = review.page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/review/\d+/\?claim="), hold, times=1)
    page.locator("#c4 .slip-link").click()
    page.locator("#c6 .slip-link").click()
    expect(page.locator("[data-current]")).to_have_attribute("id", "c1")
    held[0].continue_()
    expect(page.locator("[data-current]")).to_have_attribute("id", "c6")


def test_keys_pressed_faster_than_the_page_comes_are_for_the_claim_that_comes(review: Walk) -> None:
    first = review.at
    review.page.evaluate(
        """() => ["j", "x", "j", "x"].forEach((key) => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    )
    expect(review.page.locator("[data-current]")).to_have_attribute("id", "c5")
    aside = set(Claim.objects.filter(status=Status.SET_ASIDE).values_list("pk", flat=True))
    assert aside == {first + 1, first + 3}


def test_the_focus_stays_in_the_way_through_the_claims_or_is_on_the_next_main_act(review: Walk) -> None:
    page = review.page
    page.get_by_role("link", name="Next claim").focus()
    review.goes_on(lambda: review.press("Enter"))
    expect(page.get_by_role("link", name="Next claim")).to_be_focused()
    page.locator("#main-act").focus()
    review.goes_on(lambda: review.press("Enter"))
    expect(page.locator("#main-act")).to_be_focused()


def test_what_was_typed_is_there_again_after_looking_at_another_claim(review: Walk) -> None:
    page = review.page
    review.press("e")
    expect(page.get_by_role("textbox", name="Statement")).to_be_focused()
    review.press("Control+a")
    review.write("Half a sentence")
    review.press("Escape")
    expect(page.locator("#main-act")).to_be_focused()
    review.goes_on(lambda: review.press("j"))
    review.goes_on(lambda: review.press("k"))
    review.press("e")
    expect(page.get_by_role("textbox", name="Statement")).to_have_value("Half a sentence")


def test_words_are_found_in_the_story_and_nothing_in_it_changes(review: Walk) -> None:
    page = review.page
    before = page.locator("[data-story]").inner_html()
    review.press("f")
    review.write("the rebels")
    expect(page.locator("[data-find] output")).to_have_text(re.compile(r"1 of \d+"))
    review.press("Enter")
    expect(page.locator("[data-find] output")).to_have_text(re.compile(r"2 of \d+"))
    review.press("Shift+Enter")
    expect(page.locator("[data-find] output")).to_have_text(re.compile(r"1 of \d+"))
    review.write(" xylophone")
    expect(page.locator("[data-find] output")).to_have_text("Not in the story")
    review.press("Escape")
    assert page.locator("[data-story]").inner_html() == before


def test_every_key_is_shown_and_each_has_one_meaning(review: Walk) -> None:
    page = review.page
    for act in ("a", "k", "t"):
        review.press(act)
        expect(page.locator("#main-act")).to_be_visible()
        keys = page.evaluate(
            """() => [...document.querySelectorAll("[data-key]")]
                .filter((element) => element.checkVisibility()).map((element) => element.dataset.key)"""
        )
        assert len(keys) == len(set(keys)), keys
    review.press("?")
    for meaning in ("Next claim", "Hold for an answer", "Find in the story", "Done with this story"):
        expect(page.locator("dialog#keys")).to_contain_text(meaning)


def test_a_claim_is_settled_without_scripts(page: Page, desk: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # a browser is there
    plain = context.new_page()
    sign_in(plain, desk, "Rosa Lindqvist")
    plain.goto(f"{desk}/review/{story().pk}/")
    plain.get_by_role("button", name=re.compile("^Accept")).first.click()
    expect(plain.locator("[data-current]")).to_have_attribute("id", "c2")
    expect(plain.locator("#said")).to_contain_text("Accepted.")
    plain.get_by_role("link", name=re.compile("Edit or approve the statement")).click()
    plain.get_by_role("textbox", name="Statement").fill("")
    plain.get_by_role("button", name="Keep this statement").click()
    expect(plain.get_by_role("alert")).to_contain_text("Write the statement")
    plain.get_by_role("textbox", name="Statement").fill("My own sentence.")
    plain.get_by_role("button", name="Keep this statement").click()
    expect(plain.get_by_role("heading", level=2, name="My own sentence.")).to_be_visible()
    context.close()


# --- How it looks ----------------------------------------------------------------------------------------------------


def states(walk: Walk) -> Iterator[str]:
    """The page in each of its states, one after the other."""
    page = walk.page
    yield "first"
    walk.press("e")
    expect(page.get_by_role("textbox", name="Statement")).to_be_focused()
    yield "statement"
    walk.press("Control+a", "Delete", "Control+Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "refused"
    walk.press("Escape")
    walk.goes_on(lambda: walk.press("j"))
    walk.press("p")
    expect(page.locator("form[data-act=speaker]")).to_be_visible()
    yield "speaker"
    walk.press("Escape")
    walk.goes_on(lambda: walk.press("x"))
    yield "set-aside"
    taken(walk)
    yield "taken"
    walk.press("s")
    expect(page.get_by_role("group", name="Did they say it?")).to_be_visible()
    yield "answers"
    walk.press("3", "5", "3", "Enter")
    walk.says("Your answers are submitted.")
    walk.goes_on(lambda: walk.press("k"))
    yield "second-check"
    walk.press("?")
    yield "keys"
    walk.press("Escape", "f")
    walk.write("rebels")
    yield "find"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(review: Walk, picture: Picture, scheme: str) -> None:
    review.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    for state in states(review):
        found = Axe().run(review.page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        picture(f"review-{state}-{scheme}")


@pytest.mark.parametrize("width", [320, 390, 2560])
def test_no_state_is_wider_than_its_screen(review: Walk, picture: Picture, width: int) -> None:
    review.page.set_viewport_size({"width": width, "height": 900})
    for state in states(review):
        assert review.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
        picture(f"review-{state}-{width}")


def test_one_key_makes_a_quotation_of_another_kind_and_one_gives_it_back(review: Walk) -> None:
    claim = Claim.objects.get(pk=review.at)
    before = claim.quotations.get(is_primary=True).kind
    review.press("K")
    review.says("The quotation is of that kind now.")
    assert claim.quotations.get(is_primary=True).kind != before
    review.press("u")
    review.says("The words are as they were.")
    assert claim.quotations.get(is_primary=True).kind == before


def test_the_chain_is_built_from_the_card_and_leads_back_to_it_with_its_undo(review: Walk) -> None:
    page, claim = review.page, review.at
    review.press("L")
    expect(page.get_by_role("heading", level=1)).to_have_text("The way the words took")
    page.get_by_label("Why the chain goes back no further").select_option("not_found")
    page.get_by_role("button", name="Keep this chain").last.click()
    review.says("The chain is kept as you built it.")
    assert review.at == claim
    review.press("u")
    review.says("The chain is as it was.")
    assert not Claim.objects.get(pk=claim).quotations.get(is_primary=True).chain_is_by_hand


@pytest.mark.parametrize("width", [1280, 1440, 2560])
def test_the_bar_shows_every_place_on_a_wide_screen(review: Walk, width: int) -> None:
    review.page.set_viewport_size({"width": width, "height": 900})
    assert review.page.locator(".topbar nav").evaluate("nav => nav.scrollWidth <= nav.clientWidth")


def test_on_a_phone_the_acts_leave_the_claim_in_sight(review: Walk) -> None:
    review.page.set_viewport_size({"width": 390, "height": 844})
    assert review.page.locator(".review-acts").evaluate("acts => acts.offsetHeight") < 100
    assert review.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
