"""Tests: the folder of keys. Nobody else can open it; a key is made once, never replaced, and gone when destroyed."""

import stat
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from claims.choices.refusals import sentence
from claims.errors import Refusal, Refused
from claims.services import keys


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """A folder of keys that is not there yet."""
    settings.KEYS_DIR = tmp_path / "data" / "keys"
    return tmp_path / "data" / "keys"


def mode(path: Path) -> int:
    """Who may open a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_for_the_account_of_the_server_alone(folder: Path) -> None:
    assert keys.make_missing() == ["ledger-mac", "checkpoint"]
    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == {"ledger-mac.key": 0o600, "checkpoint.key": 0o600}


def test_a_key_is_made_once_and_never_replaced(folder: Path) -> None:
    assert keys.make("source-7")
    secret = keys.read("source-7")
    assert not keys.make("source-7")
    assert keys.read("source-7") == secret
    assert [path.name for path in folder.iterdir()] == ["source-7.key"]


def test_two_keys_are_never_the_same(folder: Path) -> None:
    keys.make("source-7")
    keys.make("source-8")
    assert keys.read("source-7") != keys.read("source-8")


def test_a_destroyed_key_is_gone_and_stays_gone(folder: Path) -> None:
    keys.make("source-7")
    keys.destroy("source-7")
    keys.destroy("source-7")
    assert not keys.is_here("source-7")
    assert list(folder.iterdir()) == []


def test_a_missing_key_is_refused_with_what_to_do(folder: Path) -> None:
    with pytest.raises(Refused) as refused:
        keys.ledger_mac_key()
    assert refused.value.code is Refusal.KEY_MISSING
    assert "“ledger-mac”" in sentence(refused.value)
    assert "manage.py prepare" in sentence(refused.value)


@pytest.mark.parametrize("content", ["", "not a key", "00" * 31, "é" * 64])
def test_a_damaged_key_is_refused(folder: Path, content: str) -> None:
    keys.make("ledger-mac")
    (folder / "ledger-mac.key").write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        keys.ledger_mac_key()
    assert refused.value.code is Refusal.KEY_UNREADABLE


@pytest.mark.parametrize("name", ["", "../etc", "Key", "a/b", ".hidden"])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a key"):
        keys.make(name)


def test_an_earlier_key_of_the_ledger_stays_known(folder: Path) -> None:
    keys.make_missing()
    earlier = keys.ledger_mac_key()
    (folder / "ledger-mac.key").rename(folder / "ledger-mac.2026.key")
    keys.make_missing()
    now = keys.ledger_mac_key()
    assert now.id != earlier.id
    assert keys.ledger_mac_keys() == {now.id: now.secret, earlier.id: earlier.secret}


@pytest.mark.django_db
def test_a_new_desk_gets_its_keys_when_it_is_prepared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prepare")
    assert f"Keys: ledger-mac, checkpoint made in {folder}." in capsys.readouterr().out
    call_command("prepare")
    assert "Keys: all there." in capsys.readouterr().out
