"""Forms: the name of a saved view, and for whom it is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.words import VersionForm, WordsField


class ViewForm(VersionForm):
    """A view under a name. Whoever may not share one is not asked."""

    name = WordsField(label=_("Name"))
    is_shared = forms.BooleanField(label=_("For everybody at the desk"), required=False)
    query = WordsField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: object, may_share: bool, **kwargs: object) -> None:
        """Take what a form takes, and whether this person may share."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django takes them
        if not may_share:
            del self.fields["is_shared"]
