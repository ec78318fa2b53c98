"""Filters: fields for what somebody types into a filter. What they do not understand they say, in their own words."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter

from claims import search

_YEARS = range(1900, 2200)


class _TextField(forms.CharField):
    """A text somebody typed. A sign that databases do not keep parts words like any other sign."""

    default_error_messages = {"max_length": _("This is longer than %(limit_value)d letters; it was left out.")}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value).replace("\x00", " ") if value else ""))


class _WordsField(_TextField):
    """Words to look for."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not search.parse(value):
            raise ValidationError(_("There is no word in “%(value)s”; it was left out."), "no_word", {"value": value})


class _DayField(forms.DateField):
    """A day on which there can have been claims."""

    default_error_messages = {"invalid": _("This is not a day; it was left out. Write it as 2026-11-23.")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and day.year not in _YEARS:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return day


class TextFilter(CharFilter):  # type: ignore[misc]  # django-filter has no types
    """A filter by a name or a title."""

    field_class = _TextField


class WordsFilter(CharFilter):  # type: ignore[misc]  # django-filter has no types
    """A filter by plain words."""

    field_class = _WordsField


class DayFilter(DateFilter):  # type: ignore[misc]  # django-filter has no types
    """A filter by a day in the desk's own time."""

    field_class = _DayField
