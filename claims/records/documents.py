"""Records: what came in, and the facts given with it."""

from dataclasses import dataclass, field
from datetime import datetime

from claims.records.provenance import DatePrecision, Knowledge, Translation


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text as received: the raw bytes, and the text decoded from them with line ends made LF, nothing else.

    ``encoding`` is the codec's name; ``encoding_basis`` says how it was found: "declared", "bom", "utf-8", "guess"
    or "pasted".
    """

    raw: bytes
    text: str
    encoding: str
    encoding_basis: str
    name: str = ""

    @property
    def title(self) -> str:
        """The first line with words on it, by which a list can call the text; at most 200 characters."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")[:200]


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date with its precision (what is finer is not known) and the zone it was given in."""

    moment: datetime
    precision: DatePrecision
    zone: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a document. ``value`` is "" unless it is known."""

    value: str = ""
    knowledge: Knowledge = Knowledge.UNKNOWN


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts that can be given at import, each of which may stay unknown. Sources are given by name."""

    our_title: str = ""
    headline: Fact = field(default_factory=Fact)
    publisher: Fact = field(default_factory=Fact)
    agency: Fact = field(default_factory=Fact)
    address: Fact = field(default_factory=Fact)
    published: PrintedDate | None = None
    published_knowledge: Knowledge = Knowledge.UNKNOWN
    language: Fact = field(default_factory=Fact)
    translation: Translation = Translation.UNKNOWN
