"""Forms: what a finding rests on."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import ActForm
from claims.forms.words import VersionForm, WordsField
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.selectors.evidence import to_take_over
from claims.services.evidence import FILE_LIMIT, Given

_SUBSTANCE = ("address", "text", "asked_whom")


class EvidenceFields(VersionForm):
    """What a finding rests on, in one of four forms. The style sheet shows only the fields of the chosen one."""

    use_required_attribute = False  # services say what is missing
    are_evidence = True
    largest = FILE_LIMIT

    kind = forms.ChoiceField(
        label=_("Evidence"),
        choices=labels.of(EvidenceKind),
        widget=forms.RadioSelect,
        initial=EvidenceKind.LINK,
    )
    address = WordsField(label=_("Address"), widget=forms.TextInput(attrs={"placeholder": "https://"}))
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=format_lazy(
            _("A picture or a PDF, up to {limit} megabytes: pasted, dropped on the page, or chosen. Kept as it is."),
            limit=FILE_LIMIT // 1_000_000,
        ),
    )
    asked_whom = WordsField(label=_("Asked whom"), help_text=_("By name and office, as one would call them again."))
    asked_how = WordsField(label=_("How"), help_text=_("For example: by phone."))
    asked_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    has_reply = forms.ChoiceField(
        label=_("Reply"),
        choices=[("", _("No reply")), ("yes", _("They answered; the answer stands below"))],
        required=False,
    )
    text = WordsField(
        label=_("In words"),
        help_text=_("What it shows, where to look in it; or the answer that was given."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    stance = forms.ChoiceField(
        label=_("What it does"),
        choices=labels.of(Stance),
        widget=forms.RadioSelect,
        initial=Stance.SUPPORTS,
    )
    relation = forms.ChoiceField(label=_("What it is"), choices=labels.of(Relation), initial=Relation.UNSTATED)

    @property
    def is_filled(self) -> bool:
        """Whether somebody gave anything in it: words, or a file."""
        return self.is_bound and (
            bool(self.files.get("file")) or any((self[name].data or "").strip() for name in _SUBSTANCE)
        )

    def given(self) -> Given:
        """The evidence as services take it."""
        values = dict(self.cleaned_data)
        file: UploadedFile[Any] | None = values["file"]
        return Given(
            kind=EvidenceKind(values["kind"]),
            stance=Stance(values["stance"]),
            relation=Relation(values["relation"]),
            address=values["address"],
            text=values["text"],
            file_name=file.name or "" if file else "",
            content=file.read(FILE_LIMIT + 1) if file else b"",
            asked_whom=values["asked_whom"],
            asked_how=values["asked_how"],
            asked_at=values["asked_at"],
            has_reply=bool(values["has_reply"]),
        )


class EvidenceForm(EvidenceFields, ActForm):
    """Evidence on a claim."""


class DocumentEvidenceForm(EvidenceFields):
    """Evidence on a document: given once, for its claims to take over."""


class TakenField(forms.TypedMultipleChoiceField):
    """Evidence of the document to choose from; all of it is chosen at first. What it may be is for services to say."""

    widget = forms.CheckboxSelectMultiple
    is_taken_over = True

    def valid_value(self, value: object) -> bool:
        """Whatever was chosen: it may have been taken over meanwhile."""
        return True


class TakeOverForm(ActForm):
    """Which evidence of its document a claim takes over; all of it where nobody was asked (one key)."""

    is_chosen = forms.BooleanField(required=False, widget=forms.HiddenInput)
    evidence = TakenField(label=_("On the document"), required=False, coerce=int)

    def begin(self) -> None:
        self._offered = list(to_take_over(self.whole.claim))
        field = cast("TakenField", self.fields["evidence"])
        field.choices = [(evidence.pk, evidence) for evidence in self._offered]  # a page shows the row
        self.initial["evidence"] = [evidence.pk for evidence in self._offered]

    def chosen(self) -> list[int]:
        """The numbers of the evidence to take over."""
        if self.cleaned_data["is_chosen"]:
            chosen: list[int] = self.cleaned_data["evidence"]
            return chosen
        return [evidence.pk for evidence in self._offered]
