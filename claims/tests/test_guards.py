"""Tests: the triggers of the database. What no code of ours can pass by, by whatever way it writes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from claims.models import Claim, Snapshot
from claims.tests.factories import make_claim, make_document

pytestmark = pytest.mark.django_db

CLAIM_SAYS = "its version rises by one with every change"
SNAPSHOT_SAYS = "a text is kept exactly as received"

THE_TRIGGERS = {
    "claim_version_rises": "claims_claim",
    "line_is_never_changed": "claims_event",
    "line_is_never_removed": "claims_event",
    "snapshot_stays_as_received": "claims_snapshot",
}


def triggers() -> set[str]:
    """The triggers of ours that the database has, by name."""
    names = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        return {name for (name,) in cursor.fetchall()}


def drop_triggers() -> None:
    """Lose them, as a table that is rebuilt does."""
    with connection.cursor() as cursor:
        for name, table in THE_TRIGGERS.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def test_after_migrate_the_triggers_are_there() -> None:
    assert triggers() >= set(THE_TRIGGERS)


def test_a_trigger_that_was_lost_is_there_again_after_the_next_migrate() -> None:
    drop_triggers()
    assert not triggers() & set(THE_TRIGGERS)

    call_command("migrate", verbosity=0)
    assert triggers() >= set(THE_TRIGGERS)


def test_saving_a_claim_past_the_services_is_refused(noise: None) -> None:
    claim = make_claim("He left.")
    claim.statement = "He stayed."
    with pytest.raises(DatabaseError, match=CLAIM_SAYS), transaction.atomic():
        claim.save()

    assert Claim.objects.get(pk=claim.pk).statement == "He left."


def test_saving_a_claim_past_the_services_is_refused_even_when_nothing_was_changed() -> None:
    claim = Claim.objects.get(pk=make_claim().pk)
    with pytest.raises(DatabaseError, match=CLAIM_SAYS), transaction.atomic():
        claim.save()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"statement": "He stayed."}, id="the version stays"),
        pytest.param({"statement": "He stayed.", "version": F("version") + 2}, id="the version rises by two"),
        pytest.param({"statement": "He stayed.", "version": F("version") - 1}, id="the version falls"),
        pytest.param({"version": F("version")}, id="the version alone, to what it is"),
    ],
)
def test_an_update_of_claims_that_does_not_raise_the_version_by_one_is_refused(
    values: dict[str, Any], noise: None
) -> None:
    claim = make_claim("He left.")
    with pytest.raises(DatabaseError, match=CLAIM_SAYS), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**values)

    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.statement, kept.version) == ("He left.", 1)


def test_one_claim_whose_version_does_not_rise_undoes_the_update_of_all(noise: None) -> None:
    ahead = make_claim("He left.")
    Claim.objects.filter(pk=ahead.pk).update(version=2)
    before = dict(Claim.objects.values_list("pk", "statement"))
    with pytest.raises(DatabaseError, match=CLAIM_SAYS), transaction.atomic():
        Claim.objects.update(statement="All the same.", version=2)

    assert dict(Claim.objects.values_list("pk", "statement")) == before


def test_a_bulk_update_of_claims_is_refused(noise: None) -> None:
    claims = list(Claim.objects.all())
    for claim in claims:
        claim.statement = "All the same."
    with pytest.raises(DatabaseError, match=CLAIM_SAYS), transaction.atomic():
        Claim.objects.bulk_update(claims, ["statement"])

    assert not Claim.objects.filter(statement="All the same.").exists()


def test_raw_sql_that_forgets_the_version_is_refused() -> None:
    claim = make_claim("He left.")
    with (
        pytest.raises(DatabaseError, match=CLAIM_SAYS),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE claims_claim SET statement = 'He stayed.' WHERE id = %s", [claim.pk])


def test_an_update_that_raises_the_version_by_one_is_let_through(noise: None) -> None:
    claim = make_claim("He left.")
    Claim.objects.filter(pk=claim.pk).update(statement="He stayed.", version=F("version") + 1)

    kept = Claim.objects.get(pk=claim.pk)
    assert (kept.statement, kept.version) == ("He stayed.", 2)


@pytest.mark.parametrize(
    "values",
    [
        {"text": "Other words."},
        {"text_sha256": "0" * 64},
        {"raw_sha256": "0" * 64},
        {"raw_size": 1},
        {"number": 2},
        {"text": F("text")},
    ],
    ids=["text", "hash of the text", "hash of the bytes", "number of bytes", "number of the version", "the same text"],
)
def test_what_a_version_of_a_text_holds_is_never_changed(values: dict[str, Any]) -> None:
    snapshot = make_document("“Nothing has been agreed,” he said.").snapshots.get()
    with pytest.raises(DatabaseError, match=SNAPSHOT_SAYS), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**values)

    assert Snapshot.objects.get(pk=snapshot.pk).text == "“Nothing has been agreed,” he said."


def test_a_version_of_a_text_is_not_given_to_another_document() -> None:
    snapshot, other = make_document().snapshots.get(), make_document()
    with pytest.raises(DatabaseError, match=SNAPSHOT_SAYS), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(document=other, number=2)


def test_saving_a_version_of_a_text_with_other_words_is_refused() -> None:
    snapshot = make_document("“Nothing has been agreed,” he said.").snapshots.get()
    snapshot.text = "“All has been agreed,” he said."
    with pytest.raises(DatabaseError, match=SNAPSHOT_SAYS), transaction.atomic():
        snapshot.save()
