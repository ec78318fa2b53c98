"""Forms: the two answers, given first, sent back or settled."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.forms.claim.acts import ActForm, OfferedField
from claims.forms.words import WordsField
from claims.records.checking import Attribution, Verdict
from claims.services.findings import Answers

# Reasons that are given often. A chosen phrase is reason enough.
FOR_ANSWERS = (
    _("Heard or seen in the primary record."),
    _("Translated or cut, the sense is kept."),
    _("Only this relay says so; no primary record was found."),
    _("Two independent sources say the same."),
    _("The record says otherwise."),
    _("A statement of opinion or intent: nothing to check."),
)
TO_SEND_BACK = (
    _("The evidence does not carry the answer."),
    _("The primary record was not looked for."),
    _("The statement says more than the words."),
    _("The speaker is not the right one."),
)


class AnswersForm(ActForm):
    """Did they say it, is it true, and why one thinks so. The reason of the answers is that of the act."""

    also_called: Mapping[str, str] = {"because": "reason"}
    attribution = forms.ChoiceField(
        label=_("Did they say it?"),
        required=False,
        choices=lambda: [pair for pair in labels.pairs(Attribution) if pair[0] != Attribution.UNCHECKED],
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label=_("Is it true?"), required=False, choices=labels.of(Verdict), widget=forms.RadioSelect
    )
    phrase = forms.ChoiceField(
        label=_("Reason: a phrase"),
        required=False,
        choices=[("", _("none")), *((phrase, phrase) for phrase in FOR_ANSWERS)],
    )
    reason = WordsField(
        label=_("Reason: in your own words"),
        help_text=_("A phrase or your own words are enough; both are put together."),
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
        label=_("Why it goes back"),
        offered=TO_SEND_BACK,
        help_text=_("What is missing? Whoever submitted it reads this first."),
    )
    field_order = ("because",)
    also_called: Mapping[str, str] = {}
    folded = ("attribution", "verdict", "phrase", "reason")

    def begin(self) -> None:
        self.initial["verdict"] = Verdict.UNCHECKED

    @property
    def folded_label(self) -> str:
        return str(_("Your own answers, beside the first ones"))

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
