"""Selectors: the chain of a quotation as a picture. Boxes and edges with their places; the template only draws them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.choices import labels
from claims.models import Relay
from claims.records.provenance import Basis, Knowledge, RelayRole, Transform
from claims.records.quotations import Identification

# How wide a letter is in the style sheet's sizes: 12 pixels, 14 bold, and 13 of the slanting verbs.
_SMALL, _BOLD, _SLANTING = 6.3, 7.8, 5.9
_INSET = 12
BOX_HEIGHT = 72
# Letters wider than the others, and by how much of one.
_WIDE, _WIDER = frozenset("mwMW@%"), 0.7
_NARROWEST, _WIDEST = 120, 230
_SHORTEST_EDGE, _EDGE_AROUND_VERB = 70, 24
_MARGIN = 1
# The picture in one line: room for a name, what stands around it, and how long an arrow is.
_SMALL_ROOM, _SMALL_INSET, _SMALL_EDGE = 150, 7, 20
TOP = 10
HEIGHT = TOP * 2 + BOX_HEIGHT
MIDDLE = TOP + BOX_HEIGHT // 2
# Length and half the height of an arrow's head: thin, and thick where it leads to what we read.
_HEADS = {False: (12, 5), True: (16, 8)}

VERBS: Mapping[RelayRole, str | Promise] = {
    RelayRole.SPEAKER: gettext_lazy("told"),
    RelayRole.EYEWITNESS: gettext_lazy("told"),
    RelayRole.SPOKESPERSON: gettext_lazy("spoke for them"),
    RelayRole.MONITOR: gettext_lazy("recorded"),
    RelayRole.AGENCY: gettext_lazy("reported"),
    RelayRole.OUTLET: gettext_lazy("reported"),
    RelayRole.RELAYER: gettext_lazy("passed on"),
    RelayRole.REPUBLISHER: gettext_lazy("republished"),
    RelayRole.TRANSLATOR: gettext_lazy("translated"),
}
_DOINGS: Mapping[Transform, str | Promise] = {
    Transform.CUT: gettext_lazy("cut"),
    Transform.PARAPHRASE: gettext_lazy("paraphrased"),
    Transform.HUMAN_TRANSLATION: gettext_lazy("translated"),
    Transform.MACHINE_TRANSLATION: gettext_lazy("translated by machine"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One step: what it says, and where it stands. Words too long for it are cut; the list has them whole."""

    x: int
    width: int
    role: str
    name: str
    how: str
    is_unknown: bool
    is_read: bool

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + _INSET

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Edge:
    """What happened between two steps."""

    start: int
    end: int
    verbs: Sequence[str]
    is_read: bool
    is_inferred: bool

    @property
    def tip(self) -> int:
        """Where the head of the arrow begins."""
        return self.end - _HEADS[self.is_read][0]

    @property
    def head(self) -> str:
        """The head of the arrow, as a path."""
        length, half = _HEADS[self.is_read]
        return f"M{self.tip} {MIDDLE - half}l{length - 2} {half}-{length - 2} {half}z"

    @property
    def middle(self) -> int:
        """Where its verbs are centred."""
        return (self.start + self.end) // 2


@dataclass(frozen=True, slots=True)
class SmallBox:
    """One step by its name alone, and where it stands; an arrow leads to it from the one before."""

    x: int
    width: int
    name: str
    is_unknown: bool
    is_read: bool

    @property
    def text_x(self) -> int:
        """Where its name begins."""
        return self.x + _SMALL_INSET

    @property
    def arrow(self) -> str:
        """The arrow that leads to it, as a path."""
        return f"M{self.x - _SMALL_EDGE} 13h{_SMALL_EDGE - 2}m-5-4l5 4-5 4"


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """The chain in one line; ``told`` is the same in one sentence a step."""

    width: int
    boxes: Sequence[SmallBox]
    told: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChainPicture:
    """The whole picture; ``told`` is the same in one sentence a step, for those who do not see it."""

    width: int
    boxes: Sequence[Box]
    edges: Sequence[Edge]
    told: Sequence[str]

    @property
    def height(self) -> int:
        """As high as every chain."""
        return HEIGHT


