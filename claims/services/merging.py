"""Services: two sources that are one. Everything that named the one names the other; undone, it goes back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import Q

from claims import permissions
from claims.choices import labels
from claims.errors import Refusal, Refused
from claims.models import Alias, Claim, Document, Event, Relay, Source
from claims.permissions import Act
from claims.records.acts import Actor, SubjectKind
from claims.records.provenance import SourceKind
from claims.services import indexing, recording, sources
from claims.services.recording import Edit, Recorder

MERGE, UNMERGE = "source.merge", "source.unmerge"
_MOVE, _MOVE_BACK = "claim.merge_source", "claim.unmerge_source"
_MOVE_DOCUMENT, _MOVE_DOCUMENT_BACK = "document.merge_source", "document.unmerge_source"
# What a merge or the undoing of one did to a claim or document is no change of anybody's mind about it.
_MOVES: Final = frozenset({_MOVE, _MOVE_BACK, _MOVE_DOCUMENT, _MOVE_DOCUMENT_BACK})
_CLAIM_FIELDS: Final = ("speaker", "source")
_DOCUMENT_FIELDS: Final = ("publisher", "agency")
_AT_ONCE: Final = 500  # ids that one query names

Moved = TypeVar("Moved", Claim, Document)


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What became of undoing a merge: the source that stands by itself again, what went back and what stayed."""

    source: Source
    survivor: Source
    back: int
    left: int


def refuse_unlike(keep: Source, drop: Source) -> None:
    """Refuse to merge what cannot be one, with what to do instead."""
    if keep.pk == drop.pk:
        raise Refused(Refusal.MERGE_WITH_ITSELF, field="other")
    for source in (keep, drop):
        if source.merged_into_id is not None:
            raise Refused(Refusal.MERGED_ALREADY, field="other", name=source.name)
    if keep.document_id != drop.document_id:
        described = keep if keep.is_anonymous else drop
        raise Refused(Refusal.MERGE_OF_DESCRIBED, field="other", name=described.name)
    if keep.kind != drop.kind:
        kinds = {"keep_kind": labels.label(SourceKind(keep.kind)), "drop_kind": labels.label(SourceKind(drop.kind))}
        raise Refused(Refusal.MERGE_OF_KINDS, field="other", keep=keep.name, drop=drop.name, **kinds)
    if keep.known_to_the_house != drop.known_to_the_house:
        raise Refused(Refusal.MERGE_OF_KNOWN, field="other")


@dataclass(frozen=True, slots=True)
class Merged:
    """Two sources that are one now: the one that stays, and the one whose place it took."""

    kept: Source
    dropped: Source


def merge(
    keep: int,
    drop: int,
    *,
    by: Actor,
    keep_version: int | None = None,
    drop_version: int | None = None,
    because: str = "",
) -> Merged:
    """Make one source of two: what names ``drop`` names ``keep`` from now on, which also gets its names as other names.

    Nothing goes stale and no check begins anew, as nobody says anything else than before. The number of queries is
    the same for any number of claims, and a few more for each few hundred.
    """
    permissions.require(by, Act.MERGE_SOURCES)
    with recording.act(by, because=because, is_bulk=True) as recorder:
        kept = recording.lock(Source, keep, version=keep_version)
        dropped = kept if keep == drop else recording.lock(Source, drop, version=drop_version)
        permissions.require(by, Act.MERGE_SOURCES, is_protected=kept.is_sealed or dropped.is_sealed)
        refuse_unlike(kept, dropped)
        recorder.change_all(_MOVE, list(_claims_to_move(dropped, kept)))
        Relay.objects.filter(source=dropped).update(source=kept)
        recorder.change_all(_MOVE_DOCUMENT, _documents_to_move(dropped, kept))
        aliases = _take_names(kept, dropped)
        recorder.change(kept, "source.take_in", also={"merged": dropped.pk, "aliases": aliases})
        recorder.change(dropped, MERGE, merged_into=kept)
        indexing.remember_claims_of(kept)
        return Merged(kept, dropped)


def unmerge(source_id: int, *, by: Actor, version: int | None = None, because: str = "") -> Unmerged:
    """Undo a merge. What it moved goes back; what somebody has changed since stays with the survivor."""
    permissions.require(by, Act.MERGE_SOURCES)
    with recording.act(by, because=because, is_bulk=True) as recorder:
        source = recording.lock(Source, source_id, version=version)
        if source.merged_into_id is None:
            raise Refused(Refusal.NOT_MERGED, name=source.name)
        permissions.require(by, Act.MERGE_SOURCES, is_protected=source.is_sealed)
        kept = recording.lock(Source, source.merged_into_id)
        if kept.merged_into_id is not None:
            raise Refused(Refusal.MERGED_FURTHER, name=kept.name)
        merged = Event.objects.about(SubjectKind.SOURCE, source.pk).filter(act=MERGE).latest("sequence")
        claims, left = _back(Claim, merged, _MOVE, source, kept)
        documents, more_left = _back(Document, merged, _MOVE_DOCUMENT, source, kept)
        recorder.change_all(_MOVE_BACK, claims)
        _relays_back(claims, source, kept)
        recorder.change_all(_MOVE_DOCUMENT_BACK, documents)
        _give_back(recorder, kept, source, merged)
        indexing.remember_claims_of(kept)
        indexing.remember_claims_of(source)
        return Unmerged(source, kept, back=len(claims) + len(documents), left=left + more_left)


