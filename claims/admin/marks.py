"""Admin: how rows and values stand on the pages of the back office."""

from datetime import datetime
from typing import Final

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from claims.models import Claim
from claims.workflow import STATUSES, Status

# What stands where there is nothing to show.
DASH: Final = "–"


def link_to(row: models.Model | None) -> SafeString | str:
    """A row by its name, leading to its page in the back office; a dash when there is none."""
    if row is None:
        return DASH
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)


def link(address: str, words: str) -> SafeString:
    """Some words that lead somewhere."""
    return format_html('<a href="{}">{}</a>', address, words)


def status_of(claim: Claim) -> str:
    """The mark of a claim's status: shape and word, whether it is single-read, whether stale."""
    row = STATUSES[Status(claim.status)]
    mark = f"{row.shape}\N{NO-BREAK SPACE}{row.label}"
    if claim.is_single_read:
        mark = pgettext("mark of a status", "%(mark)s ① single-read") % {"mark": mark}
    return pgettext("mark of a status", "%(mark)s ↻ stale") % {"mark": mark} if claim.is_stale else mark


def yes(is_so: bool) -> str:
    """Yes, or a dash: for what is neither good nor bad, where Django would set a red cross."""
    return gettext("yes") if is_so else DASH


def when(moment: datetime) -> str:
    """A moment in the desk's own time, short enough for a column."""
    return date_format(localtime(moment), "j M Y, H:i")


def nothing() -> str:
    """What stands where a value is empty."""
    return gettext("nothing")
