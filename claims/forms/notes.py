"""Forms: what is done with a note that is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.words import VersionForm, WordsField


class NoteWordsForm(VersionForm):
    """The words of a note or of an answer."""

    body = WordsField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))
