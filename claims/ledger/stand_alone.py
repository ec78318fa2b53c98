"""Ledger: reading it, with nothing but Python's own library. Also a program: ``python stand_alone.py --help``.

It checks a ledger that ``manage.py export_ledger`` wrote, on any machine: that no line was changed, taken out, put in
or moved (each holds the hash of the line before), that the desk's own key authenticates each (with ``--mac-key``), and
that the ledger holds everything that signed checkpoints say of it, those in the file and those kept elsewhere.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final

HEADER: Final = b"claimtrail ledger 1\n"
NOTHING_BEFORE: Final = "0" * 64
FIELDS: Final = frozenset(
    (
        *("act", "actor", "at", "batch", "body", "bulk", "earlier", "format", "key", "previous", "reason"),
        *("sequence", "state", "subject"),
    )
)
FORMAT: Final = 1
_ED25519: Final = 1  # what C2SP's signed notes call this kind of signature
_KINDS_AT_MOST: Final = 64


class Fault(StrEnum):
    """What can be wrong with a ledger."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    CHAIN = "chain"
    EARLIER = "earlier"
    MAC = "mac"
    KEY = "key"
    COLUMNS = "columns"
    STATE = "state"
    SALT = "salt"
    GONE = "gone"
    UNTOLD = "untold"
    TEXT = "text"
    UNSIGNED = "unsigned"
    OTHER_ROOT = "other_root"
    CUT_OFF = "cut_off"


