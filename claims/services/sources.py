"""Services: people and sources. A full name links by itself; everything else is an editor's choice."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

from claims import permissions
from claims.errors import Refusal, Refused
from claims.lineage.folding import fold
from claims.models import Alias, Document, Rating, Source
from claims.permissions import Act
from claims.querysets import SourceQuerySet
from claims.records.acts import Actor
from claims.records.checking import Reliability
from claims.records.provenance import SourceKind
from claims.records.quotations import Identification
from claims.selectors import lookalikes
from claims.services import indexing, limits, recording
from claims.services.recording import Change, Recorder

_NAME_LIMIT = limits.limit(Source, "name")
_FOLDED_LIMIT = limits.limit(Source, "folded")
_NUMBER = re.compile(r"#([0-9]{1,18})")


def folded(name: str) -> str:
    """A name as it is compared. A name of signs alone is compared as it stands."""
    return (fold(name) or name.replace("\x00", ""))[:_FOLDED_LIMIT]


def bearers(name: str) -> list[Source]:
    """Those sources with this full name, label or listed alias; at most two: one too many to mean one of them."""
    return _called(Source.objects.linkable(), name)


def named(name: str) -> Source | None:
    """The one source that a story links to by this full name or listed alias; None when there is none, or several.

    Never a sealed one: nobody learns from a link who it is, and no story that prints a label means it.
    """
    found = _called(Source.objects.linking(), name)
    return found[0] if len(found) == 1 else None


class Names:
    """Who is called what, asked once for each name: a story says the same ones over and over. For one act alone."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._named: dict[str, Source | None] = {}

    def named(self, name: str) -> Source | None:
        """The one source with this full name or listed alias; None when there is none, or more than one."""
        if name not in self._named:
            self._named[name] = named(name)
        return self._named[name]


def called(name: str, *, field: str) -> Source:
    """The one source of a name that somebody typed, or of a number ("#12") where several have the name.

    Refuses a name that nobody has, and one that several have.
    """
    number = _NUMBER.fullmatch(name.strip())
    found = list(_survivors(int(number[1]))) if number else bearers(name)
    if len(found) != 1:
        code = Refusal.SEVERAL_HAVE_THE_NAME if found else Refusal.SOURCE_UNKNOWN
        raise Refused(code, field=field, name=name.strip())
    return found[0]


def is_number(name: str) -> bool:
    """Whether somebody typed the number of a source ("#12") in place of its name."""
    return _NUMBER.fullmatch(name.strip()) is not None


def described(name: str, document: Document) -> Source | None:
    """Somebody described in this document alone ("the source close to the talks"), once an editor has accepted them."""
    name = folded(name)
    found = Source.objects.standing().filter(document=document, is_sealed=False)
    return found.filter(Q(folded=name) | Q(aliases__folded=name)).order_by("pk").first()


def survivor(source: Source) -> Source:
    """The source itself, or the one that it was merged into in the end."""
    while source.merged_into is not None:
        source = source.merged_into
    return source


def make(
    recorder: Recorder,
    name: str,
    kind: SourceKind,
    *,
    identification: Identification = Identification.NAMED,
    document: Document | None = None,
    role: str = "",
    aliases: Sequence[str] = (),
    is_monitor: bool = False,
) -> Source:
    """A new source, within an act that is under way."""
    name = _checked(name)
    source = Source.objects.create(
        name=name,
        folded=folded(name),
        kind=kind,
        identification=identification,
        document=document,
        role=role[:_NAME_LIMIT],
        is_monitor=is_monitor,
    )
    if aliases:
        _write_aliases(source, aliases, own=source.folded)
    recorder.record(
        Change(
            "source.make",
            source,
            after={"kind": kind, "identification": identification, "document": source.document_id},
        )
    )
    return source


def named_or_new(recorder: Recorder, name: str, *, kind: SourceKind, role: str = "", field: str = "speaker") -> Source:
    """The one source of this name, or a new one. Refuses a name that several have: somebody has to choose."""
    found = bearers(name)
    if len(found) > 1:
        raise Refused(Refusal.SEVERAL_HAVE_THE_NAME, field=field, name=name)
    return found[0] if found else make(recorder, name, kind, role=role.strip())


def create(
    *,
    by: Actor,
    name: str,
    kind: SourceKind,
    role: str = "",
    aliases: Sequence[str] = (),
    is_monitor: bool = False,
    may_share_a_name: bool = False,
) -> Source:
    """Add a source by hand. Refuses a name that is here already, unless another of the same name is meant."""
    permissions.require(by, Act.EDIT_SOURCE)
    with recording.act(by) as recorder:
        if not may_share_a_name:
            _refuse_taken_names([name, *aliases])
        return make(recorder, name, kind, role=role, aliases=aliases, is_monitor=is_monitor)


