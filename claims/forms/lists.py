"""Forms: a list that is issued, a file that is checked, and what is done with a list that left the house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import formats
from claims.exports import FORMATS
from claims.forms.words import VersionForm, WordsField
from claims.selectors import export_sheet
from claims.services.list_files import ALWAYS, Order


def _formats() -> list[tuple[str, str]]:
    return [(key, f"{known.name}: {formats.MEANINGS[key]}") for key, known in FORMATS.items()]


def _columns() -> list[tuple[str, str]]:
    return [(key, str(column.heading)) for key, column in export_sheet.COLUMNS.items() if key not in ALWAYS]


class IssueForm(forms.Form):
    """For whom a list is, what it is called, and how it is written."""

    for_whom = WordsField(
        label=_("For whom"), help_text=_("Whoever gets it: they have to be told when something in it changes.")
    )
    title = WordsField(label=_("Title"))
    rights = WordsField(
        label=_("Rights"),
        help_text=_("What may be done with it, until when, under which credit. It may stay empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    format = forms.ChoiceField(label=_("Format"), choices=_formats, widget=forms.RadioSelect)
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        help_text=_(
            "For CSV and XLSX. None ticked: all of them. The numbers of claim and quotation always stand there."
        ),
        choices=_columns,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    leave_out = forms.TypedMultipleChoiceField(coerce=int, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, claims: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        """Take what a form takes, and the claims that can be taken out by hand."""
        super().__init__(*args, **kwargs)
        self.fields["leave_out"].choices = [(claim, str(claim)) for claim in sorted(claims)]  # type: ignore[attr-defined]

    def order(self, *, document: int | None = None) -> Order:
        """What was asked for; the service says what is wrong with it."""
        given = self.cleaned_data
        return Order(
            title=given["title"],
            for_whom=given["for_whom"],
            rights=given["rights"],
            format=given.get("format", ""),
            columns=given.get("columns", ()),
            document=document,
        )


class CheckForm(forms.Form):
    """A file, and the list that it is said to be; unless its name or its hash tells."""

    file = forms.FileField(label=_("File"), help_text=_("A list that this desk has issued, or what became of it."))
    list = WordsField(label=_("List"), help_text=_("Its number, such as 12.1. Not needed when the file is as it was."))

    use_required_attribute = False


class BecauseForm(VersionForm):
    """An act on a list that needs a reason."""

    because = WordsField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))

    use_required_attribute = False
