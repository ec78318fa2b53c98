"""Forms: fields for words that services check. Nothing is taken off them here, and nothing refused."""

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """Words exactly as typed or pasted: not stripped, and without Django's own word on NUL characters.

    A browser sends its line ends as CR LF; the service that keeps the words makes LF of them.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``CharField`` takes; may stay empty unless ``required`` says otherwise."""
        super().__init__(**{"required": False, "strip": False, **kwargs})
        self.validators = []


class VersionForm(forms.Form):
    """An act on something that others may change meanwhile: which version of it the page showed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> int | None:
        """The version that the page showed; None when nobody said (an undo)."""
        version: int | None = self.cleaned_data.get("version")
        return version
