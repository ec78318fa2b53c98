"""Tests: bytes as they came, each kept once."""

import stat
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from claims.errors import Refusal, Refused
from claims.services import filestore


def test_bytes_are_kept_once_under_their_hash() -> None:
    name = filestore.keep(b"as received")
    assert name == sha256(b"as received").hexdigest()
    path = Path(settings.MEDIA_ROOT) / name[:2] / name
    kept_as = path.stat().st_ino
    assert filestore.keep(b"as received") == name
    assert path.stat().st_ino == kept_as
    assert not path.stat().st_mode & stat.S_IWUSR
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


def test_bytes_that_are_gone_or_changed_are_not_given_out() -> None:
    name = filestore.keep(b"to be damaged")
    path = Path(settings.MEDIA_ROOT) / name[:2] / name
    path.chmod(0o640)
    path.write_bytes(b"something else")
    for wanted in (name, "0" * 64, "../../secret", "ABC"):
        with pytest.raises(Refused) as refused:
            filestore.read(wanted)
        assert refused.value.code is Refusal.FILE_UNREADABLE
    assert filestore.keep(b"to be damaged") == name
    assert filestore.read(name) == b"to be damaged"
