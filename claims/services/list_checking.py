"""Services: whether a file is a list as it was issued, item by item. Nothing is written."""

import hashlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from typing import BinaryIO, Final, cast

from claims.errors import Refusal, Refused
from claims.exports import FORMATS, manifest
from claims.exports.contract import Format
from claims.models import IssuedList
from claims.services import filestore

MOST_BYTES: Final = 50_000_000  # of a file that somebody hands in on a page
_MOST_UNPACKED: Final = 500_000_000
_TOLD: Final = 200  # items that are told one by one
_NUMBER: Final = re.compile(r"list-(\d{1,9})\.(\d{1,9})(?!\d)")
_NAMED: Final = re.compile(r"(\d{1,9})\.(\d{1,9})")


class Finding(StrEnum):
    """What is the matter with an item."""

    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item that differs: a column or a field, as it was issued and as the file has it."""

    name: str
    issued: str
    given: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item that is not as issued: its place in the file, or in the list when the file lacks it.

    ``parts`` is empty where the words of the list were erased, or nothing tells which item it was.
    """

    finding: Finding
    place: int
    mark: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a file: whether it is the very file, how many items are as issued, and what is the matter."""

    issued: IssuedList
    is_same_file: bool
    same: int
    is_in_order: bool
    counts: Mapping[Finding, int]
    items: Sequence[Item]

    @property
    def is_as_issued(self) -> bool:
        """Whether every item is there, as it was issued, and no other."""
        return not self.counts

    @property
    def is_more(self) -> bool:
        """Whether more is the matter than is told one by one."""
        return sum(self.counts.values()) > len(self.items)


def named(text: str) -> IssuedList:
    """The list that somebody names, such as 12.1. Refuses: LIST_UNKNOWN."""
    found = _NAMED.fullmatch(text.strip())
    issued = _numbered(found) if found else None
    if issued is None:
        raise Refused(Refusal.LIST_UNKNOWN, field="list")
    return issued


def find(file: BinaryIO, *, name: str = "") -> IssuedList:
    """The list that a file is, or was before somebody changed it: by its hash, else by its name.

    Refuses: LIST_UNKNOWN.
    """
    sha256 = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
    file.seek(0)
    issued = IssuedList.objects.filter(sha256=sha256).order_by("pk").last()
    by_name = _NUMBER.search(name)
    issued = issued or (_numbered(by_name) if by_name else None)
    if issued is None:
        raise Refused(Refusal.LIST_UNKNOWN, field="list")
    return issued


def _numbered(found: re.Match[str]) -> IssuedList | None:
    return IssuedList.objects.filter(number=int(found[1]), edition=int(found[2])).first()


def check(file: BinaryIO, issued: IssuedList) -> Checked:
    """Hold a file against the manifest of a list. Refuses: FILE_UNREADABLE (the manifest's), LIST_UNREADABLE."""
    sha256 = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
    expected = _expected(issued)
    if sha256 == issued.sha256:
        return Checked(issued, is_same_file=True, same=len(expected), is_in_order=True, counts={}, items=())
    given = [manifest.hash_of(item) for item in _items(file, FORMATS[issued.format])]
    missing, added = Counter(expected) - Counter(given), Counter(given) - Counter(expected)
    items = list(_told(file, issued, (expected, missing), (given, added))) if missing or added else []
    altered = sum(one.finding is Finding.ALTERED for one in items)
    counts = {
        Finding.ALTERED: altered,
        Finding.MISSING: missing.total() - altered,
        Finding.ADDED: added.total() - altered,
    }
    return Checked(
        issued,
        is_same_file=False,
        same=len(expected) - missing.total(),
        is_in_order=bool(missing or added) or given == expected,
        counts={finding: count for finding, count in counts.items() if count},
        items=items[:_TOLD],
    )


def _expected(issued: IssuedList) -> list[str]:
    with filestore.opened(issued.manifest_sha256) as kept:
        found: list[str] = json.load(kept)["items"]
        return found


def _items(file: BinaryIO, known: Format) -> Iterator[object]:
    """What the format's reader finds; refuses LIST_UNREADABLE whatever is no such file."""
    file.seek(0)
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
                    raise Refused(Refusal.LIST_UNREADABLE, field="file", format=known.name)
        file.seek(0)
        yield from known.read(file)
    except Refused:
        raise
    except Exception:  # whatever a reader says of what is not its format
        raise Refused(Refusal.LIST_UNREADABLE, field="file", format=known.name) from None


Sought = tuple[Sequence[str], Counter[str]]


def _told(file: BinaryIO, issued: IssuedList, of_list: Sought, of_file: Sought) -> Iterator[Item]:
    """The items that differ; one that is missing and one that is added are one that was altered, if a mark says so."""
    columns = _columns(issued)
    known = FORMATS[issued.format]
    lost: dict[str, tuple[int, Mapping[str, object]]] = {}
    nameless: list[int] = []
    if issued.erased_at is None:
        with filestore.opened(issued.sha256) as kept:
            for place, item in _picked(known.read(kept), *of_list):
                parts = manifest.named(item, columns)
                mark = manifest.mark_of(parts)
                if mark and mark not in lost:
                    lost[mark] = (place, parts)
                else:
                    nameless.append(place)
    else:
        nameless = [place for place, _item in _picked(of_list[0], *of_list)]
    for place, item in _picked(_items(file, known), *of_file):
        parts = manifest.named(item, columns)
        mark = manifest.mark_of(parts)
        if mark in lost:
            _place, was = lost.pop(mark)
            differing = [
                Part(name, _shown(was.get(name)), _shown(parts.get(name))) for name in manifest.differing(was, parts)
            ]
            yield Item(Finding.ALTERED, place, mark, differing)
        else:
            yield Item(Finding.ADDED, place, mark, ())
    yield from (Item(Finding.MISSING, place, mark, ()) for mark, (place, _parts) in lost.items())
    yield from (Item(Finding.MISSING, place, "", ()) for place in nameless)


def _columns(issued: IssuedList) -> Sequence[str]:
    keys: list[str] = json.loads(filestore.read(issued.manifest_sha256))["columns"]
    return keys


def _picked(
    items: Iterator[object] | Sequence[str], hashes: Sequence[str], sought: Counter[str]
) -> Iterator[tuple[int, object]]:
    """The items whose hashes are sought, as often as they are sought, with their places counted from one."""
    left = Counter(sought)
    for place, (item, found) in enumerate(zip(items, hashes, strict=True), start=1):
        if left[found] > 0:
            left[found] -= 1
            yield place, item


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
