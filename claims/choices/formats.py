"""Choices: what each format of a list is for."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: Mapping[str, str | Promise] = {
    "csv": _("A table for any program. Open it in Excel by Data > From Text/CSV."),
    "xlsx": _("The same table for Excel or LibreOffice: opens without a question."),
    "jsonl": _("Everything we know of each row, for programs. One object a line."),
    "claimreview": _(
        "For search engines and collections of fact-checks: one review for each claim that has a rating and is not "
        "stale. Claims that only answer whether somebody said it are left out."
    ),
    "webannotation": _(
        "For annotation tools: each quotation as a W3C annotation, with its exact place in the text and what was found."
    ),
    "prov": _("For archives and researchers: how each claim came about, in the W3C's model of provenance."),
    "markdown": _("For people: to read, to paste into a mail, to print. Hashes and places stand at the end."),
}
