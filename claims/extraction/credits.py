"""Extraction: credit lines, which agencies or outlets a copy credits at its head or its foot.

Only the form of a credit counts, in the first and the last lines: a dateline, a byline, a signature, a notice. What a
sentence of the story says of an agency ("told AFP") credits nobody, nor does the credit of a picture.
"""

import re
from collections.abc import Iterator
from typing import Final

from claims.extraction.agencies import AMBIGUOUS, KINDS, SIGNATURES
from claims.records.extractions import Credit
from claims.records.quotations import Phrase

HEAD_LINES: Final = 4
FOOT_LINES: Final = 5
LONGEST_LOOK: Final = 400

_WORD: Final = r"[^\W\d_][\w’'.&-]{0,20}"
_OTHER: Final = rf"(?:(?=[^\W\d_a-z]){_WORD} ){{1,4}}(?:{'|'.join(KINDS)})"
_LISTED: Final = "|".join(re.escape(name) for name in sorted(SIGNATURES, key=len, reverse=True))
NAME: Final = re.compile(rf"(?<![\w’'])(?:{_LISTED}|{_OTHER})(?![\w’'&]|-[A-Za-z])")
_ONE: Final = rf"(?:[Tt]he )?(?:{_LISTED}|{_OTHER})(?![\w’'&])"
_NAMES: Final = rf"{_ONE}(?:(?: ?[/,&|] ?| and | et | und |, and ){_ONE}){{0,4}}"
_PERSONS: Final = rf"(?:(?:(?=[^\W\d_a-z]){_WORD}|and|et|und|de|del|van|von|der|al|in|at),? ){{1,12}}"
_WITH: Final = (
    r"[Ww]ith (?:files|reports?|reporting|material|additional reporting|information|input|contributions?)"
    r" (?:from|by|of) (?:the )?"
)

# The forms of a credit at the head of a copy; each holds the names it credits in its first group.
HEAD: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:[^\W\d_a-z][^()\n]{{1,60}})?\(({_NAMES})\) ?(?:--|[-–—:])",
        rf"[A-Z][A-Z .,’'-]{{2,40}}[,/–—-] ?({_NAMES}) ?(?:--|[-–—:])(?= )",
        rf"({_NAMES})\.?\Z",
    )
)
# Those that may stand at either end.
EITHER: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:[Bb][Yy]|[Pp]ar|[Vv]on|[Pp]or) (?:{_PERSONS})?(?:[/|–—-] ?|for |of |with |in )?({_NAMES})\.?\Z",
        rf"(?=[^\W\d_a-z]){_WORD}(?: {_WORD}){{1,3}} ?[,/|–—-] ?({_NAMES})\.?\Z",
        rf"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT) ?(?:©|\([cC]\))? ?(?:\d{{4}},? ?)?(?:[Bb]y )?({_NAMES})",
        rf"(?:[Ss]ource|SOURCE|[Qq]uelle|[Ff]uente|[Ff]onte)s? ?: ?({_NAMES})[.)]?\Z",
        rf"\(?(?:[Aa]vec|[Mm]it|[Cc]on|[Vv]ia|[Ff]rom) ({_NAMES})\)?\.?\Z",
    )
)
FOOT: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:.*[.!?…”\"»)] ?)?[(\[]({_NAMES})\.?[)\]]\.?\Z",
        rf"(?:.*[.!?…”\"»)] )?(?:—|–|-|--) ?({_NAMES})\.?\Z",
        rf"({_NAMES})\.?\Z",
        rf".*?[(\[](?:[Aa]vec|[Mm]it|[Cc]on|[Ww]ith|[Vv]ia) ({_NAMES})\.?[)\]]\.?\Z",
        rf"(?:.*[.!?…”\"»)] ?)?[(\[—–-]* ?{_WITH}(?:{_PERSONS})?({_NAMES})",
        rf"(?:.*[.!?…”\"»)] )?({_NAMES}) (?:(?:staff )?(?:writers?|reporters?|correspondents?|journalists?|staff) )?"
        rf"(?:{_PERSONS})?(?:also )?contributed (?:reporting )?(?:to this|from|reporting)",
        rf"\(?(?:Reporting|Writing|Additional reporting|Editing) by [^()\n]{{1,200}}?[,; ](?:for )?({_NAMES})[.);]",
    )
)
PICTURE: Final = re.compile(r"(?i)\b(?:photo|photograph|photographer|gallery|image|images|getty|illustration|video)\b")


def find_credits(text: str) -> tuple[Credit, ...]:
    """The credit lines of a text, in reading order: the same name once for each line that credits it."""
    found: list[Credit] = []
    head = list(_first_lines(text))
    for start, end in head:
        found += _credited(text, start, min(end, start + LONGEST_LOOK), (*HEAD, *EITHER))
    floor = head[0][1] if head else 0
    for start, end in reversed(list(_last_lines(text, floor))):
        found += _credited(text, max(start, end - LONGEST_LOOK), end, (*FOOT, *EITHER))
    return tuple(dict.fromkeys(sorted(found, key=lambda credit: (credit.name.start, credit.line.start))))


def _credited(text: str, start: int, end: int, forms: tuple[re.Pattern[str], ...]) -> list[Credit]:
    line = text[start:end]
    if PICTURE.search(line):
        return []
    for form in forms:
        match = form.match(line)
        if match is not None and not _may_mean_another(match):
            said = Phrase(start + _start_of(match), start + match.end(), line[_start_of(match) : match.end()])
            return [
                Credit(Phrase(start + name.start(), start + name.end(), name[0]), said)
                for name in NAME.finditer(line, match.start(1), match.end(1))
            ]
    return []


def _may_mean_another(match: re.Match[str]) -> bool:
    """Whether nothing but the name speaks for a credit, and the name is a word or a place as well: "Erie, PA"."""
    shows = match[0][:1] in "([©—–-" or match[0].startswith(("By ", "BY ", "by ")) or "(" in match[0]
    return match[1] in AMBIGUOUS and not shows


def _start_of(match: re.Match[str]) -> int:
    """Where the words that credit start: after the last sentence of the story, when it stands in the same line."""
    before = match[0][: match.start(1) - match.start()]
    ends = [place + 2 for stop in '.!?…”"»' if (place := before.rfind(stop + " ")) >= 0]
    is_dateline = match.end() > match.end(1) and match[0].rstrip()[-1:] in ("-", "–", "—", ":")
    return match.start() + (max(ends) if ends and not is_dateline else 0)


def _first_lines(text: str) -> Iterator[tuple[int, int]]:
    start = found = 0
    while start <= len(text) and found < HEAD_LINES:
        cut = text.find("\n", start)
        end = cut if cut >= 0 else len(text)
        place = _trimmed(text, start, end)
        if place is not None:
            found += 1
            yield place
        start = end + 1


def _last_lines(text: str, floor: int) -> Iterator[tuple[int, int]]:
    end, found = len(text), 0
    while end > floor and found < FOOT_LINES:
        start = max(text.rfind("\n", 0, end) + 1, floor)
        place = _trimmed(text, start, end)
        if place is not None:
            found += 1
            yield place
        end = start - 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    line = text[start:end]
    if not line.strip():
        return None
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())
