"""Tests: work in the background, watched in a real browser: it goes on by itself, and the page says so by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from claims.models import Job
from claims.records.jobs import JobKind, JobState
from claims.services import job_runs
from claims.tests.browser.conftest import Picture, sign_in
from claims.tests.browser.test_ledger_walk import look
from claims.tests.working import work_off

pytestmark = [pytest.mark.browser, pytest.mark.screenshots]


def of(page: Page, desk: str, job: Job) -> None:
    """Go to the page of a job."""
    page.goto(desk + reverse("job", args=[job.pk]))


def test_an_editor_has_the_ledger_checked_and_sees_by_itself_when_it_is_done(
    walker: Page, desk: str, picture: Picture
) -> None:
    sign_in(walker, desk, "Edith Marlow")
    walker.goto(desk + reverse("ledger"))
    walker.keyboard.press("v")
    expect(walker.get_by_text("Nobody has begun it yet.")).to_be_visible()
    look(walker, picture, "job-waiting")

    job = Job.objects.get()
    assert job_runs.begin(job.pk) is not None
    now = timezone.now()
    Job.objects.update(done=41_200, of=120_000, began_at=now - timedelta(seconds=95), alive_at=now)
    expect(walker.get_by_text("41200 of 120000")).to_be_visible()
    expect(walker.get_by_text("about 3 minutes left")).to_be_visible()
    look(walker, picture, "job-running")

    Job.objects.update(state=JobState.WAITING, attempts=0)
    work_off()
    expect(walker.get_by_role("heading", name="Done")).to_be_visible()
    look(walker, picture, "job-done")
    walker.keyboard.press("y")
    expect(walker.get_by_role("heading", level=1)).to_have_text("Ledger")
    expect(walker.get_by_text("last checked")).to_be_visible()


def test_what_waits_for_no_worker_what_failed_and_what_was_cancelled(walker: Page, desk: str, picture: Picture) -> None:
    edith = User.objects.get(username="edith")
    ago = timezone.now() - timedelta(minutes=10)
    rows = {"kind": JobKind.CHECK_LEDGER, "order": "{}", "asked_by": edith, "asked_at": ago}
    waits = Job.objects.create(**rows)
    told = "The worker stopped 3 times in the middle of this, and nothing was done. Ask again."
    failed = Job.objects.create(**rows, state=JobState.FAILED, ended_at=ago, told=told)
    sign_in(walker, desk, "Edith Marlow")
    of(walker, desk, failed)
    expect(walker.get_by_text(told)).to_be_visible()
    look(walker, picture, "job-failed")
    of(walker, desk, waits)
    expect(walker.get_by_text("No worker is there to do it.")).to_be_visible()
    look(walker, picture, "job-forgotten")
    walker.keyboard.press("x")
    expect(walker.get_by_text("It is cancelled.")).to_be_visible()
    walker.locator("details.person summary").click()
    walker.get_by_role("link", name="In the background", exact=True).last.click()
    expect(walker.get_by_role("heading", level=1)).to_have_text("In the background")
    look(walker, picture, "jobs")


def test_without_scripts_a_link_looks_again_and_a_form_cancels(page: Page, desk: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]  # there is one
    plain = context.new_page()
    sign_in(plain, desk, "Edith Marlow")
    plain.goto(desk + reverse("ledger"))
    plain.get_by_role("button", name="Check the whole ledger now").click()
    plain.get_by_role("link", name="Look again").click()
    plain.get_by_role("button", name="Cancel").click()
    expect(plain.get_by_text("It is cancelled.")).to_be_visible()
    context.close()
