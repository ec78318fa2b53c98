"""Search: what is looked through. Each index lies over one table of kept words, and finds the rows they belong to."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Index:
    """A table of folded words, the key by which its rows belong to others, and the columns that are looked through."""

    name: str
    table: str
    key: str
    columns: tuple[str, ...]


CLAIMS: Final = Index("claims_search", "claims_claimwords", "claim_id", ("words", "speaker"))
NOTES: Final = Index("notes_search", "claims_notewords", "note_id", ("words",))
ALL: Final = (CLAIMS, NOTES)
