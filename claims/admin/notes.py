"""Admin: notes. Read here, and their threads closed and opened; only their writers change them, at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin import marks
from claims.admin.acts import OneAct
from claims.admin.doors import Door
from claims.admin.forms import ActForm
from claims.models import Note
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.services import notes


class Resolve(OneAct):
    """Close the thread that a note began."""

    name = "resolve"
    act = Act.RESOLVE_NOTE
    words = button = _("Resolve the thread")
    done = _("The thread is resolved.")

    def fits(self, row: Note) -> bool:
        return row.thread_id is None and not row.is_resolved

    def do(self, row: Note, form: ActForm, by: Actor) -> None:
        notes.resolve(row.pk, by=by, version=form.cleaned_data["seen_version"])


class Reopen(OneAct):
    """Open a thread again."""

    name = "reopen"
    act = Act.RESOLVE_NOTE
    words = button = _("Open the thread again")
    done = _("The thread is open again.")

    def fits(self, row: Note) -> bool:
        return row.is_resolved

    def do(self, row: Note, form: ActForm, by: Actor) -> None:
        notes.reopen(row.pk, by=by, version=form.cleaned_data["seen_version"])


@admin.register(Note)
class NoteAdmin(Door):
    """Notes."""

    subject = SubjectKind.NOTE
    one_acts: ClassVar[tuple[OneAct, ...]] = (Resolve(), Reopen())

    list_display = ("__str__", "written_by", "written_at", "about", "resolved_at")
    list_select_related = ("written_by", "claim", "document", "quotation__claim", "snapshot__document")
    ordering = ("-id",)
    fields = (
        "body",
        "written_by",
        "written_at",
        "edited_at",
        "about",
        "thread",
        "resolved_by",
        "resolved_at",
        "at_the_desk",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """The notes; no text comes with them."""
        return super().get_queryset(request).defer("snapshot__text")

    @admin.display(description=_("about"))
    def about(self, note: Note) -> SafeString | str:
        """The claim or document that it stands beside."""
        claim = note.claim or (note.quotation.claim if note.quotation else None)
        return marks.link_to(claim or note.document or (note.snapshot.document if note.snapshot else None))

    @admin.display(description=_("at the desk"))
    def at_the_desk(self, note: Note) -> SafeString:
        """The thread, where it can be answered."""
        return marks.link(reverse("note", args=[note.pk]), str(_("The thread")))
