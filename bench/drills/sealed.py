"""Drill: a sealed identity is looked for in every answer, file, line of log and row, and never found."""

import logging
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus
from zipfile import ZipFile

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from bench.drills import Figure, addresses, canary, readers, redaction, say
from bench.drills.canary import Desk, body_of, found, signed_in
from claims import search
from claims.exports import FORMATS
from claims.importers import pasted
from claims.models import Claim, Event, Quotation, Relay
from claims.records.acts import Role
from claims.records.documents import DocumentFacts
from claims.services import erased_remains, importing

# What is typed into every form alike; what a form does not have is not read.
_TYPED: Final = {
    "version": "1",
    "because": "A reason.",
    "body": "A note.",
    "statement": "Another statement.",
    "name": "Another name",
    "motive": "A motive.",
    "lasts": "60",
    "act": "set_aside",
    "what": "all",
    "format": "csv",
    "post": "yes",
    "apply": "1",
}
_ASKING: Final = ("q", "speaker", "source", "name", "document", "other", "query")
_STRANGER: Final = "Wendelgard Oxenfurter"  # nobody here is called so
_NO_NUMBER: Final = 987_654
_ENDS: Final = ("/sign-out/", "/admin/logout/")
_LIMIT: Final = 1_000_000
# The token of a form differs in every answer, however little else does.
_NEW_IN_EACH: Final = re.compile(r"""(?:csrf[a-z]*token|x-csrftoken)["'][^>]*>?""", re.IGNORECASE)


@dataclass
class _Seen:
    """What was looked through, and where something stood."""

    answers: int = 0
    pages: int = 0
    addresses: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def drill(*, full: bool) -> Iterator[Figure]:
    """Seal somebody known by name, then look for them in everything that a desk gives out or keeps."""
    # A chief without a second factor would come no further than the page that asks for one.
    with _log() as lines, override_settings(REQUIRE_SECOND_FACTOR=()):
        desk = canary.newsroom()
        yield _before(desk)
        canary.seal(desk)
        lines.clear()
        yield from _walk(desk, full=full)
        yield _files(desk)
        yield from readers.figures(desk)
        yield _hints(desk, full=full)
        yield _matching(desk)
        yield from _look(desk)
        yield _rows()
        if full and connection.vendor == "sqlite":
            yield _raw_file()
        yield from redaction.figures(desk)
    shown = [line for line in lines if found(line)]
    yield Figure("lines of the log that show it", "0", f"{len(shown)} of {len(lines):,}", bool(lines) and not shown)


def _before(desk: Desk) -> Figure:
    """The looking itself, put to the test: before the seal, it finds the name where everybody can see it."""
    here = signed_in(desk.people[Role.VIEWER])
    pages = [
        reverse("source", args=[desk.source.pk]),
        reverse("sources"),
        f"{reverse('source-names')}?q=quill",
        reverse("claim", args=[desk.claim.pk]),
        reverse("claims"),
        reverse("admin:claims_source_changelist"),
    ]
    chief = signed_in(desk.people[Role.CHIEF])
    seen = [page for page in pages if found(body_of((chief if "admin" in page else here).get(page)))]
    tables = _tables_with_it()[1]
    is_seen = len(seen) == len(pages) and {"claims_source", "claims_alias", "claims_relay"} <= set(tables)
    return Figure(
        "places that show it before it is sealed",
        "all that are looked at",
        f"{len(seen)} of {len(pages)} pages, {len(set(tables))} tables",
        is_seen,
    )


# --- Every address, every role, every method -------------------------------------------------------------------------


def _walk(desk: Desk, *, full: bool) -> Iterator[Figure]:
    seen, routes = _Seen(), addresses.patterns()
    numbers = _numbers(desk) if full else [desk.source.pk]
    batches = [
        str(batch) for batch in Event.objects.order_by("-pk").values_list("batch", flat=True)[: 5 if full else 1]
    ]
    everybody: list[User | None] = [*desk.people.values(), None]
    for person in everybody if full else [desk.people[Role.CHIEF]]:
        here, named, forms = signed_in(person), set[str](), set[str]()
        for route in routes:
            for address in addresses.filled(route, numbers=numbers, batches=batches, words=["x"]):
                page = _get(here, address, seen)
                more, sent = addresses.on(page)
                named, forms = named | more, forms | sent
            seen.addresses.add(route)
        for address in sorted(named - seen.addresses) if full else ():
            _get(here, address, seen)
        for address in sorted(forms | {route for route in routes if "<" not in route}) if full else sorted(forms):
            _post(here, address, seen)
        say(f"sealed: {seen.answers:,} answers looked through")
    measured = f"{len(seen.leaks)} of {seen.answers:,} ({seen.pages:,} pages), {len(routes)} addresses"
    yield Figure(
        "answers that show a sealed identity",
        "0",
        " ".join([measured, *seen.leaks[:5]]),
        not seen.leaks and seen.answers > len(routes),
    )
    yield Figure("faults on the way", "0", f"{len(seen.faults)} {' '.join(seen.faults[:5])}".strip(), not seen.faults)


