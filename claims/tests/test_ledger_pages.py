"""Tests: what pages say of the ledger. A claim that was tampered with says so; a checkpoint can be mailed."""

from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import ledgers
from claims.models import Checkpoint, Claim, Event, LedgerCheck
from claims.records.acts import Role, SubjectKind
from claims.services import checkpoints, keys, ledger_standing, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim, make_person
from claims.workflow import Status

pytestmark = pytest.mark.django_db

QUERIES_OF_A_CLAIM = 10


@pytest.fixture(autouse=True)
def sink(tmp_path: Path, settings: LazySettings) -> Path:
    """A file for checkpoints that nobody has written to."""
    settings.CHECKPOINTS_DIR = tmp_path
    return tmp_path / "checkpoints.txt"


@pytest.fixture
def claim(rosa: User) -> Claim:
    """A claim with two lines."""
    claim = make_claim(status=Status.UNVERIFIED)
    review.take(claim.pk, by=acting(rosa))
    return review.release(claim.pk, by=acting(rosa))


def page(client: Client, somebody: User, address: str) -> str:
    """What somebody reads."""
    client.force_login(somebody)
    return client.get(address).content.decode()


def of(client: Client, somebody: User, claim: Claim) -> str:
    """What the page of a claim says of the ledger."""
    return page(client, somebody, reverse("claim", args=[claim.pk])).partition("In the ledger")[2]


@pytest.mark.parametrize(("role", "is_shown"), [(role, role in (Role.EDITOR, Role.CHIEF)) for role in Role])
def test_the_menu_leads_to_the_ledger_those_who_may_read_it(client: Client, role: Role, is_shown: bool) -> None:
    assert (f'href="{reverse("ledger")}"' in page(client, make_person(role), reverse("desk"))) is is_shown


def test_a_claim_is_unbroken_since_its_first_line(client: Client, rosa: User, claim: Claim) -> None:
    said = of(client, rosa, claim)
    assert "Unbroken since" in said
    assert "its 2 lines were written by this desk" in said
    assert "no signed checkpoint covers its last line yet" in said
    assert "the whole ledger was never checked" in said
    assert ledger_standing.of_claim(claim.pk).since == Event.objects.about(SubjectKind.CLAIM, claim.pk)[0].at


def test_a_claim_whose_row_was_changed_past_the_desk_says_so(client: Client, rosa: User, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(statement="It is open.", version=F("version") + 1)
    said = of(client, rosa, claim)
    assert "This claim is not as the ledger says." in said
    assert "Unbroken since" not in said


@pytest.mark.parametrize("name", [name for name in ledgers.SINGLE_ROWS if "event" in name or "authentication" in name])
def test_a_claim_whose_lines_were_tampered_with_says_so(name: str, rosa: User) -> None:
    ledgers.make_desk(acting(make_person(Role.CHIEF)), claims=1)
    claim = Claim.objects.get(status=Status.SECOND_CHECK)
    assert ledger_standing.of_claim(claim.pk).broken is None
    with ledgers.without_triggers():
        ledgers.SINGLE_ROWS[name](Random(3), claim)  # noqa: S311 - repeatable, not secret
    assert ledger_standing.of_claim(claim.pk).broken is not None


def test_a_claim_that_no_line_is_about_says_so(client: Client, rosa: User) -> None:
    assert "has no line in the ledger" in of(client, rosa, make_claim())


def test_the_page_says_which_checkpoint_covers_the_claim_and_when_all_was_checked(
    client: Client, edith: User, claim: Claim
) -> None:
    checkpoints.make(by=acting(edith))
    LedgerCheck.objects.create(size=2, faults=0)
    said = of(client, edith, claim)
    assert "covered by the signed checkpoint at line 2" in said
    assert "the whole ledger was last checked up to line 2, unbroken" in said
    assert reverse("ledger") in said


def test_looking_at_one_claim_costs_the_same_however_long_the_ledger_is(claim: Claim, rosa: User) -> None:
    for _time in range(5):
        review.take(claim.pk, by=acting(rosa))
        review.release(claim.pk, by=acting(rosa))
    with CaptureQueriesContext(connection) as queries:
        assert ledger_standing.of_claim(claim.pk).lines == 12
    assert len(queries) == QUERIES_OF_A_CLAIM


def test_the_page_of_the_ledger_shows_the_checkpoint_to_mail_and_the_key(
    client: Client, edith: User, claim: Claim
) -> None:
    made = checkpoints.make(by=acting(edith))
    assert made is not None
    said = page(client, edith, reverse("ledger"))
    assert made.note.split("\n")[2] in said.replace("&#x27;", "'")
    assert "mailto:?subject=" in said
    assert f"claimtrail.ledger+{checkpoints.public_key().id.hex()}+" in said


def test_an_editor_makes_a_checkpoint_by_a_plain_form(client: Client, edith: User, claim: Claim, sink: Path) -> None:
    client.force_login(edith)
    assert "Make a checkpoint now" in client.get(reverse("ledger")).content.decode()
    answer = client.post(reverse("ledger-checkpoint"), follow=True)
    assert "A checkpoint was made." in answer.content.decode()
    assert Checkpoint.objects.get().note in sink.read_text(encoding="utf-8")
    answer = client.post(reverse("ledger-checkpoint"), follow=True)
    assert "covers every line already" in answer.content.decode()


def test_a_reporter_does_not_read_the_ledger(client: Client, rosa: User) -> None:
    client.force_login(rosa)
    assert client.get(reverse("ledger")).status_code == 403
    assert client.post(reverse("ledger-checkpoint")).status_code == 403


def test_a_checkpoint_that_cannot_be_written_is_said_in_a_sentence(
    client: Client, edith: User, claim: Claim, tmp_path: Path, settings: LazySettings
) -> None:
    client.force_login(edith)
    settings.KEYS_DIR = tmp_path / "no keys"
    assert "is not in the folder of keys" in client.post(reverse("ledger-checkpoint"), follow=True).content.decode()
    assert not keys.is_here(keys.CHECKPOINT)
