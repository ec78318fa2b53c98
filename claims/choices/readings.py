"""Choices: what the extractor read out of a whole copy, in words: its language, and how damaged it looks."""

from typing import Final

from django.utils.translation import get_language_info, gettext

from claims.choices import labels
from claims.records.extractions import LanguageBasis

# From here on a copy is called damaged, and badly damaged. Links and buttons of a web page alone do not reach it.
LOOKS_DAMAGED: Final = 0.3
LOOKS_BADLY_DAMAGED: Final = 0.7

# There is a pack for these, but it looks for direct quotations alone.
_DIRECT_ONLY: Final = frozenset({"fr"})


def language_name(code: str) -> str:
    """The name of a language, or its code where nobody here knows the name."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def read_as(language: str, basis: str, *, is_whole: bool | None) -> str:
    """In which language a copy was read, how that is known, and what was not looked for; "" when it was not told."""
    if not basis:
        return ""
    if not language:
        return gettext("The language could not be told: only direct quotations are proposed.")
    known = {"language": language_name(language), "basis": labels.label(LanguageBasis(basis))}
    if is_partial(language, is_whole=is_whole):
        return gettext("Read as %(language)s, %(basis)s: direct quotations only.") % known
    return gettext("Read as %(language)s, %(basis)s.") % known


def is_partial(language: str, *, is_whole: bool | None) -> bool:
    """Whether only direct quotations were looked for."""
    return not is_whole or language in _DIRECT_ONLY


def looks(score: float | None) -> str:
    """How damaged a copy looks; "" when it does not."""
    if score is None or score < LOOKS_DAMAGED:
        return ""
    if score < LOOKS_BADLY_DAMAGED:
        return gettext("This copy looks damaged")
    return gettext("This copy looks badly damaged")
