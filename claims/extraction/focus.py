"""Extraction: the focus of a text, how much each party is in the reader's mind at a place.

Every mention raises a party, more so as the subject of a sentence or as the speaker of words; with each sentence that
passes, all sink. A pronoun in the reporter's words raises whom it seems to mean, so that a person who is only "she"
for a paragraph stays in mind. Only the parties mentioned last are kept, so that the work stays linear.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from claims.extraction.people import Gender, Mention, Party, PartyKind, People, Pronoun

SUBJECT: Final = 1.0
INTRODUCTION: Final = 0.9
OBJECT: Final = 0.5
SPEAKER: Final = 1.4
PRONOUN: Final = 0.8
POSSESSIVE: Final = 0.3
SINKING: Final = 0.45
FEWEST_SIGNS: Final = 0.7
LONE_WORD: Final = 0.25
UNKNOWN_GENDER: Final = 0.85
REPEATED: Final = 0.2
MOST_KEPT: Final = 24
Fits = Callable[[Party], float]


class Seen(NamedTuple):
    """How present a party was when it was last mentioned, and where that was."""

    weight: float
    start: int
    sentence: int
    line: int
    is_subject: bool = False


class Ranked(NamedTuple):
    """A party that fits, and how present it is."""

    weight: float
    party: int
    seen: Seen


@dataclass(slots=True)
class Focus:
    """Moves through a text in reading order; ``parties`` grows by those who are described without a name."""

    parties: list[Party]
    events: list[Mention | Pronoun]
    place: int = 0
    kept: dict[int, Seen] = field(default_factory=dict)

    def advance(self, start: int) -> None:
        """Take in all mentions and pronouns before ``start``."""
        while self.place < len(self.events) and self.events[self.place].start < start:
            event = self.events[self.place]
            self.place += 1
            if isinstance(event, Mention):
                weight = SUBJECT if event.is_subject else INTRODUCTION if event.is_introduction else OBJECT
                self.raise_party(event.party, Seen(weight, event.start, event.sentence, event.line, event.is_subject))
            else:
                self._follow(event)

    def pass_over(self, end: int) -> None:
        """Leave out what stands before ``end``: it has been read as a speaker."""
        while self.place < len(self.events) and self.events[self.place].start < end:
            self.place += 1

    def raise_party(self, party: int, seen: Seen) -> None:
        """A party is mentioned with this weight."""
        before = self.kept.pop(party, None)
        memory = _sunk(before, seen.sentence) if before else 0.0
        weight = max(seen.weight, memory) + REPEATED * min(seen.weight, memory)
        was_subject = before is not None and before.is_subject and before.sentence == seen.sentence
        self.kept[party] = seen._replace(weight=weight, is_subject=seen.is_subject or was_subject)
        if len(self.kept) > MOST_KEPT:
            del self.kept[next(iter(self.kept))]

    def add(self, party: Party) -> int:
        """Somebody who is described, not named."""
        self.parties.append(party)
        return len(self.parties) - 1

    def ranked(self, sentence: int, fits: Fits) -> list[Ranked]:
        """Whom a place may mean, the most present first; ``fits`` says how well each party fits, 0 not at all."""
        found = []
        for party, seen in self.kept.items():
            fit = fits(self.parties[party])
            if fit:
                found.append(Ranked(fit * _sunk(seen, sentence), party, seen))
        return sorted(found, key=lambda one: (-one.weight, -one.seen.start))

    def _follow(self, pronoun: Pronoun) -> None:
        fits = fits_role(pronoun.role) if pronoun.role else fits_gender(pronoun.gender)
        found = self.ranked(pronoun.sentence, fits)
        if found:
            weight = PRONOUN if pronoun.is_subject else POSSESSIVE
            seen = Seen(weight, pronoun.start, pronoun.sentence, pronoun.line, pronoun.is_subject)
            self.raise_party(found[0].party, seen)


def focus_on(people: People) -> Focus:
    """The focus at the start of a text."""
    events: list[Mention | Pronoun] = [*people.mentions, *people.pronouns]
    events.sort(key=lambda event: event.start)
    return Focus(list(people.parties), events)


def _sunk(seen: Seen, sentence: int) -> float:
    return float(seen.weight * SINKING ** max(0, sentence - seen.sentence))


def fits_gender(gender: Gender) -> Fits:
    """Who may be meant by "he" or "she"; by ``UNKNOWN`` a single person of either."""

    def fits(party: Party) -> float:
        if party.is_several or party.kind in (PartyKind.ORGANISATION, PartyKind.PLACE):
            return 0.0
        if gender is not Gender.UNKNOWN and party.gender not in (gender, Gender.UNKNOWN):
            return 0.0
        if party.kind is PartyKind.UNKNOWN and not party.is_named:
            return 0.0
        if party.kind is PartyKind.PERSON:
            sureness = 1.0
        elif " " in party.name:
            sureness = FEWEST_SIGNS
        else:
            sureness = LONE_WORD if party.is_active else 0.0
        return sureness * (1.0 if party.gender is gender or gender is Gender.UNKNOWN else UNKNOWN_GENDER)

    return fits


def fits_role(role: str) -> Fits:
    """Who may be meant by "the mayor"."""
    fits_person = fits_gender(Gender.UNKNOWN)
    return lambda party: fits_person(party) if role in party.roles else 0.0


def fits_group(party: Party) -> float:
    """Who may be meant by "they"."""
    if party.is_several:
        return 1.0
    return {PartyKind.ORGANISATION: 0.8, PartyKind.UNKNOWN: 0.2}.get(party.kind, 0.0)


def fits_body(party: Party) -> float:
    """What may be meant by "it" or "the company"; two plain capitals are sooner somebody's given name and surname."""
    if party.is_several or not party.is_named:
        return 0.0
    if party.kind is PartyKind.UNKNOWN and party.name.count(" ") == 1:
        return 0.0
    return {PartyKind.ORGANISATION: 1.0, PartyKind.UNKNOWN: 0.5}.get(party.kind, 0.0)
