"""Forms: the words that a claim rests on: others of its text, where it is split, what is cut out of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import ActForm
from claims.forms.words import MarkedForm
from claims.lineage import pasted
from claims.records.quotations import QuotationKind
from claims.selectors.document_page import Spot


class MarkedActForm(MarkedForm, ActForm):
    """An act that takes words of the story. ``spots`` are the places to choose from where they stand in several."""

    label, hint = _("The words, exactly as they stand in the story"), _("Several pieces: put [...] between them.")
    spots: list[Spot] = []

    def begin(self) -> None:
        self.fields["exact"].label, self.fields["exact"].help_text = self.label, self.hint


class WordsForm(MarkedActForm):
    """Other words for a quotation, or another kind."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=labels.of(QuotationKind))

    def begin(self) -> None:
        super().begin()
        if self.whole.words:
            quotation = self.whole.words.quotation
            self.initial["exact"] = pasted.CUT.join(span.exact for span in quotation.spans.all())
            self.initial["kind"] = quotation.kind

    @property
    def chosen(self) -> QuotationKind | None:
        """The kind that was chosen; None leaves it as it is."""
        return QuotationKind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


class KindForm(ActForm):
    """Direct, indirect or mixed."""

    kind = forms.TypedChoiceField(label=_("Kind"), choices=labels.of(QuotationKind), coerce=QuotationKind)

    def begin(self) -> None:
        if self.whole.words:
            self.initial["kind"] = self.whole.words.quotation.kind

    @property
    def chosen(self) -> QuotationKind:
        """The kind that was chosen."""
        chosen: QuotationKind = self.cleaned_data["kind"]
        return chosen


class SplitForm(MarkedActForm):
    """Where the second claim begins."""

    label = _("The words with which the second claim begins")
    hint = _("Nothing here: it begins behind the first [...].")


class CutForm(MarkedActForm):
    """What is not of the speaker's words."""

    label = _("The words to cut out")
    hint = _("The quotation shows [...] in their place; the history keeps them.")
