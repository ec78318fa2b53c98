"""Records: what is found in a text. Offsets are Unicode code points, half open: ``[start, end)``."""

from dataclasses import dataclass
from enum import StrEnum


class QuotationKind(StrEnum):
    """How the words are given: inside marks, in the reporter's words, or both in one clause."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class DamageKind(StrEnum):
    """What may have happened to this copy at an exact place. A suspicion shown to an editor, never a correction."""

    UNBALANCED_MARK = "unbalanced_mark"
    CUT_START = "cut_start"
    CUT_END = "cut_end"
    FALSE_SENTENCE_END = "false_sentence_end"
    FOREIGN_MATTER = "foreign_matter"
    ENCODING = "encoding"
    MACHINE_TRANSLATION = "machine_translation"
    WORD_FILTER = "word_filter"
    UNSEEN_LETTERS = "unseen_letters"
    TURNED_DIRECTION = "turned_direction"
    MIXED_ALPHABETS = "mixed_alphabets"


class Identification(StrEnum):
    """How somebody is identified where they are quoted; anonymity in three classes that differ for an editor."""

    NAMED = "named"
    ORGANISATION_ONLY = "organisation_only"
    TITLE_ONLY = "title_only"
    DESCRIBED = "described"
    BARE = "bare"
    COLLECTIVE = "collective"
    UNATTRIBUTED = "unattributed"


class ToldToKind(StrEnum):
    """Whom the words were told: an outlet is a step of the chain, an audience is not."""

    OUTLET = "outlet"
    AUDIENCE = "audience"


class ResolvedBy(StrEnum):
    """Why a printed speaker was read as the one it was resolved to, or why a candidate is offered."""

    FULL_NAME = "full_name"
    ROLE = "role"
    SHORT_FORM = "short_form"
    SAME_DESCRIPTION = "same_description"
    PRONOUN = "pronoun"
    FLOATING = "floating"
    NEAREST_NAME = "nearest_name"
    NEAREST_SPEAKER = "nearest_speaker"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: code points ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that somebody marked in a text, or pasted: one piece, or several with " [...] " between them.

    ``starts16`` and ``ends16`` are their places as a browser counts, in UTF-16 code units. ``start`` is the place in
    code points that somebody chose among several. With neither, the words say it alone.
    """

    exact: str
    starts16: tuple[int, ...] = ()
    ends16: tuple[int, ...] = ()
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as printed, with their place. ``text == source[start:end]`` always."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Damage:
    """One suspected damage and its place."""

    kind: DamageKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might be the speaker, and the reason for thinking so."""

    name: str
    by: ResolvedBy


@dataclass(frozen=True, slots=True)
class Risks:
    """What must not be got wrong, as far as words show it; None where the language has no words for it."""

    tells_of_death: bool | None = None
    accuses: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A quotation that the extractor proposes.

    ``speaker`` is what is printed ("He", "the source", "Jabbawi"); None when nobody is named in reach.
    ``resolved`` is the fullest name or description the same document gives for that speaker, "" when it stays
    open; then ``candidates`` holds whom it might be, best first. ``floating``: the speaker stands in another
    sentence. ``carried_by``: the outlet or monitor through which the words went out ("carried by SANA", "monitored by
    the BBC"); ``speaker_monitors``: the speaker is described as one who monitors ("a war monitor").
    ``confidence`` runs from 0 to 1. ``reasons`` are codes that say what the proposal rests on. ``risks`` are signs that
    it should be looked at before others.
    """

    spans: tuple[Span, ...]
    kind: QuotationKind
    speaker: Phrase | None = None
    role: Phrase | None = None
    identification: Identification = Identification.UNATTRIBUTED
    resolved: str = ""
    resolved_by: ResolvedBy | None = None
    candidates: tuple[Candidate, ...] = ()
    cue: Phrase | None = None
    told_to: Phrase | None = None
    told_to_kind: ToldToKind | None = None
    medium: Phrase | None = None
    carried_by: Phrase | None = None
    speaker_monitors: bool = False
    said_when: Phrase | None = None
    floating: bool = False
    damage: tuple[Damage, ...] = ()
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    risks: Risks = Risks()

    @property
    def start(self) -> int:
        """Where the first span starts."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the last span ends."""
        return self.spans[-1].end
