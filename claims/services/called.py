"""Services: who is called so, asked for many names at once; for acts that link or make many sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet

from claims.models import Alias, Document, Source
from claims.records.provenance import SourceKind
from claims.records.quotations import Identification
from claims.services import sources
from claims.services.recording import Recorder

_AT_ONCE = 500  # names that one query asks for
_Key = TypeVar("_Key", str, int)


@dataclass(slots=True)
class Called:
    """The sources of some names, as ``sources.bearers`` and ``sources.described`` would find them one by one.

    A sealed one is here only so that nobody else gets its label: no name that a story prints links to it.
    Sources that an act makes on the way are known from then on.
    """

    linkable: dict[str, dict[int, Source]] = field(default_factory=dict)
    described: dict[tuple[int, str], dict[int, Source]] = field(default_factory=dict)

    def add(self, source: Source) -> Source:
        """Know a source that was made or found meanwhile by its own name."""
        self.linkable.setdefault(source.folded, {})[source.pk] = source
        return source

    def one(self, name: str) -> Source | None:
        """The one source that a story links to by this name; None when there is none, or more than one."""
        found = [source for source in self._bearers(name).values() if not source.is_sealed]
        return found[0] if len(found) == 1 else None

    def one_or_new(self, recorder: Recorder, name: str, kind: SourceKind) -> Source | None:
        """The one source of a printed name, made where there is none.

        Where several have it, or it is a label, nobody is linked until an editor chooses.
        """
        found = self._bearers(name)
        if len(found) > 1 or any(source.is_sealed for source in found.values()):
            return None
        return self.one(name) or self.add(sources.make(recorder, name, kind))

    def described_or_new(
        self, recorder: Recorder, name: str, document: Document, identification: Identification
    ) -> Source:
        """The source described so in this document, or a new one that belongs to it."""
        found = self.described.setdefault((document.pk, sources.folded(name)), {})
        if not found:
            kind = SourceKind.GROUP if identification is Identification.COLLECTIVE else SourceKind.PERSON
            new = sources.make(recorder, name, kind, identification=identification, document=document)
            found[new.pk] = new
        return found[min(found)]

    def _bearers(self, name: str) -> dict[int, Source]:
        return self.linkable.get(sources.folded(name), {})


def called(names: Iterable[str], *, described_in: Iterable[int] = ()) -> Called:
    """Who has these names, and who is described in these documents.

    Two queries for each few hundred of either.
    """
    known = Called()
    linkable, standing = Source.objects.linkable(), Source.objects.standing().filter(is_sealed=False)
    for some in _portions({sources.folded(name) for name in names}):
        aliases = Alias.objects.filter(folded__in=some, source__in=linkable)
        for folded, source in _by_name(linkable.filter(folded__in=some), aliases):
            known.linkable.setdefault(folded, {})[source.pk] = source
    for documents in _portions(set(described_in)):
        there = standing.filter(document__in=documents)
        for folded, source in _by_name(there, Alias.objects.filter(source__in=there)):
            known.described.setdefault((source.document_id or 0, folded), {})[source.pk] = source
    return known


def _by_name(own: Iterable[Source], aliases: QuerySet[Alias]) -> Iterator[tuple[str, Source]]:
    """Sources under each of their names, folded."""
    yield from ((source.folded, source) for source in own)
    yield from ((alias.folded, alias.source) for alias in aliases.select_related("source"))


def _portions(some: set[_Key]) -> Iterator[list[_Key]]:
    listed = sorted(some)
    return (listed[first : first + _AT_ONCE] for first in range(0, len(listed), _AT_ONCE))
