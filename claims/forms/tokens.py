"""Forms: a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.words import WordsField
from claims.records.acts import Actor
from claims.records.tokens import LastsFor, TokenScope
from claims.services import tokens


class TokenForm(forms.Form):
    """What a token is called, what it may be used for, and how long it lasts."""

    name = WordsField(
        label=_("Name"),
        help_text=_("What it is for, so that you know it again: “planning board”, “my script”."),
        widget=forms.TextInput(attrs={"maxlength": 100, "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        help_text=_("Never more than your own role may. Choose as little as will do."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lasts = forms.ChoiceField(
        label=_("Lasts"), choices=labels.of(LastsFor), initial=LastsFor.QUARTER, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        """Take what a form takes, and for whom the token will be."""
        super().__init__(*args, **kwargs)
        offered = [(scope.value, labels.label(scope)) for scope in tokens.scopes_for(by)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]  # it is a choice
        self.fields["scopes"].initial = [TokenScope.READ]

    @property
    def scopes_chosen(self) -> list[TokenScope]:
        """What was ticked."""
        return [TokenScope(scope) for scope in self.cleaned_data["scopes"]]

    @property
    def lasts_chosen(self) -> LastsFor:
        """How long."""
        return LastsFor(self.cleaned_data["lasts"])
