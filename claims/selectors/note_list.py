"""Selectors: one page of notes, newest first; those that fit a search, or the threads that are open.

Numbers of notes rise with the time they were written, so one index gives both order and pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims import search
from claims.models import Note
from claims.records.acts import Actor
from claims.selectors import note_threads
from claims.selectors.note_threads import About

PAGE = 30


class Shown(StrEnum):
    """Which notes are asked for."""

    OPEN = "open"
    ALL = "all"
    RESOLVED = "resolved"
    MINE = "mine"


SHOWN_LABELS = {
    Shown.OPEN: _("In open threads"),
    Shown.RESOLVED: _("In resolved threads"),
    Shown.MINE: _("Written by me"),
    Shown.ALL: _("All"),
}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note as the list shows it, with what it is about. ``is_resolved``: its thread is closed."""

    note: Note
    about: About
    thread: int
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class NotePage:
    """One page of notes, and the notes after (before) which the neighbouring pages begin."""

    rows: Sequence[NoteRow]
    newer: int | None
    older: int | None


def page(
    *, words: str = "", shown: Shown = Shown.OPEN, by: Actor, after: int | None = None, before: int | None = None
) -> NotePage:
    """The notes older than ``after``, or newer than ``before``; the newest when neither is given.

    One query; a second one where words are looked for, as ``search.matching`` says. Without words only what begins a
    thread is listed, unless one's own notes are asked for.
    """
    notes = _asked_for(words, shown, by)
    if before is not None:
        found = list(notes.filter(pk__gt=before).order_by("pk")[: PAGE + 1])
    else:
        found = list((notes.filter(pk__lt=after) if after is not None else notes).order_by("-pk")[: PAGE + 1])
    is_more = len(found) > PAGE
    listed = sorted(found[:PAGE], key=lambda note: -note.pk)
    return NotePage(
        rows=[_row(note) for note in listed],
        newer=listed[0].pk if listed and (is_more if before is not None else after is not None) else None,
        older=listed[-1].pk if listed and (is_more or before is not None) else None,
    )


def _asked_for(words: str, shown: Shown, by: Actor) -> "QuerySet[Note]":
    """The notes that are asked for. A document that was withdrawn takes its notes out of lists and search."""
    notes = note_threads.with_places(Note.objects.select_related("thread")).filter(
        document__withdrawn_at=None,
        snapshot__document__withdrawn_at=None,
        quotation__snapshot__document__withdrawn_at=None,
    )
    match shown:
        case Shown.OPEN:
            notes = notes.filter(resolved_at=None, thread__resolved_at=None)
        case Shown.RESOLVED:
            notes = notes.filter(Q(resolved_at__isnull=False) | Q(thread__resolved_at__isnull=False))
        case Shown.MINE:
            notes = notes.filter(written_by=by.person)
        case Shown.ALL:
            pass
    if search.parse(words):
        return notes.filter(search.matching(words, of=search.NOTES))
    return notes if shown is Shown.MINE else notes.filter(thread=None)


def _row(note: Note) -> NoteRow:
    thread = note.thread or note
    return NoteRow(note, note_threads.about(note), thread.pk, thread.is_resolved)
