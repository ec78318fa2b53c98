"""Extraction: relaying, through whom words went out: whom they were told, who carried them, who monitors."""

from claims.extraction import naming_en as naming
from claims.records.quotations import Phrase, ToldToKind


def told_to_kind(told_to: Phrase | None) -> ToldToKind | None:
    """Whether the words were told to an outlet, which is a step of the chain, or to an audience, which is none."""
    if told_to is None:
        return None
    words = [word.removesuffix("'s").removesuffix("’s") for word in told_to.text.lower().split()]
    is_outlet = any(word in naming.OUTLETS for word in words)
    has_capital = any(word[:1].isupper() for word in told_to.text.split())
    is_named = has_capital and any(word in naming.OUTLET_WORDS for word in words)
    return ToldToKind.OUTLET if is_outlet or is_named else ToldToKind.AUDIENCE
