"""Forms: what is filled in on the page of a claim, act by act, and by hand for a claim without a quotation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.choices import labels
from claims.forms.words import VersionForm, WordsField
from claims.models import Source
from claims.records.checking import Attribution, Credibility, EvidenceKind, Relation, Stance, Verdict
from claims.records.provenance import SourceKind
from claims.selectors.claim_page import WholeClaim
from claims.services.evidence import FILE_LIMIT, Given
from claims.services.findings import Answers
from claims.services.review import AS_PROPOSED, SpeakerChoice

# Reasons that are given often. A chosen phrase is reason enough.
TO_SET_ASIDE = (
    gettext_lazy("Not a claim"),
    gettext_lazy("Duplicate"),
    gettext_lazy("Out of scope"),
    gettext_lazy("Not wanted"),
    gettext_lazy("Wrongly found: these are not their words"),
)
FOR_ANSWERS = (
    gettext_lazy("Heard or seen in the primary record."),
    gettext_lazy("Translated or cut, the sense is kept."),
    gettext_lazy("Only this relay says so; no primary record was found."),
    gettext_lazy("Two independent sources say the same."),
    gettext_lazy("The record says otherwise."),
    gettext_lazy("A statement of opinion or intent: nothing to check."),
)
TO_SEND_BACK = (
    gettext_lazy("The evidence does not carry the answer."),
    gettext_lazy("The primary record was not looked for."),
    gettext_lazy("The statement says more than the words."),
    gettext_lazy("The speaker is not the right one."),
)
TO_REOPEN = (
    gettext_lazy("New evidence"),
    gettext_lazy("The copy was corrected"),
    gettext_lazy("A mistake of ours"),
)


class OfferedField(WordsField):
    """One line of words, with some offered to choose from: given ones, or names that begin as typed.

    The page lists them under the field's own id; see parts/field.html.
    """

    def __init__(self, *, offered: Sequence[str | Promise] = (), are_names: bool = False, **kwargs: Any) -> None:
        """Take what ``WordsField`` takes, and what is offered."""
        super().__init__(**kwargs)
        self.offered, self.are_names, self.has_list = offered, are_names, True

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs |= {"list": f"{bound.auto_id}_list", "autocomplete": "off"}
        return bound


class ActForm(VersionForm):
    """An act on one claim. ``folded`` names the fields that a page may keep folded, under ``folded_label``."""

    folded: Sequence[str] = ()
    use_required_attribute = False  # services say what is missing

    def __init__(self, *args: Any, whole: WholeClaim, **kwargs: Any) -> None:
        """Take what a form takes, and the claim that it is about."""
        super().__init__(*args, **kwargs)
        self.whole = whole
        self.begin()

    def begin(self) -> None:
        """Set what depends on the claim: choices, and what the fields begin with."""

    @property
    def folded_label(self) -> str:
        """What stands on the folded part."""
        return ""

    @property
    def is_open(self) -> bool:
        """Whether the folded part begins unfolded: something in it was typed, is wrong, or wants to be answered."""
        return any(self[name].errors or (self.is_bound and self[name].data) for name in self.folded)

    def first_fields(self) -> Iterator[forms.BoundField]:
        """The fields that are always shown."""
        return (field for field in self.visible_fields() if field.name not in self.folded)

    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that may be folded."""
        return [self[name] for name in self.folded]


class BecauseForm(ActForm):
    """An act that may want a reason."""

    because = WordsField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class SetAsideForm(ActForm):
    """Why a claim is not wanted."""

    because = OfferedField(label=gettext_lazy("Reason"), offered=TO_SET_ASIDE)


class ReopenForm(ActForm):
    """Why a claim is reopened."""

    because = OfferedField(
        label=gettext_lazy("Reason"),
        offered=TO_REOPEN,
        help_text=gettext_lazy("The findings stay as history; the answers are given anew."),
    )


