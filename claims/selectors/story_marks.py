"""Selectors: a text and what was found in it become pieces, in order, ready to be shown. Pure, and linear in both.

The words of all pieces, put together, are the text again: nothing here changes or drops a letter. Marks nest where one
lies within another; where two overlap, the inner one is closed at the border and opened again behind it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice, pairwise, takewhile
from typing import ClassVar, TypeAlias

from claims.records.quotations import Span

# More lines under one word than these nobody can tell apart: the innermost are drawn, every quotation has its number.
DEEPEST = 6


class LayerKind(StrEnum):
    """What lies over words of the text."""

    QUOTATION = "quotation"
    SPEAKER = "speaker"
    CUE = "cue"
    DAMAGED = "damaged"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sentence about one point of the text: something seems damaged there."""

    at: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A stretch of the text that seems damaged, in a quotation or not, and where the sign for it stands."""

    start: int
    end: int
    at: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation as it is shown in the text. ``tone`` and ``shape`` are those of its status, ``label`` its words."""

    number: int
    spans: Sequence[Span]
    style: str
    tone: str
    shape: str
    label: str
    speaker: Span | None = None
    cue: Span | None = None
    signs: Sequence[Sign] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A thread of notes on words of the text: its number in this text, the note that began it, how that begins."""

    number: int
    note: int
    place: Span
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One unbroken place that is marked: a span of a quotation, its speaker, its cue; of no mark, a flaw or a note."""

    kind: LayerKind
    start: int
    end: int
    mark: Mark | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text, exactly as it stands there."""

    kind: ClassVar[str] = "words"
    text: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A layer begins, or begins again. The first one of a quotation is what its number leads to."""

    kind: ClassVar[str] = "opening"
    layer: Layer
    is_anchor: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """A layer ends, or pauses for one that lies across it."""

    kind: ClassVar[str] = "closing"
    layer: Layer


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a quotation, behind its last words. An anchor itself where nothing of its mark could be drawn."""

    kind: ClassVar[str] = "number"
    mark: Mark
    is_anchor: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """What seems to have happened to this copy at this point, each kind once.

    ``number`` counts such points from the beginning of the text; ``next`` is that of the next one, 0 after the last.
    """

    kind: ClassVar[str] = "damage"
    sentences: tuple[str, ...]
    number: int
    next: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """The sign of a thread of notes, behind the words that it is about."""

    kind: ClassVar[str] = "pin"
    pin: Pin


Piece: TypeAlias = Words | Opening | Closing | Number | Damage | Pinned


def pieces(text: str, marks: Sequence[Mark], flaws: Sequence[Flaw] = (), pins: Sequence[Pin] = ()) -> list[Piece]:
    """The text in pieces, with what is marked in it. Offsets are code points; what lies outside the text is cut off."""
    return list(_Story(text, marks, flaws, pins).pieces())


@dataclass(slots=True)
class _Story:
    """The walk through one text, from border to border."""

    text: str
    marks: Sequence[Mark]
    flaws: Sequence[Flaw]
    pins: Sequence[Pin]
    starts: dict[int, list[Layer]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[int, list[Layer]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[int, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    pinned: dict[int, list[Pin]] = field(default_factory=lambda: defaultdict(list))
    signs: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    active: dict[Layer, None] = field(default_factory=dict)
    drawn: list[Layer] = field(default_factory=list)
    anchored: set[int] = field(default_factory=set)
    signed: int = 0

    def pieces(self) -> Iterator[Piece]:
        self._lay_out()
        borders = sorted({0, len(self.text), *self.starts, *self.ends, *self.numbers, *self.pinned, *self.signs})
        for here, there in pairwise(borders):
            yield from self._at(here)
            yield Words(self.text[here:there])
        yield from self._at(borders[-1])

    def _lay_out(self) -> None:
        """Put everything at the borders where it begins, ends or stands; the longest first where several begin."""
        for layer in sorted(self._layers(), key=lambda layer: (layer.start, -layer.end)):
            self.starts[layer.start].append(layer)
            self.ends[layer.end].append(layer)
        for mark in self.marks:
            self.numbers[self._within(max(span.end for span in mark.spans))].append(mark)
            for sign in mark.signs:
                self.signs[self._within(sign.at)].append(sign.sentence)
        for flaw in self.flaws:
            self.signs[self._within(flaw.at)].append(flaw.sentence)
        for pin in self.pins:
            self.pinned[self._within(pin.place.end)].append(pin)

    def _layers(self) -> Iterator[Layer]:
        seen: set[tuple[LayerKind, Span]] = set()
        for mark in self.marks:
            yield from self._layers_of(mark, LayerKind.QUOTATION, mark.spans)
            for kind, place in ((LayerKind.SPEAKER, mark.speaker), (LayerKind.CUE, mark.cue)):
                # A speaker or cue that several quotations share is shown once, as the first one's.
                if place is not None and (kind, place) not in seen:
                    seen.add((kind, place))
                    yield from self._layers_of(mark, kind, [place])
        for flaw in self.flaws:
            yield from self._plain(LayerKind.DAMAGED, flaw.start, flaw.end, flaw.sentence)
        for pin in self.pins:
            yield from self._plain(LayerKind.NOTED, pin.place.start, pin.place.end, pin.says)

    def _layers_of(self, mark: Mark, kind: LayerKind, places: Iterable[Span]) -> Iterator[Layer]:
        for place in places:
            start, end = self._within(place.start), self._within(place.end)
            if start < end:
                yield Layer(kind, start, end, mark)

    def _plain(self, kind: LayerKind, start: int, end: int, says: str) -> Iterator[Layer]:
        start, end = self._within(start), self._within(end)
        if start < end:
            yield Layer(kind, start, end, None, says)

    def _within(self, place: int) -> int:
        return min(max(place, 0), len(self.text))

    def _at(self, border: int) -> Iterator[Piece]:
        """What happens between two stretches of words: layers end, signs stand, layers begin."""
        for layer in self.ends.get(border, ()):
            del self.active[layer]
        self.active.update(dict.fromkeys(self.starts.get(border, ())))
        wanted = list(islice(reversed(self.active), DEEPEST))[::-1]
        common = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(self.drawn, wanted, strict=False)))
        yield from (Closing(layer) for layer in reversed(self.drawn[common:]))
        yield from (Number(mark, self._is_first(mark)) for mark in self.numbers.get(border, ()))
        yield from (Pinned(pin) for pin in self.pinned.get(border, ()))
        if border in self.signs:
            yield self._sign(border)
        for layer in wanted[common:]:
            yield Opening(layer, layer.kind is LayerKind.QUOTATION and self._is_first(layer.mark))
        self.drawn = wanted

    def _sign(self, border: int) -> Damage:
        self.signed += 1
        following = self.signed + 1 if self.signed < len(self.signs) else 0
        return Damage(tuple(dict.fromkeys(self.signs[border])), self.signed, following)

    def _is_first(self, mark: Mark | None) -> bool:
        """Whether nothing of this quotation was shown before."""
        if mark is None:
            return False
        is_first = mark.number not in self.anchored
        self.anchored.add(mark.number)
        return is_first
