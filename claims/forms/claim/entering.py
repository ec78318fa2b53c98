"""Forms: a claim entered by hand, without a quotation of ours."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.forms.claim.acts import OfferedField
from claims.forms.claim.speaker import NAMED, PROPOSED, SpeakerFields
from claims.forms.words import WordsField


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
        self.offer((PROPOSED, _("Leave open: somebody will say who later")))
        self.initial["speaker"] = NAMED
