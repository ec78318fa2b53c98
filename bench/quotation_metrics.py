"""Bench: how well proposed quotations agree with those marked by hand.

Every figure is a function of the compared articles; its docstring says what is counted. No figure tells all: the
tracker's forgives a stretch that is too long, the exact one punishes two schemes that differ about a comma.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from bench.quotation_corpora import Article, Place, Quotation

HALF: Final = 0.5
# Schemes differ on whether these belong to the quoted words.
EDGES: Final = " \t\r\n\u00a0" + "\"“”„«»‟'‘’`" + ".,;:!?–—-…" + "()[]"
THAT: Final = re.compile(r"that\b", re.IGNORECASE)
LONGER_THAN_THAT: Final = 8
# Articles, possessives and courtesies tell nobody from anybody.
NO_NAMES: Final = frozenset(
    {"a", "an", "the", "his", "her", "their", "its", "said"}
    | {"mr", "mrs", "ms", "dr", "sir", "sen", "rep", "gov", "president"}
)
NAME_WORD: Final = re.compile(r"[\w’'-]+")
POSSESSIVE: Final = re.compile(r"['’]s$")


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    @property
    def percent(self) -> float | None:
        """None when there was nothing to be right about."""
        return 100 * self.right / self.of if self.of else None


class Agreement(NamedTuple):
    """How many of the proposed are right, and how many of the marked were found."""

    right: int
    proposed: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        """Percent of the proposed that are right."""
        return 100 * self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Percent of the marked that were found."""
        return 100 * self.found / self.marked if self.marked else 0.0

    @property
    def percent(self) -> float | None:
        """F1, the harmonic mean of precision and recall; None when nothing was marked."""
        both = self.precision + self.recall
        if not self.marked:
            return None
        return 2 * self.precision * self.recall / both if both else 0.0


class Tracking(NamedTuple):
    """What the tracker's figures say: quotations, and among the found ones the speaker and the verb."""

    quotations: Agreement
    speaker: Share
    verb: Share


