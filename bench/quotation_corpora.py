"""Bench: quotations marked by hand, read from files with one article a line.

A line is ``{"id", "text", "quotes": [...]}``; each quote a row with ``start``, ``end``, ``kind`` and, where they are
known, ``speaker_*``, ``cue_*``, ``reference`` (the full name), ``told_to``. Offsets are code points, half open. What
``claims.extraction.rows`` makes of proposals has the same shape.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Place(NamedTuple):
    """A stretch of a text, ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch of quoted words, marked by hand or proposed. "" where nothing is said.

    ``name`` is the full name behind the printed speaker. ``is_floating``: the speaker stands in another sentence.
    """

    place: Place
    kind: str
    speaker: Place | None
    speaker_text: str
    name: str
    cue: Place | None
    cue_text: str
    told_to: str
    is_floating: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """A text with the quotations that somebody marked in it."""

    name: str
    text: str
    quotations: tuple[Quotation, ...]


def read(path: Path) -> tuple[Article, ...]:
    """All articles of a file."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    return tuple(Article(str(line["id"]), line["text"], quotations(line["text"], line["quotes"])) for line in lines)


def quotations(text: str, rows: Iterable[Row]) -> tuple[Quotation, ...]:
    """Rows of a text as quotations."""
    return tuple(_quotation(text, row) for row in rows)


def _quotation(text: str, row: Row) -> Quotation:
    speaker, cue = _place(row, "speaker"), _place(row, "cue")
    return Quotation(
        place=Place(row["start"], row["end"]),
        kind=row["kind"],
        speaker=speaker,
        speaker_text=row.get("speaker_text") or _slice(text, speaker),
        name=row.get("reference") or row.get("speaker_resolved") or "",
        cue=cue,
        cue_text=row.get("cue_text") or _slice(text, cue),
        told_to=row.get("told_to") or "",
        is_floating=bool(row.get("floating")),
        confidence=_confidence(row),
    )


def _place(row: Row, name: str) -> Place | None:
    start = row.get(f"{name}_start")
    return None if start is None else Place(start, row[f"{name}_end"])


def _slice(text: str, place: Place | None) -> str:
    return text[place.start : place.end] if place else ""


def _confidence(row: Row) -> float:
    """How sure a proposal is; who marks by hand may write a word here, which is no number."""
    value = row.get("confidence")
    return value if isinstance(value, float) else 0.0
