"""Forms: sealing who a source is, asking to see it, and a chief's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.words import VersionForm, WordsField
from claims.records.sealing import GrantedFor

_IN_THE_LEDGER = _("It stands in the ledger for good, and everybody can read it there: do not write the name.")


class SealForm(VersionForm):
    """What goes under the seal, and what stays in the open."""

    label = WordsField(
        label=_("Label"),
        help_text=_("What everybody sees from now on. Without one, something like “Source K-7” is made."),
        widget=forms.TextInput(attrs={"maxlength": 60, "autocomplete": "off"}),
    )
    true_name = WordsField(
        label=_("Who it is"),
        help_text=_("The name, where what stands here now is only a description. Goes under the seal."),
        widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
    )
    contact = WordsField(
        label=_("How to reach them"),
        help_text=_("Goes under the seal."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    notes = WordsField(
        label=_("What else only those may read who see the identity"),
        help_text=_("Goes under the seal."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    because = WordsField(
        label=_("Why the source is protected"), help_text=_IN_THE_LEDGER, widget=forms.Textarea(attrs={"rows": 2})
    )

    def values(self) -> dict[str, Any]:
        """What was filled in, as services take it."""
        return {name: self.cleaned_data[name] for name in ("label", "true_name", "contact", "notes", "because")}


class MotiveForm(VersionForm):
    """Why a seal is broken, or an identity redacted."""

    because = WordsField(label=_("Why"), help_text=_IN_THE_LEDGER, widget=forms.Textarea(attrs={"rows": 2}))


class AskForm(forms.Form):
    """Why somebody wants to see who a source is."""

    motive = WordsField(
        label=_("Why you need to know who it is"),
        help_text=_("A chief reads it and decides. It stands in the ledger for good: write no name into it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GrantForm(VersionForm):
    """For how long a chief lets somebody see it."""

    lasts = forms.TypedChoiceField(
        label=_("For how long"), choices=labels.of(GrantedFor), coerce=GrantedFor, initial=GrantedFor.HOUR
    )
    because = WordsField(label=_("A word to them"), widget=forms.TextInput(attrs={"maxlength": 500}))


class RefuseForm(VersionForm):
    """Why a chief says no."""

    because = WordsField(label=_("Why not"), widget=forms.TextInput(attrs={"maxlength": 500}))
