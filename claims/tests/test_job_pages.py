"""Tests: the pages of work in the background. They say how far it is, what came of it, and when nobody is there."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Job
from claims.records.jobs import LEASE, JobKind, JobState
from claims.selectors import job_pages
from claims.services import job_runs, jobs, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.working import done, work_off
from claims.workflow import Status

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_LIST = 2
AGO = timedelta(minutes=10)


def asked(user: User, number: int = 0) -> Job:
    """A check of the ledger that somebody asked for."""
    return jobs.ask(JobKind.CHECK_LEDGER, {"number": number}, by=acting(user))


def running(user: User, *, number: int = 0, **facts: object) -> Job:
    """One that a worker has."""
    job = job_runs.begin(asked(user, number).pk)
    assert job is not None
    Job.objects.filter(pk=job.pk).update(**facts)
    return job


def read(client: Client, user: User, address: str) -> str:
    """What somebody reads."""
    client.force_login(user)
    return client.get(address).content.decode()


def of(client: Client, user: User, job: Job) -> str:
    """What somebody reads on the page of a job."""
    return read(client, user, reverse("job", args=[job.pk]))


def test_an_editor_has_the_ledger_checked_by_a_button_and_reads_what_came_of_it(client: Client, edith: User) -> None:
    review.take(make_claim(status=Status.UNVERIFIED).pk, by=acting(edith))
    assert "Check the whole ledger now" in read(client, edith, reverse("ledger"))
    answer = client.post(reverse("ledger-check"))
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    assert "Nobody has begun it yet." in of(client, edith, job)
    work_off()
    said = of(client, edith, job)
    assert "Done" in said
    assert f'href="{reverse("ledger")}" data-key="y"' in said
    assert "hx-trigger" not in said
    assert "last checked with" in read(client, edith, reverse("ledger"))


def test_the_page_of_the_ledger_names_what_the_last_check_found(client: Client, edith: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    review.take(claim.pk, by=acting(edith))
    Claim.objects.filter(pk=claim.pk).update(statement="It is open.", version=F("version") + 1)
    done(asked(edith))
    assert f"Claim {claim.pk} is not as its last line" in read(client, edith, reverse("ledger"))


def test_a_job_that_runs_says_how_far_it_is_and_asks_again_by_itself(client: Client, edith: User) -> None:
    now = timezone.now()
    job = running(edith, done=300, of=1200, began_at=now - timedelta(seconds=60), alive_at=now)
    said = of(client, edith, job)
    assert '<progress aria-labelledby="how-far" value="300" max="1200">' in said
    assert "300 of 1200" in said
    assert "about 3 minutes left" in said
    assert 'hx-trigger="load delay:1s"' in said
    assert f'<noscript><p><a href="{reverse("job", args=[job.pk])}">Look again</a>' in said


def test_while_nobody_can_say_how_much_there_is_no_end_is_promised(client: Client, edith: User) -> None:
    said = of(client, edith, running(edith, done=300))
    assert '<progress aria-labelledby="how-far">' in said
    assert "left" not in said.partition('id="job"')[2].partition("</section>")[0]


def test_the_page_that_looks_is_shown_anew_when_the_job_is_over(client: Client, edith: User) -> None:
    client.force_login(edith)
    job = asked(edith)
    address = reverse("job", args=[job.pk])
    looked = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in looked
    assert "<main" not in looked.content.decode(), "a look takes no message away that the next page should say"
    work_off()
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(address)


def test_a_job_is_cancelled_by_a_plain_form(client: Client, edith: User) -> None:
    job = asked(edith)
    assert reverse("job-cancel", args=[job.pk]) in of(client, edith, job)
    said = client.post(reverse("job-cancel", args=[job.pk]), follow=True).content.decode()
    assert "It is cancelled. Nothing of it was done." in said
    assert reverse("job-cancel", args=[job.pk]) not in said
    said = client.post(reverse("job-cancel", args=[job.pk]), follow=True).content.decode()
    assert "This is over already" in said


def test_a_job_that_failed_says_why_in_a_sentence(client: Client, edith: User) -> None:
    job = asked(edith)
    edith.groups.clear()
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Your role does not include this." in of(client, User.objects.get(username="clara"), job)


@pytest.fixture(autouse=True)
def chief(clara: User) -> User:
    """The chief, who sees everybody's."""
    return clara


def test_an_editor_sees_the_job_of_another_one_but_does_not_cancel_it(
    client: Client, edith: User, emil: User, rosa: User, clara: User
) -> None:
    job = asked(edith)
    cancel = reverse("job-cancel", args=[job.pk])
    assert cancel not in of(client, emil, job)
    assert client.post(cancel).status_code == 403
    assert cancel in of(client, clara, job)
    client.force_login(rosa)
    assert client.get(reverse("job", args=[job.pk])).status_code == 403
    assert client.get(reverse("job", args=[job.pk + 1])).status_code == 404


# --- Nobody is there -------------------------------------------------------------------------------------------------


def test_a_job_that_waits_for_no_worker_says_so_and_what_to_do(client: Client, edith: User) -> None:
    job = asked(edith)
    assert "manage.py work" not in of(client, edith, job), "a moment is no while"
    Job.objects.update(asked_at=timezone.now() - AGO)
    assert "No worker is there to do it." in of(client, edith, job)
    assert "no worker is there to do it" in read(client, edith, reverse("jobs"))


def test_a_job_that_waits_behind_another_one_is_not_forgotten(client: Client, edith: User, emil: User) -> None:
    running(emil)
    job = asked(edith)
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - AGO)
    assert "manage.py work" not in of(client, edith, job)


def test_a_job_whose_worker_is_lost_says_so(client: Client, edith: User) -> None:
    job = running(edith)
    assert "manage.py work" not in of(client, edith, job)
    Job.objects.update(alive_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert "Its worker was not heard of" in of(client, edith, job)


# --- The list --------------------------------------------------------------------------------------------------------


def test_people_see_their_own_jobs_and_an_editor_everybodys_when_asked_for(
    client: Client, edith: User, emil: User, rosa: User
) -> None:
    own, other = asked(edith), asked(emil)
    said = read(client, edith, reverse("jobs"))
    assert reverse("job", args=[own.pk]) in said
    assert reverse("job", args=[other.pk]) not in said
    assert reverse("job", args=[other.pk]) in read(client, edith, reverse("jobs") + "?whose=everybody")
    said = read(client, rosa, reverse("jobs") + "?whose=everybody")
    assert "Nothing was asked for that takes long." in said
    assert "Everybody" not in said


def test_the_list_goes_on_where_it_left_off_in_a_fixed_number_of_queries(edith: User) -> None:
    made = [
        Job(kind=JobKind.CHECK_LEDGER, order="{}", asked_by=edith, asked_at=timezone.now())
        for _number in range(job_pages.PAGE + 2)
    ]
    Job.objects.bulk_create(made)
    by = acting(edith)
    with CaptureQueriesContext(connection) as queries:
        first = job_pages.listed(by=by)
    assert len(queries) == QUERIES_OF_THE_LIST
    second = job_pages.listed(by=by, after=first.next)
    ids = [told.job.pk for told in (*first.jobs, *second.jobs)]
    assert ids == sorted((job.pk for job in made), reverse=True)
    assert second.next is None
