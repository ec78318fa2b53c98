"""Selectors: what the extractor read out of a whole copy, as pages show it: language, damage, credit lines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from claims.choices import labels, readings
from claims.lineage.folding import fold
from claims.models import Document, Quotation, Snapshot, Source
from claims.records.provenance import SourceKind
from claims.records.quotations import DamageKind
from claims.selectors.story_marks import Flaw

_DISGUISES: Final = (DamageKind.TURNED_DIRECTION, DamageKind.MIXED_ALPHABETS, DamageKind.UNSEEN_LETTERS)


@dataclass(frozen=True, slots=True)
class DamageShown:
    """How damaged a copy looks, from 0 to 100, and what of; the weightiest reason first."""

    looks: str
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class CreditShown:
    """A line that credits somebody. ``is_taken``: the facts name them as the credited agency already."""

    name: str
    line: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class CopyReading:
    """Everything of it. ``language`` is a sentence; ``is_open`` where nobody could tell which one it is, ``is_partial``
    where not all quotations were looked for.

    ``damage`` None: the copy does not look damaged, even if something is flawed in it. ``disguises`` say what in it
    is not what it seems, however little damaged the whole may look.
    """

    language: str
    is_open: bool
    is_partial: bool
    damage: DamageShown | None
    disguises: Sequence[str]
    credits: Sequence[CreditShown]


def of(snapshot: Snapshot, document: Document, flaws: Sequence[Flaw]) -> CopyReading:
    """What was read out of a version. One query where lines credit somebody, none else."""
    return CopyReading(
        language=language_of(snapshot),
        is_open=bool(snapshot.language_basis) and not snapshot.language,
        is_partial=bool(snapshot.language_basis)
        and readings.is_partial(snapshot.language, is_whole=snapshot.read_whole),
        damage=_damage(snapshot, flaws),
        disguises=_disguises(flaws),
        credits=_credits(snapshot, document),
    )


def language_of(snapshot: Snapshot) -> str:
    """In which language a version was read, in a sentence."""
    return readings.read_as(snapshot.language, snapshot.language_basis, is_whole=snapshot.read_whole)


def damage_of(snapshot: Snapshot) -> str:
    """That a version looks damaged, and what of, in a sentence; "" when it does not."""
    looks = readings.looks(snapshot.damage_score)
    reasons = ". ".join(str(labels.label(DamageKind(kind))) for kind in snapshot.damage_reasons)
    return f"{looks}: {reasons}." if looks and reasons else looks


def flaws_of(snapshot: Snapshot, quotations: Iterable[Quotation]) -> list[Flaw]:
    """What seems damaged in a version, in its quotations and between them, in reading order; each place once."""
    in_quotations = (tuple(damage) for quotation in quotations for damage in quotation.damage)
    found = {*map(tuple, snapshot.damage), *in_quotations}
    return [
        _flaw(DamageKind(kind), start, end) for kind, start, end in sorted(found, key=lambda one: (*one[1:], one[0]))
    ]


def credit_lines(snapshot: Snapshot) -> dict[str, str]:
    """Those whom the credit lines of a version name, as printed, each with the first line that does."""
    lines: dict[str, str] = {}
    for start, end, first, last in snapshot.credits:
        lines.setdefault(snapshot.text[start:end], " ".join(snapshot.text[first:last].split()))
    return lines


def _flaw(kind: DamageKind, start: int, end: int) -> Flaw:
    """Its sign stands behind what is damaged; for a missing beginning before what is left."""
    return Flaw(start, end, start if kind is DamageKind.CUT_START else end, str(labels.label(kind)))


def _damage(snapshot: Snapshot, flaws: Sequence[Flaw]) -> DamageShown | None:
    looks = readings.looks(snapshot.damage_score)
    if snapshot.damage_score is None or not looks:
        return None
    numbers = Counter(flaw.sentence for flaw in flaws)
    sentences = [str(labels.label(DamageKind(kind))) for kind in snapshot.damage_reasons]
    reasons = [f"{sentence} ({numbers[sentence]})" if numbers[sentence] else sentence for sentence in sentences]
    return DamageShown(looks, round(snapshot.damage_score * 100), reasons)


def _disguises(flaws: Sequence[Flaw]) -> list[str]:
    """What seems to be put there to mislead whoever reads, with how many places of each."""
    numbers = Counter(flaw.sentence for flaw in flaws)
    sentences = (str(labels.label(kind)) for kind in _DISGUISES)
    return [f"{sentence} ({numbers[sentence]})" for sentence in sentences if numbers[sentence]]


def _credits(snapshot: Snapshot, document: Document) -> list[CreditShown]:
    """The lines, but for those that credit somebody who is here and no agency."""
    lines = credit_lines(snapshot)
    if not lines:
        return []
    known = _known(lines)
    return [
        CreditShown(name, line, is_taken=document.agency_id is not None and document.agency_id in known[name])
        for name, line in lines.items()
        if not known[name] or SourceKind.AGENCY in known[name].values()
    ]


def _known(names: Iterable[str]) -> dict[str, dict[int, str]]:
    """The sources that have each of these names, with their kinds."""
    folded = {name: fold(name) or name for name in names}
    with_name = Q(folded__in=folded.values()) | Q(aliases__folded__in=folded.values())
    found = list(Source.objects.linking().filter(with_name).values_list("pk", "kind", "folded", "aliases__folded"))
    return {name: {pk: kind for pk, kind, *called in found if key in called} for name, key in folded.items()}
