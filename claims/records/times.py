"""Records: when words were said, as far as the printed words and the document's date tell."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TimeBasis(StrEnum):
    """What a day or a span of days rests on."""

    PRINTED = "printed"
    NEAREST_YEAR = "nearest_year"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class SaidOn:
    """The day words were said, or the first and the last day between which they were."""

    first: date
    last: date
    basis: TimeBasis

    @property
    def is_span(self) -> bool:
        """Whether it can be told no closer than some days."""
        return self.first != self.last
