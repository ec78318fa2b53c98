"""Extraction: who is who, the fullest name a text gives for a printed speaker.

Nothing is guessed in silence: when two readings compete ("He" after a named person and an unnamed source), the speaker
stays open and both are kept as candidates with the reason for each.
"""

import bisect
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from claims.extraction.naming import Naming
from claims.extraction.people import Gender, Mention, Party, PartyKind, People, name_key
from claims.extraction.sentences import Word, spelled
from claims.records.quotations import Candidate, Identification, ResolvedBy

Words = tuple[Word, ...]
LAST_SPEAKER_REACH: Final = 2
CANDIDATE_REACH: Final = 6
LONGEST_TITLE: Final = 24
MOST_CANDIDATES: Final = 3


class Identity(NamedTuple):
    """Who a printed speaker is."""

    name: str
    identification: Identification
    by: ResolvedBy | None
    candidates: tuple[Candidate, ...] = ()
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One earlier utterance: who, where."""

    start: int
    sentence: int
    line: int
    identity: Identity


@dataclass(slots=True)
class Reader:
    """Reads the speakers of one text in order and remembers who spoke."""

    people: People
    naming: Naming
    spoken: list[Spoken] = field(default_factory=list)
    described: dict[str, str] = field(default_factory=dict)
    has_spoken: set[int] = field(default_factory=set)

    def read(self, words: Words, start: int, sentence: int, line: int) -> Identity:
        """Who is meant by these printed words; remembers the answer."""
        identity = self._identify(words, start, line)
        if identity.party is not None:
            self.has_spoken.add(identity.party)
        self.spoken.append(Spoken(start, sentence, line, identity))
        return identity

    def announced(self, start: int, sentence: int, line: int) -> tuple[Identity, Mention | None]:
        """Whose words stand after a colon: those of whoever the sentence before the colon names first."""
        place = self._before(start)
        here = [m for m in self.people.mentions[max(0, place - 12) : place] if m.sentence == sentence]
        for mention in here:
            if self._is_person(mention.party):
                return self._said_by(mention, start, sentence, line), mention
        return self.continue_from(start, sentence, line), None

    def signed(self, start: int, signature: int, sentence: int, line: int) -> tuple[Identity, Mention | None]:
        """Whose words stand above a signature: those of whom it names."""
        place = self._before(signature)
        mentions = self.people.mentions[place : place + 1]
        if not mentions or mentions[0].start > signature + LONGEST_TITLE or not self._is_person(mentions[0].party):
            return self.continue_from(start, sentence, line), None
        return self._said_by(mentions[0], start, sentence, line), mentions[0]

    def _said_by(self, mention: Mention, start: int, sentence: int, line: int) -> Identity:
        """A person by the name that stands beside what is said; remembers it."""
        party = self.people.parties[mention.party]
        identity = Identity(party.name, Identification.NAMED, ResolvedBy.NEAREST_NAME, (), mention.party)
        self.spoken.append(Spoken(start, sentence, line, identity))
        return identity

    def continue_from(self, start: int, sentence: int, line: int) -> Identity:
        """Whose words a floating quotation is: the last speaker's, or those of whom the sentence before introduces."""
        last = self.spoken[-1] if self.spoken else None
        introduced = self._introduced(start, line, last.sentence if last else -1)
        if introduced is not None and (last is None or last.identity.party != introduced.party):
            party = self.people.parties[introduced.party]
            identity = Identity(
                party.name, Identification.NAMED, ResolvedBy.FLOATING, self._last_as_candidate(last), introduced.party
            )
        elif last is not None and last.identity.name:
            identity = last.identity._replace(by=ResolvedBy.FLOATING)
        elif last is not None:
            identity = last.identity
        else:
            identity = Identity("", Identification.UNATTRIBUTED, None)
        self.spoken.append(Spoken(start, sentence, line, identity))
        return identity

    def _last_as_candidate(self, last: Spoken | None) -> tuple[Candidate, ...]:
        if last is None or not last.identity.name:
            return ()
        return (Candidate(last.identity.name, ResolvedBy.NEAREST_SPEAKER),)

    def _introduced(self, start: int, line: int, spoken_in: int) -> Mention | None:
        """A person whom the reporter's last sentence before ``start`` begins with, mentioned after the last speech."""
        place = self._before(start)
        mentions = self.people.mentions
        last_sentence = mentions[place - 1].sentence if place else -1
        for mention in reversed(mentions[max(0, place - 8) : place]):
            if mention.sentence <= spoken_in or mention.line < line - 1 or mention.sentence != last_sentence:
                return None
            if mention.is_subject and self._is_person(mention.party):
                return mention
        return None

    def _before(self, start: int) -> int:
        return bisect.bisect_left(self.people.mentions, (start,))

    def _is_person(self, party: int) -> bool:
        return _may_be_person(self.people.parties[party])

    def _identify(self, words: Words, start: int, line: int) -> Identity:
        low = words[-1].low
        gender = self._gender(words[0].low)
        if gender is not None and (len(words) == 1 or low in self.naming.document_heads):
            return self._pronoun(gender, start, line)
        if len(words) == 1 and low in self.naming.group_pronouns:
            return self._they()
        named = self._named(words, start)
        if named is not None:
            return named
        return self._common_noun(words, start)

    def _gender(self, low: str) -> Gender | None:
        if low in self.naming.male:
            return Gender.MALE
        return Gender.FEMALE if low in self.naming.female else None

    def _pronoun(self, gender: Gender, start: int, line: int) -> Identity:
        names = self._compatible(gender, start, line)
        last = self.spoken[-1] if self.spoken else None
        rival = self._unnamed_rival(last, names)
        candidates = tuple(
            Candidate(self.people.parties[mention.party].name, ResolvedBy.NEAREST_NAME)
            for mention in names
            if mention.line >= line - CANDIDATE_REACH and _is_person(self.people.parties[mention.party])
        )
        if rival is not None:
            candidates = (*candidates[:MOST_CANDIDATES], Candidate(rival, ResolvedBy.NEAREST_SPEAKER))
            return Identity("", Identification.UNATTRIBUTED, None, candidates)
        if not names:
            return Identity("", Identification.UNATTRIBUTED, None)
        best = self._best(names, last, line)
        name = self.people.parties[best.party].name
        others = tuple(candidate for candidate in candidates if candidate.name != name)[:MOST_CANDIDATES]
        return Identity(name, Identification.NAMED, ResolvedBy.PRONOUN, others, best.party)

    def _unnamed_rival(self, last: Spoken | None, names: list[Mention]) -> str | None:
        """An unnamed single person who spoke after the last fitting name was printed."""
        if last is None or last.identity.identification not in (Identification.DESCRIBED, Identification.BARE):
            return None
        is_single = last.identity.name.lower().split()[0] in self.naming.single
        is_older = bool(names) and names[0].start > last.start
        return last.identity.name if is_single and not is_older else None

    def _compatible(self, gender: Gender, start: int, line: int) -> list[Mention]:
        """Fitting persons mentioned before, latest first, each once."""
        seen: dict[int, Mention] = {}
        place = self._before(start)
        for mention in reversed(self.people.mentions[max(0, place - 40) : place]):
            party = self.people.parties[mention.party]
            is_unknown = party.kind is PartyKind.UNKNOWN
            may_act = mention.is_subject and not self._shares_words(party)
            may_speak = _is_person(party) or (is_unknown and (may_act or mention.party in self.has_spoken))
            if mention.party not in seen and may_speak and _fits(party, gender):
                seen[mention.party] = mention
        return list(seen.values())

    def _shares_words(self, party: Party) -> bool:
        """Whether a single word is part of longer names too, as "Cafe" is of many."""
        return " " not in party.name and len(self.people.by_word[name_key(party.name)]) > 1

    def _best(self, names: list[Mention], last: Spoken | None, line: int) -> Mention:
        """The last speaker, unless somebody fitting has since been the subject of a sentence."""
        for mention in names:
            is_last = last is not None and last.identity.party == mention.party
            after = last is None or mention.sentence > last.sentence
            alone = mention.line >= line - 1 and sum(other.sentence == mention.sentence for other in names) == 1
            is_far = last is None or last.line < line - LAST_SPEAKER_REACH
            if is_last or (after and (mention.is_subject or (alone and is_far))):
                return mention
        persons = [m for m in names if self.people.parties[m.party].kind is PartyKind.PERSON]
        return (persons or names)[0]

    def _they(self) -> Identity:
        for earlier in reversed(self.spoken[-3:]):
            if earlier.identity.identification in (Identification.COLLECTIVE, Identification.ORGANISATION_ONLY):
                return earlier.identity._replace(by=ResolvedBy.PRONOUN)
        return Identity("", Identification.UNATTRIBUTED, None)

    def _named(self, words: Words, start: int) -> Identity | None:
        """A name, full or short, of somebody the text names."""
        keys = [name_key(w.text) for w in words if w.is_capital and w.is_word and w.low not in self.naming.courtesy]
        has_article = words[0].low in self.naming.determiners
        if keys and has_article and words[0].is_capital:
            keys = keys[1:]
        if len(words) == 1 and self.naming.is_common(words[0].low):
            return None
        if not keys or (not words[-1].is_capital and not self._has_organisation(words)):
            return None
        for key in (keys[-1], keys[0]):
            party = self._party_with(key, keys, start)
            if party is not None:
                return self._as_identity(party, words)
        text = spelled(words)
        is_organisation = has_article or any(word.low in self.naming.organisation_words for word in words)
        kind = Identification.ORGANISATION_ONLY if is_organisation else Identification.NAMED
        return Identity(text, kind, ResolvedBy.FULL_NAME)

    def _has_organisation(self, words: Words) -> bool:
        return len(words) > 2 and words[-1].low in self.naming.persons and words[-2].is_capital

    def _party_with(self, key: str, keys: list[str], start: int) -> int | None:
        best = None
        for number in self.people.by_word.get(key, ()):
            name = {name_key(word) for word in self.people.parties[number].name.split()}
            if set(keys) <= name and (best is None or len(name) > best[0]):
                best = (len(name), number)
        return best[1] if best else None

    def _as_identity(self, number: int, words: Words) -> Identity:
        party = self.people.parties[number]
        printed = spelled(word for word in words if word.low not in self.naming.articles)
        by = ResolvedBy.FULL_NAME if printed == party.name else ResolvedBy.SHORT_FORM
        has_article = words[0].low in self.naming.definite
        is_organisation = party.kind in (PartyKind.ORGANISATION, PartyKind.PLACE) or has_article
        kind = Identification.ORGANISATION_ONLY if is_organisation else Identification.NAMED
        return Identity(party.name, kind, by, (), number)

    def _common_noun(self, words: Words, start: int) -> Identity:
        """The mayor, the source, "a source close to the talks", police."""
        head = _head(words, self.naming)
        text = spelled(words)
        is_definite = words[0].low in self.naming.definite
        if is_definite and head in self.described:
            return Identity(self.described[head], Identification.DESCRIBED, ResolvedBy.SAME_DESCRIPTION)
        if is_definite and head in self.naming.role_nouns:
            party = self._with_role(head, start)
            if party is not None:
                return Identity(self.people.parties[party].name, Identification.NAMED, ResolvedBy.ROLE, (), party)
        kind = _identification(words, head, self.naming)
        if kind in (Identification.DESCRIBED, Identification.BARE):
            self.described[head] = text
        return Identity(text, kind, None)

    def _with_role(self, role: str, start: int) -> int | None:
        place = self._before(start)
        for mention in reversed(self.people.mentions[:place][-200:]):
            party = self.people.parties[mention.party]
            if role in party.roles and party.kind is PartyKind.PERSON:
                return mention.party
        return None


