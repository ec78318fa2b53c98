"""Forms: the facts of a document, and what is done on its page."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.words import MarkedForm, VersionForm, WordsField
from claims.importers import parse_date
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Knowledge, Translation
from claims.records.quotations import QuotationKind

_WITHOUT_VALUE = {"": Knowledge.UNKNOWN, "absent": Knowledge.ABSENT, "unreadable": Knowledge.UNREADABLE}


class SourceNameField(WordsField):
    """The name of a source, to which the page offers those that begin as typed."""

    are_names = True

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The field, with the list of names that belongs to it."""
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs |= {"list": f"{bound.auto_id}_list", "autocomplete": "off"}
        return bound


def _without_value() -> list[tuple[str, str]]:
    return [(said, str(labels.label(value)).lower()) for said, value in _WITHOUT_VALUE.items()]


def _said_of(label: object) -> forms.ChoiceField:
    """What is said of a fact that is not given: unknown unless somebody says absent or unreadable."""
    words = format_lazy(_("{fact}, if it is not given"), fact=label)
    return forms.ChoiceField(
        label=words, required=False, choices=_without_value, widget=forms.Select(attrs={"aria-label": words})
    )


class FactsForm(VersionForm):
    """The facts of a document, each of which may stay unknown. ``<fact>_is`` says why one is not given."""

    FACTS = ("headline", "publisher", "agency", "published", "address", "language")

    our_title = WordsField(label=_("Our title"), help_text=_("What pages and lists call it. Empty: the headline."))
    headline = WordsField(label=_("Headline as received"))
    headline_is = _said_of(_("Headline"))
    publisher = SourceNameField(
        label=_("Publisher"), help_text=_("Whose copy this is. A new name becomes a new source.")
    )
    publisher_is = _said_of(_("Publisher"))
    agency = SourceNameField(label=_("Credited agency"), help_text=_("For example AFP."))
    agency_is = _said_of(_("Agency"))
    published = WordsField(
        label=_("Date"), help_text=_("2026-11-23, 2026-11-23 14:30, 2026-11 or 2026; a zone may follow: +02:00.")
    )
    published_is = _said_of(_("Date"))
    address = WordsField(label=_("Address"), help_text=_("Where it was found: https:// …"))
    address_is = _said_of(_("Address"))
    language = WordsField(label=_("Language of this copy"), help_text=_("For example en, ar, zh-Hant."))
    language_is = _said_of(_("Language"))
    translation = forms.ChoiceField(
        label=_("Translation"), required=False, choices=labels.of(Translation), initial=Translation.UNKNOWN
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep browsers from correcting what is no prose."""
        super().__init__(*args, **kwargs)
        for name in ("published", "address", "language"):
            self.fields[name].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each fact with the field that says why it is not given."""
        return ((self[name], self[f"{name}_is"]) for name in self.FACTS)

    def has_facts(self) -> bool:
        """Whether any fact was given, or said to be absent or unreadable."""
        names = ("our_title", *self.FACTS, *(f"{name}_is" for name in self.FACTS))
        translation = self.cleaned_data["translation"] or Translation.UNKNOWN
        return translation != Translation.UNKNOWN or any(self.cleaned_data[name].strip() for name in names)

    def facts(self, zone: str) -> DocumentFacts:
        """What was filled in, as services take it; a date without a zone is of ``zone``. Refuses: DATE_UNREADABLE."""
        published = self.cleaned_data["published"]
        return DocumentFacts(
            our_title=self.cleaned_data["our_title"],
            headline=self._fact("headline"),
            publisher=self._fact("publisher"),
            agency=self._fact("agency"),
            address=self._fact("address"),
            published=parse_date(published, zone) if published.strip() else None,
            published_knowledge=self._knowledge("published"),
            language=self._fact("language"),
            translation=Translation(self.cleaned_data["translation"] or Translation.UNKNOWN),
        )

    def _fact(self, name: str) -> Fact:
        return Fact(self.cleaned_data[name], self._knowledge(name))

    def _knowledge(self, name: str) -> Knowledge:
        return _WITHOUT_VALUE[self.cleaned_data[f"{name}_is"]]


class EditFactsForm(FactsForm):
    """The facts of a document that is here, and why they change."""

    because = WordsField(label=_("Why"), help_text=_("Others will read it in the history."))


class WithdrawForm(VersionForm):
    """Why a document should not have come in."""

    because = WordsField(
        label=_("Why should it not have come in?"),
        help_text=_("Its proposals and what rests on it alone are set aside; decided claims go stale."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskToEraseForm(VersionForm):
    """Why the words of a document must not stay."""

    because = WordsField(
        label=_("Why must its words not stay here?"),
        help_text=_("This reason stays for good, beside the hashes. Do not repeat in it what must go."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineToEraseForm(VersionForm):
    """Why the words of a document stay."""

    because = WordsField(label=_("Why not?"), widget=forms.Textarea(attrs={"rows": 2}))


class EraseForm(VersionForm):
    """That somebody has read what cannot be undone."""

    is_sure = forms.BooleanField(
        label=_("I have read what goes, and that nobody can bring it back."),
        error_messages={"required": _("Tick this first: erasing cannot be undone.")},
    )


class CreditForm(VersionForm):
    """Whom a credit line names, as printed there."""

    agency = WordsField(widget=forms.HiddenInput)


class DocumentNoteForm(MarkedForm):
    """A note beside a document, or on words of it."""

    snapshot = forms.IntegerField(required=False, widget=forms.HiddenInput)
    body = WordsField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say of the words that they may stay empty."""
        super().__init__(*args, **kwargs)
        self.fields["exact"].label = _("On these words of the story")
        self.fields["exact"].help_text = _("Paste them as they stand there. Empty: on the whole story.")
        self.fields["exact"].widget.attrs["rows"] = 2

    @property
    def is_on_words(self) -> bool:
        """Whether it is about words of the text, and not about the whole."""
        return bool(self.cleaned_data["exact"].strip())


class MarkForm(MarkedForm):
    """Words that shall become a claim."""

    snapshot = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=lambda: [("", _("as their quotation marks say")), *labels.pairs(QuotationKind)],
    )
    is_copy_itself = forms.BooleanField(label=_("Stated by the copy itself: no speaker is given"), required=False)

    def how(self) -> dict[str, Any]:
        """Beside the words, what the service takes."""
        kind = self.cleaned_data["kind"]
        return {"kind": QuotationKind(kind) if kind else None, "is_copy_itself": self.cleaned_data["is_copy_itself"]}


class PlaceForm(VersionForm):
    """Where a quotation stands in the newest version: at ``start`` with its own words, or at other words."""

    quotation = forms.IntegerField(widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    exact = WordsField(
        label=_("The words it has now, exactly as they stand in the story"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )
    because = WordsField(label=_("Why"), help_text=_("Others will read it in the history."))
