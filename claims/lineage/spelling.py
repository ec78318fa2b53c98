"""Lineage: whether two wordings differ in spelling alone."""

from rapidfuzz.distance import Levenshtein

MOST_EDITS = 2
SHORTEST_WORD = 4


def is_mend(old: str, new: str) -> bool:
    """Whether ``new`` mends the spelling of ``old`` and nothing else.

    The words must be as many and in the same order. A word may differ in case and marks around it, or, from four
    letters on and without a digit, in at most two letters (Levenshtein 1966); so "not" never becomes "now".
    """
    old_words, new_words = old.split(), new.split()
    return len(old_words) == len(new_words) and all(map(_is_same_word, old_words, new_words))


def _is_same_word(old: str, new: str) -> bool:
    bare_old, bare_new = _bare(old), _bare(new)
    if bare_old == bare_new:
        return True
    if any(letter.isdigit() for letter in bare_old + bare_new) or min(len(bare_old), len(bare_new)) < SHORTEST_WORD:
        return False
    return Levenshtein.distance(bare_old, bare_new, score_cutoff=MOST_EDITS) <= MOST_EDITS


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
