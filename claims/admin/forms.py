"""Admin: forms that lead to an act. They check what was typed; the service does the rest, or says why not."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db import models
from django.forms.forms import DeclarativeFieldsMetaclass
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.admin import marks
from claims.choices import refusals
from claims.errors import Refusal, Refused

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


_NOT_SEEN = -1  # also where nothing was ever done to an account, whose version is then 0


class Refusable(forms.BaseForm, metaclass=DeclarativeFieldsMetaclass):
    """A form that a service may refuse: it then shows the sentence, and keeps what was typed.

    ``seen_version`` is the version that was on the page. A form that comes without it is taken for an old one.
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_seen_version(self) -> int:
        """The version seen; one that never was, when the form does not say."""
        seen: int | None = self.cleaned_data["seen_version"]
        return _NOT_SEEN if seen is None else seen

    def show(self, refused: Refused) -> None:
        """Put the sentence beside the field it is about, or above them all."""
        self.add_error(refused.field if refused.field in self.fields else None, refusals.sentence(refused))
        if refused.code is Refusal.CHANGED_MEANWHILE:
            self._show_what_is_there()

    def _show_what_is_there(self) -> None:
        """Say beside each field what stands there now; sent again, the form goes over that."""
        differing = [name for name in self.changed_data if not self.fields[name].widget.is_hidden]
        self.data = cast("QueryDict", self.data).copy()
        self.data[self.add_prefix("seen_version")] = str(self.initial.get("seen_version", _NOT_SEEN))
        for name in differing:
            self.add_error(name, gettext("Now it says: %(value)s") % {"value": self._there(name)})

    def _there(self, name: str) -> object:
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if isinstance(field, forms.ChoiceField):
            value = dict(cast("list[tuple[str, str]]", field.choices)).get(value, value)
        if isinstance(field, forms.BooleanField):
            return gettext("yes") if value else gettext("no")
        return marks.nothing() if value in (None, "") else value


class RowForm(Refusable, _ModelForm):
    """The form of one row. It never touches the row itself: only a service writes.

    ``refused`` is set on a class made for one request, when the service refused what the form says.
    """

    refused: ClassVar[Refused | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial = {**self.initial, **self.there(self.instance)}

    def there(self, row: Any) -> dict[str, object]:
        """What the row says in fields that are not simply its own."""
        return {"seen_version": row.version}

    def _post_clean(self) -> None:
        """Leave the row as it is, where Django would write what was typed into it."""
        if self.refused is not None:
            self.show(self.refused)


class ActForm(Refusable, forms.Form):
    """The form of one act on one row, or on several."""

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.initial.setdefault("seen_version", getattr(row, "version", None))


def reason(*, is_needed: bool, label: Any = "") -> forms.CharField:
    """A field for why; others read it in the history."""
    return forms.CharField(
        label=label or _("Reason"),
        required=is_needed,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Others will read it in the history."),
    )


class ReasonForm(ActForm):
    """Asks why, and leaves it open."""

    because = reason(is_needed=False)


class NeededReasonForm(ActForm):
    """Asks why."""

    because = reason(is_needed=True)
