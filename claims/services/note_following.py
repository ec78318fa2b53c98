"""Services: notes on words of a text follow them into its next version."""

from claims.lineage import following
from claims.models import Note, Snapshot
from claims.records.quotations import Span
from claims.services.recording import Recorder


def follow(recorder: Recorder, snapshot: Snapshot) -> None:
    """Move the notes on older versions of a document to their words in a new one, within an act that is under way.

    A note whose words do not stand there once stays where it is, and a later version may have them again. Each note
    that moves, answers too, has its Event with both places. The words in the text are the same: only the place differs.
    """
    stays = Note.objects.filter(snapshot__document=snapshot.document_id).exclude(snapshot=snapshot)
    notes = list(stays.select_for_update(of=("self",)).order_by("pk"))
    olds = Snapshot.objects.in_bulk({note.snapshot_id for note in notes if note.snapshot_id})
    for note in notes:
        place = following.follow_with_line(Span(*_ends(note)), olds[note.snapshot_id or 0].text, snapshot.text)
        if place is not None:
            recorder.change(note, "note.follow", snapshot=snapshot, start=place.start, end=place.end)


def _ends(note: Note) -> tuple[int, int]:
    """Where the words of a note begin and end; the database sees to it that a note on a version has both."""
    return note.start or 0, note.end or 0
