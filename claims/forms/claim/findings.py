"""Forms: the two answers, given first, sent back or settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from claims import workflow
from claims.choices import labels, refusals
from claims.errors import Refused
from claims.forms.claim.acts import ActForm, PhrasesField
from claims.forms.claim.evidence import EvidenceForm
from claims.forms.words import WordsField
from claims.records.checking import Attribution, PhraseUse, Verdict
from claims.services import findings
from claims.services.evidence import Given
from claims.services.findings import Answers
from claims.workflow import Status, Use


class AnswerField(forms.ChoiceField):
    """One of the two questions. A digit chooses its answer while the form is open, counted from ``first_digit``."""

    widget = forms.RadioSelect
    is_answer = True

    def __init__(self, *, first_digit: int, **kwargs: Any) -> None:
        """Take what ``ChoiceField`` takes, and the digit of the first answer."""
        super().__init__(required=False, **kwargs)
        self.first_digit = first_digit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some pairs of answers ("relayed/true") would make of the claim; ``missing`` says what they lack."""

    pairs: str
    status: Status
    use: Use
    missing: str
    is_shown: bool


class AnswersForm(ActForm):
    """Did they say it, is it true, and why one thinks so. The reason of the answers is that of the act."""

    also_called: Mapping[str, str] = {"because": "reason"}
    attribution = AnswerField(
        label=_("Did they say it?"),
        choices=lambda: [pair for pair in labels.pairs(Attribution) if pair[0] != Attribution.UNCHECKED],
        first_digit=1,
    )
    verdict = AnswerField(label=_("Is it true?"), choices=labels.of(Verdict), first_digit=0)
    phrase = PhrasesField(label=_("Reason: phrases"), use=PhraseUse.FINDING, into="reason", are_numbered=True)
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

    @cached_property
    def evidence_form(self) -> EvidenceForm | None:
        """Evidence that is given together with the answers, in the same form; None where that would undo the act.

        Filled in it is bound; else it begins anew.
        """
        sent = self._evidence(self.data, self.files)
        return sent if self.is_bound and sent.is_filled else self._evidence()

    @property
    def is_for_evidence_alone(self) -> bool:
        """Whether it was sent by the button that adds the evidence, and the answers are not to be submitted yet."""
        return self.evidence_form is not None and self.data.get("only") == "evidence"

    def evidence_alone(self) -> EvidenceForm:
        """The evidence as it was sent to be added by itself, filled in or not; the answers are kept as they are."""
        self.evidence_form = self._evidence(self.data, self.files)
        return self.evidence_form

    def begin_evidence_anew(self) -> None:
        """Empty the fields of the evidence: what stood in them is added."""
        self.evidence_form = self._evidence()

    def _evidence(self, *sent: Any) -> EvidenceForm:
        return EvidenceForm(*sent, whole=self.whole, auto_id=str(self.auto_id).replace("%s", "evidence-%s"))

    def is_multipart(self) -> bool:
        """Also where only the evidence in it has a file."""
        return self.evidence_form is not None or super().is_multipart()

    def clean(self) -> dict[str, Any]:
        """Evidence that cannot be read is an error of the whole."""
        if self.evidence_form is not None and self.evidence_form.is_bound and not self.evidence_form.is_valid():
            for errors in self.evidence_form.errors.values():
                self.add_error(None, list(errors))
        return super().clean()

    def given(self) -> Given | None:
        """The evidence that was given together with the answers; None when there was none."""
        return self.evidence_form.given() if self.evidence_form is not None and self.evidence_form.is_bound else None

    def answers(self) -> Answers:
        """The answers as services take them."""
        values = self.cleaned_data
        return Answers(
            attribution=Attribution(values["attribution"] or Attribution.UNCHECKED),
            verdict=Verdict(values["verdict"] or Verdict.UNCHECKED),
            reason=values["reason"],
        )

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What each pair of answers would make of the claim as it is now, those alike together."""
        alike: dict[tuple[Status, Use, str], list[str]] = {}
        for attribution, verdict in workflow.DECISIONS:
            if attribution is not Attribution.UNCHECKED:
                alike.setdefault(self._outcome(attribution, verdict), []).append(f"{attribution}/{verdict}")
        chosen = f"{self['attribution'].value()}/{self['verdict'].value() or Verdict.UNCHECKED}"
        return [Outcome(" ".join(pairs), *outcome, chosen in pairs) for outcome, pairs in alike.items()]

    def _outcome(self, attribution: Attribution, verdict: Verdict) -> tuple[Status, Use, str]:
        status, missing = workflow.decide(attribution, verdict), ""
        words = self.whole.words
        try:
            findings.status_on(
                self.whole.claim,
                attribution,
                verdict,
                quotation=words.quotation if words else None,
                rests_on=self.whole.evidence,
            )
        except Refused as refused:
            missing = refusals.sentence(refused)
        return status, workflow.how_to_use(status, attribution, stale=False), missing


class OwnAnswersForm(AnswersForm):
    """Answers at the second check. Evidence given there would send the claim back to review first."""

    evidence_form = None


class SettleForm(OwnAnswersForm):
    """A chief's own answers. They begin empty: neither of the two readers' is the default."""

    def begin(self) -> None:
        self.initial["verdict"] = Verdict.UNCHECKED


class SendBackForm(OwnAnswersForm):
    """Why a claim goes back, and the second reader's own answers where there are any."""

    because_phrase = PhrasesField(use=PhraseUse.SEND_BACK, into="because")
    because = WordsField(
        label=_("Why it goes back"),
        help_text=_("What is missing? Whoever submitted it reads this first."),
    )
    field_order = ("because_phrase", "because")
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