def _claims_to_move(drop: Source, keep: Source) -> Iterator[Edit]:
    """Every claim that has ``drop`` as its speaker, as its source, or in a chain of its quotations."""
    relays: dict[int, list[int]] = {}
    for relay, quoted in Relay.objects.filter(source=drop).order_by("pk").values_list("pk", "quotation__claim"):
        relays.setdefault(quoted, []).append(relay)
    found = _locked(Claim, Claim.objects.filter(Q(speaker=drop) | Q(source=drop)).values_list("pk", flat=True), relays)
    for claim in found:
        also = {"relays": relays[claim.pk]} if claim.pk in relays else {}
        yield Edit(claim, _repointed(claim, _CLAIM_FIELDS, drop, keep), also)


def _documents_to_move(drop: Source, keep: Source) -> Iterator[Edit]:
    """Every document that ``drop`` published or is credited for."""
    found = Document.objects.filter(Q(publisher=drop) | Q(agency=drop)).values_list("pk", flat=True)
    for document in _locked(Document, found):
        yield Edit(document, _repointed(document, _DOCUMENT_FIELDS, drop, keep))


def _locked(model: type[Moved], *ids: Iterable[int]) -> list[Moved]:
    """The rows of these ids, each once, in the order of their ids."""
    wanted = sorted({pk for some in ids for pk in some})
    return [
        row
        for first in range(0, len(wanted), _AT_ONCE)
        for row in model._default_manager.select_for_update(of=("self",))
        .filter(pk__in=wanted[first : first + _AT_ONCE])
        .order_by("pk")
    ]


def _repointed(row: Claim | Document, fields: Sequence[str], old: Source, new: Source) -> dict[str, Any]:
    return {name: new for name in fields if getattr(row, f"{name}_id") == old.pk}


def _take_names(keep: Source, drop: Source) -> list[int]:
    """Give the survivor the other's names as other names; the ids of those that it did not have."""
    has = sources.names_of(keep)
    names = {drop.folded: drop.name} | {alias.folded: alias.name for alias in drop.aliases.all()}
    new = [Alias(source=keep, name=name, folded=folded) for folded, name in names.items() if folded not in has]
    return [alias.pk for alias in Alias.objects.bulk_create(new)]


def _back(model: type[Moved], merged: Event, act: str, source: Source, keep: Source) -> tuple[list[Edit], int]:
    """What a merge moved and nobody has touched since, as edits that move it back; and how many others it moved."""
    told = {
        subject: json.loads(body)
        for subject, body in recording.events_of(merged.batch).filter(act=act).values_list("subject_id", "body")
    }
    kind = SubjectKind.CLAIM if model is Claim else SubjectKind.DOCUMENT
    touched = _touched_since(merged, kind, sorted(told))
    edits = []
    for row in _locked(model, told.keys() - touched):
        body = told[row.pk]
        moved = [name for name in (*_CLAIM_FIELDS, *_DOCUMENT_FIELDS) if body["before"].get(name) == source.pk]
        still = {name: source for name in moved if getattr(row, f"{name}_id") == keep.pk}
        relays = body["after"].get("relays", ())
        if still or relays:
            edits.append(Edit(row, still, {"relays": relays} if relays else {}))
    return edits, len(told) - len(edits)


def _touched_since(merged: Event, kind: SubjectKind, ids: Sequence[int]) -> set[int]:
    """Those of the ids to which anything was done after a merge but for other merges."""
    later = Event.objects.filter(subject_kind=kind, sequence__gt=merged.sequence).exclude(act__in=_MOVES)
    return {
        pk
        for first in range(0, len(ids), _AT_ONCE)
        for pk in later.filter(subject_id__in=ids[first : first + _AT_ONCE]).values_list("subject_id", flat=True)
    }


def _relays_back(edits: Sequence[Edit], source: Source, keep: Source) -> None:
    ids: list[int] = [pk for edit in edits for pk in edit.also.get("relays", ())]  # type: ignore[attr-defined]  # a list of ids
    for first in range(0, len(ids), _AT_ONCE):
        Relay.objects.filter(pk__in=ids[first : first + _AT_ONCE], source=keep).update(source=source)


def _give_back(recorder: Recorder, keep: Source, source: Source, merged: Event) -> None:
    """Take the names off the survivor again that the merge gave it, and let the other stand by itself."""
    took = recording.events_of(merged.batch).get(subject_kind=SubjectKind.SOURCE, subject_id=keep.pk)
    given = json.loads(took.body)["after"]["aliases"]
    Alias.objects.filter(source=keep, pk__in=given).delete()
    recorder.change(keep, "source.give_back", also={"merged": source.pk, "aliases": given})
    recorder.change(source, UNMERGE, merged_into=None)
