"""Records: a step of a chain as an editor gives it."""

from dataclasses import dataclass

from claims.records.provenance import Basis, Knowledge, RelayRole, SourceKind, Transform
from claims.records.quotations import Identification


@dataclass(frozen=True, slots=True)
class StepGiven:
    """One step: who it was by name or number ("#12"), or which kind of nothing is known, and what it did.

    With ``new_kind`` a name that nobody has becomes a new source; without, it stays a name as printed. ``words`` are
    those that say so.
    """

    roles: tuple[RelayRole, ...]
    name: str = ""
    knowledge: Knowledge = Knowledge.KNOWN
    new_kind: SourceKind | None = None
    new_role: str = ""
    identification: Identification = Identification.UNATTRIBUTED
    words: str = ""
    transform: Transform = Transform.UNKNOWN
    is_read_by_us: bool = False
    basis: Basis = Basis.EDITOR
    inferred_from: str = ""
