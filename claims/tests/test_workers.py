"""Tests: workers as they are in earnest, each a process of its own: together, killed, told to end, and put in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from bench import database
from claims.models import Job, LedgerCheck
from claims.records.jobs import LEASE, JobKind, JobState
from claims.services import jobs, keys, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.workflow import Status

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds until a test gives up waiting for a process


class Desk:
    """The desk of a test, as the worker processes see it."""

    def __init__(self, folder: Path) -> None:
        """With the keys in a folder of their own."""
        self.folder = folder
        self.key = folder / f"{keys.CHECKPOINT}.key"
        self.secret = (Path(settings.KEYS_DIR) / self.key.name).read_text(encoding="ascii")
        for path in Path(settings.KEYS_DIR).glob("*.key"):
            (folder / path.name).write_bytes(path.read_bytes())

    @contextmanager
    def worker(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A worker; if it is still there afterwards, it is killed."""
        where = {
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "DATABASE_URL": database.url(),
            "KEYS_DIR": str(self.folder),
            "CHECKPOINTS_DIR": str(self.folder),
            "DEBUG": "1",
        }
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "manage.py", "work", *words],
            cwd=settings.BASE_DIR,
            env={**os.environ, **where},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def work_off(self) -> str:
        """Let a worker do what waits; what it wrote into its log."""
        with self.worker("--until-empty") as process:
            _out, log = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, log
        return log

    def hold(self) -> None:
        """Let every check of the ledger stop at its beginning, where it reads the key, until it is let go."""
        self.key.unlink()
        os.mkfifo(self.key)

    def let_go(self) -> None:
        """Give the key to the one that waits for it, and to all after it."""
        self.key.write_text(self.secret, encoding="ascii")
        self.key.unlink()
        self.key.write_text(self.secret, encoding="ascii")


@pytest.fixture
def desk(edith: User, tmp_path: Path) -> Desk:
    """A desk with something in its ledger."""
    review.take(make_claim(status=Status.UNVERIFIED).pk, by=acting(edith))
    return Desk(tmp_path)


def asked(user: User, number: int = 0) -> Job:
    """A check of the ledger that somebody asked for."""
    return jobs.ask(JobKind.CHECK_LEDGER, {"number": number}, by=acting(user))


def wait_until(there: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    until = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def is_running(job: Job) -> bool:
    """Whether a worker has a job."""
    return Job.objects.filter(pk=job.pk).running().exists()


def test_two_workers_do_each_job_once(desk: Desk, edith: User) -> None:
    waiting = [asked(edith, number) for number in range(jobs.OPEN_AT_MOST)]
    with desk.worker("--until-empty") as one, desk.worker("--until-empty") as other:
        logs = [process.communicate(timeout=PATIENCE)[1] for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], logs
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
    assert LedgerCheck.objects.count() == len(waiting)


def test_the_job_of_a_worker_that_was_killed_is_put_back_and_done_once(desk: Desk, edith: User) -> None:
    desk.hold()
    job = asked(edith)
    with desk.worker() as process:
        wait_until(lambda: is_running(job))
        process.kill()
        process.wait()
    desk.key.unlink()
    desk.key.write_text(desk.secret, encoding="ascii")
    Job.objects.update(alive_at=timezone.now() - LEASE - timedelta(seconds=1))
    log = desk.work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, "/ledger/")
    assert LedgerCheck.objects.count() == 1
    assert f"job {job.pk}: its worker was lost at attempt 1; it is put back" in log


def test_a_job_that_is_cancelled_while_it_runs_writes_nothing(desk: Desk, edith: User) -> None:
    desk.hold()
    job = asked(edith)
    with desk.worker("--until-empty") as process:
        wait_until(lambda: is_running(job))
        jobs.cancel(job.pk, by=acting(edith))
        desk.let_go()
        _out, log = process.communicate(timeout=PATIENCE)
    job.refresh_from_db()
    assert (process.returncode, job.state, job.result) == (0, JobState.CANCELLED, "")
    assert not LedgerCheck.objects.exists()
    assert f"job {job.pk}: cancelled" in log


def test_a_worker_that_is_told_to_end_puts_its_job_back_and_ends_well(desk: Desk, edith: User) -> None:
    desk.hold()
    job = asked(edith)
    with desk.worker() as process:
        wait_until(lambda: is_running(job))
        # By then it is due to say how far it is, and looks whether it may go on.
        wait_until(lambda: Job.objects.filter(began_at__lt=timezone.now() - timedelta(seconds=1.2)).exists())
        process.send_signal(signal.SIGINT)
        desk.let_go()
        _out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, log
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert "Traceback" not in log
    desk.work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_worker_with_nothing_to_do_ends_when_it_is_told(desk: Desk) -> None:
    with desk.worker() as process:
        assert process.stderr is not None
        assert "begins" in process.stderr.readline()
        # As from a terminal, whose Ctrl-C the desk passes on besides.
        for told in (signal.SIGINT, signal.SIGTERM, signal.SIGTERM):
            process.send_signal(told)
        _out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "ends" in log


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="is about SQLite's write lock")
def test_a_worker_waits_for_nobody_while_there_is_nothing_to_do(desk: Desk) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        log = desk.work_off()
        cursor.execute("ROLLBACK")
    assert "ends" in log