def picture(relays: Sequence[Relay]) -> ChainPicture | None:
    """The picture of a chain; None when there is none to draw."""
    if not relays:
        return None
    said = [_verbs(relay) for relay in relays]
    gaps = [_gap(verbs) for verbs in said[1:]]
    widths = [_width(relay) for relay in relays]
    steps = [width + gap for width, gap in zip(widths, [*gaps, 0], strict=True)]
    starts = list(accumulate(steps, initial=_MARGIN))
    boxes = [_box(relay, x, width) for relay, x, width in zip(relays, starts, widths, strict=False)]
    edges = [
        Edge(left.end, right.x, verbs, relay.is_read_by_us, relay.basis == Basis.INFERRED)
        for (left, right), verbs, relay in zip(pairwise(boxes), said[1:], relays[1:], strict=True)
    ]
    return ChainPicture(boxes[-1].end + _MARGIN, boxes, edges, [_sentence(relay) for relay in relays])


def small(relays: Sequence[Relay]) -> SmallPicture | None:
    """The chain in one line of boxes, for a card; None when there is nothing between the words and us to draw."""
    if len(relays) < 2:
        return None
    names = [_fitting(name_of(relay), _SMALL_ROOM, _SMALL) for relay in relays]
    widths = [round(_letters(name) * _SMALL) + 2 * _SMALL_INSET for name in names]
    starts = accumulate((width + _SMALL_EDGE for width in widths), initial=_MARGIN)
    boxes = [
        SmallBox(x, width, name, relay.knowledge != Knowledge.KNOWN, relay.is_read_by_us)
        for x, width, name, relay in zip(starts, widths, names, relays, strict=False)
    ]
    last = boxes[-1]
    return SmallPicture(last.x + last.width + _MARGIN, boxes, [_sentence(relay) for relay in relays])


def name_of(relay: Relay) -> str:
    """By what a step is called: its source, the name as printed, or which kind of nothing is known of it."""
    if relay.source is not None:
        return relay.source.name
    if relay.name:
        return relay.name
    role, knowledge = relay.role_list[0], str(labels.label(Knowledge(relay.knowledge))).lower()
    if role is RelayRole.REPUBLISHER:
        return _("Publisher %(knowledge)s") % {"knowledge": knowledge}
    return _("%(role)s %(knowledge)s") % {"role": str(labels.label(role)).capitalize(), "knowledge": knowledge}


def roles_of(relay: Relay) -> str:
    """What a step did, in words."""
    return ", ".join(str(labels.label(role)) for role in relay.role_list)


def _how(relay: Relay) -> str:
    identified = str(labels.label(Identification(relay.identification)))
    if relay.is_read_by_us:
        return _("the copy we read")
    if relay.position == 0:
        return identified
    return _("not read by us")


def _verbs(relay: Relay) -> Sequence[str]:
    """What was done on the way to this step: the printed word where the story gives it, else what the role does."""
    verb = relay.words or str(VERBS[relay.role_list[0]])
    doing = _DOINGS.get(Transform(relay.transform))
    return (verb, str(doing)) if doing else (verb,)


def _sentence(relay: Relay) -> str:
    name, roles = name_of(relay), roles_of(relay)
    if relay.position == 0:
        return _("%(name)s (%(roles)s) said it.") % {"name": name, "roles": roles}
    return _("Then %(name)s (%(roles)s): %(verbs)s.") % {
        "name": name,
        "roles": roles,
        "verbs": ", ".join(_verbs(relay)),
    }


def _gap(verbs: Iterable[str]) -> int:
    return max(_SHORTEST_EDGE, *(round(len(verb) * _SLANTING) + _EDGE_AROUND_VERB for verb in verbs))


def _letters(words: str) -> float:
    """How many letters of common width some words are wide."""
    return len(words) + _WIDER * sum(letter in _WIDE for letter in words)


def _width(relay: Relay) -> int:
    longest = max(_letters(name_of(relay)) * _BOLD, len(roles_of(relay)) * _SMALL, len(_how(relay)) * _SMALL)
    return min(max(round(longest) + 2 * _INSET, _NARROWEST), _WIDEST)


def _box(relay: Relay, x: int, width: int) -> Box:
    room = width - 2 * _INSET
    return Box(
        x=x,
        width=width,
        role=_fitting(roles_of(relay), room, _SMALL),
        name=_fitting(name_of(relay), room, _BOLD),
        how=_fitting(_how(relay), room, _SMALL),
        is_unknown=relay.knowledge != Knowledge.KNOWN,
        is_read=relay.is_read_by_us,
    )


def _fitting(text: str, room: int, letter: float) -> str:
    most = int(room / letter + 0.5)
    return text if len(text) <= most else text[: most - 1] + "…"