class HoldForm(ActForm):
    """For what a claim waits, from whom, until when."""

    waiting_for = WordsField(
        label=gettext_lazy("For what"), help_text=gettext_lazy("For example: the recording of the press conference.")
    )
    waiting_from = WordsField(label=gettext_lazy("From whom"))
    until = forms.DateTimeField(
        label=gettext_lazy("Until when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class StatementForm(ActForm):
    """One sentence of ours. What an editor supplies stands in [square brackets]."""

    statement = WordsField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("One sentence; put what you supply into [square brackets]. Unchanged, it is approved."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def begin(self) -> None:
        self.initial["statement"] = self.whole.claim.statement


class MendForm(StatementForm):
    """The statement with its spelling mended."""

    def begin(self) -> None:
        super().begin()
        self.fields["statement"].help_text = _("Spelling only: the check goes on, and the change is shown.")


_PROPOSED, _NAMED, _NEW, _COPY = "proposed", "named", "new", "copy"
_CANDIDATE, _SOURCE = "candidate:", "source:"
_BY_NUMBER = re.compile(rf"{_SOURCE}[0-9]{{1,18}}")


class SpeakerField(forms.ChoiceField):
    """Who said it. A source may come by its number, offered only once a name turned out to be that of several."""

    def valid_value(self, value: Any) -> bool:
        return bool(_BY_NUMBER.fullmatch(str(value))) or super().valid_value(value)


class SpeakerFields(forms.Form):
    """Who said it: one of those offered, somebody in the list, somebody new, or nobody."""

    speaker = SpeakerField(label=gettext_lazy("Speaker"), widget=forms.RadioSelect, required=False)
    name = OfferedField(label=gettext_lazy("Name"), are_names=True)
    kind = forms.ChoiceField(
        label=gettext_lazy("What they are, if new"),
        choices=labels.of(SourceKind),
        initial=SourceKind.PERSON,
        required=False,
    )

    def offer(self, *choices: tuple[str, str]) -> None:
        """Offer these and, after them, what can always be chosen."""
        self._offered = [
            *choices,
            (_NAMED, _("Somebody in the list: by the name below")),
            (_NEW, _("Somebody new: add the name below as a source")),
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
        return self.cleaned_data["name"] or " " if chosen == _NAMED else ""

    @property
    def choice(self) -> SpeakerChoice:
        """Who was chosen, as services take it, unless somebody has to be looked up."""
        chosen = self.cleaned_data["speaker"]
        kind = SourceKind(self.cleaned_data["kind"] or SourceKind.PERSON)
        if chosen == _COPY:
            return SpeakerChoice(is_copy_itself=True)
        if chosen == _NEW:
            return SpeakerChoice(new_name=self.cleaned_data["name"], new_kind=kind)
        if chosen.startswith(_CANDIDATE):
            return SpeakerChoice(new_name=chosen.removeprefix(_CANDIDATE), new_kind=kind)
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

    def _candidates(self) -> Iterator[tuple[str, str]]:
        for candidate in self.whole.words.candidates if self.whole.words else ():
            yield f"{_CANDIDATE}{candidate.name}", f"{candidate.name}: {candidate.why}"


class AcceptForm(SpeakerForm):
    """Accept a proposal, with its speaker as proposed or as chosen."""

    folded = ("speaker", "name", "kind", "because")

    def begin(self) -> None:
        self.offer((_PROPOSED, self._as_proposed()), *self._candidates())
        self.initial["speaker"] = _PROPOSED

    @property
    def folded_label(self) -> str:
        return self._as_proposed().partition(":")[0] if self.is_open else self._as_proposed()

    @property
    def is_open(self) -> bool:
        """Also where nobody is proposed, so that candidates are seen."""
        return self._proposed_name == "" or self["speaker"].value() != _PROPOSED or bool(self.errors)

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


class SourceForm(ActForm):
    """Through whom a claim reached us."""

    source = OfferedField(
        label=gettext_lazy("Source (via)"),
        are_names=True,
        help_text=gettext_lazy("A name in the list. Empty: as the chain says."),
    )
    because = WordsField(label=gettext_lazy("Reason"))

    def begin(self) -> None:
        if self.whole.claim.source is not None and self.whole.claim.source_is_chosen:
            self.initial["source"] = self.whole.claim.source.name


class EvidenceForm(ActForm):
    """What a finding rests on, in one of four forms. The style sheet shows only the fields of the chosen one."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Evidence"),
        choices=labels.of(EvidenceKind),
        widget=forms.RadioSelect,
        initial=EvidenceKind.LINK,
    )
    address = WordsField(label=gettext_lazy("Address"), widget=forms.TextInput(attrs={"placeholder": "https://"}))
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Kept as it is, under its hash. After a refusal it has to be chosen again."),
    )
    asked_whom = WordsField(label=gettext_lazy("Asked whom"))
    asked_how = WordsField(label=gettext_lazy("How"), help_text=gettext_lazy("For example: by phone."))
    asked_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    has_reply = forms.ChoiceField(
        label=gettext_lazy("Reply"),
        choices=[("", gettext_lazy("No reply")), ("yes", gettext_lazy("They answered; the answer stands below"))],
        required=False,
    )
    text = WordsField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("What it shows, where to look in it; or the answer that was given."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("What it does"),
        choices=labels.of(Stance),
        widget=forms.RadioSelect,
        initial=Stance.SUPPORTS,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=labels.of(Relation), initial=Relation.UNSTATED
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


class AnswersForm(ActForm):
    """Did they say it, is it true, and why one thinks so. The reason of the answers is that of the act."""

    also_called: Mapping[str, str] = {"because": "reason"}
    attribution = forms.ChoiceField(
        label=gettext_lazy("Did they say it?"),
        required=False,
        choices=lambda: [pair for pair in labels.pairs(Attribution) if pair[0] != Attribution.UNCHECKED],
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Is it true?"), required=False, choices=labels.of(Verdict), widget=forms.RadioSelect
    )
    phrase = forms.ChoiceField(
        label=gettext_lazy("Reason: a phrase"),
        required=False,
        choices=[("", gettext_lazy("none")), *((phrase, phrase) for phrase in FOR_ANSWERS)],
    )
    reason = WordsField(
        label=gettext_lazy("Reason: in your own words"),
        help_text=gettext_lazy("A phrase or your own words are enough; both are put together."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def begin(self) -> None:
        self.initial["verdict"] = Verdict.UNCHECKED
        standing = self.whole.findings.standing
        if standing is not None:
            self.initial["attribution"] = standing.finding.attribution
            self.initial["verdict"] = standing.finding.verdict
            self.initial["reason"] = standing.finding.reason

    def answers(self) -> Answers:
        """The answers as services take them."""
        values = self.cleaned_data
        return Answers(
            attribution=Attribution(values["attribution"] or Attribution.UNCHECKED),
            verdict=Verdict(values["verdict"] or Verdict.UNCHECKED),
            reason=" ".join(filter(None, (values["phrase"], values["reason"].strip()))),
        )


class SettleForm(AnswersForm):
    """A chief's own answers. They begin empty: neither of the two readers' is the default."""

    def begin(self) -> None:
        self.initial["verdict"] = Verdict.UNCHECKED


class SendBackForm(AnswersForm):
    """Why a claim goes back, and the second reader's own answers where there are any."""

    because = OfferedField(
        label=gettext_lazy("Why it goes back"),
        offered=TO_SEND_BACK,
        help_text=gettext_lazy("What is missing? Whoever submitted it reads this first."),
    )
    field_order = ("because",)
    also_called: Mapping[str, str] = {}
    folded = ("attribution", "verdict", "phrase", "reason")

    def begin(self) -> None:
        self.initial["verdict"] = Verdict.UNCHECKED

    @property
    def folded_label(self) -> str:
        return _("Your own answers, beside the first ones")

    @property
    def is_open(self) -> bool:
        return self.is_bound and (bool(self.errors) or self.has_own)

    @property
    def has_own(self) -> bool:
        """Whether the second reader gave own answers."""
        values = [self[name].data for name in ("attribution", "phrase", "reason")]
        return any(values) or self["verdict"].data not in (None, "", Verdict.UNCHECKED)

    def own(self) -> Answers | None:
        """The second reader's own answers as services take them; None when there are none."""
        return self.answers() if self.has_own else None


class NoteForm(ActForm):
    """A note beside the claim."""

    body = WordsField(label=gettext_lazy("New note"), widget=forms.Textarea(attrs={"rows": 3}))


class CredibilityForm(ActForm):
    """How credible the content is by itself."""

    credibility = forms.ChoiceField(
        label=gettext_lazy("Credibility"),
        required=False,
        choices=lambda: [("", _("Not rated")), *labels.pairs(Credibility)],
        help_text=gettext_lazy("Of the content by itself, whoever says it. In no export unless asked for."),
    )

    def begin(self) -> None:
        self.initial["credibility"] = self.whole.claim.credibility

    @property
    def rating(self) -> Credibility | None:
        """The number that was chosen; None takes the rating off."""
        return Credibility(self.cleaned_data["credibility"]) if self.cleaned_data["credibility"] else None


class EnterForm(SpeakerFields):
    """A claim that no quotation of ours holds."""

    statement = WordsField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("One sentence that says what is claimed; put what you supply into [square brackets]."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = OfferedField(
        label=gettext_lazy("Source (via)"),
        are_names=True,
        help_text=gettext_lazy("Through whom it reached us: a name in the list. It may stay empty."),
    )
    field_order = ("statement",)
    use_required_attribute = False  # services say what is missing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a form takes."""
        super().__init__(*args, **kwargs)
        self.offer((_PROPOSED, _("Leave open: somebody will say who later")))
        self.initial["speaker"] = _NAMED
