"""Forms: what an act on many claims needs beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.claim.acts import AssigneeFields, NeededFields, OfferedField
from claims.forms.words import WordsField
from claims.selectors.bulk_plans import BulkAct


class BulkForm(forms.Form):
    """Why it is done to all of them."""

    because = WordsField(label=_("Reason"), help_text=_("It stands in the history of every one of these claims."))

    use_required_attribute = False

    def given(self) -> dict[str, Any]:
        """What the act needs beside the claims and the reason."""
        return {}


class BulkSetAsideForm(BulkForm):
    """Why they are not wanted; reasons that are given often are offered."""

    because = OfferedField(label=_("Reason"), help_text=_("It stands in the history of every one of these claims."))

    def __init__(self, *args: Any, phrases: Sequence[str] = (), **kwargs: Any) -> None:
        """Take what a form takes, and the phrases to offer."""
        super().__init__(*args, **kwargs)
        self.fields["because"].offered = phrases  # type: ignore[attr-defined]  # it is an OfferedField


class BulkAssignForm(AssigneeFields, BulkForm):
    """In whose hand they go."""

    field_order = ("to", "because")

    def given(self) -> dict[str, Any]:
        return {"to": self.person}


class BulkNeededForm(NeededFields, BulkForm):
    """By when all of them are needed, or with nothing filled in, that they no longer are."""

    field_order = ("needed_by", "needed_for", "because")


FORMS: Mapping[BulkAct, type[BulkForm]] = {
    BulkAct.ACCEPT: BulkForm,
    BulkAct.SET_ASIDE: BulkSetAsideForm,
    BulkAct.RESTORE: BulkForm,
    BulkAct.ASSIGN: BulkAssignForm,
    BulkAct.NEED: BulkNeededForm,
}