def _numbers(desk: Desk) -> list[int]:
    """The numbers of everything that has to do with the source, and one that nothing has."""
    claims = Claim.objects.filter(speaker=desk.source)
    return sorted(
        {
            desk.source.pk,
            desk.described.pk,
            *desk.source.merged_sources.values_list("pk", flat=True),
            *claims.values_list("pk", flat=True),
            *Quotation.objects.filter(claim__in=claims).values_list("snapshot__document", flat=True),
            *desk.source.identity_requests.values_list("pk", flat=True),
            *Event.objects.filter(subject_kind="source", subject_id=desk.source.pk).values_list("pk", flat=True),
            1,
            _NO_NUMBER,
        }
    )


def _get(here: Client, address: str, seen: _Seen) -> str:
    cookies = deepcopy(here.cookies)
    with _undone():
        answer = here.get(address)
        body = body_of(answer)
    here.cookies = cookies  # whatever it did to the session is undone with the rest
    _look_through("GET", address, answer.status_code, body, seen)
    return body.decode("utf-8", "replace") if "text/html" in answer.get("Content-Type", "") else ""


def _post(here: Client, address: str, seen: _Seen) -> None:
    """Send something to an address, and take back what it did. The page of the identity is looked at by itself."""
    if address.endswith("/identity/") or address in _ENDS:
        return
    cookies = deepcopy(here.cookies)
    with _undone():
        answer = here.post(address, _TYPED)
        body = body_of(answer)
    here.cookies = cookies
    _look_through("POST", address, answer.status_code, body, seen)


def _look_through(method: str, address: str, status: int, body: bytes, seen: _Seen) -> None:
    seen.answers += 1
    seen.pages += status == HTTPStatus.OK
    if hit := found(body):
        seen.leaks.append(f"{method} {address} ({hit})")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        seen.faults.append(f"{method} {address}")


@contextmanager
def _undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- Files, hints, matching ------------------------------------------------------------------------------------------


def _files(desk: Desk) -> Figure:
    """Every list in every format, taken out on the page and by the command."""
    here, bodies, need_label = signed_in(desk.people[Role.CHIEF]), [], 0
    for kind, known in FORMATS.items():
        for asked in ("", f"?speaker=%23{desk.source.pk}", f"?speaker={quote_plus(canary.LABEL)}"):
            address = f"{reverse('export')}{asked}"
            bodies += [_unpacked(body_of(here.post(address, {"what": "all", "format": kind})))]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list"
            call_command("export_claims", format=kind, status=["all"], output=str(path), verbosity=0)
            bodies.append(_unpacked(path.read_bytes()))
        # Nothing here is decided: a format of decided claims alone has none to show the label in.
        need_label += 4 if known.carries.statuses is None else 0
    leaks = [body for body in bodies if found(body)]
    with_label = sum(canary.LABEL.encode() in body for body in bodies)
    return Figure(
        "exported files that show it",
        "0, with the label in them",
        f"{len(leaks)} of {len(bodies)}, {with_label} with the label",
        not leaks and with_label == need_label,
    )


