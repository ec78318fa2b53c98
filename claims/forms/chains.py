"""Forms: the chain of a claim, each step a set of fields of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import OfferedField
from claims.forms.words import VersionForm, WordsField
from claims.models import Relay
from claims.records.chains import StepGiven
from claims.records.provenance import Basis, ChainEnd, Knowledge, RelayRole, SourceKind, Transform
from claims.records.quotations import Identification
from claims.selectors.chain_builder import Builder
from claims.services.chain_editing import MOST_STEPS, field_of

Values = Mapping[str, Any]

_NEW: Values = {
    "knowledge": Knowledge.KNOWN,
    "identification": Identification.ORGANISATION_ONLY,
    "transform": Transform.UNKNOWN,
    "basis": Basis.EDITOR,
}
_NAMES = (
    "name",
    "knowledge",
    "new_kind",
    "new_role",
    "roles",
    "identification",
    "words",
    "transform",
    "basis",
    "inferred_from",
    "is_read_by_us",
)
_KEPT = (
    "knowledge",
    "roles",
    "identification",
    "words",
    "transform",
    "basis",
    "inferred_from",
    "is_read_by_us",
)

_DIGITS = 4  # of how many steps there are


def _fields(position: int) -> dict[str, forms.Field]:
    """The fields of one step. Who the first one is follows the speaker of the claim."""
    return {**(_who(position) if position else {}), **_what()}


def _who(position: int) -> dict[str, forms.Field]:
    return {
        "name": OfferedField(label=_("Who"), are_names=True, new_kind=field_of(position, "new_kind")),
        "knowledge": forms.ChoiceField(
            label=_("If nobody can say who"), choices=labels.of(Knowledge), initial=Knowledge.KNOWN, required=False
        ),
        "new_kind": forms.ChoiceField(
            label=_("If new here, add it as"),
            choices=lambda: [("", _("not added: the name stays as printed")), *labels.pairs(SourceKind)],
            required=False,
        ),
        "new_role": WordsField(label=_("Role as known, if new")),
    }


def _what() -> dict[str, forms.Field]:
    return {
        "roles": forms.MultipleChoiceField(
            label=_("What they did"), choices=labels.of(RelayRole), widget=forms.CheckboxSelectMultiple, required=False
        ),
        "identification": forms.ChoiceField(label=_("Identified there as"), choices=labels.of(Identification)),
        "words": WordsField(label=_("The words that say so"), help_text=_("As printed: “told”, “said in a release”.")),
        "transform": forms.ChoiceField(label=_("What it did to the words"), choices=labels.of(Transform)),
        "basis": forms.ChoiceField(label=_("Where this comes from"), choices=labels.of(Basis)),
        "inferred_from": WordsField(label=_("If inferred, from what")),
        "is_read_by_us": forms.BooleanField(label=_("We read this one"), required=False),
    }


@dataclass(frozen=True, slots=True)
class StepFields:
    """The fields of one step, as the page shows them."""

    position: int
    is_last: bool
    fields: Mapping[str, forms.BoundField]

    @property
    def number(self) -> int:
        """How people count it."""
        return self.position + 1

    @property
    def is_first(self) -> bool:
        """Whether it is the one who uttered the words."""
        return self.position == 0

    @property
    def can_rise(self) -> bool:
        """Whether it can change places with the one before: nobody comes before whoever uttered the words."""
        return self.position > 1

    @property
    def can_sink(self) -> bool:
        """Whether it can change places with the one after."""
        return not self.is_first and not self.is_last


class ChainForm(VersionForm):
    """The steps of a chain, why it ends, and why it was changed."""

    use_required_attribute = False
    steps = forms.IntegerField(widget=forms.HiddenInput)
    ends = forms.ChoiceField(
        label=_("Why the chain goes back no further"),
        choices=labels.of(ChainEnd),
        help_text=_("What stands before the first step, or why nobody knows."),
    )
    because = WordsField(label=_("Reason"))

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        """Take what a form takes, and how many steps there are."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.count = count
        self.initial["steps"] = count
        for position in range(count):
            for name, field in _fields(position).items():
                self.fields[field_of(position, name)] = field
        self.order_fields([name for name in self.fields if name not in ("ends", "because")])

    @classmethod
    def of(cls, builder: Builder) -> Self:
        """The chain as it is kept."""
        steps = [_values(step, name) for step, name in builder.steps] or [_NEW]
        return cls._showing(steps, {"version": builder.claim.version, "ends": builder.quotation.chain_end})

    @classmethod
    def sent(cls, data: MultiValueDict[str, str]) -> Self:
        """What was sent, to be looked at and kept."""
        return cls(data, count=count_of(data))

    @classmethod
    def rearranged(cls, data: MultiValueDict[str, str], order: Sequence[int | None]) -> Self:
        """What was sent with its steps in another order; None stands for a new one. Nothing that was typed is lost."""
        steps = [_NEW if position is None else _typed(data, position) for position in order]
        return cls._showing(steps, {name: data.get(name, "") for name in ("version", "ends", "because")})

    @classmethod
    def _showing(cls, steps: Sequence[Values], others: Values) -> Self:
        values = {field_of(at, name): value for at, step in enumerate(steps) for name, value in step.items()}
        return cls(initial={**values, **others}, count=len(steps))

    def each_step(self) -> Iterator[StepFields]:
        """The steps with their fields."""
        for position in range(self.count):
            fields = {name: self[field_of(position, name)] for name in _fields(position)}
            yield StepFields(position, position == self.count - 1, fields)

    def given(self) -> list[StepGiven]:
        """The steps as services take them."""
        return [self._given(position) for position in range(self.count)]

    def _given(self, position: int) -> StepGiven:
        said = {name: self.cleaned_data.get(field_of(position, name), "") for name in _NAMES}
        return StepGiven(
            name=said["name"],
            knowledge=Knowledge(said["knowledge"] or Knowledge.KNOWN),
            new_kind=SourceKind(said["new_kind"]) if said["new_kind"] else None,
            new_role=said["new_role"],
            roles=tuple(RelayRole(role) for role in said["roles"]),
            identification=Identification(said["identification"]),
            words=said["words"],
            transform=Transform(said["transform"]),
            is_read_by_us=bool(said["is_read_by_us"]),
            basis=Basis(said["basis"]),
            inferred_from=said["inferred_from"],
        )


def count_of(data: MultiValueDict[str, str]) -> int:
    """How many steps were sent; of too many, one more than a chain can have.

    Where nobody says it in a way that can be read, the steps that came are counted: what was typed into them stays.
    """
    said = data.get("steps", "")
    if said.isascii() and said.isdecimal() and len(said) < _DIGITS:
        return min(int(said), MOST_STEPS + 1)
    came = [at for at in range(MOST_STEPS + 1) if any(field_of(at, name) in data for name in _NAMES)]
    return came[-1] + 1 if came else 0


def _typed(data: MultiValueDict[str, str], position: int) -> Values:
    typed = {name: data.get(field_of(position, name), "") for name in _NAMES}
    return {**typed, "roles": data.getlist(field_of(position, "roles"))}


def _values(step: Relay, name: str) -> Values:
    return {kept: getattr(step, kept) for kept in _KEPT} | {"name": name}
