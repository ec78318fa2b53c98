"""Tests: a long read sees the database at one moment, and keeps nobody from writing meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Export
from claims.records.acts import command
from claims.selectors import export_rows
from claims.selectors.one_moment import one_moment
from claims.services import exporting, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_person
from claims.workflow import Status

pytestmark = pytest.mark.django_db(transaction=True)

# Less than the 20 seconds that a writer waits for SQLite's lock: one who has to wait for the reader comes too late.
_SOON = 10


def meanwhile(work: Callable[[], object]) -> None:
    """Do the work as somebody else, on a connection of their own, and wait until it is done."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(closing).result(timeout=_SOON)


def test_who_reads_a_long_list_sees_nothing_that_others_write_meanwhile() -> None:
    claims = [make_claim() for _ in range(6)]
    by = acting(make_person())
    with one_moment():
        rows = export_rows.rows(Claim.objects.all(), chunk=2)
        read = [next(rows)]
        for claim in claims:
            meanwhile(partial(review.accept, claim.pk, by=by))
        meanwhile(make_claim)
        read.extend(rows)
    assert {row.claim_id: row.status for row in read} == {claim.pk: Status.PROPOSED for claim in claims}
    assert Claim.objects.filter(status=Status.UNVERIFIED).count() == 6


def test_two_reads_agree_although_somebody_wrote_between_them() -> None:
    make_claim()
    with one_moment():
        before = Claim.objects.count()
        meanwhile(make_claim)
        assert Claim.objects.count() == before
    assert Claim.objects.count() == before + 1


def test_an_export_that_others_write_beside_is_whole_and_gets_its_line() -> None:
    for _ in range(501):
        make_claim()
    selection = exporting.everything({}, show=lambda _asked: Claim.objects.all())
    told: list[int] = []

    def tell(rows: int) -> None:
        told.append(rows)
        meanwhile(make_claim)

    exported = exporting.export(selection, format="jsonl", by=command("tests"), tell=tell)
    exported.file.close()
    assert (told, exported.rows, Export.objects.get().rows) == ([500], 501, 501)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's transactions have a mode to give back")
@pytest.mark.parametrize("ends_well", [True, False])
def test_after_a_read_every_act_takes_the_lock_at_once_again(*, ends_well: bool) -> None:
    try:
        with one_moment():
            Claim.objects.count()
            if not ends_well:
                raise LookupError
    except LookupError:
        pass
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        pass
    assert queries[0]["sql"] == "BEGIN IMMEDIATE"
