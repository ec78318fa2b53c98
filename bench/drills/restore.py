"""Drill: a backup is made while others write, and comes back in an empty place."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from bench.drills import Figure, place, say, writing
from bench.drills.place import Place
from claims.errors import Refused
from claims.models import Event
from claims.services import backup, backup_keys, backup_reading
from claims.services.backup_manifest import Manifest, Part, Step

# Rows that an act leaves together: where one side of a pair is there without the other, an act came back by half.
_HALVES = {
    "claims that are not as their last event left them": """
        SELECT count(*) FROM claims_claim c WHERE c.version <> COALESCE((SELECT max(e.subject_version)
            FROM claims_event e WHERE e.subject_kind = 'claim' AND e.subject_id = c.id), 0)
    """,
    "versions of a text without their event": """
        SELECT count(*) FROM claims_snapshot s WHERE NOT EXISTS (
            SELECT 1 FROM claims_event e WHERE e.subject_kind = 'document' AND e.subject_id = s.document_id)
    """,
    "claims without words": """
        SELECT count(*) FROM claims_claim c WHERE NOT EXISTS (
            SELECT 1 FROM claims_quotation q JOIN claims_span p ON p.quotation_id = q.id WHERE q.claim_id = c.id)
    """,
    "events that are missing in between": "SELECT COALESCE(max(sequence), 0) - count(*) FROM claims_event",
}


@dataclass
class _Seen:
    """What all rounds together came to."""

    acknowledged: int = 0
    lost: int = 0
    meanwhile: int = 0
    batches: int = 0
    halves: int = 0
    files: int = 0
    wrong_files: int = 0
    flipped: int = 0
    taken: int = 0
    lines: int = 0
    faults: int = 0


def drill(*, full: bool) -> Iterator[Figure]:
    """Back up under load and restore, again and again; then offer backups with one byte flipped."""
    seen, rounds = _Seen(), 10 if full else 1
    with tempfile.TemporaryDirectory(prefix="claimtrail-drill-") as folder, writing.meanwhile(3 if full else 1) as told:
        for number in range(1, rounds + 1):
            acknowledged = max(int(pipe.readline()) for pipe in told)
            path, taken_out = Path(folder) / f"{number}.zip", Path(folder) / f"{number}.keys"
            backup_keys.take_out(taken_out)
            manifest = backup.make(path, tell=_quiet)
            seen.meanwhile += Event.objects.count() - manifest.counts["events"]
            with place.empty(Path(folder) / f"place-{number}") as there:
                there.run("restore", path, "--keys", taken_out, "--verbosity", "0")
                _look_at_ledger(there, seen)
                _compare(there, manifest, acknowledged, seen)
            _flip(path, manifest, seen, flips=100 if full else 5)
            say(f"restore: {number} of {rounds}")
    yield Figure(
        "acts acknowledged before the backup and not restored",
        "0",
        f"{seen.lost} of {seen.acknowledged:,}, {seen.meanwhile:,} events written meanwhile",
        seen.lost == 0 and seen.acknowledged > 0,
    )
    yield Figure("half acts restored", "0", f"{seen.halves} of {seen.batches:,} acts", seen.halves == 0)
    yield Figure(
        "files missing or with another hash", "0", f"{seen.wrong_files} of {seen.files:,}", seen.wrong_files == 0
    )
    yield Figure(
        "ledger after restoring: faults", "0", f"{seen.faults} in {seen.lines:,} lines, authenticated", seen.faults == 0
    )
    yield Figure("backups with one byte flipped taken", "0", f"{seen.taken} of {seen.flipped:,}", seen.taken == 0)


def _quiet(_step: Step, _done: int, _all: int) -> None:
    """Nobody waits."""


def _look_at_ledger(there: Place, seen: _Seen) -> None:
    """What restoring itself said of the ledger that came back. Keys were put back, so it is to be authenticated."""
    told = re.search(r"^Ledger: (\d+) faults in ([\d,]+) lines\.$", there.said, re.MULTILINE)
    if told is None:
        raise RuntimeError(there.said)
    seen.faults += int(told[1]) + ("The keys that this ledger" in there.said)
    seen.lines += int(told[2].replace(",", ""))


def _compare(there: Place, manifest: Manifest, acknowledged: int, seen: _Seen) -> None:
    """Hold what was restored against what was acknowledged, and against itself."""
    ((last,),) = there.ask("SELECT COALESCE(max(sequence), 0) FROM claims_event")
    seen.acknowledged += acknowledged
    seen.lost += max(0, acknowledged - last)
    ((batches,),) = there.ask("SELECT count(DISTINCT batch) FROM claims_event")
    seen.batches += batches
    seen.halves += sum(number for sql in _HALVES.values() for ((number,),) in [there.ask(sql)])
    seen.halves += _cut_off(last)
    for part in manifest.parts[1:]:
        seen.files += 1
        name = part.sha256
        file = there.files / name[:2] / name
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != name:
            seen.wrong_files += 1


def _cut_off(last: int) -> int:
    """Whether the last act came back without its end: here, where everything is, it has more events."""
    if not last:
        return 0
    batch = Event.objects.get(sequence=last).batch
    return int(Event.objects.filter(batch=batch, sequence__gt=last).exists())


def _flip(path: Path, manifest: Manifest, seen: _Seen, *, flips: int) -> None:
    """Flip one byte in the middle of the database and of files, one after the other, from the first to the last."""
    content = path.read_bytes()
    every = max(1, len(manifest.parts) // flips)
    with zipfile.ZipFile(path) as archive:
        places = [_middle(archive, part, content) for part in (*manifest.parts[::every], manifest.parts[-1])]
    with path.open("r+b") as file:
        for at in places:
            _put(file, at, content[at] ^ 1)
            seen.flipped += 1
            seen.taken += _is_taken(path)
            _put(file, at, content[at])
    if not _is_taken(path):
        raise RuntimeError(f"{path.name} is not what it was")


def _put(file: BinaryIO, at: int, byte: int) -> None:
    file.seek(at)
    file.write(bytes([byte]))
    file.flush()


def _is_taken(path: Path) -> bool:
    try:
        backup_reading.verify(path, tell=_quiet)
    except Refused:
        return False
    return True


def _middle(archive: zipfile.ZipFile, part: Part, content: bytes) -> int:
    """Where the middle of a part lies: behind its header of 30 bytes, its name and what is told beside."""
    info = archive.getinfo(part.name)
    sizes = content[info.header_offset + 26 : info.header_offset + 30]
    begins = info.header_offset + 30 + int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
    return begins + info.compress_size // 2
