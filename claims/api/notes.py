"""API: notes, read and written."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import bodies, claims, shapes, versions
from claims.api.doors import Door
from claims.api.fields import Body
from claims.api.operations import CURSOR, IF_MATCH, Operation, Parameter
from claims.models import Note
from claims.permissions import Act
from claims.records.acts import SubjectKind
from claims.records.tokens import TokenScope
from claims.selectors import other_records
from claims.selectors.note_list import Shown
from claims.selectors.other_records import NoteRecord, ThreadRecord
from claims.services import notes

_LONGEST_WORDS: Final = 500
_BODY: Final = {"a note": {"body": "Ask the port for the recording."}}


class Threads(serializers.Serializer):  # type: ignore[misc]  # comes without types
    """The threads beside a claim, the open ones first."""

    items = shapes.shape_of(ThreadRecord)(many=True)


class Notes(Door):
    """The list of notes."""

    operations = {
        "GET": Operation(
            name="listNotes",
            tag="Notes",
            summary="List notes, newest first",
            act=Act.READ,
            parameters=[
                Parameter("q", "Words of the note."),
                Parameter("show", "Which ones; those in open threads unless said.", codes=[one.value for one in Shown]),
                CURSOR,
            ],
            shape=shapes.page_of(NoteRecord),
            example="notes",
        )
    }

    def get(self, request: Request) -> Response:
        """One page."""
        shown = Shown(request.query_params.get("show", Shown.OPEN))
        words = request.query_params.get("q", "")[:_LONGEST_WORDS]
        found = other_records.notes(words=words, shown=shown, by=self.by, after=self.number("cursor"))
        return self.page([shapes.body_of(record) for record in found.items], found.next)


class NotesOfClaim(Door):
    """The notes beside a claim, and a new one."""

    operations = {
        "GET": Operation(
            name="listNotesOfClaim",
            tag="Notes",
            summary="Read the notes beside a claim",
            act=Act.READ,
            shape=Threads,
            example="threads",
        ),
        "POST": Operation(
            name="addNote",
            tag="Notes",
            summary="Write a note beside a claim",
            text="The claim stays as it is, so no version has to be said.",
            act=Act.NOTE,
            scope=TokenScope.ACT,
            takes=bodies.NewNote,
            sends=_BODY,
            shape=shapes.shape_of(ThreadRecord),
            example="thread",
            status=201,
            problems=(422,),
            has_tag=True,
        ),
    }

    def get(self, request: Request, pk: int) -> Response:
        """The threads."""
        claims.version_of(pk)
        return Response({"items": [shapes.body_of(thread) for thread in other_records.notes_of_claim(pk, by=self.by)]})

    def post(self, request: Request, pk: int) -> Response:
        """Write it."""
        given = self.sent(bodies.NewNote)
        note = notes.add_to_claim(pk, given["body"], by=self.by, quotation=given.get("quotation_id"))
        return _whole(self, note.pk, status=201)


class OneNote(Door):
    """One note with its thread."""

    operations = {
        "GET": Operation(
            name="readNote",
            tag="Notes",
            summary="Read a note with its thread",
            act=Act.READ,
            shape=shapes.shape_of(ThreadRecord),
            example="thread",
            has_tag=True,
        )
    }

    def get(self, request: Request, pk: int) -> Response:
        """The thread, under the version of the note that began it."""
        return _whole(self, pk)


class NoteAct(Door):
    """One act on a note."""

    deed: ClassVar[Callable[..., object]]
    takes: ClassVar[type[Body]]

    def post(self, request: Request, pk: int) -> Response:
        """Do it; the answer is the thread as it is then."""
        now = Note.objects.values_list("version", flat=True).get(pk=pk)
        version = versions.seen(request, SubjectKind.NOTE, pk, now)
        given = self.sent(self.takes)
        type(self).deed(pk, *given.values(), by=self.by, version=version)
        return _whole(self, pk)


def _whole(door: Door, pk: int, *, status: int = 200) -> Response:
    record = other_records.thread(pk, by=door.by)
    return versions.answer(door.request, shapes.body_of(record), record.note_version, status=status)


def _door(
    name: str, summary: str, act: Act, deed: Callable[..., object], takes: type[Body] = bodies.Nothing, **more: Any
) -> type[NoteAct]:
    operation = Operation(
        name=name,
        tag="Notes",
        summary=summary,
        act=act,
        scope=TokenScope.ACT,
        takes=takes,
        parameters=[IF_MATCH],
        shape=shapes.shape_of(ThreadRecord),
        example="thread",
        problems=(409, 422),
        has_tag=True,
        **{"sends": {"nothing": {}}, **more},
    )
    members = {"deed": staticmethod(deed), "takes": takes, "operations": {"POST": operation}, "__doc__": summary}
    return type(name, (NoteAct,), members)


ACTS: Final[Mapping[str, type[NoteAct]]] = {
    "edit": _door("editNote", "Change one's own note", Act.EDIT_NOTE, notes.edit, bodies.NoteBody, sends=_BODY),
    "reply": _door("replyToNote", "Answer a note", Act.NOTE, notes.reply, bodies.NoteBody, sends=_BODY),
    "resolve": _door("resolveNote", "Close a thread", Act.RESOLVE_NOTE, notes.resolve),
    "reopen": _door("reopenNote", "Open a thread again", Act.RESOLVE_NOTE, notes.reopen),
}
