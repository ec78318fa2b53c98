"""Selectors: the phrases that are offered as reasons."""

from collections.abc import Mapping, Sequence

from claims.models import Phrase
from claims.records.checking import PhraseUse

Phrases = Mapping[PhraseUse, Sequence[str]]


def in_use() -> Phrases:
    """The words of every phrase in use, by what they are a reason for, in their order. One query."""
    found: dict[PhraseUse, list[str]] = {use: [] for use in PhraseUse}
    for use, words in Phrase.objects.filter(in_use=True).values_list("use", "words"):
        found[PhraseUse(use)].append(words)
    return found
