"""Forms: who said it, for a proposal that is accepted and for another speaker than the one there is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.choices import labels
from claims.forms.claim.acts import ActForm, OfferedField
from claims.forms.words import WordsField
from claims.models import Source
from claims.records.provenance import SourceKind, SpeakerBasis
from claims.services.speaking import AS_PROPOSED, SpeakerChoice

PROPOSED, NAMED, _NEW, _COPY = "proposed", "named", "new", "copy"
_CANDIDATE, _SOURCE = "candidate:", "source:"
_BY_NUMBER = re.compile(rf"{_SOURCE}[0-9]{{1,18}}")


class SpeakerField(forms.ChoiceField):
    """Who said it. A source may come by its number, offered only once a name turned out to be that of several."""

    def valid_value(self, value: Any) -> bool:
        return bool(_BY_NUMBER.fullmatch(str(value))) or super().valid_value(value)


class SpeakerFields(forms.Form):
    """Who said it: one of those offered, somebody in the list, somebody new, or nobody."""

    speaker = SpeakerField(label=gettext_lazy("Speaker"), widget=forms.RadioSelect, required=False)
    name = OfferedField(label=gettext_lazy("Name"), are_names=True, new_kind="kind")
    kind = forms.ChoiceField(
        label=gettext_lazy("What they are, if new"),
        choices=labels.of(SourceKind),
        initial=SourceKind.PERSON,
        required=False,
    )
    role = WordsField(
        label=gettext_lazy("Role as known, if new"), help_text=gettext_lazy("For example: harbour master of Tolvik.")
    )

    def offer(self, *choices: tuple[str, str]) -> None:
        """Offer these and, after them, what can always be chosen."""
        self._offered = [
            *choices,
            (NAMED, _("Somebody in the list: give the name")),
            (_NEW, _("Somebody new: give the name, it becomes a source")),
            (_COPY, _("Stated by the copy itself: no speaker is given")),
        ]
        self._show()

    def offer_namesakes(self, namesakes: Sequence[Source]) -> None:
        """Offer those of one name, each by itself, before everything else."""
        self._offered = [*((f"{_SOURCE}{source.pk}", _described(source)) for source in namesakes), *self._offered]
        self._show()

    def _show(self) -> None:
        field = self.fields["speaker"]
        assert isinstance(field, SpeakerField)  # noqa: S101 - declared above
        field.choices = self._offered

    @property
    def called(self) -> str:
        """The name or number of somebody in the list who has to be looked up there; "" when nobody has to."""
        chosen: str = self.cleaned_data["speaker"]
        if chosen.startswith(_SOURCE):
            return f"#{chosen.removeprefix(_SOURCE)}"
        return self.cleaned_data["name"] or " " if chosen == NAMED else ""

    @property
    def choice(self) -> SpeakerChoice:
        """Who was chosen, as services take it, unless somebody has to be looked up."""
        chosen = self.cleaned_data["speaker"]
        kind = SourceKind(self.cleaned_data["kind"] or SourceKind.PERSON)
        if chosen == _COPY:
            return SpeakerChoice(is_copy_itself=True)
        if chosen == _NEW:
            return SpeakerChoice(new_name=self.cleaned_data["name"], new_kind=kind, new_role=self.cleaned_data["role"])
        if chosen.startswith(_CANDIDATE):
            return SpeakerChoice(new_name=chosen.removeprefix(_CANDIDATE), new_kind=None)
        return AS_PROPOSED


def numbered(namesakes: Sequence[Source]) -> str:
    """How to tell those of one name apart in a field for a name."""
    return _("Write its number: %(numbers)s.") % {"numbers": "; ".join(_described(source) for source in namesakes)}


def _described(source: Source) -> str:
    facts = [str(labels.label(SourceKind(source.kind))), source.role, f"#{source.pk}"]
    return f"{source.name}: {', '.join(filter(None, facts))}"


class SpeakerForm(SpeakerFields, ActForm):
    """Another speaker than the one that is linked or proposed."""

    because = WordsField(label=gettext_lazy("Reason"))

    def begin(self) -> None:
        self.offer(*self._candidates())

    def standing(self) -> Mapping[str, str]:
        """Who is linked now."""
        claim = self.whole.claim
        return {
            "speaker": claim.speaker.name if claim.speaker else str(labels.label(SpeakerBasis(claim.speaker_basis)))
        }

    def said(self, _name: str) -> str:
        """The choice, and the name that goes with it."""
        choices = {str(key): word for key, word in self.fields["speaker"].choices}  # type: ignore[attr-defined]  # it is one
        chosen = str(choices.get(str(self["speaker"].value()), "")).partition(":")[0]
        return ": ".join(filter(None, (chosen, str(self["name"].value() or "").strip())))

    def _candidates(self) -> Iterator[tuple[str, str]]:
        for candidate in self.whole.words.candidates if self.whole.words else ():
            yield f"{_CANDIDATE}{candidate.name}", f"{candidate.name}: {candidate.why}"


class AcceptForm(SpeakerForm):
    """Accept a proposal, with its speaker as proposed or as chosen."""

    folded = ("speaker", "name", "kind", "role", "because")

    def begin(self) -> None:
        self.offer((PROPOSED, self._as_proposed()), *self._candidates())
        self.initial["speaker"] = PROPOSED

    @property
    def folded_label(self) -> str:
        return self._as_proposed().partition(":")[0] if self.is_open else self._as_proposed()

    @property
    def is_open(self) -> bool:
        """Also where nobody is proposed, so that candidates are seen."""
        return self._proposed_name == "" or self["speaker"].value() != PROPOSED or bool(self.errors)

    @property
    def _proposed_name(self) -> str:
        if self.whole.claim.speaker is not None:
            return self.whole.claim.speaker.name
        return self.whole.words.quotation.speaker_resolved if self.whole.words else ""

    def _as_proposed(self) -> str:
        name = self._proposed_name
        if name:
            return _("Speaker as proposed: %(name)s") % {"name": name}
        return _("Leave open: nobody is linked until somebody says who")
