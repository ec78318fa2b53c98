"""Choices: how sure the extractor is of a proposal, in words and in the bands that lists are filtered by.

A confidence is a share: of a hundred proposals with 0.9, about ninety are right.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Band(StrEnum):
    """How sure, roughly; and what has no confidence, because a person found it."""

    SURE = "90_and_over"
    FAIR = "70_to_90"
    UNSURE = "under_70"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class BandRow:
    """A band, from one share up to but not including another; both None where there is no confidence."""

    label: str | Promise
    low: float | None
    below: float | None


BANDS: Final = {
    Band.SURE: BandRow(_("90% and over"), 0.9, 2),
    Band.FAIR: BandRow(_("70 to 90%"), 0.7, 0.9),
    Band.UNSURE: BandRow(_("Under 70%"), 0, 0.7),
    Band.BY_HAND: BandRow(_("By hand"), None, None),
}

# Above this share, "in 10" would say ten; below the other, none.
_IN_A_HUNDRED, _HARDLY = 0.945, 0.05


def pairs() -> list[tuple[str, str | Promise]]:
    """The bands as choices of a field."""
    return [(band.value, row.label) for band, row in BANDS.items()]


def sentence(confidence: float) -> str:
    """What a confidence means."""
    if confidence >= _IN_A_HUNDRED:
        share = gettext("about %(number)s in 100") % {"number": min(round(confidence * 100), 99)}
    elif confidence >= _HARDLY:
        share = gettext("about %(number)s in 10") % {"number": max(round(confidence * 10), 1)}
    else:
        share = gettext("fewer than 1 in 10")
    return gettext("%(share)s proposals like this one are right") % {"share": share}
