"""Forms: people and sources."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import OfferedField
from claims.forms.words import NOT_SEEN, NamesField, ScaleField, VersionForm, WordsField, sent_again
from claims.models import Source
from claims.records.checking import Reliability
from claims.records.provenance import SourceKind

THIS, OTHER = "this", "other"


class SourcesFilterForm(forms.Form):
    """What is asked of the list of sources."""

    q = WordsField(label=_("Name or other name"), widget=forms.TextInput(attrs={"type": "search", "maxlength": 200}))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=lambda: [("", _("All kinds")), *labels.pairs(SourceKind)]
    )


class SourceForm(VersionForm):
    """The names and facts of a source."""

    name = NamesField(label=_("Name"), help_text=_("The full name, as one would print it at first mention."))
    aliases = NamesField(
        label=_("Other names"),
        help_text=_("One on each line. The full name and these link by themselves; surnames alone should not be here."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=labels.of(SourceKind))
    role = WordsField(label=_("Role as known"), help_text=_("For example: foreign minister of Jordan, 2017–2025."))
    is_monitor = forms.BooleanField(
        label=_("Monitor"), required=False, help_text=_("Watches events itself and is relayed for them.")
    )

    def values(self) -> dict[str, Any]:
        """What was filled in, as services take it."""
        return {
            "name": self.cleaned_data["name"],
            "aliases": self.cleaned_data["aliases"].splitlines(),
            "kind": SourceKind(self.cleaned_data["kind"]),
            "role": self.cleaned_data["role"].strip(),
            "is_monitor": self.cleaned_data["is_monitor"],
        }


class NewSourceForm(SourceForm):
    """A source that is not here yet."""

    may_share_a_name = forms.BooleanField(
        label=_("This is another of the same name"),
        required=False,
        help_text=_("A name that several have links to nobody by itself; an editor chooses each time."),
    )

    def values(self) -> dict[str, Any]:
        """What was filled in, as services take it."""
        return {**super().values(), "may_share_a_name": self.cleaned_data["may_share_a_name"]}


class RateForm(VersionForm):
    """How far a source can be relied on, and why."""

    reliability = ScaleField(
        label=_("Reliability"),
        scale=Reliability,
        choices=lambda: [*labels.pairs(Reliability), ("", _("not rated"))],
        widget=forms.RadioSelect,
    )
    rationale = WordsField(
        label=_("Why"),
        help_text=_("What they got right or wrong, and how you know."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def rating(self) -> Reliability | None:
        """The letter that was chosen; None takes the rating off."""
        return Reliability(self.cleaned_data["reliability"]) if self.cleaned_data["reliability"] else None


class VouchForm(VersionForm):
    """Whether the house knows who an anonymous source is. The name itself is not written down here."""

    is_known = forms.TypedChoiceField(
        label=_("Does the house know who it is?"),
        choices=[("yes", _("Yes: somebody here knows the name")), ("no", _("No, or no longer"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    because = WordsField(
        label=_("Who knows, and how it was checked"),
        help_text=_("Others will read it in the history: do not write the name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OtherForm(forms.Form):
    """Which other source may be the same."""

    use_required_attribute = False
    other = OfferedField(
        label=_("The other entry"), are_names=True, help_text=_("By a name of its, or by its number: #12.")
    )


class MergeForm(forms.Form):
    """Which of two stays, and why; with the version of each that the page showed."""

    use_required_attribute = False
    other = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    other_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    keep = forms.ChoiceField(
        label=_("Which one stays"),
        widget=forms.RadioSelect,
        help_text=_("Its name, role and rating stand from now on. The names of the other become other names of it."),
    )
    because = WordsField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a form takes; either side may be said to stay, until it is known which two they are."""
        super().__init__(*args, **kwargs)
        self._choose([(THIS, _("this one")), (OTHER, _("the other one"))])

    @classmethod
    def of(cls, this: Source, other: Source) -> Self:
        """The form for these two. The one with more behind it cannot be told: the first one is offered."""
        initial = {"other": other.pk, "version": this.version, "other_version": other.version, "keep": THIS}
        form = cls(initial=initial, label_suffix="")
        form.offer(this, other)
        return form

    def offer(self, this: Source, other: Source) -> None:
        """Call the two by their names."""
        self._choose([(THIS, f"{this.name} (#{this.pk})"), (OTHER, f"{other.name} (#{other.pk})")])

    def look_again(self, this: Source, other: Source) -> None:
        """Be about the two as they are now; everything typed stays."""
        self.data = sent_again(self, version=this.version, other_version=other.version)

    @property
    def chosen(self) -> int:
        """The number of the other source."""
        number: int = self.cleaned_data["other"]
        return number

    @property
    def keeps_this(self) -> bool:
        """Whether the source of the page stays."""
        return bool(self.cleaned_data["keep"] == THIS)

    def version_of(self, source: Source, this: Source) -> int:
        """The version of a source that the page showed; one that never was, when it does not say."""
        seen: int | None = self.cleaned_data["version" if source.pk == this.pk else "other_version"]
        return NOT_SEEN if seen is None else seen

    def _choose(self, choices: list[tuple[str, Any]]) -> None:
        field = self.fields["keep"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices
