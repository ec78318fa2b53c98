"""Tests: states of the desk that no walk leads through, each without a fault that Axe finds; pictures of them."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.models import Claim, Document
from claims.records.checking import Attribution, EvidenceKind, Stance, Verdict
from claims.services import evidence, findings, notes, review
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.conftest import acting
from claims.tests.factories import make_source
from claims.tests.stories import bring_in, put
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

# What stands beyond the edge of the screen; none where the page is no wider than it.
BEYOND = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest(".picture"))
    .map((one) => one.outerHTML.slice(0, 120))"""
FORMS = ("hold", "evidence", "split", "cut-out", "words", "set-aside", "needed")
SIZES = {"wide": (1440, 1000), "phone": (390, 844), "small": (320, 720)}
RELAYED = Answers(Attribution.RELAYED, Verdict.UNCHECKED, "Only the agency says so.")
LINK = Given(EvidenceKind.LINK, Stance.SUPPORTS, address="https://court.example/ruling/2026/11/23")
ARABIC = "تولفيك: قالت مارتا سولهايم، مديرة الميناء: «سيبقى الميناء مغلقا حتى يوم الجمعة»."


class Seen:
    """Somebody who looks at one state after the other, at every size, in light and dark."""

    def __init__(self, page: Page, desk: str, picture: Picture) -> None:
        """Begin at the desk."""
        self.page, self.desk, self.picture = page, desk, picture

    def at(self, name: str, address: str = "") -> None:
        """Look at what is there, or at what stands at an address."""
        if address:
            self.page.goto(f"{self.desk}{address}")
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark") if size == "wide" else ("light",):
                self.page.emulate_media(color_scheme=scheme)
                self.picture(f"state-{name}-{size}" + ("-dark" if scheme == "dark" else ""))
            assert self.page.evaluate(BEYOND) == [], (name, size)
        self.page.set_viewport_size({"width": 1440, "height": 1000})
        results = Axe().run(self.page)
        assert results.violations_count == 0, (name, results.generate_report())


@pytest.fixture
def seen(walker: Page, desk: str, picture: Picture) -> Seen:
    """Edith at her browser."""
    sign_in(walker, desk, "Edith Marlow")
    return Seen(walker, desk, picture)


def people() -> tuple[User, User]:
    """An editor, and a reporter."""
    return User.objects.get(first_name="Edith"), User.objects.get(first_name="Rosa")


def claims_of(document: Document) -> list[Claim]:
    return list(Claim.objects.filter(quotations__snapshot__document=document).order_by("quotations__start"))


def on(claim: Claim, act: str = "") -> str:
    document = claim.quotations.get(is_primary=True).snapshot.document_id
    return f"{reverse('review', args=[document])}?claim={claim.pk}" + (f"&act={act}" if act else "")


def test_forms_and_statuses_on_the_review_page(seen: Seen) -> None:
    edith, _rosa = people()
    first, second, third, fourth, *_rest = claims_of(Document.objects.get())
    for claim in (first, second, third):
        review.accept(claim.pk, by=acting(edith))
        review.take(claim.pk, by=acting(edith))
    for form in FORMS:
        seen.at(f"form-{form}", on(first, form))
    review.hold(second.pk, by=acting(edith), waiting_for="the recording", waiting_from="the station")
    seen.at("waiting", on(second))
    evidence.add(third.pk, LINK, by=acting(edith))
    notes.add_to_claim(third.pk, "Who was in the room?", by=acting(edith))
    seen.at("claim-with-evidence-and-a-note", reverse("claim", args=[third.pk]))
    now = timezone.now()
    put(fourth, Status.ATTRIBUTED, stale_since=now, stale_because="The words it rests on were changed.")
    seen.at("stale", on(fourth))
    seen.at("chain", reverse("claim-chain", args=[first.pk]))


def test_a_second_check_that_was_sent_back_and_one_that_was_released(seen: Seen) -> None:
    edith, rosa = people()
    first, second, *_rest = claims_of(Document.objects.get())
    speaker = make_source("Ibrahim Jabbawi")
    for claim in (first, second):
        put(
            claim,
            Status.IN_REVIEW,
            assigned_to=rosa,
            speaker=speaker,
            speaker_basis="printed",
            statement="The talks failed.",
        )
        evidence.add(claim.pk, LINK, by=acting(rosa))
        findings.submit(claim.pk, RELAYED, by=acting(rosa))
    findings.send_back(first.pk, by=acting(edith), because="Who else says so?", own=RELAYED)
    seen.at("sent-back", on(first))
    seen.at("second-check", reverse("second-check-claim", args=[second.pk]))
    put(
        second,
        Status.ATTRIBUTED,
        single_read_at=timezone.now() - timedelta(days=1),
        single_read_by=edith,
        single_read_because="The paper closes.",
    )
    seen.at("single-read", on(second))
    seen.at("second-check-queue", reverse("second-check"))
    sign_in(seen.page, seen.desk, "Rosa Lindqvist")
    seen.at("sent-back-to-me", on(first))
    seen.at("sent-back-to-me-desk", reverse("desk"))


def test_a_story_that_runs_from_right_to_left_and_one_of_three_hundred_quotations(seen: Seen) -> None:
    edith, _rosa = people()
    arabic = bring_in(ARABIC, by=acting(edith)).document
    seen.at("right-to-left", reverse("review", args=[arabic.pk]))
    names = ("Marta Solheim", "Jonas Brekke", "Alena Moravec")
    long = "\n\n".join(
        f"“Berth {at} stays closed until Friday,” said {names[at % 3]}, the port director." for at in range(300)
    )
    document = bring_in(f"Harbour closed\n\n{long}\n", by=acting(edith)).document
    seen.at("three-hundred", reverse("review", args=[document.pk]))
    seen.page.keyboard.press("j")
    expect(seen.page.locator(".way .where b")).to_have_text("2")


def test_pages_with_nothing_on_them_and_two_people_to_merge(seen: Seen) -> None:
    seen.at("no-notes", reverse("notes"))
    seen.at("nothing-to-check", reverse("second-check"))
    seen.at("nothing-found", f"{reverse('claims')}?q=lighthouse")
    seen.at("figures", reverse("figures"))
    seen.at("import", reverse("import"))
    seen.at("enter", reverse("claim-enter"))
    seen.at("sources", reverse("sources"))
    seen.at("documents", reverse("documents"))
    seen.at("empty-queue", f"{reverse('claims')}?queue=stale")
    keep, drop = make_source("Marta Solheim"), make_source("M Solheim", aliases=["The port director"])
    seen.at("merge", f"{reverse('source-merge', args=[drop.pk])}?other=%23{keep.pk}")
    Document.objects.update(read_at=timezone.now(), read_by=people()[0])
    seen.at("no-story", reverse("review-next"))
    seen.at("desk", reverse("desk"))
    sign_in(seen.page, seen.desk, "Clara Benedek")
    seen.at("no-request", reverse("identity-requests"))
    seen.at("ledger", reverse("ledger"))
