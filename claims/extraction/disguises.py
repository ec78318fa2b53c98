"""Extraction: letters that are not what they seem. Nothing is altered: each is a suspicion for an editor's eye.

Three tricks are looked for: letters that nobody sees inside a word; marks that turn the reading direction, so that a
line is shown in another order than it is kept in; and words that borrow letters of another alphabet which look alike.
What a script needs is no trick: joiners in Arabic or Hindi, direction marks in lines of Hebrew, spaces of no width
between words.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from claims.records.quotations import Damage, DamageKind

# Letters of other alphabets that look like the Latin ones beside them in most faces.
_LOOKALIKES: Final = {
    **dict(zip("АВЕЅІЈКМНОРСТУХҮҺԌԚԜаеѕіјорсухһԁԛԝӏ", "ABESIJKMHOPCTYXYHGQWaesijopcyxhdqwl", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν", "ABEZHIKMNOPTYXoiv", strict=True)),
    **dict(zip("ՕՍօսոհցզՏ", "OUounhgqS", strict=True)),
}
_TO_LATIN: Final = str.maketrans(_LOOKALIKES)
_ALIKE: Final = frozenset((*_LOOKALIKES, *_LOOKALIKES.values()))
_LATIN: Final = "LATIN"

_PLAIN: Final = "A-Za-z\u00aa\u00ba\u00c0-\u052f\u1e00-\u1fff"  # Latin, Greek, Cyrillic: no joiner belongs there
_UNSEEN: Final = "\u200b-\u200f\u061c\u2060\ufe00-\ufe0f\ufeff"
_NEEDED_BY_NOBODY: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
_TAGS: Final = "\U000e0001\U000e0020-\U000e007f"  # which flags of regions are made of, and hidden messages
_TURNS: Final = "\u202a-\u202e\u2066-\u2069"
_OVERRIDES: Final = frozenset("\u202d\u202e")
_ENDS: Final = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}

_ANY: Final = re.compile(f"[{_UNSEEN}{_NEEDED_BY_NOBODY}{_TAGS}{_TURNS}]")
_HIDDEN: Final = re.compile(
    f"(?<=[{_PLAIN}])[{_UNSEEN}]++(?=[{_PLAIN}])|[{_NEEDED_BY_NOBODY}]++|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]++"
)
_TURN: Final = re.compile(f"[{_TURNS}]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BESIDE_ANOTHER: Final = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u058f]|[\u0370-\u058f][A-Za-z\u00c0-\u024f]")
_ENDED_ABBREVIATION: Final = re.compile("[A-Z]{2,8}[\u0370-\u058f]{1,20}")
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")


def find_disguises(text: str) -> list[Damage]:
    """The disguised letters of a text, with their places; not in order."""
    if text.isascii():
        return []
    found: list[Damage] = []
    if _BESIDE_ANOTHER.search(text):
        words = (word.span() for word in _WORD.finditer(text) if _BESIDE_ANOTHER.search(word[0]) and borrowed(word[0]))
        found += [Damage(DamageKind.MIXED_ALPHABETS, *place) for place in words]
    if _ANY.search(text):
        found += [Damage(DamageKind.UNSEEN_LETTERS, *match.span()) for match in _HIDDEN.finditer(text)]
        found += [Damage(DamageKind.TURNED_DIRECTION, place, place + 1) for place in _turns(text)]
    return found


def borrowed(word: str) -> str:
    """The letters of a word that look like those beside them and are of another alphabet; "" when there are none.

    Words that are built of two alphabets openly borrow nothing: "IPшник", "SMSка", "ΔT".
    """
    scripts = scripts_of(word)
    if len(scripts) < 2 or len(word) < _SHORTEST or _ENDED_ABBREVIATION.fullmatch(word):
        return ""
    most = max(scripts, key=lambda script: len(scripts[script]))
    fewer = "".join(letters for script, letters in scripts.items() if script != most)
    return fewer if all(letter in _ALIKE for letter in fewer) else ""


def scripts_of(text: str) -> dict[str, str]:
    """The letters of a text by their alphabet: LATIN, CYRILLIC, ARABIC ... as Unicode names them, as they come."""
    found: dict[str, str] = {}
    for letter in text:
        if letter.isalpha():
            script = _script(letter)
            found[script] = found.get(script, "") + letter
    return found


def unseen_in(text: str) -> list[str]:
    """The letters in a text that nobody sees or that turn it round, each once, as U+200B."""
    return [f"U+{ord(sign):04X}" for sign in dict.fromkeys(_ANY.findall(text))]


def plain_look(text: str) -> str:
    """A text as it looks: with Latin letters in place of those that look like them, and without what is not seen."""
    return _ANY.sub("", text).translate(_TO_LATIN)


@functools.cache
def _script(letter: str) -> str:
    """The alphabet of a letter: the first word of its name, which Python knows, while scripts it does not."""
    if letter.isascii():
        return _LATIN
    return unicodedata.name(letter, "").partition(" ")[0]


def _turns(text: str) -> Iterator[int]:
    """Where the reading direction is turned without need: in lines with no letter that is read from the right, with a
    mark that has no partner, or with one that overrides what the letters say.
    """
    start = 0
    for line in text.split("\n"):
        turns = [match.start() for match in _TURN.finditer(line)]
        if turns and not _is_needed([line[place] for place in turns], line):
            yield from (start + place for place in turns)
        start += len(line) + 1


def _is_needed(turns: list[str], line: str) -> bool:
    if not _OVERRIDES.isdisjoint(turns) or not _RIGHT_TO_LEFT.search(line):
        return False
    awaited: list[str] = []
    for turn in turns:
        if turn in _ENDS:
            awaited.append(_ENDS[turn])
        elif not awaited or awaited.pop() != turn:
            return False
    return not awaited