WORDS: Final[Mapping[Fault, str]] = {
    Fault.UNREADABLE: "the line cannot be read",
    Fault.MISSING: "lines are missing or moved before this one",
    Fault.CHAIN: "does not follow the line before: that one or this one is not as it was written",
    Fault.EARLIER: "names another earlier line about its subject than the one that is here",
    Fault.MAC: "is not authenticated by the key: not written by the desk, or changed since",
    Fault.KEY: "was authenticated by a key that was not given",
    Fault.UNSIGNED: "the checkpoint is not signed by the key",
    Fault.OTHER_ROOT: "the checkpoint says otherwise: a line up to here was changed, taken out or put in",
    Fault.CUT_OFF: "the checkpoint knows of more lines than there are: the end was cut off",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that is wrong: at which line (or at a checkpoint of how many), and about which subject."""

    fault: Fault
    at: int
    kind: str = ""
    subject: int = 0


class Tree:
    """The Merkle tree of RFC 6962 over all lines so far; ``full`` are the roots of its complete subtrees."""

    def __init__(self, size: int = 0, full: Iterable[bytes] = ()) -> None:
        """Begin empty, or go on after ``size`` lines."""
        self.size, self.full = size, list(full)

    def add(self, line: bytes) -> None:
        """Append a line."""
        node, size = hashlib.sha256(b"\x00" + line).digest(), self.size
        while size & 1:
            node = hashlib.sha256(b"\x01" + self.full.pop() + node).digest()
            size >>= 1
        self.full.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over everything appended."""
        if not self.full:
            return hashlib.sha256(b"").digest()
        root = self.full[-1]
        for node in reversed(self.full[:-1]):
            root = hashlib.sha256(b"\x01" + node + root).digest()
        return root


class Trail:
    """The lines one by one from the first, each checked against those before."""

    def __init__(self, mac_keys: Mapping[str, bytes] | None) -> None:
        """Begin before the first line. Without keys, nothing is said of who wrote a line."""
        self.tree = Tree()
        self.size = 0
        self.last = NOTHING_BEFORE
        self._macs = None if mac_keys is None else {name: _Mac(secret) for name, secret in mac_keys.items()}
        self._kinds: dict[str, int] = {}
        # The last line about each subject; one number stands for kind and id, as there may be millions.
        self._latest: dict[int, int] = {}

    def read(self, line: bytes, mac: str) -> tuple[dict[str, Any] | None, list[Broken]]:
        """The facts of the next line, if it can be read, and what is wrong with it."""
        facts = facts_in(line)
        previous = self.last
        if facts is None:
            self._go_on(line, self.size + 1)
            return None, [Broken(Fault.UNREADABLE, self.size)]
        at, kind, subject = facts["sequence"], facts["subject"]["kind"], facts["subject"]["id"]
        faults = []
        if at != self.size + 1:
            faults.append(Fault.MISSING)
        if facts["previous"] != previous:
            faults.append(Fault.CHAIN)
        if facts["earlier"] != self.latest(kind, subject):
            faults.append(Fault.EARLIER)
        if self._macs is not None and (fault := self._unauthentic(facts["key"], line, mac)):
            faults.append(fault)
        self._go_on(line, at)
        self._latest[self._number(kind, subject)] = at
        return facts, [Broken(fault, at, kind, subject) for fault in faults]

    def follow(self, line: bytes, mac: str, *, key: str, kind: str, subject: int) -> bool:
        """Go on with the next line, which is known to fit those before and to say this, if it is authentic.

        Whether it was; if not, nothing was done, and ``read`` tells what is wrong.
        """
        if self._macs is None or self._unauthentic(key, line, mac):
            return False
        self._go_on(line, self.size + 1)
        self._latest[self._number(kind, subject)] = self.size
        return True

    def _go_on(self, line: bytes, at: int) -> None:
        self.last, self.size = hashlib.sha256(line).hexdigest(), at
        self.tree.add(line)

    def latest(self, kind: str, subject: int) -> int:
        """The last line about a subject, 0 when there is none."""
        return self._latest.get(self._number(kind, subject), 0)

    def take(self, kind: str, subject: int) -> int:
        """The same for the last time: afterwards the trail knows nothing of this subject."""
        return self._latest.pop(self._number(kind, subject), 0)

    def subjects(self) -> Iterator[tuple[str, int, int]]:
        """Every subject that a line is about and that was not taken, by kind and id, with its last line."""
        kinds = {number: kind for kind, number in self._kinds.items()}
        for number, at in self._latest.items():
            yield kinds[number % _KINDS_AT_MOST], number // _KINDS_AT_MOST, at

    def _number(self, kind: str, subject: int) -> int:
        return subject * _KINDS_AT_MOST + self._kinds.setdefault(kind, len(self._kinds) % _KINDS_AT_MOST)

    def _unauthentic(self, key: str, line: bytes, mac: str) -> Fault | None:
        by = (self._macs or {}).get(key)
        if by is None:
            return Fault.KEY
        return None if hmac.compare_digest(by.of(line), mac.encode()) else Fault.MAC


class _Mac:
    """HMAC-SHA256 under one key, with the key mixed in once and not for each line."""

    def __init__(self, secret: bytes) -> None:
        block = secret.ljust(64, b"\x00")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def of(self, line: bytes) -> bytes:
        """The code of a line, in hexadecimal digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(line)
        outer.update(inner.digest())
        return outer.hexdigest().encode()


def mac_of(secret: bytes, line: bytes) -> str:
    """What authenticates a line under a key."""
    return _Mac(secret).of(line).decode()


def facts_in(line: bytes) -> dict[str, Any] | None:
    """What a line says; None for one that no desk has written."""
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    if not isinstance(facts, dict) or facts.keys() != FIELDS or facts["format"] != FORMAT:
        return None
    subject = facts["subject"]
    numbers = (facts["sequence"], facts["earlier"], *(subject.get("id") if isinstance(subject, dict) else None,))
    return facts if all(type(number) is int for number in numbers) and type(subject.get("kind")) is str else None


# --- Checkpoints: C2SP signed notes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note: its text, and the lines of its signatures."""

    text: str
    signatures: Sequence[str] = field(default_factory=tuple)

    @property
    def size(self) -> int:
        """How many lines the checkpoint covers; -1 when that cannot be read."""
        lines = self.text.split("\n")
        return int(lines[1]) if len(lines) > 2 and lines[1].isascii() and lines[1].isdecimal() else -1

    @property
    def root(self) -> bytes:
        """The root over these lines; empty when it cannot be read."""
        try:
            return base64.b64decode(self.text.split("\n")[2], validate=True)
        except (IndexError, binascii.Error):
            return b""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of the key that signs: its name, its id, and itself."""

    name: str
    id: bytes
    public: bytes


def read_notes(text: str) -> list[Note]:
    """The notes of a file: each a text, an empty line, its signatures; an empty line between two."""
    blocks = [block.strip("\n") for block in text.split("\n\n") if block.strip()]
    return [
        Note(words + "\n", tuple(signatures.split("\n")))
        for words, signatures in zip(blocks[::2], [*blocks[1::2], ""], strict=False)
    ]


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature says under which key it was made."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([_ED25519]) + public).digest()[:4]


def read_key(text: str) -> VerifierKey:
    """A key as checkpoints are published with it: name+id+key. Raises ValueError for anything else."""
    name, id_, encoded = text.strip().split("+", 2)
    kind_and_public = base64.b64decode(encoded, validate=True)
    key = VerifierKey(name, bytes.fromhex(id_), kind_and_public[1:])
    if kind_and_public[:1] != bytes([_ED25519]) or key.id != key_id(name, key.public):
        raise ValueError("the id of the key is not that of the key")
    return key


def is_signed(note: Note, key: VerifierKey, verify: Callable[[bytes, bytes, bytes], bool]) -> bool:
    """Whether one of the signatures of a note is by this key; ``verify`` gets public key, message and signature."""
    for line in note.signatures:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != "—" or name != key.name:
            continue
        try:
            signature = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if signature[:4] == key.id and verify(key.public, note.text.encode(), signature[4:]):
            return True
    return False


class Checkpoints:
    """Checkpoints that a ledger has to agree with, asked as the lines pass."""

    def __init__(
        self, notes: Iterable[Note], key: VerifierKey | None, verify: Callable[[bytes, bytes, bytes], bool]
    ) -> None:
        """Sort the notes by how many lines they cover. Without a key their signatures are not looked at."""
        self.number, self.unsigned = 0, list[Broken]()
        self._roots: dict[int, set[bytes]] = {}
        for note in notes:
            self.number += 1
            if note.size < 0 or (key is not None and not is_signed(note, key, verify)):
                self.unsigned.append(Broken(Fault.UNSIGNED, max(note.size, 0)))
            else:
                self._roots.setdefault(note.size, set()).add(note.root)

    def disagree(self, tree: Tree) -> list[Broken]:
        """What is wrong at this size of the ledger."""
        roots = self._roots.pop(tree.size, None) if self._roots else None
        return [] if roots is None or roots == {tree.root()} else [Broken(Fault.OTHER_ROOT, tree.size)]

    def left(self) -> list[Broken]:
        """Those that know of more lines than there were, once all have passed."""
        return [Broken(Fault.CUT_OFF, size) for size in sorted(self._roots)]


# --- Ed25519 (RFC 8032), verifying alone ------------------------------------------------------------------------------

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)

_Point = tuple[int, int, int, int]


def _added(one: _Point, other: _Point) -> _Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _added(total, point)
        point = _added(point, point)
        factor >>= 1
    return total


def _point(encoded: bytes) -> _Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE: Final = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of Ed25519 is right."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= _ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    left, right = _times(s, _BASE), _added(r, _times(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % _P or (left[1] * right[2] - right[1] * left[2]) % _P)


# --- The program ------------------------------------------------------------------------------------------------------


def check(
    file: BinaryIO, *, mac_keys: Mapping[str, bytes] | None, key: VerifierKey | None, anchors: Sequence[Note]
) -> Iterator[Broken | str]:
    """What is wrong with an exported ledger; at the end, in words, how much was looked at."""
    if file.readline() != HEADER:
        raise ValueError("this is no ledger that was exported by Claimtrail")
    place = file.tell()
    for line in iter(file.readline, b""):
        if line == b"\n":
            break
    notes = [*read_notes(file.read().decode()), *anchors]
    checkpoints = Checkpoints(notes, key, verify)
    yield from checkpoints.unsigned
    file.seek(place)
    trail = Trail(mac_keys)
    for line in iter(file.readline, b""):
        if line == b"\n":
            break
        mac, _, text = line.rstrip(b"\n").partition(b" ")
        _told, broken = trail.read(text, mac.decode("ascii", "replace"))
        yield from broken
        yield from checkpoints.disagree(trail.tree)
    yield from checkpoints.left()
    yield f"{trail.tree.size} lines, root {base64.b64encode(trail.tree.root()).decode()}, {len(notes)} checkpoints."


def _mac_keys(paths: Iterable[Path]) -> dict[str, bytes]:
    secrets = [bytes.fromhex(path.read_text(encoding="ascii")) for path in paths]
    return {mac_key_id(secret): secret for secret in secrets}


def mac_key_id(secret: bytes) -> str:
    """How lines name the key that authenticates them."""
    return hashlib.sha256(b"claimtrail ledger mac\n" + secret).hexdigest()[:16]


def main() -> int:
    """Check a ledger; 0 when nothing is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path, help="the file that `manage.py export_ledger` wrote")
    parser.add_argument("--key", help="the public key of checkpoints (name+id+key), from a place of your own")
    parser.add_argument("--anchors", type=Path, help="checkpoints kept elsewhere: mails, printed sheets, in one file")
    parser.add_argument("--mac-key", type=Path, action="append", help="the file of a secret key of the ledger")
    given = parser.parse_args()
    anchors = read_notes(given.anchors.read_text(encoding="utf-8")) if given.anchors else []
    wrong = 0
    with given.ledger.open("rb") as file:
        for told in check(
            file,
            mac_keys=_mac_keys(given.mac_key) if given.mac_key else None,
            key=read_key(given.key) if given.key else None,
            anchors=anchors,
        ):
            if isinstance(told, Broken):
                wrong += 1
                about = f" ({told.kind} {told.subject})" if told.kind else ""
                told = f"{told.at}{about}: {WORDS[told.fault]}"
            sys.stdout.write(f"{told}\n")
    if given.key is None:
        sys.stdout.write("Signatures were not looked at: no --key was given.\n")
    if given.mac_key is None:
        sys.stdout.write("Who wrote the lines was not looked at: no --mac-key was given.\n")
    sys.stdout.write(f"{wrong} faults.\n" if wrong else "Unbroken.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