def _unpacked(body: bytes) -> bytes:
    """What stands in a file, also where it is packed as a spreadsheet is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def _hints(desk: Desk, *, full: bool) -> Figure:
    """Pages asked with the name tell the same as pages asked with a name that nobody has."""
    pages = [route for route in addresses.patterns() if "<" not in route and route not in _ENDS]
    names = (canary.NAME, canary.ALIAS, canary.FORMER, canary.OTHER) if full else (canary.NAME,)
    roles = Role if full else (Role.EDITOR,)
    asking = [(parameter,) for parameter in _ASKING] if full else [_ASKING]
    pairs, told = 0, []
    for role in roles:
        here = signed_in(desk.people[role])
        for page in pages:
            for parameters in asking:
                for name in names:
                    pairs += 1
                    if _as_told(here, page, parameters, name) != _as_told(here, page, parameters, _STRANGER):
                        told.append(f"{page}?{','.join(parameters)}")
    return Figure(
        "pages that hint at it when its name is typed",
        "0",
        f"{len(told)} of {pairs:,}{': ' if told else ''}{', '.join(sorted(set(told))[:5])}",
        not told,
    )


def _as_told(here: Client, page: str, parameters: Sequence[str], name: str) -> tuple[int, str]:
    """What a page tells when it is asked with a name, without the name itself and what is new in every answer."""
    with _undone():
        answer = here.get(page, dict.fromkeys(parameters, name))
        body = _NEW_IN_EACH.sub("", f"{answer.headers.get('Location', '')}\n{answer.content.decode()}")
    once, twice = quote_plus(name), quote_plus(quote_plus(name))
    for written in (twice, once, once.replace("+", "%20"), twice.replace("%2B", "%2520"), escape(name), name):
        body = body.replace(written, "NAME")
    return answer.status_code, body


def _matching(desk: Desk) -> Figure:
    """A story that prints the name in full links nobody and suggests nobody."""
    by = desk.acting(Role.EDITOR)
    with _undone():
        brought = importing.import_text(
            pasted(canary.PRINTED, limit=_LIMIT), facts=DocumentFacts(our_title="A name"), by=by
        )
        claims = Claim.objects.filter(quotations__snapshot__document=brought.document)
        linked = claims.filter(speaker__in=[desk.source, desk.described]).count()
        linked += Relay.objects.filter(quotation__claim__in=claims, source=desk.source).count()
        suggested = sum(bool(quotation.candidates) for quotation in Quotation.objects.filter(claim__in=claims))
        number = claims.count()
    return Figure(
        "links and suggestions from a story that prints the name",
        "0",
        f"{linked} links, {suggested} suggestions, in {number} proposals",
        linked == suggested == 0 and number > 0,
    )


# --- The one page, the rows ------------------------------------------------------------------------------------------


def _look(desk: Desk) -> Iterator[Figure]:
    """Whoever was granted to sees it, each time with a line in the ledger; nobody else does."""
    address, shown, looks = reverse("source-identity", args=[desk.source.pk]), [], 0
    before = Event.objects.filter(act="source.see_identity").count()
    for person in (*desk.people.values(), desk.chief, None):
        body = body_of(signed_in(person).post(address))
        if found(body):
            looks += 1
            shown.append(person.username if person else "a stranger")
    written = Event.objects.filter(act="source.see_identity").count() - before
    granted = desk.people[Role.REPORTER].username
    yield Figure(
        "people who see it besides the one it is granted to", "0", str(len(set(shown) - {granted})), shown == [granted]
    )
    yield Figure("looks without their line in the ledger", "0", f"{looks - written} of {looks}", looks == written == 1)


def _rows() -> Figure:
    """Every cell of every table, also those that searches keep for themselves, and the ciphertext."""
    search.tidy(connection)
    rows, leaks = _tables_with_it()
    tables = len(connection.introspection.table_names())
    return Figure(
        "rows that show it",
        "0",
        f"{len(leaks)} of {rows:,} in {tables} tables {', '.join(sorted(set(leaks))[:5])}".strip(),
        not leaks and rows > 0,
    )


def _tables_with_it() -> tuple[int, list[str]]:
    """How many rows there are in all tables, and the table of each cell that shows it."""
    rows, leaks = 0, []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of a table
            for row in cursor.fetchall():
                rows += 1
                leaks += [table for cell in row if found(_text(cell))]
    return rows, leaks


def _text(cell: Any) -> str | bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell)


def _raw_file() -> Figure:
    """The file of the database itself, and what lies beside it, once what was deleted is wiped out of it."""
    erased_remains.wipe(full=True)
    path = Path(str(connection.settings_dict["NAME"]))
    files = [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
    leaks = [file.name for file in files if found(file.read_bytes())]
    size = sum(file.stat().st_size for file in files)
    return Figure(
        "bytes of the database's files that show it", "0", f"{len(leaks)} of {size:,}", not leaks and size > 0
    )


@contextmanager
def _log() -> Iterator[list[str]]:
    """Everything that is logged where LOG_LEVEL is DEBUG, with what went wrong; kept, and not printed."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(name)s %(levelname)s %(message)s").format(record))

    root, djangos = logging.getLogger(), logging.getLogger("django")
    levels, handlers = (root.level, djangos.level), root.handlers
    root.handlers = [Keeping()]
    root.setLevel(logging.DEBUG)
    djangos.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.handlers = handlers
        root.setLevel(levels[0])
        djangos.setLevel(levels[1])
