"""Choices: what a proposal's confidence rests on, in words. One sentence for each code of the extractor's scoring."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_CUE: Final = "cue_"

SENTENCES: Mapping[str, str | Promise] = {
    "cue_common": _("a plain word of saying"),
    "cue_rare": _("a rarer word of saying"),
    "cue_according": _("“according to”"),
    "cue_demand": _("a demand or a wish rather than a statement"),
    "cue_naming": _("what somebody calls a thing, rather than a statement"),
    "kind_direct": _("inside quotation marks"),
    "kind_mixed": _("partly inside quotation marks"),
    "kind_indirect": _("in the reporter's words"),
    "subject_before": _("speaker: subject left of the cue"),
    "subject_after": _("speaker: subject right of the cue"),
    "subject_inherited": _("speaker: taken over from the clause before"),
    "speaker_before_colon": _("speaker: named before a colon"),
    "speaker_leads_in": _("speaker: named in the words that lead to the quotation"),
    "speaker_floating": _("speaker: stands in another sentence"),
    "speaker_named": _("speaker: a name"),
    "speaker_short": _("speaker: short for a name that the copy gives elsewhere"),
    "speaker_pronoun": _("speaker: a pronoun, read as the name it stands for"),
    "speaker_organisation": _("speaker: an organisation"),
    "speaker_title": _("speaker: an office, without a name"),
    "speaker_described": _("speaker: described, without a name"),
    "speaker_bare": _("speaker: anonymous, without a description"),
    "speaker_collective": _("speaker: a group"),
    "speaker_open": _("speaker: open"),
    "speaker_unprinted": _("speaker: not printed as one, only somebody mentioned before"),
    "speaker_long": _("speaker: many words, so perhaps cut wrongly"),
    "stands_alone": _("the quotation is a sentence by itself"),
    "words_before_cue": _("the words stand before the cue"),
    "words_apart": _("other words stand between the cue and what is said"),
    "words_that": _("“that” opens the words"),
    "words_closed": _("the words end with their own punctuation, inside the marks"),
    "words_single": _("a single word"),
    "words_few": _("very few words"),
    "words_many": _("very many words"),
    "told_when": _("the copy says when it was said"),
    "marks_unpaired": _("a quotation mark has no partner"),
    "language_unread": _("the language of this copy is not read, only its quotation marks"),
}


def told(codes: Iterable[str], *, cue: str) -> list[str]:
    """The sentences for some codes, with the word of saying as it is printed. A code that nobody knows has none."""
    return [_told(code, cue) for code in codes if code in SENTENCES]


def _told(code: str, cue: str) -> str:
    if cue and code.startswith(_CUE):
        return gettext("cue: “%(cue)s”, %(what)s") % {"cue": cue, "what": SENTENCES[code]}
    return str(SENTENCES[code])