@dataclass(frozen=True)
class Compared:
    """One article: what was marked, what was proposed, and which belong together."""

    article: Article
    proposed: tuple[Quotation, ...]

    @property
    def marked(self) -> tuple[Quotation, ...]:
        """The quotations marked by hand."""
        return self.article.quotations

    @cached_property
    def bare_marked(self) -> tuple[Place, ...]:
        """Where the marked words stand, without edges."""
        return tuple(bare(self.article.text, one.place) for one in self.marked)

    @cached_property
    def bare_proposed(self) -> tuple[Place, ...]:
        """Where the proposed words stand, without edges."""
        return tuple(bare(self.article.text, one.place) for one in self.proposed)

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Numbers of marked and proposed quotations that share at least half of their words: one to one, best first.

        "Half" is intersection over union of characters, IoU >= 0.5, of the bare places.
        """
        likeness = (
            (-overlap(one, other), marked, proposed)
            for marked, one in enumerate(self.bare_marked)
            for proposed, other in enumerate(self.bare_proposed)
        )
        taken_marked: set[int] = set()
        taken_proposed: set[int] = set()
        found = []
        for _likeness, marked, proposed in sorted(one for one in likeness if one[0] <= -HALF):
            if marked not in taken_marked and proposed not in taken_proposed:
                taken_marked.add(marked)
                taken_proposed.add(proposed)
                found.append((marked, proposed))
        return tuple(found)

    @cached_property
    def matches(self) -> tuple[tuple[Quotation, Quotation], ...]:
        """The pairs themselves."""
        return tuple((self.marked[marked], self.proposed[proposed]) for marked, proposed in self.pairs)

    @property
    def right(self) -> tuple[bool, ...]:
        """For each proposed quotation whether it is right: paired, and with the right speaker."""
        good = {
            proposed for marked, proposed in self.pairs if has_speaker(self.marked[marked], self.proposed[proposed])
        }
        return tuple(number in good for number in range(len(self.proposed)))


Corpus = Sequence[Compared]


def trimmed(text: str, place: Place) -> Place:
    """A place without white space at its ends."""
    start, end = place
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Place(start, end)


def bare(text: str, place: Place) -> Place:
    """A place without white space, marks, punctuation and a leading "that" at its ends; the trimmed one if all goes."""
    start, end = whole = trimmed(text, place)
    before = None
    while before != (start, end):
        before = (start, end)
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        if end - start > LONGER_THAN_THAT and THAT.match(text, start, end):
            start += len("that")
    return Place(start, end) if start < end else whole


def overlap(one: Place, other: Place) -> float:
    """Intersection over union of two places, from 0 to 1."""
    common = shared(one, other)
    return common / (max(one.end, other.end) - min(one.start, other.start)) if common else 0.0


def shared(one: Place | None, other: Place | None) -> int:
    """How many characters two places have in common."""
    return max(0, min(one.end, other.end) - max(one.start, other.start)) if one and other else 0


def name_words(name: str) -> list[str]:
    """The words of a name that tell it from another, in small letters."""
    words = (word for word in NAME_WORD.findall(name.lower()) if word not in NO_NAMES)
    return [POSSESSIVE.sub("", word) for word in words]


def is_same_name(one: str, other: str) -> bool:
    """Whether two printed speakers end in the same word or share at least half of their words."""
    here, there = name_words(one), name_words(other)
    if not here or not there:
        return bool(one.strip()) and one.strip().lower() == other.strip().lower()
    return here[-1] == there[-1] or len({*here} & {*there}) >= HALF * len({*here, *there})


def is_name_of(one: str, other: str) -> bool:
    """Whether the last word of one name, as a rule the surname, stands in the other."""
    here, there = name_words(one), name_words(other)
    return bool(here and there) and (here[-1] in there or there[-1] in here)


def is_speaker(marked: Quotation, proposed: Quotation) -> bool:
    """Whether the printed speaker is right: the places touch, or it is the same name."""
    return bool(shared(marked.speaker, proposed.speaker)) or is_same_name(marked.speaker_text, proposed.speaker_text)


def is_full_name(marked: Quotation, proposed: Quotation) -> bool:
    """Whether the name behind the speaker is right, as resolved or as printed."""
    return is_name_of(proposed.name or proposed.speaker_text, marked.name) or is_name_of(
        proposed.speaker_text, marked.name
    )


def has_speaker(marked: Quotation, proposed: Quotation) -> bool:
    """Whether the speaker is right: the printed one, else the full name; right when nobody marked either."""
    if _names_speaker(marked):
        return is_speaker(marked, proposed)
    return is_full_name(marked, proposed) if marked.name else True


def _names_speaker(marked: Quotation) -> bool:
    return marked.speaker is not None or bool(marked.speaker_text.strip())


def exact(corpus: Corpus) -> Agreement:
    """Quotations with the same bare start and end."""
    return _total(corpus, lambda one: (Counter(one.bare_marked) & Counter(one.bare_proposed)).total())


def strictly_exact(corpus: Corpus) -> Agreement:
    """Quotations with the same start and end, white space aside."""

    def same(one: Compared) -> int:
        marked = Counter(trimmed(one.article.text, quotation.place) for quotation in one.marked)
        return (marked & Counter(trimmed(one.article.text, quotation.place) for quotation in one.proposed)).total()

    return _total(corpus, same)


def overlapping(corpus: Corpus) -> Agreement:
    """Quotations paired at IoU >= 0.5."""
    return _total(corpus, lambda one: len(one.pairs))


def end_to_end(corpus: Corpus) -> Agreement:
    """Quotations paired at IoU >= 0.5 whose speaker is right as well."""
    return _total(corpus, lambda one: sum(one.right))


def characters(corpus: Corpus) -> Agreement:
    """Characters inside any quotation, each counted once."""
    marked = proposed = right = 0
    for one in corpus:
        here, there = _inside(one.bare_marked), _inside(one.bare_proposed)
        marked, proposed, right = marked + len(here), proposed + len(there), right + len(here & there)
    return Agreement(right, proposed, right, marked)


def of_kind(corpus: Corpus, kind: str) -> Agreement:
    """Quotations of one kind: those marked so that any proposal meets at IoU >= 0.5, and the other way round.

    The places are judged, not the label: a proposal of this kind may meet one that was marked as another.
    """
    right = found = proposed = marked = 0
    for one in corpus:
        proposed += sum(quotation.kind == kind for quotation in one.proposed)
        marked += sum(quotation.kind == kind for quotation in one.marked)
        found += sum(here.kind == kind for here, _there in one.matches)
        right += sum(there.kind == kind for _here, there in one.matches)
    return Agreement(right, proposed, found, marked)


def speakers(corpus: Corpus) -> Share:
    """Among paired quotations with a marked speaker: the printed speaker is right."""
    return _share(corpus, _names_speaker, is_speaker)


def full_names(corpus: Corpus) -> Share:
    """Among paired quotations with a full name marked: it is right, though a pronoun or nothing may be printed."""
    return _share(corpus, lambda marked: bool(marked.name), is_full_name)


def floating_names(corpus: Corpus) -> Share:
    """Among paired quotations with a full name but no speaker marked (floating ones): it is right."""
    return _share(corpus, lambda marked: bool(marked.name) and not _names_speaker(marked), is_full_name)


def cues(corpus: Corpus) -> Share:
    """Among paired quotations with a marked cue: the cues touch or are the same word."""
    return _share(
        corpus,
        lambda marked: marked.cue is not None,
        lambda marked, proposed: (
            bool(shared(marked.cue, proposed.cue)) or marked.cue_text.lower() == proposed.cue_text.lower()
        ),
    )


def told_to(corpus: Corpus) -> Share:
    """Among paired quotations that were marked as told to somebody: to the same."""
    return _share(
        corpus,
        lambda marked: bool(marked.told_to),
        lambda marked, proposed: is_name_of(proposed.told_to, marked.told_to),
    )


def whole_rows(corpus: Corpus) -> Share:
    """Of all marked quotations: found, with the right speaker, and told to the right one where that was marked.

    Of none where nobody marked to whom anything was told.
    """
    if not any(marked.told_to for one in corpus for marked in one.marked):
        return Share(0, 0)

    def is_whole(marked: Quotation, proposed: Quotation) -> bool:
        is_told = not marked.told_to or is_name_of(proposed.told_to, marked.told_to)
        return has_speaker(marked, proposed) and is_told

    right = sum(is_whole(*match) for one in corpus for match in one.matches)
    return Share(right, sum(len(one.marked) for one in corpus))


def tracking(corpus: Corpus, more_than: float) -> Tracking:
    """The Gender Gap Tracker's own figures (Asr et al., PLOS ONE 2021), here at 0.3 and at 0.8.

    In the order they are marked each quotation takes the proposal that covers the most of it, if it covers more than
    this share of its characters. Speaker: the places touch, or both say that the quotation floats. Verb: the same
    words.
    """
    found = speaker = verb = 0
    for one in corpus:
        left = list(one.proposed)
        for marked in one.marked:
            best = max(left, key=lambda proposed: shared(marked.place, proposed.place), default=None)
            if best is None or not _covers(best, marked, more_than):
                continue
            left.remove(best)
            found += 1
            floats = best.is_floating and not marked.speaker_text.strip()
            speaker += bool(shared(marked.speaker, best.speaker)) or floats
            verb += marked.cue_text.strip().lower() == best.cue_text.strip().lower()
    marked_number, proposed_number = _numbers(corpus)
    agreement = Agreement(found, proposed_number, found, marked_number)
    return Tracking(agreement, Share(speaker, found), Share(verb, found))


def _covers(proposed: Quotation, marked: Quotation, more_than: float) -> bool:
    return shared(marked.place, proposed.place) > more_than * (marked.place.end - marked.place.start)


def _total(corpus: Corpus, right_in: Callable[[Compared], int]) -> Agreement:
    right = sum(map(right_in, corpus))
    marked, proposed = _numbers(corpus)
    return Agreement(right, proposed, right, marked)


def _numbers(corpus: Corpus) -> tuple[int, int]:
    return sum(len(one.marked) for one in corpus), sum(len(one.proposed) for one in corpus)


def _share(
    corpus: Corpus, counts: Callable[[Quotation], bool], is_right: Callable[[Quotation, Quotation], bool]
) -> Share:
    answers = [is_right(*match) for one in corpus for match in one.matches if counts(match[0])]
    return Share(sum(answers), len(answers))


def _inside(places: Iterable[Place]) -> set[int]:
    return {character for place in places for character in range(*place)}
