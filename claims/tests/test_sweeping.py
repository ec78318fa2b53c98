"""Tests: what was cut off leaves files that no row names; they are found and swept away, and nothing else is."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from claims.importers import pasted
from claims.records.acts import command
from claims.services import filestore, importing, sweeping
from claims.tests.stories import HARBOUR

pytestmark = pytest.mark.django_db

LONG_AGO = 0


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """A file store of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def kept_long_ago(store: Path, content: bytes) -> str:
    name = filestore.keep(content)
    os.utime(store / name[:2] / name, (LONG_AGO, LONG_AGO))
    return name


def test_a_file_that_no_row_names_is_swept_away_once_it_is_a_day_old(store: Path) -> None:
    old, new = kept_long_ago(store, b"of an import that was cut off"), filestore.keep(b"of one under way")
    out = StringIO()
    call_command("sweep_files", stdout=out)
    assert list(filestore.names()) == [new]
    assert out.getvalue().split("\n")[:2] == [old, "Files that no row names: 1 taken away."]


def test_a_file_that_a_document_names_stays(store: Path) -> None:
    story = importing.import_text(pasted(HARBOUR, limit=100_000), by=command("test"))
    kept_long_ago(store, story.snapshot.text.encode())
    call_command("sweep_files", "--older-than", "0", stdout=StringIO())
    assert filestore.read(story.snapshot.raw_sha256) == HARBOUR.encode()


def test_what_was_never_kept_whole_is_swept_away_too(store: Path) -> None:
    name = filestore.keep(b"whole")
    torn = store / name[:2] / ".abc.part"
    torn.write_bytes(b"ha")
    os.utime(torn, (LONG_AGO, LONG_AGO))
    call_command("sweep_files", stdout=StringIO())
    assert not torn.exists()
    assert list(filestore.names()) == [name]


def test_looking_takes_nothing_away(store: Path) -> None:
    old = kept_long_ago(store, b"of an import that was cut off")
    out = StringIO()
    call_command("sweep_files", "--look", stdout=out)
    assert "Files that no row names: 1 (left there)." in out.getvalue()
    assert list(filestore.names()) == [old]


def test_what_is_kept_again_meanwhile_is_not_swept_away(store: Path) -> None:
    old = kept_long_ago(store, b"comes in again")
    found = sweeping.leftovers(older_than=timedelta(days=1))
    assert found.names == [old]
    filestore.keep(b"comes in again")
    sweeping.sweep(found)
    assert list(filestore.names()) == [old]
