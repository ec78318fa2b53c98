"""Tests: what the desk holds can be taken out whole, and comes back whole or not at all."""

import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from bench.drills import place, restore
from bench.drills.place import Place
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.ledger.lines import hash_of
from claims.models import Claim, Document, Event, Snapshot, Span
from claims.services import backup, backup_keys, backup_manifest, backup_reading, filestore, keys, restoring
from claims.services.backup_manifest import Manifest, Step
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.stories import HARBOUR, MIXED, bring_in

MODELS = (Document, Snapshot, Claim, Event, Span)

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(_step: Step, _done: int, _all: int) -> None:
    """Nobody waits."""


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """A file store of this test alone."""
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield tmp_path / "files"


@pytest.fixture
def made(rosa: User, tmp_path: Path) -> Path:
    """A backup of a desk with two stories."""
    bring_in(by=acting(rosa))
    bring_in(MIXED, by=acting(rosa))
    target = tmp_path / "desk.zip"
    backup.make(target, tell=quiet)
    return target


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Place]:
    """An empty place to restore into, of the same kind of database."""
    with place.empty(tmp_path / "elsewhere") as somewhere:
        yield somewhere


def rows(somewhere: Place) -> list[int]:
    """How many rows there are, in the order of the models."""
    return [somewhere.ask(f"SELECT count(*) FROM {model._meta.db_table}")[0][0] for model in MODELS]  # noqa: S608 - ours


def refused(path: Path) -> Refused:
    """Why this backup is refused."""
    with pytest.raises(Refused) as refusal:
        backup_reading.verify(path, tell=quiet)
    return refusal.value


def not_restored(path: Path) -> Refused:
    """Why this backup is not restored here."""
    with pytest.raises(Refused) as refusal:
        restoring.restore(path, tell=quiet)
    return refusal.value


def read_or_refused(path: Path) -> Manifest | None:
    """What a backup says of itself; None where it is refused with a sentence."""
    try:
        return backup_reading.verify(path, tell=quiet)
    except Refused as refusal:
        return None if refusals.sentence(refusal) else backup_reading.verify(path, tell=quiet)


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same backup with its parts changed, or left out where the change gives none."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as written:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                written.writestr(name, content)
    return target


def test_a_backup_comes_back_in_an_empty_place_as_it_was(made: Path, elsewhere: Place) -> None:
    assert elsewhere.run("restore", made), elsewhere.said
    assert "Restored as of" in elsewhere.said
    assert rows(elsewhere) == [model._default_manager.count() for model in MODELS]
    kept = sorted(file.name for file in elsewhere.files.rglob("*") if file.is_file())
    assert kept == sorted(filestore.names())


def test_a_place_that_is_not_empty_or_in_use_is_left_as_it_is_unless_told(made: Path, elsewhere: Place) -> None:
    assert elsewhere.run("restore", made), elsewhere.said
    with closing(elsewhere.open()) as database:
        database.execute("DELETE FROM claims_span")
        assert not elsewhere.run("restore", made, "--replace")
        assert "Somebody else is using this database." in elsewhere.said
    assert not elsewhere.run("restore", made)
    assert "This place is not empty: there are people or events in the database." in elsewhere.said
    assert rows(elsewhere)[-1] == 0
    assert elsewhere.run("restore", made, "--replace"), elsewhere.said
    assert "is kept in" in elsewhere.said
    assert rows(elsewhere)[-1] == Span.objects.count()


def test_restoring_checks_the_ledger_and_says_without_the_keys_what_it_could_not_check(
    made: Path, elsewhere: Place
) -> None:
    lines = Event.objects.count()
    assert elsewhere.run("restore", made), elsewhere.said
    assert f"Ledger: 0 faults in {lines} lines." in elsewhere.said
    assert "but not who wrote the lines" in elsewhere.said


def test_keys_are_put_back_with_the_backup_and_tell_that_the_ledger_is_ours(
    made: Path, elsewhere: Place, tmp_path: Path
) -> None:
    backup_keys.take_out(tmp_path / "keys.json")
    assert elsewhere.run("restore", made, "--keys", tmp_path / "keys.json"), elsewhere.said
    assert f"Ledger: 0 faults in {Event.objects.count()} lines." in elsewhere.said
    assert "but not who wrote the lines" not in elsewhere.said
    kept = {file.name: file.read_text() for file in (elsewhere.folder / "keys").iterdir()}
    assert kept == json.loads((tmp_path / "keys.json").read_text())
    assert {file.stat().st_mode & 0o777 for file in (elsewhere.folder / "keys").iterdir()} == {0o600}


