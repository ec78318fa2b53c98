"""Importers: which encoding a text may be in, where nobody says it and it is not UTF-8."""

import codecs
import string
from collections import Counter
from collections.abc import Mapping
from typing import Final

from charset_normalizer import from_bytes

# The encodings in which text still comes to a newsroom; old ones of mainframes and consoles would only mislead.
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257")
_OTHERS: Final = (
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "koi8_r",
    "big5",
    "gb18030",
    "shift_jis",
    "euc_jp",
    "euc_kr",
)

# The letters beyond ASCII of languages written in Latin script. A text is mostly in one of them.
_LETTERS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(letters)
    for language, letters in {
        "Czech and Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
        "Danish and Norwegian": "åæøé",
        "Estonian": "äõöüšž",
        "French": "àâæçéèêëîïôœùûüÿ",
        "German": "äöüß",
        "Hungarian": "áéíóöőúüű",
        "Icelandic": "áðéíóúýþæö",
        "Italian": "àèéìîòù",
        "Latvian": "āčēģīķļņšūž",
        "Lithuanian": "ąčęėįšųūž",
        "Polish": "ąćęłńóśźż",
        "Portuguese": "áâãàçéêíóôõúü",
        "Romanian": "ăâîşţ",
        "Slovene and Croatian": "čćđšž",
        "Spanish": "áéíñóúüªº",
        "Swedish and Finnish": "åäöé",
        "Turkish": "âçğıîöşûü",
    }.items()
}

_ENOUGH: Final = 64_000

# What prose in ASCII is made of. Digits are not among it: the byte of "0" stands in every kana.
_ASCII_PROSE: Final = string.ascii_letters.encode() + b" \r\n,.'"
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_FEWEST: Final = 20


def guess(raw: bytes) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8, by Python's name for it; None when nothing fits.

    Guesses from the lines that hold more than ASCII, so its cost has a bound.
    """
    sample = _sample(raw)
    best = from_bytes(sample, cp_isolation=[*_LATIN, *_OTHERS]).best()
    if best is None:
        return None
    return _latin(sample) if best.encoding in _LATIN else best.encoding


def is_utf16(text: str) -> bool:
    """Whether a text that was read as UTF-16 is in it: not UTF-8 or ASCII taken in pairs, nor off by a byte.

    Of every two bytes the first tells the script and hardly changes, the second the letter. Too short a text is
    believed.
    """
    pairs = text.encode("utf-16-be", "surrogatepass")
    firsts, seconds = pairs[::2], pairs[1::2]
    if len(firsts) < _FEWEST:
        return True
    is_ascii = 4 * len(pairs.translate(None, _ASCII_PROSE)) < len(pairs)
    is_off = _most(seconds) * 2 > len(seconds) and _most(firsts) * 2 < len(firsts)
    return not (is_ascii or is_off or _is_utf8(pairs) or _is_utf8(text.encode("utf-16-le", "surrogatepass")))


def _is_utf8(raw: bytes) -> bool:
    """Whether bytes are UTF-8 up to their end, which may be cut, without control characters."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return False
    return len(raw.translate(None, _CONTROLS)) == len(raw)


def _most(some: bytes) -> int:
    return Counter(some).most_common(1)[0][1]


def _sample(raw: bytes) -> bytes:
    """The first lines that hold more than ASCII, up to about ``_ENOUGH`` bytes."""
    lines: list[bytes] = []
    size = 0
    for line in raw.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > _ENOUGH:
            break
    sample = b"".join(lines)
    # A blank is no part of a longer character in any of the encodings: nothing is cut in two there.
    return sample if size <= _ENOUGH else sample[: sample.rfind(b" ", 0, _ENOUGH) + 1 or _ENOUGH]


def _latin(sample: bytes) -> str:
    """The Latin code page under which most letters beyond ASCII belong to one language; the first where they tie.

    Statistics alone cannot tell them apart in a short text: they took a French one for Czech.
    """
    fitting = [encoding for encoding in _LATIN if _reads(sample, encoding)]
    return max(fitting or _LATIN[:1], key=lambda encoding: _share_in_one_language(sample, encoding))


def _reads(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _share_in_one_language(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="ignore").lower()
    foreign = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    if not foreign:
        return 1.0
    return max(sum(letter in letters for letter in foreign) for letters in _LETTERS.values()) / len(foreign)
