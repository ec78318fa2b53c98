"""Choices: what the letters and the numbers of the Admiralty scale mean, in words of our own."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.choices import labels
from claims.records.checking import Credibility, Reliability

DEFINITIONS: Mapping[StrEnum, str | Promise] = {
    Reliability.A: _(
        "Nothing they told us has ever proved wrong, over a long time, and we know how they come to know."
    ),
    Reliability.B: _("Nearly always right; the few mistakes were small and were corrected."),
    Reliability.C: _("More often right than wrong; what they say wants a second source."),
    Reliability.D: _("Right at times, but mistaken or partial too often to stand alone."),
    Reliability.E: _("Known to mislead, or wrong again and again."),
    Reliability.F: _("New to us, or too little is known of what became of their words. This is no blame."),
    Credibility.CONFIRMED: _("Others who know it for themselves, and not from each other, say the same."),
    Credibility.PROBABLE: _("Not confirmed, but it agrees with what is known and follows from it."),
    Credibility.POSSIBLE: _("Not confirmed; it agrees with some of what is known and contradicts none of it."),
    Credibility.DOUBTFUL: _("Not confirmed; it could be, but nothing else that is known speaks for it."),
    Credibility.IMPROBABLE: _("What is known from elsewhere speaks against it."),
    Credibility.CANNOT_BE_JUDGED: _("There is nothing to hold it against."),
}


def of(scale: type[StrEnum]) -> list[tuple[str | Promise, str | Promise]]:
    """Each value of a scale with what it means."""
    return [(labels.label(value), DEFINITIONS[value]) for value in scale]
