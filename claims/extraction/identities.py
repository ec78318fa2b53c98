"""Extraction: who is who, the fullest name a text gives for a printed speaker.

Nothing is guessed in silence: when two readings compete ("He" after a named person and an unnamed source), the speaker
stays open and both are kept as candidates with the reason for each. Where one reading is clearly better, it is
given and the others are kept.
"""

import bisect
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from claims.extraction.classes import class_of, head_of, is_person_noun
from claims.extraction.focus import (
    SPEAKER,
    Fits,
    Focus,
    Ranked,
    Seen,
    fits_body,
    fits_gender,
    fits_group,
    fits_role,
    focus_on,
)
from claims.extraction.naming import Naming
from claims.extraction.people import Gender, Mention, Party, PartyKind, People, gender_of, name_key
from claims.extraction.sentences import Word, spelled
from claims.records.quotations import Candidate, Identification, ResolvedBy

CANDIDATE_REACH: Final = 6
LONGEST_TITLE: Final = 24
MOST_CANDIDATES: Final = 3
MOST_NAMESAKES: Final = 40
LEAST_PRESENT: Final = 0.08
ANONYMOUS: Final = (Identification.DESCRIBED, Identification.BARE)
Words = tuple[Word, ...]


class Identity(NamedTuple):
    """Who a printed speaker is, and what that rests on.

    ``rivals``: how many others would fit; ``distance``: how many sentences back the one chosen was last mentioned;
    ``lead``: from 0.5, two fit alike, to 1, nobody else does.
    """

    name: str
    identification: Identification
    by: ResolvedBy | None
    candidates: tuple[Candidate, ...] = ()
    party: int | None = None
    rivals: int = 0
    distance: int = 0
    lead: float = 1.0


OPEN: Final = Identity("", Identification.UNATTRIBUTED, None)


class Place(NamedTuple):
    """Where a speaker is printed; ``said_from`` is where the words begin."""

    start: int
    sentence: int
    line: int
    said_from: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """One earlier utterance: who, where."""

    sentence: int
    line: int
    identity: Identity


