"""Forms: what a finding rests on."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import ActForm
from claims.forms.words import WordsField
from claims.records.checking import EvidenceKind, Relation, Stance
from claims.services.evidence import FILE_LIMIT, Given


class EvidenceForm(ActForm):
    """What a finding rests on, in one of four forms. The style sheet shows only the fields of the chosen one."""

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
        help_text=_("Kept as it is, under its hash. After a refusal it has to be chosen again."),
    )
    asked_whom = WordsField(label=_("Asked whom"))
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
