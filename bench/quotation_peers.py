"""Bench: what else finds quotations, measured beside ours. None of it is a requirement.

The floor needs nothing. textacy is measured where it is installed together with an English model of spaCy:
``pip install textacy spacy`` and ``python -m spacy download en_core_web_sm``, best in an environment of its own that
has requirements.txt as well.
"""

import bisect
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from bench.quotation_corpora import Row

MODELS: Final = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
BETWEEN_MARKS: Final = re.compile(r"[“„«][^“”„«»\n]*[”»]|\"[^\"\n]*\"")
CAPITALS: Final = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")


class Peer(NamedTuple):
    """Somebody else's way to find quotations: from a text to rows; ``read`` is None where it is not installed."""

    name: str
    read: Callable[[str], Sequence[Row]] | None


def peers() -> list[Peer]:
    """The floor, and whatever else this environment may have."""
    return [Peer("floor", between_marks), Peer("textacy", _textacy())]


def between_marks(text: str) -> list[Row]:
    """The floor: whatever stands between two marks of one paragraph is a direct quotation of the nearest capitals."""
    quoted = [match.span() for match in BETWEEN_MARKS.finditer(text)]
    names = list(_outside(text, quoted))
    starts = [start for start, _end in names]
    rows: list[Row] = []
    for start, end in quoted:
        here = bisect.bisect_left(starts, start)
        near = sorted(names[max(0, here - 1) : here + 1], key=lambda name: max(start - name[1], name[0] - end))
        rows.append({"start": start, "end": end, "kind": "direct", **_speaker(text, near)})
    return rows


def _outside(text: str, quoted: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that stand between no marks."""
    for (_start, after), (before, _end) in zip([(0, 0), *quoted], [*quoted, (len(text), 0)], strict=True):
        for match in CAPITALS.finditer(text, after, before):
            yield match.span()


def _speaker(text: str, near: list[tuple[int, int]]) -> Row:
    if not near:
        return {}
    start, end = near[0]
    return {"speaker_start": start, "speaker_end": end, "speaker_text": text[start:end]}


def _textacy() -> Callable[[str], list[Row]] | None:
    model = next((name for name in MODELS if find_spec(name)), None)
    if model is None or not find_spec("textacy") or not find_spec("spacy"):
        return None
    language = import_module("spacy").load(model)
    return lambda text: textacy_rows(language(text))


def textacy_rows(parsed: Any) -> list[Row]:
    """What ``textacy.extract.direct_quotations`` finds in a text that spaCy has parsed.

    It refuses a text with an odd number of marks (an apostrophe set as a mark is one to it): then nothing is found.
    """
    triples = import_module("textacy.extract").direct_quotations(parsed)
    try:
        return [row_of_triple(parsed.text, *triple) for triple in triples]
    except ValueError:
        return []


def row_of_triple(text: str, speaker: Sequence[Any], cue: Sequence[Any], content: Any) -> Row:
    """One row of its (speaker, cue, content): two lists of tokens and a span."""
    row: dict[str, Any] = {"start": content.start_char, "end": content.end_char, "kind": "direct"}
    for name, tokens in (("speaker", speaker), ("cue", cue)):
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)
        row |= {f"{name}_start": start, f"{name}_end": end, f"{name}_text": text[start:end]}
    return row
