"""Tests: work in the background. It is done once, in the name and role of whoever asked, or it is said why not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from claims.errors import JobCancelled, JobOvertaken, Refusal, Refused, WorkerEnds
from claims.models import Event, Job, LedgerCheck
from claims.records.acts import Role
from claims.records.jobs import LEASE, OVER, JobKind, JobState
from claims.services import job_runs, job_sweeping, jobs, review
from claims.services.jobs import NEEDS, Progress
from claims.tasks.kinds import KINDS
from claims.tasks.running import run_job
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim
from claims.tests.working import done, work_off
from claims.workflow import Status

pytestmark = pytest.mark.django_db


def asked(user: User) -> Job:
    """A check of the ledger that somebody asked for."""
    return jobs.ask(JobKind.CHECK_LEDGER, {}, by=acting(user))


def begun(user: User) -> Job:
    """One that a worker has begun."""
    job = job_runs.begin(asked(user).pk)
    assert job is not None
    return job


def lose(job: Job) -> None:
    """Let the worker of a job be lost: nobody has heard of it for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(alive_at=timezone.now() - LEASE - timedelta(seconds=1))


def state_of(job: Job) -> str:
    """How a job stands now."""
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_every_kind_says_which_act_it_is_and_has_its_work() -> None:
    assert set(NEEDS) == set(KINDS) == set(JobKind)


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_a_job_waits_until_a_worker_does_it_and_then_leads_to_what_came_of_it(edith: User) -> None:
    review.take(make_claim(status=Status.UNVERIFIED).pk, by=acting(edith))
    job = asked(edith)
    assert (job.state, job.attempts, job.began_at) == (JobState.WAITING, 0, None)
    job = done(job)
    assert (job.state, job.attempts, job.result, job.told) == (JobState.DONE, 1, "/ledger/", "")
    assert LedgerCheck.objects.get().size == Event.objects.count()


def test_a_job_that_could_not_be_asked_for_has_no_place_in_the_queue(rosa: User) -> None:
    with pytest.raises(Refused) as refused:
        asked(rosa)
    assert refused.value.code is Refusal.NOT_ALLOWED
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_is_taken_back_with_its_transaction_is_not_done(edith: User) -> None:
    with transaction.atomic():
        asked(edith)
        transaction.set_rollback(True)
    work_off()
    assert not Job.objects.exists()
    assert not LedgerCheck.objects.exists()


def test_asked_for_twice_it_is_done_once(edith: User, emil: User) -> None:
    first = asked(edith)
    assert asked(edith) == first
    assert asked(emil) != first
    done(first)
    assert LedgerCheck.objects.count() == 2
    assert asked(edith) != first


def test_nobody_asks_for_more_than_so_many_at_once(edith: User) -> None:
    for number in range(jobs.OPEN_AT_MOST):
        jobs.ask(JobKind.CHECK_LEDGER, {"number": number}, by=acting(edith))
    with pytest.raises(Refused) as refused:
        asked(edith)
    assert refused.value.code is Refusal.JOBS_TOO_MANY


# --- Done once -------------------------------------------------------------------------------------------------------


def test_a_job_that_stands_in_the_queue_twice_is_done_once(edith: User) -> None:
    job = asked(edith)
    jobs.queue().put(job.pk)
    assert done(job).attempts == 1
    assert LedgerCheck.objects.count() == 1


def test_of_two_workers_one_has_a_job(edith: User) -> None:
    job = asked(edith)
    assert job_runs.begin(job.pk) is not None
    assert job_runs.begin(job.pk) is None


def test_what_a_job_does_and_that_it_is_over_are_written_together(edith: User) -> None:
    job = begun(edith)

    def ending() -> str:
        LedgerCheck.objects.create(size=1, faults=0)
        raise ZeroDivisionError

    with Progress(job) as progress, pytest.raises(ZeroDivisionError):
        job_runs.end(progress, ending)
    assert state_of(job) == JobState.RUNNING
    assert not LedgerCheck.objects.exists()


@pytest.fixture
def overtaken(edith: User) -> tuple[Job, Job]:
    """One job with two workers: the first one's lease was over, so the second one has it."""
    first = begun(edith)
    lose(first)
    job_runs.reap()
    second = job_runs.begin(first.pk)
    assert second is not None
    return first, second


