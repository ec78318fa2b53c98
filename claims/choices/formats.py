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
}
