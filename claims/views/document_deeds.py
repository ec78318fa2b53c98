"""Views: the acts on a document as its page offers them: how each is filled in, what does it, what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from claims.forms.claim.evidence import DocumentEvidenceForm
from claims.forms.documents import CreditForm, DocumentNoteForm, FactsForm, PlaceForm, WithdrawForm
from claims.forms.words import VersionForm
from claims.models import Note
from claims.permissions import Act
from claims.records.acts import Actor
from claims.selectors import copy_reading, document_facts, document_page
from claims.services import documents as acts
from claims.services import evidence, importing, notes, rereading
from claims.services.rereading import ReadAgain


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a document: who may, its form, the service that does it, what is said of it, and its way back.

    ``done`` is a sentence, or what makes one of that which the service gave back; ``place`` makes the place of the
    page that one is led to.
    """

    asks: Act
    form: type[forms.Form]
    do: Callable[[int, Any, Actor], object]
    done: str | Promise | Callable[[Any], str]
    undo: str = ""
    place: Callable[[Any], str] = lambda _outcome: ""

    def said(self, outcome: object) -> str:
        """What is said once it is done."""
        return self.done(outcome) if callable(self.done) else str(self.done)


def _place(pk: int, form: PlaceForm, by: Actor) -> object:
    """Give a quotation that waits its place: its own words at a place chosen, or other words that stand there."""
    given = form.cleaned_data
    document_page.check_it_waits(given["quotation"], pk)
    words, start = given["exact"], given["start"]
    is_as_it_was = start is not None and not words.strip()
    where: dict[str, Any] = {"start": start} if is_as_it_was else {"spans": [document_page.place_of(words, pk, start)]}
    return importing.place_quotation(given["quotation"], by=by, version=form.seen, because=given["because"], **where)


def _gone(pk: int, form: PlaceForm, by: Actor) -> object:
    given = form.cleaned_data
    document_page.check_it_waits(given["quotation"], pk)
    return importing.mark_gone(given["quotation"], by=by, version=form.seen, because=given["because"])


def _take_credit_over(pk: int, form: CreditForm, by: Actor) -> object:
    """Make whom a credit line names the credited agency; every other fact stays as it is."""
    document, name = document_page.document_with_facts(pk), form.cleaned_data["agency"]
    lines = copy_reading.credit_lines(importing.newest(pk))
    if name not in lines:
        raise Http404
    facts = FactsForm({**document_facts.written(document), "agency": name, "agency_is": ""})
    facts.is_valid()
    because = gettext("The copy credits it: “%(line)s”") % {"line": lines[name]}
    return acts.edit_facts(pk, facts.facts(settings.TIME_ZONE), by=by, version=form.seen, because=because)


def _note(pk: int, form: DocumentNoteForm, by: Actor) -> Note:
    """Write a note on words of the text where some are given, else beside the document."""
    body, snapshot = form.cleaned_data["body"], form.cleaned_data["snapshot"] or 0
    if not form.is_on_words:
        return notes.add_to_document(pk, body, by=by)
    document_page.check_it_is_a_version(snapshot, pk)
    return notes.add_to_words(snapshot, body, form.marked, by=by)


def _place_of_note(note: Note) -> str:
    """Where a note shows: at the words that it is about, or among the others."""
    return f"#s{note.pk}" if note.snapshot_id else f"#note-{note.pk}"


def _read_again(done: ReadAgain) -> str:
    """What became of the claims when a copy was read again."""
    parts = [
        ngettext("%(count)s claim proposed", "%(count)s claims proposed", done.proposed) % {"count": done.proposed},
        ngettext("%(count)s proposal gave way", "%(count)s proposals gave way", done.replaced)
        % {"count": done.replaced},
        ngettext("%(count)s claim kept as it was", "%(count)s claims kept as they were", done.kept)
        % {"count": done.kept},
    ]
    return gettext("The text is read again: %(parts)s.") % {"parts": ", ".join(parts)}


DEEDS: Mapping[str, Deed] = {
    "finish": Deed(
        Act.FINISH_DOCUMENT,
        VersionForm,
        lambda pk, form, by: acts.finish(pk, by=by, version=form.seen),
        _("You are done with this story. Proposals that nobody wanted are set aside."),
        undo="unfinish",
    ),
    "unfinish": Deed(
        Act.FINISH_DOCUMENT,
        VersionForm,
        lambda pk, form, by: acts.unfinish(pk, by=by, version=form.seen),
        _("The story is to be read again; its proposals are back."),
    ),
    "withdraw": Deed(
        Act.WITHDRAW_DOCUMENT,
        WithdrawForm,
        lambda pk, form, by: acts.withdraw(pk, because=form.cleaned_data["because"], by=by, version=form.seen),
        _("The document is withdrawn."),
        undo="reinstate",
    ),
    "reinstate": Deed(
        Act.WITHDRAW_DOCUMENT,
        VersionForm,
        lambda pk, form, by: acts.reinstate(pk, by=by, version=form.seen),
        _("The document is back, with what its withdrawal had set aside."),
    ),
    "read-again": Deed(
        Act.READ_AGAIN,
        VersionForm,
        lambda pk, form, by: rereading.read_again(pk, by=by, version=form.seen),
        _read_again,
    ),
    "credit": Deed(
        Act.EDIT_DOCUMENT, CreditForm, _take_credit_over, _("The agency of the credit line is the credited agency now.")
    ),
    "note": Deed(
        Act.NOTE,
        DocumentNoteForm,
        _note,
        _("The note is added."),
        place=_place_of_note,
    ),
    "evidence": Deed(
        Act.ADD_EVIDENCE,
        DocumentEvidenceForm,
        lambda pk, form, by: evidence.add_to_document(pk, form.given(), by=by, version=form.seen),
        _("The evidence is kept with the document. Each claim takes it over with one key."),
    ),
    "place": Deed(Act.CHANGE, PlaceForm, _place, _("The quotation has its place in this version.")),
    "gone": Deed(Act.CHANGE, PlaceForm, _gone, _("The words are recorded as no longer in the text.")),
}
