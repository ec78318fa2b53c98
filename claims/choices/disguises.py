"""Choices: what is not what it seems in a name, in a sentence for whoever types or reads it."""

import re

from django.utils.translation import gettext as _

from claims.extraction.disguises import borrowed, scripts_of, unseen_in

_WORD = re.compile(r"[^\W\d_]+")
_MOST = 5


def of_name(name: str) -> str:
    """What nobody can see in a name, in sentences; "" for one that is what it seems."""
    if name.isascii():
        return ""
    mixed = [word for word in dict.fromkeys(_WORD.findall(name)) if borrowed(word)]
    sentences = [_mixed(word) for word in mixed[:_MOST]]
    if unseen := unseen_in(name):
        signs = ", ".join(unseen[:_MOST])
        sentences.append(
            _("There are signs in it that nobody sees, or that turn its order: %(signs)s.") % {"signs": signs}
        )
    return " ".join(sentences)


def _mixed(word: str) -> str:
    told = {
        "word": word[:60],
        "alphabets": _(" and ").join(alphabet.capitalize() for alphabet in scripts_of(word)),
        "letters": ", ".join(
            _("%(letter)s is %(alphabet)s")
            % {"letter": letter, "alphabet": next(iter(scripts_of(letter))).capitalize()}
            for letter in list(dict.fromkeys(borrowed(word)))[:_MOST]
        ),
    }
    return _("“%(word)s” mixes %(alphabets)s letters that look alike: %(letters)s.") % told