def test_a_worker_that_wakes_after_its_lease_writes_nothing(overtaken: tuple[Job, Job]) -> None:
    first, second = overtaken
    with Progress(first) as progress:
        with pytest.raises(JobOvertaken):
            progress.renew()
        with pytest.raises(JobOvertaken):
            job_runs.end(progress, lambda: "/first/")
    job_runs.fail(first, Refused(Refusal.NOT_ALLOWED))
    job_runs.put_back(first)
    with Progress(second) as progress:
        job_runs.end(progress, lambda: "/second/")
    second.refresh_from_db()
    assert (second.state, second.result, second.attempts) == (JobState.DONE, "/second/", 2)


# --- Workers that are lost -------------------------------------------------------------------------------------------


def test_a_job_whose_worker_was_lost_is_put_back_and_done(edith: User) -> None:
    job = begun(edith)
    DBTaskResult.objects.update(status="RUNNING")
    work_off()
    assert state_of(job) == JobState.RUNNING, "its lease is not over"
    lose(job)
    job = done(job)
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert LedgerCheck.objects.count() == 1


def test_after_three_lost_workers_a_job_has_failed_and_says_so(edith: User) -> None:
    job = asked(edith)
    for _attempt in range(job_runs.ATTEMPTS):
        assert job_runs.begin(job.pk) is not None
        lose(job)
        job_runs.reap()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "stopped 3 times" in job.told
    work_off()
    assert state_of(job) == JobState.FAILED


