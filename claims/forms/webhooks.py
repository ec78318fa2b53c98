"""Forms: a webhook: its name, the address that is told, and what it is told."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.words import VersionForm, WordsField
from claims.records.news import NewsKind
from claims.selectors import news
from claims.services.webhooks import Given


class WebhookForm(VersionForm):
    """A webhook. What is wrong with it, the service says."""

    name = WordsField(label=_("Name"), help_text=_("By which the desk knows it, as in: “The site”."))
    receiver = WordsField(
        label=_("Address of the receiver"),
        help_text=_("It begins with https://. Messages are posted there, each signed."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("News"),
        choices=lambda: [(kind.value, labels.label(kind)) for kind in news.FOR_READERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a form takes."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    @property
    def given(self) -> Given:
        """What was typed, as the service takes it; of news that there is not, nothing."""
        typed = self.cleaned_data
        kinds: Collection[str] = typed.get("kinds", ())
        return Given(typed["name"], typed["receiver"], {NewsKind(kind) for kind in kinds})
