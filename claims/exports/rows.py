"""Exports: one row of a list, with codes where a machine reads and words where somebody wrote them.

The names of the fields are the names in JSON Lines; ``docs/exports.md`` says in a line what each one is. None is
"does not apply" or "nobody said": where unknown, absent and unreadable differ, a field of its own tells which.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple


class SecondCheck(StrEnum):
    """What another editor said to the finding.

    ONE_READER: nobody, because the desk has second checks turned off. SINGLE_READ: nobody yet, a chief released it.
    """

    OPEN = "open"
    AGREED = "agreed"
    SETTLED = "settled"
    ONE_READER = "one_reader"
    SINGLE_READ = "single_read"


class EvidenceItem(NamedTuple):
    """One thing that the finding rests on. What its kind does not have is None."""

    kind: str
    stance: str
    relation: str
    address: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    text: str | None = None
    asked_whom: str | None = None
    asked_how: str | None = None
    asked_at: str | None = None
    has_reply: bool | None = None


class Step(NamedTuple):
    """One step of the way the words took; the first one uttered them, the last one is the copy we hold."""

    name: str | None
    source_id: int | None
    knowledge: str
    roles: tuple[str, ...]
    basis: str
    inferred_from: str | None
    words: str | None
    transform: str
    is_read_by_us: bool


class SpanAt(NamedTuple):
    """One unbroken piece of the words: code points ``[start, end)`` of the text, and the words around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class DamageAt(NamedTuple):
    """One suspected damage of the copy, and its place in the text."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class ExportRow:
    """One quotation with its claim; or a claim that has none, where everything of a quotation is None.

    First what is the claim's, then what is the quotation's, its text's and the finding's, as they are read. Moments are
    ISO 8601 in the desk's zone, which ``zone`` names; ``published`` is in the document's own, and no finer than it is
    known. Once a row is made nobody changes it; it is not frozen because that would take as long as writing it.
    """

    how_to_use: str
    statement: str
    speaker_basis: str
    status: str
    attribution: str
    verdict: str
    claim_id: int
    claim_version: int
    zone: str
    speaker: str | None = None
    speaker_kind: str | None = None
    speaker_id: int | None = None
    via: str | None = None
    via_id: int | None = None
    stale_because: str | None = None
    stale_since: str | None = None

    quotation_id: int | None = None
    words: str | None = None
    kind: str | None = None
    chain_end: str | None = None
    said_when: str | None = None
    speaker_printed: str | None = None
    speaker_resolved: str | None = None
    is_primary: bool | None = None
    is_altered: bool | None = None
    place: str | None = None
    speaker_role: str | None = None
    damage: tuple[DamageAt, ...] = ()

    snapshot_number: int | None = None
    snapshot_sha256: str | None = None
    document_id: int | None = None
    document: str | None = None
    address: str | None = None
    address_knowledge: str | None = None
    published: str | None = None
    published_zone: str | None = None
    published_knowledge: str | None = None
    document_withdrawn: bool | None = None

    why: str | None = None
    made_by: str | None = None
    checked_at: str | None = None
    agreed_by: str | None = None
    second_check: str | None = None

    evidence: tuple[EvidenceItem, ...] = ()
    chain: tuple[Step, ...] = ()
    spans: tuple[SpanAt, ...] = ()


def by_claim(rows: Iterable[ExportRow]) -> Iterator[list[ExportRow]]:
    """The rows of each claim together, as they come: the primary quotation first."""
    return (list(of_one) for _claim, of_one in groupby(rows, attrgetter("claim_id")))
