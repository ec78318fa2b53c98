"""Bench: hostile texts. Words of our own, and everything around them that a text should not have."""

from random import Random
from typing import Final

STORY: Final = (
    "Harbour talks break off in Tolvik\n\nTOLVIK: “The harbour stays closed until Friday,” said Marta Solheim, the "
    "port director.\n\n“Nobody asked the fishermen,” Jonas Brekke told the radio on Tuesday.\n"
)
HEBREW: Final = "“הנמל סגור,” אמרה מרתה סולהיים ביום שני.\n"
ARABIC: Final = "قالت مارتا سولهايم \u200fإن «الميناء مغلق»\u200e حتى الجمعة.\n"
RUSSIAN: Final = "«Порт закрыт до пятницы», — сказала Марта Сольхейм.\n"
CHINESE: Final = "索尔海姆说：“港口关闭到星期五。”\n"

# Bits that are put between words: what is invisible, broken, reserved, or means something to another machine.
BITS: Final = (
    "\0", "\x01", "\x08", "\x0b", "\x0c", "\x1a", "\x1b[2J", "\x7f", "\x85", "\x9f", "\xa0", "\xad", "\u061c", "\u180e",
    "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d",
    "\u202e", "\u2060", "\u2061", "\u2066", "\u2067", "\u2068", "\u2069", "\u206a", "\ufe0f", "\ufeff", "\ufff9",
    "\ufffd", "\uffff", "\U000e0001", "\U000e0041", "\U0001f468\u200d\U0001f469", "\U0010ffff", "\ud800", "\udfff",
    "\ud83d", "\u0301" * 40, "\u0489", "\u115f", "\u3164", "\ue000", "ﷺ", "İ", "ß", "ŉ", "ſ", "ﬁ", "а", "ο", "А",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% load x %}", "%s%n%(name)s", "${x}", "'; DROP TABLE claims;--", "\\",
    "\\u0000", "&#0;", "&amp;", "]]>", "-->", "%00", "%ff", "../", "\r", "\r\n", "\n\r", '"', "'", "“", "”", "„", "«",
    "»", "‘", "’", "[", "]", "[...]", "(", ")", "…", "1e309", "NaN", "-0", "٣", "²", "Ⅷ", "\t",
)  # fmt: skip

# What is said over and over. Dense ones are the hardest to read.
REPEATED: Final = (
    '"', "“", "”", "„", "«", "'", "’", "(", "[", "{", "<", "<a ", "</", "&", "&#", "&amp;", ".", "..", ",", ";", ":",
    "-", "—", "…", "?", "!", "/", "\\", "@", "#", "$", "%", "*", "_", "|", "~", "`", "^", "=", "+", "0", "9", "a",
    "A", "é", "а", "ع", "א", "漢", "😀", "\u0301", "\u200b", "\u202e", "\u2066", "\u200f", " ", "\t", "\n", "\xa0",
    "\u3000", "\x0c", "“”", '""', "''", "()", "[]", "<>", "x\"y", '" ', '"\n', "“\n", "A ", "a. ", "A. ", "Mr. ",
    "U.S. ", "said ", "he said ", "who ", "and ", "the ", "told ", "of the ", "according to ", "on Monday ", "last ",
    "Ada ", "Ada Okafor ", "Ada, ", "AFP ", "(AFP) ", "“x,” said Bo. ", '" said Bo. ', "http://", "www.", "t.co/a ",
    "a@b.c ", "[1] ", "12] ", "12345] ", "1,000 ", "2026-11-23 ", "%00", "\\u", "é\u0301", "a\u0301", "\u200b ",
    "\ud83d\ude00", "â€™", "Ã©", "Ð", "�", "?s ", ",,", " ,", ". the ", "a.b ", "a-", "-a", "a'", "'a'", "l’", "d’",
    "« ", " »", "dit-il ", "selon ", "a déclaré ", "=1+1\n", "a,b\n", "key: value;\n", "READ MORE: ", "x\r", "…\n",
    "[...] ", "* * *\n", "\n\n", "I ", "II ", "1. ",
)  # fmt: skip

SIZES: Final = (1, 3, 100, 4_000, 100_000, 1_000_000)


def short(random: Random) -> str:
    """A few words with odd bits among them, as long as somebody may type into a field."""
    return "".join(_bits(random, random.randint(1, 12)))


def long_text(random: Random, most: int = 100_000) -> str:
    """A text somewhere between a line and ``most`` characters."""
    makers = (_one_thing, _two_things, _soup, _spoiled_story, _one_line, _nested, _foreign)
    return random.choice(makers)(random, random.randint(20, most))


def one_thing(piece: str, size: int) -> str:
    """A text of one thing over and over."""
    return (piece * (size // len(piece) + 1))[:size]


def _bits(random: Random, count: int) -> list[str]:
    words = STORY.split()
    return [random.choice(BITS) if random.random() < 0.6 else f"{random.choice(words)} " for _ in range(count)]


def _one_thing(random: Random, size: int) -> str:
    return STORY + one_thing(random.choice(REPEATED), size)


def _two_things(random: Random, size: int) -> str:
    first, second = random.choice(REPEATED), random.choice(REPEATED)
    return one_thing(first, size // 2) + STORY + one_thing(first + second, size // 2)


def _soup(random: Random, size: int) -> str:
    pieces = [random.choice(random.choice((BITS, REPEATED))) for _ in range(min(size // 4 + 1, 4_000))]
    return "word ".join(["", *pieces])[:size]


def _spoiled_story(random: Random, size: int) -> str:
    story = list((STORY + HEBREW + ARABIC + RUSSIAN + CHINESE) * max(1, min(size, 20_000) // 400))
    for _ in range(max(1, len(story) // 50)):
        story[random.randrange(len(story))] = random.choice(BITS)
    return "".join(story)[: size + 400]


def _one_line(_random: Random, size: int) -> str:
    return one_thing(" ".join(STORY.split()) + " ", size)


def _nested(random: Random, size: int) -> str:
    opening, closing = random.choice(("()", "[]", "“”", "«»", "„“", ("<b>", "</b>"), ("(“", "”)")))
    depth = size // 4 // len(opening) + 1
    return f"{opening * depth}said Bo{closing * depth} {STORY}"


def _foreign(random: Random, size: int) -> str:
    lines = [random.choice((STORY, HEBREW, ARABIC, RUSSIAN, CHINESE)) for _ in range(size // 100 + 1)]
    return "".join(lines)[: size + 200]
