"""Tests: a desk that is at work already takes a new release with everything it holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from claims.models import Claim, Snapshot

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_RELEASE = "0001_the_first_tables"


@pytest.fixture
def first_release() -> Iterator[Any]:
    """The tables as the first release had them, with their triggers; afterwards they are the newest again."""
    call_command("migrate", "claims", FIRST_RELEASE, verbosity=0)
    try:
        yield MigrationExecutor(connection).loader.project_state([("claims", FIRST_RELEASE)]).apps
    finally:
        call_command("migrate", verbosity=0)


def fill(apps: Any) -> None:
    """A story with a claim the extractor found, and one that was entered by hand; by the columns of the first release.

    Past the models of today, which have more columns.
    """
    document = apps.get_model("claims", "Document").objects.create(our_title="Harbour talks")
    snapshot = apps.get_model("claims", "Snapshot").objects.create(
        document=document,
        number=1,
        text="“No,” he said.",
        text_sha256="a",
        raw_sha256="b",
        raw_size=1,
        encoding="utf-8",
    )
    claims = apps.get_model("claims", "Claim").objects
    claims.create(statement="Entered by hand")
    apps.get_model("claims", "Quotation").objects.create(
        snapshot=snapshot,
        claim=claims.create(statement="Found", version=3),
        is_primary=True,
        kind="direct",
        start=0,
        end=5,
        words="“No,”",
        extractor="earlier 1",
        confidence=0.77,
    )


def test_a_claim_of_an_earlier_release_gets_the_confidence_of_its_primary_quotation(first_release: Any) -> None:
    fill(first_release)
    call_command("migrate", verbosity=0)
    assert dict(Claim.objects.values_list("statement", "confidence")) == {"Found": 0.77, "Entered by hand": None}
    assert Claim.objects.get(statement="Found").version == 3


def test_the_triggers_are_there_again_after_the_upgrade(first_release: Any) -> None:
    fill(first_release)
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError, match="its version rises by one"):
        Claim.objects.update(confidence=0.5)
    with pytest.raises(DatabaseError, match="a text is kept exactly as received"):
        Snapshot.objects.update(text="“Yes,” he said.")


def test_nothing_is_known_of_how_an_earlier_release_read_a_text(first_release: Any) -> None:
    fill(first_release)
    call_command("migrate", verbosity=0)
    snapshot = Snapshot.objects.get()
    assert (snapshot.language, snapshot.language_basis, snapshot.read_whole) == ("", "", None)
    assert (snapshot.damage, snapshot.damage_score, snapshot.damage_reasons, snapshot.credits) == ([], None, [], [])
