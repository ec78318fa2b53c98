"""Drill: bad inputs through every door: no error, nothing lost, each in time and in little memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from random import Random
from typing import Final

from django.db import connection

from bench.drills import Figure, say
from bench.hostility import SEED, Kind, desk
from bench.hostility.files import bad_files
from bench.hostility.folders import import_here, import_in_a_process
from bench.hostility.judging import MEGABYTES, SECONDS, Outcome, judged
from bench.hostility.pages import FoundForm, addresses, forms_on, shape
from bench.hostility.patterns import ours, slow_ones
from bench.hostility.requests import BadRequest, bad_addresses, bad_forms, paste, upload
from bench.hostility.sending import send
from bench.hostility.texts import REPEATED, long_text
from claims.models import Snapshot
from claims.services import filestore

_FILES: Final = (Kind.TEXT, Kind.HTML, Kind.DOCX, Kind.PDF, Kind.CSV)
# How many of each: in full, and in the short form.
_UPLOADS: Final = (220, 3)
_PASTES: Final = (120, 3)
_FORMS: Final = (1_000, 20)
_ADDRESSES: Final = (500, 20)
_FOLDERS: Final = (60, 1)
_AT_LEAST: Final = 2_000
_LONG, _SHORT = 100_000, 4_000
_SLOWEST: Final = 5
_PATIENT: Final = 300


def drill(*, full: bool) -> Iterator[Figure]:
    """Send them all, or in the short form a few of each class; then look at what is kept, and at every pattern."""
    outcomes = list(_outcomes(full=full))
    _tell(outcomes)
    yield from _figures(outcomes, least=_AT_LEAST if full else 0)
    if full:
        yield from _measured(outcomes)
    yield _kept_whole()
    yield from _patterns(full=full)


def _outcomes(*, full: bool) -> Iterator[Outcome]:
    browser = desk.furnished(60 if full else 15)
    pages = [page for page in addresses(3 if full else 1) if full or not page.startswith("/admin/")]
    forms = _different(form for page in pages for form in forms_on(browser, page))
    importing = next(form for form in forms if form.action == "/import/" and "our_title" in form.fields)
    patience = SECONDS if full else _PATIENT  # among the tests nothing hangs on how busy a machine is
    say(f"{len(pages)} pages, {len(forms)} different forms on them")
    for bad in _requests(forms, pages, importing, turn=0 if full else 1):
        yield judged(bad.kind, bad.name, partial(send, browser, bad), patience=patience)
    import_folder = import_in_a_process if full and not connection.in_atomic_block else import_here
    for number in range(_FOLDERS[0 if full else 1]):
        yield judged(Kind.FOLDER, f"folder {number}", partial(import_folder, number), patience=patience)


def _different(forms: Iterable[FoundForm]) -> list[FoundForm]:
    return list({shape(form): form for form in forms}.values())


def _requests(
    forms: Sequence[FoundForm], pages: Sequence[str], importing: FoundForm, *, turn: int
) -> Iterator[BadRequest]:
    for kind in _FILES:
        for bad in bad_files(kind, _UPLOADS[turn], SEED):
            yield upload(bad, importing)
    random = Random(SEED)
    for number in range(_PASTES[turn]):
        yield paste(long_text(random), importing, number)
    yield from bad_forms(forms, _FORMS[turn], SEED)
    yield from bad_addresses(pages, forms, _ADDRESSES[turn], SEED)


def _tell(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.fault:
            say(f"{outcome.kind}: {outcome.name}: {outcome.fault}")
    for outcome in sorted(outcomes, key=lambda one: one.seconds, reverse=True)[:_SLOWEST]:
        say(f"slow: {outcome.kind}: {outcome.name}: {outcome.seconds:.1f} s")


def _figures(outcomes: Sequence[Outcome], *, least: int) -> Iterator[Figure]:
    counts = Counter(outcome.kind.value for outcome in outcomes)
    classes = ", ".join(f"{name} {number}" for name, number in counts.items())
    sent = len(outcomes)
    yield Figure("bad inputs sent", f"{least:,} or more" if least else "some", f"{sent:,}: {classes}", sent >= least)
    for name, word in (
        ("errors that nobody handled", "error"),
        ("lost what was typed, or changed what was there", "lost"),
        ("took in what is no text", "garbage"),
    ):
        of_these = sum(outcome.fault.startswith(word) for outcome in outcomes)
        yield Figure(name, "0", f"{of_these} of {sent:,}", not of_these)


def _measured(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    slowest, largest = max(one.seconds for one in outcomes), max(one.megabytes for one in outcomes)
    is_late = any(one.fault.startswith("late") for one in outcomes)
    yield Figure("the slowest", f"{SECONDS} s", f"{slowest:.1f} s", slowest <= SECONDS and not is_late)
    yield Figure("the most memory", f"{MEGABYTES} MB", f"{largest:.0f} MB", largest <= MEGABYTES)


def _kept_whole() -> Figure:
    """Every text and every file that came in is the one that its hash names."""
    damaged = seen = 0
    for text, text_sha256, raw_sha256, name in Snapshot.objects.values_list(
        "text", "text_sha256", "raw_sha256", "name"
    ):
        seen += 1
        damaged += sha256(text.encode()).hexdigest() != text_sha256
        if name:  # which made-up ones have not, nor files
            damaged += not filestore.read(raw_sha256)
    return Figure("texts and files that are not what came", "0", f"{damaged} of {seen}", not damaged)


def _patterns(*, full: bool) -> Iterator[Figure]:
    found, missed = ours()
    slow = list(slow_ones(found, size=_LONG if full else _SHORT, generic=REPEATED if full else ()))
    for one in slow:
        say(f"slow: {one.ours.site}: {one.unit[:40]!r}: {one.seconds:.1f} s, {one.times:.1f} times for twice the text")
    for site in missed:
        say(f"not looked at: {site}")
    name = f"patterns slower than linear on {_LONG if full else _SHORT:,} characters"
    yield Figure(name, "0", f"{len(slow)} of {len(found)}, {len(missed)} not looked at", not slow and not missed)
