"""Tests: nothing is lost. The short form of the drill, and that its checks see what they are there to see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from pytest_django.fixtures import Settings

from bench.losing import checks
from bench.losing.journal import Line
from bench.losing.work import Place
from claims.importers import pasted
from claims.models import Claim
from claims.records.acts import command
from claims.services import filestore, importing, wording
from claims.services.importing import Imported
from claims.services.speaking import SpeakerChoice
from claims.tests.stories import HARBOUR


def test_the_short_form_of_the_drill_reaches_every_figure(tmp_path: Path) -> None:
    database = settings.DATABASES["default"]
    environment = dict(os.environ)
    if connection.vendor == "postgresql":
        # Beside the database of this worker, so that several may drill at once.
        environment["DATABASE_URL"] = environment["DATABASE_URL"].replace(
            f"/{database['NAME'].removeprefix('test_')}", f"/{connection.settings_dict['NAME']}"
        )
    drill = [sys.executable, "-m", "bench", "drill", "losses", "--short"]
    done = subprocess.run(drill, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all reached" in done.stdout


@pytest.fixture
def place(db: None, tmp_path: Path, settings: Settings) -> Place:
    """Where a lane works, with nothing in it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    place = Place(tmp_path, "", (), "")
    for folder in (place.lists, place.backups):
        folder.mkdir()
    return place


@pytest.fixture
def story(place: Place) -> Imported:
    """A story that came in."""
    return importing.import_text(pasted(HARBOUR, limit=100_000), by=command("test"))


def test_what_is_whole_is_found_whole(place: Place, story: Imported) -> None:
    line = Line("import", story.snapshot.raw_sha256)
    assert [*checks.lost([line], place), *checks.halves(place)] == []


@pytest.mark.parametrize(
    "line",
    [
        Line("import", "0" * 64),
        Line("act", "a word", subject=1, version=2),
        Line("act", "", subject=999_999, version=1),
        Line("note", "a word"),
        Line("list", "0" * 64),
        Line("backup", path="gone.zip"),
    ],
    ids=lambda line: line.what,
)
def test_what_was_acknowledged_and_is_not_there_is_seen(line: Line, place: Place, story: Imported) -> None:
    assert len(list(checks.lost([line], place))) == 1


def test_a_row_ahead_of_its_events_is_seen(place: Place, story: Imported) -> None:
    claim = Claim.objects.earliest("pk")
    Claim.objects.filter(pk=claim.pk).update(version=F("version") + 1)
    assert [f"claim {claim.pk}: at version 2, its events tell [1]"] == list(checks.halves(place))


def test_a_claim_proposed_by_another_act_than_the_import_is_seen(place: Place, story: Imported) -> None:
    importing.import_text(pasted("“Nobody came,” said Ada Okafor.", limit=1_000), by=command("test"))
    claim = Claim.objects.latest("pk")
    claim.quotations.update(snapshot=story.snapshot)
    assert f"claim {claim.pk}: not of the import of document {story.document.pk}" in list(checks.halves(place))


def test_a_file_that_is_gone_is_seen(place: Place, story: Imported) -> None:
    filestore.remove(story.snapshot.raw_sha256)
    assert [line.split(":")[0] for line in checks.halves(place)] == [f"file {story.snapshot.raw_sha256}"]


def test_half_a_list_and_half_a_backup_under_their_names_are_seen(place: Place) -> None:
    (place.lists / "list.csv").write_text("id,statement\n1,Ha", encoding="utf-8")
    (place.backups / "backup.zip").write_bytes(b"PK\x03\x04ha")
    wording.enter_by_hand(by=command("test"), statement="Nobody came.", speaker=SpeakerChoice(is_copy_itself=True))
    assert [line.split(",")[0].split(":")[0] for line in checks.halves(place)] == ["list.csv", "backup.zip"]
