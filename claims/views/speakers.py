"""Views: a speaker or a source that was chosen by its name, also where several have it."""

from django.forms import Form

from claims.errors import Refusal, Refused
from claims.forms.claim.speaker import SpeakerFields, numbered
from claims.selectors import claim_page
from claims.services import sources
from claims.services.speaking import SpeakerChoice
from claims.views import doors


def chosen(form: SpeakerFields) -> SpeakerChoice:
    """Who was chosen; somebody in the list is looked up there."""
    if not form.called:
        return form.choice
    return SpeakerChoice(source=sources.called(form.called, field="name").pk)


def put(refused: Refused, form: Form) -> None:
    """Put the sentence where it belongs; where several have a name, also each of them to choose from."""
    doors.put(refused, form)
    if refused.code is Refusal.SEVERAL_HAVE_THE_NAME:
        namesakes = claim_page.namesakes(str(refused.facts["name"]))
        if isinstance(form, SpeakerFields) and refused.field != "source":
            form.offer_namesakes(namesakes)
        else:
            form[refused.field].help_text = numbered(namesakes)