def test_a_ledger_that_was_not_in_order_when_it_was_backed_up_comes_back_and_is_told(
    made: Path, elsewhere: Place, tmp_path: Path
) -> None:
    claim = make_claim("Past the desk.")
    filestore.keep(Snapshot.objects.get(quotations__claim=claim).text.encode())
    backup.make(tmp_path / "second.zip", tell=quiet)
    assert not elsewhere.run("restore", tmp_path / "second.zip")
    assert f"Claim {claim.pk} has no line in the ledger" in elsewhere.said
    assert "its ledger is not in order" in elsewhere.said
    assert rows(elsewhere) == [model._default_manager.count() for model in MODELS]


def test_no_key_takes_the_place_of_another(tmp_path: Path) -> None:
    with override_settings(KEYS_DIR=tmp_path / "keys"):
        keys.make_missing()
        backup_keys.take_out(tmp_path / "keys.json")
        (tmp_path / "keys" / f"{keys.CHECKPOINT}.key").unlink()
        assert backup_keys.put_back(tmp_path / "keys.json") == 1
        (tmp_path / "keys" / f"{keys.LEDGER_MAC}.key").unlink()
        keys.make(keys.LEDGER_MAC)
        with pytest.raises(Refused) as refusal:
            backup_keys.put_back(tmp_path / "keys.json")
        assert refusal.value.code is Refusal.KEY_THERE_ALREADY


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"../x.key": "00"}', '{"checkpoint.key": "zz"}', "\u00e9"])
def test_a_file_that_holds_no_keys_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(content, encoding="utf-8")
    with override_settings(KEYS_DIR=tmp_path / "keys"), pytest.raises(Refused) as refusal:
        backup_keys.put_back(tmp_path / "keys.json")
    assert refusal.value.code is Refusal.KEYS_UNREADABLE
    assert not (tmp_path / "keys").exists()


def test_before_anything_is_touched_a_full_place_is_refused(made: Path) -> None:
    assert not_restored(made).code is Refusal.PLACE_NOT_EMPTY


def test_a_flipped_byte_anywhere_is_refused_or_changes_nothing(made: Path) -> None:
    content = bytearray(made.read_bytes())
    whole = backup_reading.verify(made, tell=quiet)
    chance = random.Random(8)  # noqa: S311 - repeatable, not secret
    for at in sorted({*chance.sample(range(len(content)), 60), *range(len(content) - 30, len(content))}):
        content[at] ^= 1 << chance.randrange(8)
        flipped = made.with_name("flipped.zip")
        flipped.write_bytes(content)
        assert read_or_refused(flipped) in (whole, None)
        content[at] = made.read_bytes()[at]


