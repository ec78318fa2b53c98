"""Selectors: numbers as bars. Places and sizes only; the template draws them, and a table beside them says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 48
_WIDTH: Final = 280
_LEAST: Final = 2  # of a number that is not nought, however small
_GAP: Final = 0.25  # of the room that a bar has


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from its foot upwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on one line, as high as their numbers; the highest fills the picture."""

    bars: Sequence[Bar]
    width: int = _WIDTH
    height: int = HEIGHT


def bars_of(numbers: Sequence[int]) -> Bars:
    """Draw these numbers; a number that is nought has no bar."""
    highest = max(numbers, default=0)
    room = _WIDTH / max(len(numbers), 1)
    drawn = [_bar(place * room, number / highest * HEIGHT, room) for place, number in enumerate(numbers) if number]
    return Bars(drawn)


def _bar(x: float, height: float, room: float) -> Bar:
    height = max(height, _LEAST)
    gap = room * _GAP
    return Bar(round(x + gap / 2, 1), round(HEIGHT - height, 1), round(room - gap, 1), round(height, 1))


def share(number: int, of: int) -> int:
    """How much of a whole a number is, in whole percent; what is not nought is at least one."""
    return max(round(100 * number / of), 1) if number and of else 0
