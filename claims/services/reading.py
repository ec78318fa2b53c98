"""Services: what the extractor tells of a whole text, as the version of the text keeps it."""

from typing import Any, Final

from claims.extraction import EXTRACTOR, VERSION
from claims.models import Snapshot
from claims.records.extractions import Extraction

FOUND_BY: Final = f"{EXTRACTOR} {VERSION}"
FIELDS: Final = (
    "extractor",
    "language",
    "language_basis",
    "read_whole",
    "damage",
    "damage_score",
    "damage_reasons",
    "credits",
)
# Where all of these are the same, the same was found.
SAYS_HOW: Final = ("extractor", "language", "language_basis", "read_whole")
# A text that is broken from end to end is not listed letter by letter; its score says how bad it is.
MOST_DAMAGES: Final = 1_000


def columns(extraction: Extraction) -> dict[str, Any]:
    """The values of a version's own columns."""
    read_as, damage = extraction.read_as, extraction.damage
    return {
        "extractor": FOUND_BY,
        "language": read_as.language,
        "language_basis": read_as.basis,
        "read_whole": read_as.is_whole,
        "damage": [[one.kind, one.start, one.end] for one in damage.damages[:MOST_DAMAGES]],
        "damage_score": damage.score,
        "damage_reasons": list(damage.reasons),
        "credits": [[one.name.start, one.name.end, one.line.start, one.line.end] for one in extraction.credits],
    }


def told(snapshot: Snapshot) -> dict[str, object]:
    """What the ledger keeps of how a version was read."""
    return {name: getattr(snapshot, name) for name in FIELDS}