def _is_person(party: Party) -> bool:
    return party.kind is PartyKind.PERSON


def _may_be_person(party: Party) -> bool:
    return party.kind is PartyKind.PERSON or (party.kind is PartyKind.UNKNOWN and " " in party.name)


def _fits(party: Party, gender: Gender) -> bool:
    return party.gender in (gender, Gender.UNKNOWN)


def _head(words: Words, naming: Naming) -> str:
    """The noun a phrase is about: the last word before the first preposition."""
    for place, word in enumerate(words):
        if place and (word.low in naming.prepositions or word.low in naming.after_heads):
            return words[place - 1].low
    return words[-1].low


def _identification(words: Words, head: str, naming: Naming) -> Identification:
    if head in naming.nameless:
        return Identification.BARE
    if head in naming.anonymous_heads and head not in naming.groups:
        singular = words[0].low in naming.single
        has_more = len(words) > (2 if singular else 1)
        if not singular and not has_more:
            return Identification.BARE
        if head.endswith("s") and not has_more and not singular:
            return Identification.BARE
        return Identification.DESCRIBED if has_more else Identification.BARE
    if head in naming.role_nouns:
        return Identification.TITLE_ONLY
    if head in naming.collectives or head.endswith("s"):
        return Identification.COLLECTIVE
    if any(word.is_capital and word.low in naming.organisation_words for word in words):
        return Identification.ORGANISATION_ONLY
    return Identification.DESCRIBED
