"""Tests: two people at one desk: a second check by keyboard, and two editors who write in the same field."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.models import Claim, EvidenceOpened
from claims.records.acts import Role
from claims.records.checking import Attribution, EvidenceKind, Relation, Stance, Verdict
from claims.services import evidence, findings, review
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.tests.browser.conftest import PATIENCE, Picture, sign_in
from claims.tests.conftest import acting
from claims.tests.factories import make_person
from claims.workflow import Status

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]

ANSWERS = Answers(Attribution.RELAYED, Verdict.TRUE, "Two residents say the same.")


def submitted(desk: str, count: int) -> list[Claim]:
    """The first claims of the seed story, answered by a reporter; the evidence is a page of the desk itself."""
    by = acting(make_person(Role.REPORTER, "ravi", name="Ravi Lund"))
    link = Given(EvidenceKind.LINK, Stance.SUPPORTS, Relation.INDEPENDENT, address=f"{desk}/health/")
    claims: list[Claim] = []
    for claim in Claim.objects.filter(status=Status.PROPOSED, statement_by=None).order_by("pk"):
        if len(claims) == count:
            break
        quotation = claim.quotations.get()
        if quotation.damage or not quotation.speaker_resolved:
            continue
        review.accept(claim.pk, by=by)
        review.take(claim.pk, by=by)
        evidence.add(claim.pk, link, by=by)
        claims.append(findings.submit(claim.pk, ANSWERS, by=by))
    return claims


def test_a_second_reader_opens_the_evidence_agrees_and_sends_back_by_keyboard(
    walker: Page, desk: str, picture: Picture
) -> None:
    first, second = submitted(desk, 2)
    sign_in(walker, desk, "Emil Okafor")
    walker.keyboard.press("g")
    walker.keyboard.press("2")
    expect(walker.get_by_role("heading", name="Second check", level=1)).to_be_visible()
    picture("second-check-queue")
    walker.keyboard.press("n")
    expect(walker.get_by_role("heading", level=1)).to_contain_text(first.statement)
    expect(walker.get_by_text("You have not opened the evidence")).to_be_visible()
    picture("second-check-claim")
    with walker.context.expect_page() as waiting:
        walker.keyboard.press("o")
    waiting.value.wait_for_load_state()
    assert waiting.value.url == f"{desk}/health/"
    waiting.value.close()
    assert EvidenceOpened.objects.get().evidence == first.evidence.get()
    walker.keyboard.press("a")
    expect(walker.get_by_role("heading", level=1)).to_contain_text(second.statement)
    expect(walker.get_by_role("status")).to_contain_text(f"Claim {first.pk}: You agreed.")
    walker.keyboard.press("b")
    walker.get_by_label("Why it goes back").fill("Which residents?")
    walker.keyboard.press("Tab")
    walker.get_by_role("button", name="Send back").press("Enter")
    expect(walker.get_by_text("Nothing waits for you")).to_be_visible()
    assert [Claim.objects.get(pk=claim.pk).status for claim in (first, second)] == [Status.VERIFIED, Status.IN_REVIEW]
    assert not walker.errors  # type: ignore[attr-defined]  # kept by walker


def test_two_editors_in_two_browsers_lose_no_word_of_each_other(walker: Page, desk: str, picture: Picture) -> None:
    claim = submitted(desk, 1)[0]
    findings.take_back(claim.pk, by=acting(claim.submitted_by))  # type: ignore[arg-type]  # somebody submitted it
    other = walker.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # a browser is there
    ediths, emils = walker, other.new_page()
    emils.set_default_timeout(PATIENCE)
    sign_in(ediths, desk, "Edith Marlow")
    sign_in(emils, desk, "Emil Okafor")
    for person in (ediths, emils):
        person.goto(f"{desk}/claims/{claim.pk}/")
        person.locator("summary", has_text="Edit or approve the statement").click()
    emils.get_by_label("Statement", exact=True).fill("The strikes had stopped [in Daraa].")
    emils.get_by_role("button", name="Keep this statement").click()
    expect(emils.get_by_role("heading", level=1)).to_have_text("The strikes had stopped [in Daraa].")
    ediths.get_by_label("Statement", exact=True).fill("Strikes stopped for some days.")
    ediths.get_by_role("button", name="Keep this statement").click()

    expect(ediths.get_by_text("Emil Okafor changed or approved the statement").first).to_be_visible()
    contested = ediths.locator(".contested")
    for words in (claim.statement, "The strikes had stopped [in Daraa].", "Strikes stopped for some days."):
        expect(contested.locator("dd", has_text=words)).to_be_visible()
    picture("claim-conflict")
    found = Axe().run(ediths)
    assert found.violations_count == 0, found.generate_report()
    ediths.get_by_label("What stands below, made of both").check()
    ediths.get_by_label("Statement", exact=True).fill("The strikes had stopped for some days [in Daraa].")
    ediths.get_by_role("button", name="Keep this statement").click()
    expect(ediths.get_by_role("heading", level=1)).to_have_text("The strikes had stopped for some days [in Daraa].")

    emils.locator("summary", has_text="Edit or approve the statement").click()
    emils.get_by_label("Statement", exact=True).fill("Nobody was struck.")
    emils.get_by_role("button", name="Keep this statement").click()
    emils.get_by_label("Theirs", exact=True).check()
    emils.get_by_role("button", name="Keep this statement").click()
    expect(emils.get_by_text("Left as it is now")).to_be_visible()
    other.close()
    assert Claim.objects.get(pk=claim.pk).statement == "The strikes had stopped for some days [in Daraa]."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_second_check(
    walker: Page, desk: str, picture: Picture, scheme: str
) -> None:
    walker.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    claim = submitted(desk, 1)[0]
    sign_in(walker, desk, "Clara Benedek")
    for address in ("second-check/", f"second-check/{claim.pk}/"):
        walker.goto(f"{desk}/{address}")
        found = Axe().run(walker)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
    picture(f"second-check-{scheme}")
    for width in (320, 390, 2560):
        walker.set_viewport_size({"width": width, "height": 900})
        for address in ("second-check/", f"second-check/{claim.pk}/"):
            walker.goto(f"{desk}/{address}")
            assert walker.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        if width == 390:
            picture(f"second-check-phone-{scheme}")
