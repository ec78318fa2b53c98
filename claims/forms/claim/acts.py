"""Forms: what every act on a claim has in common, and the acts that take hardly more than a reason."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.forms.words import VersionForm, WordsField
from claims.records.checking import PhraseUse
from claims.selectors.claim_page import WholeClaim
from claims.selectors.history import full_name

if TYPE_CHECKING:
    from claims.forms.claim.conflicts import Conflict

# Reasons that are given often.
TO_REOPEN = (
    _("New evidence"),
    _("The copy was corrected"),
    _("A mistake of ours"),
)


class OfferedField(WordsField):
    """One line of words, with some offered to choose from: given ones, or names that begin as typed.

    The page lists them under the field's own id; see parts/field.html.
    """

    def __init__(
        self, *, offered: Sequence[str | Promise] = (), are_names: bool = False, new_kind: str = "", **kwargs: Any
    ) -> None:
        """Take what ``WordsField`` takes, and what is offered.

        ``new_kind`` is the field that says what somebody new is, where a new name may be added.
        """
        super().__init__(**kwargs)
        self.offered, self.are_names, self.new_kind, self.has_list = offered, are_names, new_kind, not are_names

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs |= {"autocomplete": "off"} | ({"list": f"{bound.auto_id}_list"} if self.has_list else {})
        return bound


class PhrasesField(forms.MultipleChoiceField):
    """Phrases to choose from for the reason that stands in the field ``into``; each is named by its own words.

    One that was taken out of use meanwhile is a reason all the same.
    """

    widget = forms.CheckboxSelectMultiple
    are_phrases = True

    def __init__(self, *, use: PhraseUse, into: str, are_numbered: bool = False, **kwargs: Any) -> None:
        """Take what ``MultipleChoiceField`` takes, and what the phrases are for."""
        super().__init__(**{"required": False, "label": _("Phrases"), **kwargs})
        self.use, self.into, self.are_numbered = use, into, are_numbered

    def valid_value(self, value: object) -> bool:
        """Whatever was chosen: these are words, as those that are typed."""
        return True


class ActForm(VersionForm):
    """An act on one claim. ``folded`` names the fields that a page may keep folded, under ``folded_label``.

    ``conflict`` is there once it turned out that somebody else changed the claim meanwhile.
    """

    conflict: "Conflict | None" = None
    folded: Sequence[str] = ()
    use_required_attribute = False  # services say what is missing

    def __init__(self, *args: Any, whole: WholeClaim, **kwargs: Any) -> None:
        """Take what a form takes, and the claim that it is about."""
        super().__init__(*args, **kwargs)
        self.whole = whole
        for field in self._phrases().values():
            field.choices = [(words, words) for words in whole.phrases[field.use]]
        self.begin()

    def clean(self) -> dict[str, Any]:
        """Put the chosen phrases before the words that were typed, but for those that stand among them already."""
        for name, field in self._phrases().items():
            typed = self.cleaned_data.get(field.into, "").strip()
            chosen = [words for words in self.cleaned_data.get(name, ()) if words not in typed]
            self.cleaned_data[field.into] = " ".join(filter(None, (*chosen, typed)))
        return self.cleaned_data

    def _phrases(self) -> dict[str, PhrasesField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, PhrasesField)}

    def begin(self) -> None:
        """Set what depends on the claim: choices, and what the fields begin with."""

    def standing(self) -> Mapping[str, str]:
        """What the claim says now of the fields that do not begin with it, in words, by their names."""
        return {}

    def said(self, _name: str) -> str:
        """What was typed for a field of ``standing``, in words, where it takes more than the field to say it."""
        return ""

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
        left_out = {*self.folded, *(self.conflict.names if self.conflict else ())}
        return (field for field in self.visible_fields() if field.name not in left_out)

    def folded_fields(self) -> list[forms.BoundField]:
        """The fields that may be folded."""
        contested = self.conflict.names if self.conflict else ()
        return [self[name] for name in self.folded if name not in contested]


class BecauseForm(ActForm):
    """An act that may want a reason."""

    because = WordsField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class SetAsideForm(ActForm):
    """Why a claim is not wanted."""

    phrase = PhrasesField(use=PhraseUse.SET_ASIDE, into="because")
    because = WordsField(label=_("Reason"))


class ReopenForm(ActForm):
    """Why a claim is reopened."""

    because = OfferedField(
        label=_("Reason"),
        offered=TO_REOPEN,
        help_text=_("The findings stay as history; the answers are given anew."),
    )


class HoldForm(ActForm):
    """For what a claim waits, from whom, until when."""

    phrase = PhrasesField(use=PhraseUse.HOLD, into="waiting_for")
    waiting_for = WordsField(label=_("For what"), help_text=_("For example: the recording of the press conference."))
    waiting_from = WordsField(label=_("From whom"))
    until = forms.DateTimeField(
        label=_("Until when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Somebody who can sign in, by the name they go by, sent as their user name."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what ``ModelChoiceField`` takes but for the rows."""
        everybody = User.objects.filter(is_active=True).order_by("first_name", "username")
        super().__init__(**{"queryset": everybody, "to_field_name": "username", "required": False, **kwargs})

    def label_from_instance(self, person: User) -> str:
        return full_name(person)


class AssigneeFields(forms.Form):
    """In whose hand claims go."""

    to = PersonField(label=_("In the hand of"))

    @property
    def person(self) -> int | None:
        """Who was chosen; None when nobody was."""
        chosen = self.cleaned_data.get("to")
        return chosen.pk if chosen else None


class AssignForm(AssigneeFields, BecauseForm):
    """In whose hand a claim goes, and why."""

    field_order = ("to", "because")


class NeededFields(forms.Form):
    """By when, and by which desk; both empty when nobody waits for it any more."""

    needed_by = forms.DateTimeField(
        label=_("Needed by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    needed_for = WordsField(label=_("Desk"), help_text=_("For example: Foreign, or the evening page."))

    def given(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        return {name: self.cleaned_data[name] for name in ("needed_by", "needed_for")}


class NeededForm(NeededFields, ActForm):
    """By when a claim is needed. It begins with what is noted."""

    def begin(self) -> None:
        self.initial["needed_by"] = self.whole.claim.needed_by
        self.initial["needed_for"] = self.whole.claim.needed_for


class NoteForm(ActForm):
    """A note beside the claim, or beside one of its quotations."""

    body = WordsField(label=_("New note"), widget=forms.Textarea(attrs={"rows": 3}))
    about = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)

    def begin(self) -> None:
        """Offer the quotations of the claim."""
        words = self.whole.words
        places = [(words.quotation, words.document)] if words else []
        places += [(copy.quotation, copy.document) for copy in self.whole.copies]
        if not places:
            del self.fields["about"]
            return
        offered = [(quotation.pk, _in(quotation.words, document.our_title)) for quotation, document in places]
        self.fields["about"].choices = [("", _("the claim")), *offered]  # type: ignore[attr-defined]  # it is one

    @property
    def quotation(self) -> int | None:
        """The quotation that it is about; None when it is about the claim."""
        chosen: int | None = self.cleaned_data.get("about")
        return chosen


def _in(words: str, title: str) -> str:
    """Words and where they stand, short enough to choose by."""
    return gettext("“%(words)s” in %(title)s") % {
        "words": Truncator(words).chars(60),
        "title": Truncator(title).chars(60),
    }
