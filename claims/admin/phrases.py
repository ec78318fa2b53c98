"""Admin: the phrases that are offered as reasons."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.admin.doors import Door
from claims.admin.forms import RowForm
from claims.models import Phrase
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.checking import PhraseUse
from claims.services import phrases


class PhraseForm(RowForm):
    """What a phrase says, what it is a reason for, and where it stands among the others."""

    class Meta:
        model = Phrase
        fields = ("use", "words", "position", "in_use")

    def validate_constraints(self) -> None:
        """Leave it to the service, which says so in a sentence."""

    def values(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        typed = self.cleaned_data
        return {"use": PhraseUse(typed["use"]), "words": typed["words"], "position": typed["position"]}


@admin.register(Phrase)
class PhraseAdmin(Door):
    """Phrases."""

    subject = SubjectKind.PHRASE
    adding = changing = reading = Act.EDIT_PHRASES
    form = PhraseForm

    list_display = ("words", "use", "position", "in_use")
    list_filter = ("use", "in_use")
    search_fields = ("words",)

    def get_fields(self, request: HttpRequest, obj: Phrase | None = None) -> Any:
        return ("use", "words", "position") if obj is None else ("use", "words", "position", "in_use")

    def add_row(self, form: PhraseForm, by: Actor) -> Phrase:
        return phrases.add(by=by, **form.values())

    def change_row(self, row: Phrase, form: PhraseForm, by: Actor) -> Phrase:
        return phrases.edit(
            row.pk,
            by=by,
            version=form.cleaned_data["seen_version"],
            in_use=form.cleaned_data["in_use"],
            **form.values(),
        )
