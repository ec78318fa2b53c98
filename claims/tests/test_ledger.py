"""Tests: the ledger. Each line is tied to the one before and to the state of its subject; whoever tampers is seen."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from hypothesis import given
from hypothesis import strategies as st

from bench import ledgers
from claims.errors import Refusal, Refused
from claims.ledger import canonical
from claims.ledger.lines import Ties, Told, around_state, line_of, moment, moment_written
from claims.ledger.stand_alone import Fault, mac_of
from claims.models import Claim, Event, StateSalt
from claims.records.acts import SubjectKind, command
from claims.records.provenance import SourceKind
from claims.services import keys, ledger_checking, recording, review, sources
from claims.services.ledger_checking import Tally
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.workflow import Status

pytestmark = pytest.mark.django_db

_MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2999, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - they get a zone


@pytest.fixture(autouse=True)
def sink(tmp_path: Path, settings: LazySettings) -> Path:
    """A file for checkpoints that nobody has written to."""
    settings.CHECKPOINTS_DIR = tmp_path
    return tmp_path / "checkpoints.txt"


@pytest.fixture
def claim(rosa: User) -> Claim:
    """A claim with some lines."""
    claim = make_claim(status=Status.UNVERIFIED)
    review.take(claim.pk, by=acting(rosa))
    return review.release(claim.pk, by=acting(rosa))


def faults() -> set[tuple[Fault, str, int]]:
    """What is wrong with the ledger, and with what; factories make subjects past the desk, which no line holds."""
    return {
        (broken.fault, broken.kind, broken.subject)
        for broken in ledger_checking.check(Tally())
        if broken.fault is not Fault.UNTOLD
    }


def line(event: Event) -> dict[str, object]:
    """What a line says."""
    told: dict[str, object] = json.loads(event.line)
    return told


# --- Lines ------------------------------------------------------------------------------------------------------------


def test_the_text_of_facts_is_that_of_rfc_8785() -> None:
    facts = {"b": 1.0, "a": "\u20ac\n", "é": None, "c": [True, {"z": 1, "y": 1e21}]}
    assert canonical(facts) == '{"a":"€\\n","b":1,"c":[true,{"y":1e+21,"z":1}],"é":null}'


def test_a_number_too_large_for_json_and_a_moment_stand_as_text() -> None:
    facts = {
        "big": 2**53,
        "safe": 2**53 - 1,
        "at": datetime(2026, 7, 1, 12, tzinfo=UTC),
        "batch": UUID(int=7),
    }
    assert json.loads(canonical(facts)) == {
        "big": "9007199254740992",
        "safe": 9007199254740991,
        "at": "2026-07-01T12:00:00+00:00",
        "batch": "00000000-0000-0000-0000-000000000007",
    }


@given(words=st.text(), actor=st.none() | st.integers(1, 2**53 - 1), bulk=st.booleans(), at=_MOMENTS)
def test_the_text_that_lines_are_compared_with_is_theirs(
    words: str, actor: int | None, bulk: bool, at: datetime
) -> None:
    told = Told(2, "claim.take", "claim", 7, 3, "person", actor, words, UUID(int=7), bulk, at, words, words)
    before, after = around_state(told, moment(at), "ab" * 32, 1, "cd" * 8)
    assert f"{before}{'ef' * 32}{after}" == line_of(told, Ties("ab" * 32, 1, "ef" * 32, "cd" * 8))


@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 123_450, 999_999])
def test_a_moment_is_read_as_the_database_writes_it(claim: Claim, microsecond: int) -> None:
    at = datetime(2026, 7, 1, 12, 0, 9, microsecond, UTC)
    with ledgers.without_triggers():
        Event.objects.filter(subject_id=claim.pk).update(at=at)
    written = Event.objects.filter(subject_id=claim.pk).values_list(Cast("at", TextField()), flat=True)
    assert {moment_written(one) for one in written} == {moment(at)}


@pytest.mark.parametrize("state", ['0","state":"0', "", None])
def test_a_line_with_the_key_and_another_state_is_seen(claim: Claim, state: str | None) -> None:
    last = Event.objects.latest("sequence")
    told = Told._make(getattr(last, name) for name in Told._fields)
    facts, key = line(last), keys.ledger_mac_key()
    before, after = around_state(told, moment(told.at), str(facts["previous"]), int(str(facts["earlier"])), key.id)
    forged = f"{before[:-1]}{after[1:]}" if state is None else f"{before}{state}{after}"
    with ledgers.without_triggers():
        Event.objects.filter(pk=last.pk).update(line=forged, mac=mac_of(key.secret, forged.encode()))
    fault = Fault.UNREADABLE if state is None else Fault.STATE
    assert (fault, SubjectKind.CLAIM, claim.pk) in faults()


def test_a_line_holds_every_column_and_the_hash_of_the_line_before(claim: Claim) -> None:
    first, second = Event.objects.about(SubjectKind.CLAIM, claim.pk)
    told = line(second)
    assert (told["sequence"], told["earlier"]) == (second.sequence, first.sequence)
    assert told["subject"] == {"kind": "claim", "id": claim.pk, "version": claim.version}
    assert told["key"] == keys.ledger_mac_key().id
    assert told["body"] == second.body
    assert len(str(told["previous"])) == len(str(told["state"])) == len(second.mac) == 64
    assert faults() == set()


def test_what_an_act_does_after_it_told_is_in_the_state(rosa: User, claim: Claim) -> None:
    with recording.act(acting(rosa)) as recorder:
        locked = recording.lock(Claim, claim.pk)
        recorder.change(locked, "claim.take", status=Status.IN_REVIEW, assigned_to_id=rosa.pk)
        locked.quotations.update(cue="claimed")
    assert faults() == set()


def test_two_lines_of_one_act_about_one_claim_hold_the_state_after_it(rosa: User, claim: Claim) -> None:
    with recording.act(acting(rosa)) as recorder:
        locked = recording.lock(Claim, claim.pk)
        recorder.change(locked, "claim.credibility", credibility="2")
        recorder.change(locked, "claim.credibility", credibility="3")
    one, other = list(Event.objects.about(SubjectKind.CLAIM, claim.pk))[-2:]
    assert line(one)["state"] == line(other)["state"]
    assert line(other)["earlier"] == one.sequence
    assert faults() == set()


def test_the_hash_of_a_state_tells_nobody_a_name_once_the_salt_is_another() -> None:
    by = command("tests")
    source = sources.create(by=by, name="Ibrahim Jabbawi", kind=SourceKind.PERSON)
    first = StateSalt.objects.get(subject_kind=SubjectKind.SOURCE, subject_id=source.pk).salt
    sources.edit(
        source.pk, by=by, version=1, name="Somebody", kind=SourceKind.PERSON, role="", aliases=(), is_monitor=False
    )
    assert not StateSalt.objects.filter(salt=first).exists()
    assert not any("Jabbawi" in event.line for event in Event.objects.all())
    assert faults() == set()


def test_nothing_is_done_while_the_key_is_missing(
    claim: Claim, rosa: User, tmp_path: Path, settings: LazySettings
) -> None:
    settings.KEYS_DIR = tmp_path / "elsewhere"
    with pytest.raises(Refused) as refused:
        review.take(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.KEY_MISSING
    claim.refresh_from_db()
    assert claim.status == Status.UNVERIFIED


# --- Triggers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["UPDATE claims_event SET reason = 'x'", "DELETE FROM claims_event"])
def test_the_database_refuses_to_change_or_remove_a_line(claim: Claim, statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changed and never removed"), transaction.atomic():
        run(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_database_refuses_to_empty_the_ledger(claim: Claim) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")  # else it refuses for what is not checked yet
    with pytest.raises(DatabaseError, match="never changed and never removed"), transaction.atomic():
        run("TRUNCATE claims_event CASCADE")  # else it refuses for the deliveries that name a line


def run(statement: str) -> None:
    """Whatever somebody with the database in hand may do."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
