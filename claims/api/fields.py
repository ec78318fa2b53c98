"""API: what a program sends, field by field. A value of another type is refused, and so is a field nobody knows."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class Words(serializers.CharField):  # type: ignore[misc]  # comes without types
    """Words as they were sent; services tidy and limit them."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``CharField`` takes; may stay empty, or away, unless it is required."""
        required = kwargs.pop("required", False)
        super().__init__(required=required, allow_blank=not required, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Words alone are words, no number and no list."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Number(serializers.IntegerField):  # type: ignore[misc]  # comes without types
    """A whole number, not one written as words."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``IntegerField`` takes; a number of a row, unless said otherwise."""
        super().__init__(**{"min_value": 1, "max_value": 2**63 - 1, "required": False, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        """A number alone is a number."""
        if isinstance(data, (bool, str)) or not isinstance(data, (int, float)) or data != data // 1:
            self.fail("invalid")
        return int(super().to_internal_value(int(data)))


class Flag(serializers.BooleanField):  # type: ignore[misc]  # comes without types
    """True or false, and nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``BooleanField`` takes."""
        super().__init__(**{"required": False, **kwargs})

    def to_internal_value(self, data: Any) -> bool:
        """Not the words for it."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return bool(data)


class Choice(serializers.ChoiceField):  # type: ignore[misc]  # comes without types
    """One of the codes of an enum."""

    def __init__(self, kind: type[StrEnum], **kwargs: Any) -> None:
        """Take the enum, and what ``ChoiceField`` takes."""
        self.kind = kind
        super().__init__(**{"choices": [value.value for value in kind], "required": False, **kwargs})

    def to_internal_value(self, data: Any) -> StrEnum:
        """The member of the enum."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return self.kind(super().to_internal_value(data))


class Option(serializers.ChoiceField):  # type: ignore[misc]  # comes without types
    """One of some words."""

    def __init__(self, words: Sequence[str], **kwargs: Any) -> None:
        """Take the words, and what ``ChoiceField`` takes."""
        super().__init__(**{"choices": list(words), "required": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        """The word itself."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return str(super().to_internal_value(data))


class Moment(serializers.DateTimeField):  # type: ignore[misc]  # comes without types
    """A moment with its zone."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``DateTimeField`` takes."""
        super().__init__(**{"required": False, **kwargs})


class Body(serializers.Serializer):  # type: ignore[misc]  # comes without types
    """What is sent with an act. A name that is misspelt is refused, and never silently left out."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what is no object, and names that nobody knows."""
        if isinstance(data, Mapping) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
