"""Choices: what a proposal's confidence rests on, in words. One sentence for each code of the extractor's scoring."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "cue_common": _("a plain word of saying"),
    "cue_rare": _("a rarer word of saying"),
    "cue_according": _("“according to”"),
    "cue_demand": _("a demand or a wish rather than a statement"),
    "kind_direct": _("inside quotation marks"),
    "kind_mixed": _("partly inside quotation marks"),
    "kind_indirect": _("in the reporter's words"),
    "subject_before": _("the speaker stands before the word of saying"),
    "subject_after": _("the speaker stands after the word of saying"),
    "subject_inherited": _("the speaker is taken over from the clause before"),
    "speaker_before_colon": _("the speaker stands before a colon"),
    "speaker_floating": _("the speaker stands in another sentence"),
    "speaker_named": _("the speaker is named"),
    "speaker_open": _("who speaks is open"),
    "language_unread": _("the language of this copy is not read, only its quotation marks"),
    "marks_unpaired": _("a quotation mark has no partner"),
    "words_few": _("very few words"),
}
