"""Forms: what an act on many claims needs beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from claims.forms.claim.acts import NeededFields, OfferedField
from claims.forms.words import WordsField
from claims.selectors.bulk_plans import BulkAct


class _Person(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Somebody who can sign in, by the name they go by."""

    def label_from_instance(self, person: User) -> str:
        return person.get_full_name() or person.get_username()


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


class BulkAssignForm(BulkForm):
    """In whose hand they go."""

    to = _Person(label=_("In the hand of"), queryset=User.objects.none(), required=False)
    field_order = ("to", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everybody who can sign in."""
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(is_active=True).order_by("first_name", "username")  # type: ignore[attr-defined]  # it is a choice of rows

    def given(self) -> dict[str, Any]:
        person = self.cleaned_data.get("to")
        return {"to": person.pk if person else None}


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