@dataclass(slots=True)
class Reader:
    """Reads the speakers of one text in order and remembers who spoke."""

    people: People
    naming: Naming
    focus: Focus = field(init=False)
    last: Spoken | None = None
    described: dict[str, int] = field(default_factory=dict)
    classes: dict[int, Identification] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.focus = focus_on(self.people)

    def read(self, words: Words, place: Place) -> Identity:
        """Who is meant by these printed words; remembers the answer."""
        self.focus.advance(place.start)
        identity = self._identify(words, place)
        self.focus.pass_over(words[-1].end)
        return self._spoke(identity, place)

    def announced(self, place: Place) -> tuple[Identity, Mention | None]:
        """Whose words stand after a colon: those of whoever the sentence before the colon names first."""
        self.focus.advance(place.start)
        for mention in self._mentions_before(place):
            if fits_gender(Gender.UNKNOWN)(self.focus.parties[mention.party]):
                return self._said_by(mention, place), mention
        return self.continue_from(place, is_personal=False), None

    def signed(self, place: Place, signature: int) -> tuple[Identity, Mention | None]:
        """Whose words stand above a signature: those of whom it names."""
        self.focus.advance(place.start)
        number = bisect.bisect_left(self.people.mentions, (signature,))
        for mention in self.people.mentions[number : number + 1]:
            is_near = mention.start <= signature + LONGEST_TITLE
            if is_near and fits_gender(Gender.UNKNOWN)(self.focus.parties[mention.party]):
                return self._said_by(mention, place), mention
        return self.continue_from(place, is_personal=False), None

    def _said_by(self, mention: Mention, place: Place) -> Identity:
        """A person by the name that stands beside what is said; remembers it."""
        return self._spoke(self._as_party(mention.party, ResolvedBy.NEAREST_NAME), place)

    def continue_from(self, place: Place, *, is_personal: bool) -> Identity:
        """Whose words a floating quotation is: the last speaker's, or those of whom the sentence before introduces."""
        self.focus.advance(place.start)
        introduced = self._introduced(place)
        if introduced is not None and (self.last is None or self.last.identity.party != introduced.party):
            identity = self._as_party(introduced.party, ResolvedBy.FLOATING)
            identity = identity._replace(candidates=self._last_as_candidate(), rivals=int(self.last is not None))
        elif self.last is None:
            identity = OPEN
        else:
            identity = self.last.identity
            if identity.name:
                identity = identity._replace(by=ResolvedBy.FLOATING, distance=place.sentence - self.last.sentence)
            if is_personal:
                identity = self._person_instead(identity, place)
        return self._spoke(identity, place)

    def _spoke(self, identity: Identity, place: Place) -> Identity:
        if identity.party is not None:
            seen = Seen(SPEAKER, place.start, place.sentence, place.line, is_subject=True)
            self.focus.raise_party(identity.party, seen)
        self.last = Spoken(place.sentence, place.line, identity)
        return identity

    def _mentions_before(self, place: Place) -> list[Mention]:
        end = bisect.bisect_left(self.people.mentions, (place.start,))
        return [one for one in self.people.mentions[max(0, end - 12) : end] if one.sentence == place.sentence]

    def _last_as_candidate(self) -> tuple[Candidate, ...]:
        if self.last is None or not self.last.identity.name:
            return ()
        return (Candidate(self.last.identity.name, ResolvedBy.NEAREST_SPEAKER),)

    def _introduced(self, place: Place) -> Ranked | None:
        """A person who has been the subject of the reporter's sentences since the last speech."""
        since = self.last.sentence if self.last else -1
        found = [
            one
            for one in self.focus.ranked(place.sentence, fits_gender(Gender.UNKNOWN))
            if one.seen.is_subject and one.seen.sentence > since and one.seen.line >= place.line - 1
        ]
        return max(found, key=lambda one: one.seen.start, default=None)

    def _person_instead(self, identity: Identity, place: Place) -> Identity:
        """Words with "I" in them are a person's: the most present one, when an organisation spoke last."""
        if identity.identification not in (Identification.ORGANISATION_ONLY, Identification.COLLECTIVE):
            return identity
        found = self._candidates(place, fits_gender(Gender.UNKNOWN))
        if not found or found[0].weight < LEAST_PRESENT:
            return identity
        person = self._chosen(found, place, ResolvedBy.FLOATING)
        return person._replace(candidates=(Candidate(identity.name, ResolvedBy.NEAREST_SPEAKER), *person.candidates))

    def _identify(self, words: Words, place: Place) -> Identity:
        low = words[-1].low
        gender = gender_of(words[0].low, self.naming)
        if gender is not None and (len(words) == 1 or low in self.naming.document_heads):
            return self._pronoun(gender, place)
        if len(words) == 1 and low in self.naming.group_pronouns:
            return self._group(low, place)
        named = self._named(words, place)
        return named if named is not None else self._common_noun(words, place)

    def _pronoun(self, gender: Gender, place: Place) -> Identity:
        found = self._candidates(place, fits_gender(gender))
        if not found:
            return OPEN
        named = [one for one in found if self.focus.parties[one.party].is_named]
        if not self.focus.parties[found[0].party].is_named and self._competes(found[0], named, place):
            rival = Candidate(self.focus.parties[found[0].party].name, ResolvedBy.NEAREST_SPEAKER)
            candidates = (*self._as_candidates(named, place)[:MOST_CANDIDATES], rival)
            return OPEN._replace(candidates=candidates, rivals=len(candidates))
        return self._chosen(found, place, ResolvedBy.PRONOUN)

    def _competes(self, unnamed: Ranked, named: list[Ranked], place: Place) -> bool:
        """Whether somebody named may be meant as well as the unnamed one who is most present."""
        if self.classes.get(unnamed.party) not in ANONYMOUS:
            return False
        return any(one.seen.line >= place.line - CANDIDATE_REACH for one in named)

    def _group(self, low: str, place: Place) -> Identity:
        fits = fits_group if low in self.naming.they else fits_body if low == "it" else None
        found = self._candidates(place, fits) if fits else []
        if not found or found[0].weight < LEAST_PRESENT:
            return OPEN
        return self._chosen(found, place, ResolvedBy.PRONOUN)

    def _candidates(self, place: Place, fits: Fits) -> list[Ranked]:
        """Who fits, without those named inside the very words: in "Lind would stay, he said" he is not Lind."""
        found = self.focus.ranked(place.sentence, fits)
        if place.said_from >= place.start:
            return found
        inside = {one.party for one in self._mentions_before(place) if one.start >= place.said_from}
        return [one for one in found if one.party not in inside]

    def _chosen(self, found: list[Ranked], place: Place, by: ResolvedBy) -> Identity:
        best = found[0]
        others = found[1:]
        second = others[0].weight if others else 0.0
        identity = self._as_party(best.party, by)
        return identity._replace(
            candidates=self._as_candidates(others, place)[:MOST_CANDIDATES],
            rivals=len(others),
            distance=place.sentence - best.seen.sentence,
            lead=best.weight / (best.weight + second) if best.weight else 0.5,
        )

    def _as_candidates(self, found: list[Ranked], place: Place) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(self.focus.parties[one.party].name, ResolvedBy.NEAREST_NAME)
            for one in found
            if one.seen.line >= place.line - CANDIDATE_REACH
            and self.focus.parties[one.party].kind is not PartyKind.UNKNOWN
        )

    def _as_party(self, number: int, by: ResolvedBy) -> Identity:
        party = self.focus.parties[number]
        if number in self.classes:
            kind = self.classes[number]
        elif party.is_several or party.kind in (PartyKind.ORGANISATION, PartyKind.PLACE):
            kind = Identification.ORGANISATION_ONLY
        else:
            kind = Identification.NAMED
        return Identity(party.name, kind, by, (), number)

    def _named(self, words: Words, place: Place) -> Identity | None:
        """A name, full or short, of somebody the text names."""
        keys = [name_key(w.text) for w in words if w.is_capital and w.is_word and w.low not in self.naming.courtesy]
        has_article = words[0].low in self.naming.determiners
        if keys and has_article and words[0].is_capital:
            keys = keys[1:]
        if len(words) == 1 and self.naming.is_common(words[0].low):
            return None
        if not keys or not (words[head_of(words, self.naming)].is_capital or self._has_organisation(words)):
            return None
        numbers = self._parties_with(keys, words, place)
        if numbers:
            return self._as_name(numbers, words)
        text = spelled(words)
        name = words[: head_of(words, self.naming) + 1]
        is_titled = any(word.low in self.naming.titles for word in name[:-1])
        has_organisation = any(word.low in self.naming.organisation_words for word in name)
        is_organisation = has_article or (has_organisation and not is_titled)
        if is_organisation:
            return self._new(text, Identification.ORGANISATION_ONLY, "", ResolvedBy.FULL_NAME)
        return self._new(text, Identification.NAMED, "", ResolvedBy.FULL_NAME)

    def _has_organisation(self, words: Words) -> bool:
        return len(words) > 2 and words[-1].low in self.naming.persons and words[-2].is_capital

    def _parties_with(self, keys: list[str], words: Words, place: Place) -> list[int]:
        """The parties whose names have all these words, the most present first, then the longest name."""
        found = {
            number
            for key in (keys[-1], keys[0])
            for number in self._known_by(key)
            if all(number in self._known_by(other) for other in keys)
        }
        courtesy = {word.low for word in words}
        male, female = courtesy & self.naming.gendered_male, courtesy & self.naming.gendered_female
        gender = Gender.MALE if male else Gender.FEMALE if female else Gender.UNKNOWN
        fits = [one for one in found if gender in (Gender.UNKNOWN, self.people.parties[one].gender)] or list(found)

        def order(number: int) -> tuple[bool, float, int]:
            seen = self.focus.kept.get(number)
            is_known = set(keys) <= self._keys(number)
            return (is_known, seen.weight if seen else 0.0, len(self._keys(number)))

        return sorted(fits, key=order, reverse=True)

    def _known_by(self, key: str) -> tuple[int, ...]:
        return self.people.by_word.get(key, ())[-MOST_NAMESAKES:]

    def _keys(self, number: int) -> set[str]:
        return {name_key(word) for word in self.people.parties[number].name.split()}

    def _as_name(self, numbers: list[int], words: Words) -> Identity:
        number = numbers[0]
        party = self.people.parties[number]
        printed = spelled(word for word in words if word.low not in self.naming.articles)
        by = ResolvedBy.FULL_NAME if printed == party.name else ResolvedBy.SHORT_FORM
        identity = self._as_party(number, by)
        if words[0].low in self.naming.definite:
            identity = identity._replace(identification=Identification.ORGANISATION_ONLY)
        others = tuple(Candidate(self.people.parties[one].name, ResolvedBy.NEAREST_NAME) for one in numbers[1:])
        return identity._replace(rivals=len(others), candidates=others[:MOST_CANDIDATES])

    def _common_noun(self, words: Words, place: Place) -> Identity:
        """The mayor, the source, "a source close to the talks", police."""
        head = name_key(words[head_of(words, self.naming)].text)
        text = spelled(words)
        is_singular = is_person_noun(head, self.naming) and words[0].low not in self.naming.determiners
        is_owned = any(word.low.endswith(("'s", "s'")) for word in words[1:-1])
        if (words[0].low in self.naming.definite and not is_owned) or (is_singular and len(words) > 1):
            known = self._definite(head, place)
            if known is not None:
                return known
        return self._new(text, class_of(words, head, self.naming), head, None)

    def _definite(self, head: str, place: Place) -> Identity | None:
        """Whom "the" and a noun point back to."""
        if head in self.described:
            return self._as_party(self.described[head], ResolvedBy.SAME_DESCRIPTION)
        if head in self.naming.bodies:
            return self._most_present(place, fits_body)
        if not is_person_noun(head, self.naming):
            return None
        holders = self._candidates(place, fits_role(head))
        if holders:
            return self._chosen(holders, place, ResolvedBy.ROLE)
        return self._most_present(place, fits_gender(Gender.UNKNOWN))

    def _most_present(self, place: Place, fits: Fits) -> Identity | None:
        found = self._candidates(place, fits)
        if not found or found[0].weight < LEAST_PRESENT:
            return None
        return self._chosen(found, place, ResolvedBy.NEAREST_NAME)

    def _new(self, text: str, kind: Identification, head: str, by: ResolvedBy | None) -> Identity:
        """Somebody the text has not named before."""
        is_several = kind is Identification.COLLECTIVE or (kind in ANONYMOUS and head.endswith("s"))
        if kind is Identification.ORGANISATION_ONLY:
            party_kind = PartyKind.ORGANISATION
        elif head and not is_person_noun(head, self.naming) and head not in self.naming.anonymous_heads:
            party_kind = PartyKind.UNKNOWN
        else:
            party_kind = PartyKind.PERSON
        gender = Gender.UNKNOWN
        if head in self.naming.gendered_male:
            gender = Gender.MALE
        elif head in self.naming.gendered_female:
            gender = Gender.FEMALE
        party = Party(
            text,
            party_kind,
            gender,
            frozenset({head} if head else ()),
            is_several,
            is_named=not head,
        )
        number = self.focus.add(party)
        self.classes[number] = kind
        if head and kind in (*ANONYMOUS, Identification.TITLE_ONLY):
            self.described[head] = number
        return Identity(text, kind, by, (), number)


def is_personal(said: Word, naming: Naming) -> bool:
    """Whether quoted words speak of "I"."""
    return any(word.strip('.,;:!?"“”') in naming.first_person for word in said.text.lower().replace("’", "'").split())