def test_one_byte_flipped_in_any_part_is_refused_and_the_part_is_named(made: Path) -> None:
    parts = [*(part.name for part in backup_reading.verify(made, tell=quiet).parts), backup_manifest.NAME]
    with zipfile.ZipFile(made) as archive:
        starts = {info.filename: (info.header_offset, info.compress_size) for info in archive.infolist()}
    for name in parts:
        content = bytearray(made.read_bytes())
        offset, size = starts[name]
        begins = offset + 30 + int.from_bytes(content[offset + 26 : offset + 28], "little")
        begins += int.from_bytes(content[offset + 28 : offset + 30], "little")
        content[begins + size // 2] ^= 0x10
        flipped = made.with_name("flipped.zip")
        flipped.write_bytes(content)
        assert f"“{name}”" in refusals.sentence(refused(flipped))


def test_a_missing_a_changed_and_a_foreign_part_are_refused_and_named(made: Path) -> None:
    one = next(part.name for part in backup_reading.verify(made, tell=quiet).parts if part.name.startswith("files/"))
    missing = refused(rewritten(made, lambda name, content: None if name == one else content))
    assert (missing.code, missing.facts["part"]) == (Refusal.BACKUP_PART_MISSING, one)
    changed = refused(rewritten(made, lambda name, content: content + b"." if name == one else content))
    assert (changed.code, changed.facts["part"]) == (Refusal.BACKUP_PART_CHANGED, one)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("../../elsewhere", b"not ours")
    foreign = refused(made)
    assert (foreign.code, foreign.facts["part"]) == (Refusal.BACKUP_PART_UNKNOWN, "../../elsewhere")


def test_a_wrong_manifest_is_refused(made: Path) -> None:
    def later(name: str, content: bytes) -> bytes:
        return content.replace(b'"made_at": "2', b'"made_at": "3') if name == backup_manifest.NAME else content

    assert refused(rewritten(made, later)).code is Refusal.BACKUP_MANIFEST_CHANGED
    empty = refused(rewritten(made, lambda name, content: b"[]" if name == backup_manifest.NAME else content))
    assert empty.code is Refusal.BACKUP_MANIFEST_CHANGED
    without = refused(rewritten(made, lambda name, content: None if name == backup_manifest.NAME else content))
    assert (without.code, without.facts["part"]) == (Refusal.BACKUP_PART_MISSING, backup_manifest.NAME)


def test_half_a_backup_never_looks_whole(made: Path) -> None:
    content = made.read_bytes()
    half = made.with_name("half.zip")
    for length in (0, 1, len(content) // 2, len(content) - 1):
        half.write_bytes(content[:length])
        assert refused(half).code is Refusal.BACKUP_UNREADABLE


def test_a_backup_of_a_newer_release_or_another_database_is_refused(made: Path) -> None:
    def resealed(**values: object) -> Path:
        def change(name: str, content: bytes) -> bytes:
            if name != backup_manifest.NAME:
                return content
            told = backup_manifest.read(content)
            kept = {slot: getattr(told, slot) for slot in Manifest.__slots__}
            return Manifest(**{**kept, **values}).written()

        return rewritten(made, change)

    newer = not_restored(resealed(migrations=["claims.9999_from_the_future"]))
    assert (newer.code, newer.facts["migration"]) == (Refusal.BACKUP_NEWER, "claims.9999_from_the_future")
    assert not_restored(resealed(database="oracle")).code is Refusal.BACKUP_OF_OTHER_DATABASE


def test_the_manifest_says_what_when_and_where_the_ledger_ended(made: Path) -> None:
    manifest = backup_reading.verify(made, tell=quiet)
    assert manifest.database == connection.vendor
    assert manifest.counts["events"] == Event.objects.count()
    last = Event.objects.order_by("-sequence")[0]
    assert manifest.last_event == {"sequence": last.sequence, "hash": hash_of(last.line), "mac": last.mac}
    assert "claims.0001_the_first_tables" in manifest.migrations
    assert {part.name for part in manifest.parts} >= {
        f"files/{sha256}"
        for sha256 in Snapshot.objects.filter(text__in=(HARBOUR, MIXED)).values_list("raw_sha256", flat=True)
    }


def test_a_file_that_is_gone_stops_the_backup_unless_told(made: Path, store: Path) -> None:
    name = Snapshot.objects.get(text=HARBOUR).raw_sha256
    (store / name[:2] / name).unlink()
    target = made.with_name("second.zip")
    with pytest.raises(CommandError, match=name):
        call_command("backup", target, verbosity=0)
    assert not target.exists()


@pytest.mark.usefixtures("made")
def test_nothing_is_left_beside_a_backup_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    left = folder / f".claimtrail-backup-{os.uname().nodename}-999999999-dead"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"half a copy")
    call_command("backup", folder, verbosity=0, with_gaps=True)
    (target,) = folder.iterdir()
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", target, verbosity=0, with_gaps=True)


def test_without_the_program_of_postgresql_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no program")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="The program pg_dump is not here"):
        call_command("backup", tmp_path, verbosity=0)
    assert shutil.which("pg_dump") is None


def test_a_backup_made_under_load_comes_back_with_everything_that_was_acknowledged() -> None:
    keys.make_missing()
    figures = list(restore.drill(full=False))
    assert [figure.measured for figure in figures if not figure.reached] == []
    assert len(figures) == 5


def test_the_keys_are_in_no_backup_and_go_into_a_file_of_their_own_on_demand(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(KEYS_DIR=tmp_path / "keys"):
        keys.make_missing()
        call_command("backup", tmp_path / "second.zip", keys=tmp_path / "keys.json", verbosity=0)
        secret = (tmp_path / "keys" / f"{keys.LEDGER_MAC}.key").read_text().strip()
        assert "Keep this file elsewhere than the backup" in capsys.readouterr().out
        assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
        assert secret in (tmp_path / "keys.json").read_text()
        with zipfile.ZipFile(tmp_path / "second.zip") as archive:
            assert not any("key" in name for name in archive.namelist())
        with pytest.raises(CommandError, match="is there already"):
            call_command("backup", tmp_path / "third.zip", keys=tmp_path / "keys.json", verbosity=0)
        assert not (tmp_path / "third.zip").exists()
