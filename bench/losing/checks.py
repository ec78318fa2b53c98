"""Bench: what has to be there after a kill, and what must not: acknowledged writes, half states, torn files."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import StringIO

from django.core.management import call_command
from django.db import connection, models

from bench.losing.journal import Line
from bench.losing.work import Place
from claims.errors import Refused
from claims.models import Claim, Document, Event, Evidence, Export, Note, Quotation, Snapshot, Source
from claims.records.acts import SubjectKind
from claims.services import backup_reading, filestore

_VERSIONED: dict[SubjectKind, type[models.Model]] = {
    SubjectKind.CLAIM: Claim,
    SubjectKind.DOCUMENT: Document,
    SubjectKind.SOURCE: Source,
    SubjectKind.NOTE: Note,
}


def write(place: Place) -> None:
    """Check, and leave what was found in the folder of the lane, for another process to read."""
    lines = list(place.journal.lines())
    found = {"acknowledged": len(lines), "lost": [*lost(lines, place)], "halves": [*halves(place)]}
    place.found.write_text(json.dumps(found), encoding="utf-8")


def lost(lines: Iterable[Line], place: Place) -> Iterator[str]:
    """What was acknowledged and is not there."""
    told = {(subject, version): body for subject, version, body in _events(SubjectKind.CLAIM)}
    imported = set(Snapshot.objects.values_list("raw_sha256", flat=True))
    exported = set(Export.objects.values_list("sha256", flat=True))
    notes = " ".join(Note.objects.values_list("body", flat=True))
    for line in lines:
        match line.what:
            case "import":
                is_there = line.token in imported
            case "act":
                is_there = (
                    line.token in told.get((line.subject, line.version), "")
                    if line.token
                    else ((line.subject, line.version) in told)
                )
            case "note":
                is_there = line.token in notes
            case "list":
                is_there = line.token in exported
            case _:
                is_there = (place.backups / line.path).exists()
        if not is_there:
            yield f"lost: {line}"


def halves(place: Place) -> Iterator[str]:
    """Rows without their Events, Events without their rows, acts of which only a part is there, files that are torn."""
    yield from _database()
    yield from _versions()
    yield from _imports()
    yield from _lists(place)
    yield from _backups(place)
    yield from _leftovers()
    yield from _files()


def _database() -> Iterator[str]:
    """What the database says of itself, and whether the ledger has a gap."""
    sequences = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    if sequences != list(range(1, len(sequences) + 1)):
        yield "events: numbers are missing in between"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for question in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
                answer = cursor.execute(question).fetchall()
                if answer not in ([], [("ok",)]):
                    yield f"{question}: {answer[:3]}"


def _events(kind: SubjectKind) -> Iterable[tuple[int, int, str]]:
    events = Event.objects.filter(subject_kind=kind).order_by("sequence")
    return events.values_list("subject_id", "subject_version", "body")


def _versions() -> Iterator[str]:
    """Each row is at the version of its last Event, and each version has its Event."""
    for kind, model in _VERSIONED.items():
        told: dict[int, list[int]] = defaultdict(list)
        for subject, version, _body in _events(kind):
            told[subject].append(version)
        rows = dict(model._default_manager.values_list("pk", "version"))
        for pk in rows.keys() | told.keys():
            if told.get(pk) != list(range(1, rows.get(pk, 0) + 1)):
                yield f"{kind} {pk}: at version {rows.get(pk)}, its events tell {told.get(pk)}"


def _imports() -> Iterator[str]:
    """A document has a text, and every claim proposed in it came with its words and in the batch of its import."""
    for pk in Document.objects.filter(snapshots=None).values_list("pk", flat=True):
        yield f"document {pk}: without a text"
    batches = dict(Event.objects.filter(act="document.import").values_list("subject_id", "batch"))
    proposed = dict(Event.objects.filter(act="claim.propose").values_list("subject_id", "batch"))
    for claim, document in Quotation.objects.exclude(extractor="").values_list("claim_id", "snapshot__document_id"):
        if proposed.get(claim) != batches.get(document):
            yield f"claim {claim}: not of the import of document {document}"
    for claim in Claim.objects.filter(pk__in=proposed, quotations=None).values_list("pk", flat=True):
        yield f"claim {claim}: without its words"


def _lists(place: Place) -> Iterator[str]:
    """Whatever lies under the name of a list is whole, and in the ledger."""
    for path in place.lists.glob("[!.]*"):
        if not Export.objects.filter(sha256=sha256(path.read_bytes()).hexdigest()).exists():
            yield f"{path.name}: looks like a list, and is none that was taken out"


def _backups(place: Place) -> Iterator[str]:
    """Whatever lies under the name of a backup can be verified. Of one that could, only the name is kept."""
    for path in place.backups.glob("[!.]*"):
        if path.stat().st_size:
            try:
                backup_reading.verify(path, tell=lambda *_step: None)
            except Refused as refused:
                yield f"{path.name}: looks like a backup, and is none: {refused.code}"
            path.write_bytes(b"")


def _named() -> set[str]:
    evidence = Evidence.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    return {*Snapshot.objects.values_list("raw_sha256", flat=True), *evidence}


def _leftovers() -> Iterator[str]:
    """Files of acts that never came to be are swept away by the command for it."""
    call_command("sweep_files", "--older-than", "0", verbosity=0, stdout=StringIO())
    left = len(set(filestore.names()) - _named()) + len(list(filestore.unfinished()))
    if left:
        yield f"{left} files of no row are still in the store"


def _files() -> Iterator[str]:
    """Every file that a row names is there, with the bytes that were kept."""
    for name in _named():
        try:
            filestore.read(name)
        except Refused as refused:
            yield f"file {name}: {refused.facts['why']}"