def test_a_job_that_was_lost_before_it_began_gets_a_place_in_the_queue_again(edith: User) -> None:
    job = asked(edith)
    DBTaskResult.objects.update(status="RUNNING")
    work_off()
    assert state_of(job) == JobState.WAITING, "it may still begin"
    Job.objects.update(asked_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert done(job).state == JobState.DONE


def test_a_worker_that_ends_puts_its_job_back_and_no_attempt_is_counted(edith: User) -> None:
    job = begun(edith)
    with Progress(job, worker_ends=lambda: True) as progress, pytest.raises(WorkerEnds):
        progress.renew()
    job_runs.put_back(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert done(job).attempts == 1


def test_a_worker_that_tells_its_progress_keeps_its_lease(edith: User) -> None:
    job = begun(edith)
    lose(job)
    with Progress(job) as progress:
        progress.tell(3, 10)
        progress.renew()
    job_runs.reap()
    job.refresh_from_db()
    assert (job.state, job.done, job.of) == (JobState.RUNNING, 3, 10)


# --- Cancelling ------------------------------------------------------------------------------------------------------


def test_a_cancelled_job_that_waits_is_not_begun(edith: User) -> None:
    job = asked(edith)
    jobs.cancel(job.pk, by=acting(edith))
    assert done(job).state == JobState.CANCELLED
    assert not LedgerCheck.objects.exists()


def test_a_job_cancelled_while_it_runs_stops_and_writes_nothing(edith: User) -> None:
    job = begun(edith)
    jobs.cancel(job.pk, by=acting(edith))
    with Progress(job) as progress:
        with pytest.raises(JobCancelled):
            progress.renew()
        with pytest.raises(JobCancelled):
            job_runs.end(progress, lambda: "/result/")
    job_runs.fail(job, Refused(Refusal.NOT_ALLOWED))
    assert state_of(job) == JobState.CANCELLED


def test_whoever_asked_or_a_chief_cancels(edith: User, emil: User, clara: User) -> None:
    job = asked(edith)
    with pytest.raises(Refused) as refused:
        jobs.cancel(job.pk, by=acting(emil))
    assert refused.value.code is Refusal.JOB_OF_SOMEBODY_ELSE
    jobs.cancel(job.pk, by=acting(clara))
    with pytest.raises(Refused) as refused:
        jobs.cancel(job.pk, by=acting(edith))
    assert refused.value.code is Refusal.JOB_OVER
    assert jobs.cancel(asked(edith).pk, by=acting(edith)).state == JobState.CANCELLED


# --- What goes wrong -------------------------------------------------------------------------------------------------


def test_somebody_who_lost_the_role_meanwhile_is_refused_when_the_job_begins(edith: User) -> None:
    job = asked(edith)
    edith.groups.set([Group.objects.get(name=Role.REPORTER)])
    job = done(job)
    assert (job.state, job.told) == (
        JobState.FAILED,
        "Your role does not include this. Ask an editor or a chief.",
    )
    assert not LedgerCheck.objects.exists()


def test_somebody_who_loses_the_role_while_the_job_runs_is_refused_when_it_ends(edith: User) -> None:
    job = begun(edith)
    edith.groups.clear()
    with Progress(job) as progress, pytest.raises(Refused) as refused:
        job_runs.end(progress, lambda: "/result/")
    assert refused.value.code is Refusal.NOT_ALLOWED
    assert state_of(job) == JobState.RUNNING


def test_somebody_whose_account_was_closed_is_refused(edith: User) -> None:
    job = asked(edith)
    User.objects.filter(pk=edith.pk).update(is_active=False)
    assert done(job).state == JobState.FAILED


def test_a_refusal_is_told_in_its_sentence(edith: User, settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    job = done(asked(edith))
    assert job.state == JobState.FAILED
    assert "is not in the folder of keys" in job.told


@pytest.fixture
def unforeseen(settings: Settings) -> Callable[[], None]:
    """Something that nobody foresaw: the folder of checkpoints is no path at all. Called, it is one again."""
    kept = settings.CHECKPOINTS_DIR
    settings.CHECKPOINTS_DIR = 7
    return lambda: setattr(settings, "CHECKPOINTS_DIR", kept)


def test_a_job_that_fails_says_a_sentence_to_people_and_the_rest_to_the_log(
    edith: User, unforeseen: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    job = done(asked(edith))
    assert job.state == JobState.FAILED
    assert "nobody foresaw" in job.told
    assert f"job {job.pk}" in job.told
    assert "Traceback" not in job.told
    assert "TypeError" in caplog.text
    assert f"job {job.pk}: failed" in caplog.text
    assert not DBTaskResult.objects.exclude(traceback="").exists()


def test_a_job_that_failed_is_not_tried_again_and_the_next_one_is_done(
    edith: User, unforeseen: Callable[[], None]
) -> None:
    first = done(asked(edith))
    unforeseen()
    second = done(asked(edith))
    assert (first.state, second.state) == (JobState.FAILED, JobState.DONE)


def test_a_task_of_a_job_that_is_gone_does_nothing(edith: User) -> None:
    job = asked(edith)
    Job.objects.all().delete()
    work_off()
    run_job.call(job.pk)
    assert not LedgerCheck.objects.exists()


# --- What is remembered ----------------------------------------------------------------------------------------------


def test_asking_and_cancelling_write_no_line_in_the_ledger(edith: User, ledger: Ledger) -> None:
    jobs.cancel(asked(edith).pk, by=acting(edith))
    assert ledger.acts() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": JobState.RUNNING},
        {"state": JobState.DONE},
        {"ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"state": JobState.FAILED, "ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=["runs without a lease", "is over without an end", "waits with an end", "failed without a sentence"],
)
def test_the_database_holds_no_job_that_contradicts_itself(edith: User, wrong: dict[str, object]) -> None:
    job = asked(edith)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


def test_what_is_old_is_swept_and_what_is_not_over_stays(edith: User, emil: User, clara: User) -> None:
    old, recent, waits = done(asked(edith)), done(asked(emil)), asked(clara)
    long_ago = timezone.now() - job_sweeping.KEPT - timedelta(minutes=1)
    Job.objects.filter(pk=old.pk).update(ended_at=long_ago)
    Job.objects.filter(pk=waits.pk).update(asked_at=long_ago)
    assert job_sweeping.sweep() == 1
    assert set(Job.objects.all()) == {recent, waits}


def test_the_queue_keeps_nothing_of_tasks_that_are_long_finished_or_lost(edith: User) -> None:
    done(asked(edith))
    begun(edith)
    DBTaskResult.objects.filter(finished_at=None).update(status="RUNNING", started_at=timezone.now())
    job_sweeping.sweep()
    assert DBTaskResult.objects.count() == 2, "neither is old"
    DBTaskResult.objects.filter(finished_at=None).update(started_at=timezone.now() - timedelta(days=8))
    DBTaskResult.objects.update(finished_at=F("finished_at") - timedelta(days=2))
    jobs.ask(JobKind.CHECK_LEDGER, {"number": 2}, by=acting(edith))
    job_sweeping.sweep()
    assert DBTaskResult.objects.count() == 1, "what waits stays"


def test_a_restored_desk_gives_up_what_was_not_over(edith: User, emil: User) -> None:
    over, waits = done(asked(edith)), asked(edith)
    runs = begun(emil)
    assert job_runs.give_up_open() == 2
    assert {state_of(waits), state_of(runs)} == {JobState.FAILED}
    assert state_of(over) == JobState.DONE
    work_off()
    assert set(Job.objects.values_list("state", flat=True)) <= OVER
    assert "restored" in Job.objects.get(pk=waits.pk).told
