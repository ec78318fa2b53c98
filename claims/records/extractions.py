"""Records: what the extractor found in a whole text, beside its quotations."""

from dataclasses import dataclass
from enum import StrEnum

from claims.records.quotations import Damage, DamageKind, Phrase, Proposal


class LanguageBasis(StrEnum):
    """How the language that a text was read in is known."""

    GIVEN = "given"
    RECOGNISED = "recognised"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The language a text was read in: a BCP 47 code, "" when it could not be told.

    ``is_whole``: there is a pack for it. Without one only direct quotations are proposed, and their speakers stay open.
    """

    language: str
    basis: LanguageBasis
    is_whole: bool


@dataclass(frozen=True, slots=True)
class CopyDamage:
    """What may have happened to a whole copy.

    ``score`` runs from 0 (nothing seen) to 1 (looks badly damaged); ``reasons`` are the kinds it rests on, the
    weightiest first; ``damages`` are the places of the text, in reading order, quotations or not.
    """

    score: float = 0.0
    reasons: tuple[DamageKind, ...] = ()
    damages: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """A line at the head or the foot that credits an agency or an outlet.

    ``line`` holds the words that say so ("LONDON (Reuters) -"), ``name`` the one credited, as printed in it.
    """

    name: Phrase
    line: Phrase


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the extractor found in a text; the proposals in reading order."""

    proposals: tuple[Proposal, ...]
    read_as: ReadAs
    damage: CopyDamage
    credits: tuple[Credit, ...] = ()