def edit(
    source_id: int,
    *,
    by: Actor,
    version: int,
    name: str,
    kind: SourceKind,
    role: str,
    aliases: Sequence[str],
    is_monitor: bool,
) -> Source:
    """Change the names and facts of a source. The ledger keeps that names or the role changed, never what they are."""
    permissions.require(by, Act.EDIT_SOURCE)
    with recording.act(by) as recorder:
        source = lock(source_id, version=version)
        permissions.require(by, Act.EDIT_SOURCE, is_protected=source.is_sealed)
        before = (source.name, sorted(source.aliases.values_list("name", flat=True)))
        name = _checked(name)
        _write_aliases(source, aliases, own=folded(name))
        after = (name, sorted(source.aliases.values_list("name", flat=True)))
        facts: dict[str, Any] = {"kind": kind, "role": role, "is_monitor": is_monitor}
        if before == after and all(getattr(source, key) == value for key, value in facts.items()):
            raise Refused(Refusal.NOTHING_CHANGED)
        told = {"names_changed": before != after, "role_changed": source.role != role}
        recorder.change(source, "source.edit", also=told, name=name, folded=folded(name), **facts)
        if before != after:
            indexing.remember_claims_of(source)
        return source


def vouch(source_id: int, *, by: Actor, version: int, is_known: bool, because: str) -> Source:
    """Record that the house knows who an anonymous source is, or that it no longer vouches for it."""
    permissions.require(by, Act.VOUCH)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING, field="because")
    with recording.act(by, because=because) as recorder:
        source = lock(source_id, version=version)
        if not source.is_anonymous:
            raise Refused(Refusal.NOT_ANONYMOUS)
        if source.known_to_the_house is is_known:
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(source, "source.vouch", known_to_the_house=is_known)
        return source


def rate(source_id: int, *, by: Actor, version: int, reliability: Reliability | None, rationale: str) -> Source:
    """Rate a source from A to F with a rationale, or take the rating off.

    The ledger holds the letters; the rationales, which may tell who somebody is, stand beside the source.
    """
    permissions.require(by, Act.RATE)
    if not rationale.strip():
        raise Refused(Refusal.REASON_MISSING, field="rationale")
    rationale = limits.within(rationale, limits.REASON, field="rationale")
    with recording.act(by) as recorder:
        source = lock(source_id, version=version)
        if (source.reliability, source.reliability_rationale) == (reliability or "", rationale):
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(source, "source.rate", reliability=reliability or "", reliability_rationale=rationale)
        Rating.objects.create(source=source, version=source.version, rationale=rationale)
        return source


def lock(source_id: int, *, version: int | None = None) -> Source:
    """The source, held until the act is done. Refuses one that was merged into another."""
    source = recording.lock(Source, source_id, version=version)
    if source.merged_into_id is not None:
        raise Refused(Refusal.MERGED_ALREADY, name=source.name)
    return source


def names_of(source: Source) -> set[str]:
    """Every name by which this source links, folded."""
    return {source.folded, *source.aliases.values_list("folded", flat=True)}


def is_printed_as(source: Source, *names: str) -> bool:
    """Whether one of these names, as a story gives them, is a name of this source."""
    return not names_of(source).isdisjoint(folded(name) for name in names if name)


def _called(among: SourceQuerySet, name: str) -> list[Source]:
    name = folded(name)
    return list(among.filter(Q(folded=name) | Q(aliases__folded=name)).distinct()[:2])


def _survivors(number: int) -> Iterator[Source]:
    """The source of a number, if there is one; of one that was merged away, the one that took its place."""
    for source in Source.objects.filter(pk=number):
        yield survivor(source)


def _checked(name: str) -> str:
    name = limits.within(name, _NAME_LIMIT, field="name")
    if not name:
        raise Refused(Refusal.NAME_MISSING, field="name")
    return name


def _refuse_taken_names(names: Sequence[str]) -> None:
    for name in names:
        if bearers(name):
            raise Refused(Refusal.NAME_TAKEN, field="name", name=name)
        for alike in lookalikes.of([name]):
            raise Refused(Refusal.NAME_LOOKS_LIKE, field="name", name=name, other=alike.name)


def _write_aliases(source: Source, aliases: Sequence[str], *, own: str) -> None:
    """Make the aliases of a source just these; its own name and repetitions are left out."""
    wanted = {folded(alias): _checked(alias) for alias in aliases if alias.strip()}
    wanted.pop(own, None)
    source.aliases.exclude(folded__in=wanted).delete()
    for key, name in wanted.items():
        Alias.objects.update_or_create(source=source, folded=key, defaults={"name": name})
