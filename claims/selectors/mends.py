"""Selectors: spelling that was mended during a second check, old and new beside each other."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from claims.models import Claim, Event
from claims.records.acts import SubjectKind
from claims.selectors.history import full_name

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: the same in both, only in the old one, or only in the new one."""

    text: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Mend:
    """One mending: whose, when, and the sentence with what was taken out and what was put in."""

    who: str
    at: datetime
    pieces: Sequence[Piece]


def of(claim: Claim, *, since: datetime) -> list[Mend]:
    """What was mended in the statement of a claim since a moment, in order."""
    events = Event.objects.about(SubjectKind.CLAIM, claim.pk).filter(act="claim.mend_spelling", at__gte=since)
    return [_mend(event) for event in events.select_related("actor")]


def pieces(old: str, new: str) -> Iterator[Piece]:
    """Two sentences as one, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(before[start:end]))
            continue
        if start < end:
            yield Piece("".join(before[start:end]), is_old=True)
        if new_start < new_end:
            yield Piece("".join(after[new_start:new_end]), is_new=True)


def _mend(event: Event) -> Mend:
    body = json.loads(event.body)
    who = full_name(event.actor) if event.actor else event.actor_name
    return Mend(who, event.at, list(pieces(body["before"]["statement"], body["after"]["statement"])))
