"""Forms: our sentence, through whom it reached us, and how credible it is by itself."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.choices import labels
from claims.forms.claim.acts import ActForm, OfferedField
from claims.forms.words import ScaleField, WordsField
from claims.records.checking import Credibility


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


class CredibilityForm(ActForm):
    """How credible the content is by itself."""

    credibility = ScaleField(
        label=gettext_lazy("Credibility"),
        scale=Credibility,
        choices=lambda: [("", _("Not rated")), *labels.pairs(Credibility)],
        help_text=gettext_lazy("Of the content by itself, whoever says it. In no export unless asked for."),
    )

    def begin(self) -> None:
        self.initial["credibility"] = self.whole.claim.credibility

    @property
    def rating(self) -> Credibility | None:
        """The number that was chosen; None takes the rating off."""
        return Credibility(self.cleaned_data["credibility"]) if self.cleaned_data["credibility"] else None
