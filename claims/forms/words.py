"""Forms: fields for words that services check. Nothing is taken off them here, and nothing refused."""

from enum import StrEnum
from typing import Any

from django import forms
from django.core.validators import int_list_validator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.choices import definitions
from claims.records.quotations import Marked


class WordsField(forms.CharField):
    """Words exactly as typed or pasted: not stripped, and without Django's own word on NUL characters.

    A browser sends its line ends as CR LF; the service that keeps the words makes LF of them.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``CharField`` takes; may stay empty unless ``required`` says otherwise."""
        super().__init__(**{"required": False, "strip": False, **kwargs})
        self.validators = []


class NamesField(WordsField):
    """A name, or one on each line: the page says what nobody can see in it."""

    are_names = True


class ScaleField(forms.ChoiceField):
    """A rating on a scale, whose values are explained beside the field; it may stay empty."""

    def __init__(self, *, scale: type[StrEnum], **kwargs: Any) -> None:
        """Take what ``ChoiceField`` takes, and the scale."""
        super().__init__(required=False, **kwargs)
        self.definitions = definitions.of(scale)


NOT_SEEN = 0  # a version that nothing ever has


class VersionForm(forms.Form):
    """An act on something that others may change meanwhile: which version of it the page showed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> int:
        """The version that the page showed. Who does not say has seen none, and is refused as if it were old."""
        version: int | None = self.cleaned_data.get("version")
        return NOT_SEEN if version is None else version

    def catch_up(self, now: int) -> None:
        """Say beside each field what stands there now; sent again, the form is about that version.

        What stands there is what the form was given to begin with. Everything typed stays as it is.
        """
        differing = [name for name in self.changed_data if name in self.initial and not self[name].is_hidden]
        self.data = sent_again(self, version=now)
        for name in differing:
            self.add_error(name, gettext("Now it says: %(value)s") % {"value": _in_words(self[name])})


def sent_again(form: forms.BaseForm, **values: object) -> MultiValueDict[str, str]:
    """Everything that was sent in a form, but for these values."""
    sent: Any = form.data
    changed = {name: [str(value)] for name, value in values.items()}
    return MultiValueDict({name: sent.getlist(name) for name in sent} | changed)


def _in_words(field: forms.BoundField) -> str:
    """What a field begins with, as people read it."""
    value = field.initial
    choices = {str(key): str(word) for key, word in getattr(field.field, "choices", ())}
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return (choices.get(str(value), str(value)) if value is not None else "") or gettext("nothing")


class PlacesField(forms.CharField):
    """Places in a text as a script counts them, one for each piece that was marked: "12,80"."""

    widget = forms.HiddenInput
    default_validators = [int_list_validator(allow_negative=True)]

    def clean(self, value: Any) -> tuple[int, ...]:
        """The places as numbers; none where nothing was sent."""
        return tuple(int(place) for place in super().clean(value).split(",") if place)


class MarkedForm(forms.Form):
    """Words that were marked in a story, or pasted; ``start`` is a place chosen among several."""

    start16 = PlacesField(required=False, max_length=1000)
    end16 = PlacesField(required=False, max_length=1000)
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    exact = WordsField(
        label=_("The words, exactly as they stand in the story"),
        help_text=_("Several pieces: put [...] between them."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )

    @property
    def marked(self) -> Marked:
        """What was marked, as services take it."""
        given = self.cleaned_data
        return Marked(given["exact"], given["start16"], given["end16"], given["start"])
