"""Selectors: people and sources. The list by name, and one of them with what they said, relayed and are known for."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import permissions
from claims.choices import disguises, labels
from claims.lineage.folding import fold
from claims.models import Alias, Claim, Document, Event, Quotation, Source
from claims.permissions import Act
from claims.querysets import CappedCount, ClaimQuerySet, DocumentQuerySet, SourceQuerySet
from claims.records.acts import Actor, ActorKind, SubjectKind
from claims.records.checking import Reliability
from claims.records.provenance import SourceKind
from claims.records.quotations import Identification
from claims.selectors import lookalikes, protection
from claims.selectors.document_list import Tally, tallied
from claims.selectors.history import By, Line, full_name
from claims.selectors.protection import Protection

PAGE = 50
COUNTED = 100
HELD_UP = 10_000
_NEWEST = 50
_RELAYED, _DOCUMENTS = 20, 20
_MOST_WORDS = 10

DEEDS: Mapping[str, str | Promise] = {
    "source.hold_fast": gettext_lazy("took it into the ledger as it was then"),
    "source.make": gettext_lazy("added it"),
    "source.edit": gettext_lazy("changed it"),
    "source.rate": gettext_lazy("rated the reliability"),
    "source.vouch": gettext_lazy("said whether the house knows who it is"),
    "source.merge": gettext_lazy("merged it into another"),
    "source.unmerge": gettext_lazy("undid the merge: it stands by itself again"),
    "source.take_in": gettext_lazy("merged another one into it"),
    "source.seal": gettext_lazy("sealed who it is"),
    "source.unseal": gettext_lazy("broke the seal"),
    "source.redact": gettext_lazy("redacted who it is: the key is destroyed"),
    "source.ask_identity": gettext_lazy("asked to see who it is"),
    "source.grant_identity": gettext_lazy("granted a look at who it is"),
    "source.refuse_identity": gettext_lazy("refused a look at who it is"),
    "source.end_identity": gettext_lazy("ended a grant, or took a request back"),
    "source.see_identity": gettext_lazy("saw who it is"),
    "source.give_back": gettext_lazy("undid a merge: the other stands by itself again"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as the list shows it. ``claims`` ends in "+" where there are more than anybody counts here."""

    source: Source
    aliases: str
    kind: str
    reliability: str
    claims: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of sources, and those after (before) which the neighbouring pages begin."""

    rows: Sequence[SourceRow]
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of somebody's, with the words it rests on; "" for one entered by hand."""

    claim: Claim
    words: str


@dataclass(frozen=True, slots=True)
class Rating:
    """One entry of the history of somebody's reliability."""

    line: Line
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sources as they are compared. The numbers end in "+" where there are more than anybody counts."""

    source: Source
    aliases: Sequence[str]
    kind: str
    reliability: str
    spoke: str
    relayed: str
    documents: str


@dataclass(frozen=True, slots=True)
class WholeSource:
    """Everything the page of a source shows. ``is_capped``: there are more claims than were counted.

    ``disguise`` says what nobody can see in its names; ``alike`` are other sources that look like it.
    """

    source: Source
    aliases: Sequence[str]
    kind: str
    reliability: str
    said: Sequence[Said]
    is_more_said: bool
    held_up: Sequence[Tally]
    counted: int
    is_capped: bool
    relayed: Sequence[Said]
    is_more_relayed: bool
    documents: Sequence[Document]
    is_more_documents: bool
    ratings: Sequence[Rating]
    history: Sequence[Line]
    merged: Sequence[Source]
    protection: Protection
    disguise: str
    alike: Sequence[Source]
    may_edit: bool
    may_merge: bool
    may_rate: bool
    may_vouch: bool


def page(*, words: str = "", kind: str = "", after: int | None = None, before: int | None = None) -> SourcePage:
    """Sources by name, from the one after ``after`` or up to the one before ``before``. At most four queries."""
    sources = _asked_for(words, kind)
    is_backwards = before is not None
    place = _place(before if is_backwards else after)
    order = ("-folded", "-id") if is_backwards else ("folded", "id")
    beyond = sources.filter(_beyond(*place, is_backwards=is_backwards)) if place else sources
    found = list(beyond.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    is_more = len(found) > PAGE
    keys = found[:PAGE][::-1] if is_backwards else found[:PAGE]
    return SourcePage(
        rows=_rows(keys),
        previous=keys[0] if keys and (is_more if is_backwards else place is not None) else None,
        next=keys[-1] if keys and (is_more or is_backwards) else None,
    )


def whole(pk: int, *, by: Actor) -> WholeSource:
    """The source with this number. Raises Source.DoesNotExist.

    Eleven queries, however much it said; up to four more where it is sealed.
    """
    source = Source.objects.select_related("document").get(pk=pk)
    said = _claims(Claim.objects.by_speaker(source).at_hand(), _NEWEST)
    relayed = _claims(Claim.objects.from_source(source).at_hand(), _RELAYED)
    documents = list(_documents(source)[: _DOCUMENTS + 1])
    numbers = _numbers(source)
    counted = sum(numbers.values())
    history = list(_history(source))
    aliases = list(source.aliases.values_list("name", flat=True))
    return WholeSource(
        source=source,
        aliases=aliases,
        kind=_kind(source),
        reliability=_reliability(source),
        said=said[:_NEWEST],
        is_more_said=len(said) > _NEWEST,
        held_up=tallied(numbers),
        counted=min(counted, HELD_UP),
        is_capped=counted > HELD_UP,
        relayed=relayed[:_RELAYED],
        is_more_relayed=len(relayed) > _RELAYED,
        documents=documents[:_DOCUMENTS],
        is_more_documents=len(documents) > _DOCUMENTS,
        ratings=[rating for _line, rating in history if rating is not None],
        history=[line for line, _rating in history],
        merged=list(source.merged_sources.order_by("folded", "pk")),
        disguise=" ".join(filter(None, map(disguises.of_name, [source.name, *aliases]))),
        alike=lookalikes.of([source.name, *aliases], but=source.pk),
        protection=protection.of(source, by=by),
        may_edit=permissions.may(by, Act.EDIT_SOURCE, is_protected=source.is_sealed),
        may_merge=permissions.may(by, Act.MERGE_SOURCES, is_protected=source.is_sealed),
        may_rate=permissions.may(by, Act.RATE),
        may_vouch=source.is_anonymous and permissions.may(by, Act.VOUCH),
    )


def editable(pk: int) -> tuple[Source, dict[str, Any]]:
    """A source, and its names and facts by the names of the fields of its form."""
    source = Source.objects.get(pk=pk)
    aliases = "\n".join(source.aliases.values_list("name", flat=True))
    facts = {name: getattr(source, name) for name in ("name", "kind", "role", "is_monitor", "version")}
    return source, {**facts, "aliases": aliases}


def survivor(pk: int) -> Source | None:
    """The source that took the place of a merged one; None for one that stands by itself, or that is not there."""
    source = Source.objects.filter(pk=pk).select_related("merged_into").first()
    if source is None or source.merged_into is None:
        return None
    while source.merged_into is not None:
        source = source.merged_into
    return source


def side(pk: int) -> Side:
    """One of two that somebody compares before a merge. Raises Source.DoesNotExist; two queries."""
    source = (
        Source.objects.select_related("document", "merged_into")
        .annotate(
            spoke=CappedCount(_of(Claim.objects.filter(speaker=OuterRef("pk")))),
            relayed=CappedCount(_of(Claim.objects.filter(source=OuterRef("pk")))),
            held=CappedCount(_of(Document.objects.filter(Q(publisher=OuterRef("pk")) | Q(agency=OuterRef("pk"))))),
        )
        .get(pk=pk)
    )
    return Side(
        source=source,
        aliases=list(source.aliases.values_list("name", flat=True)),
        kind=_kind(source),
        reliability=_reliability(source),
        spoke=_capped(source.spoke),  # type: ignore[attr-defined]  # annotated above, as the next two
        relayed=_capped(source.relayed),  # type: ignore[attr-defined]
        documents=_capped(source.held),  # type: ignore[attr-defined]
    )


# --- The list ------------------------------------------------------------------------------------------------------


def _asked_for(words: str, kind: str) -> SourceQuerySet:
    sources = Source.objects.standing()
    if kind:
        sources = sources.filter(kind=kind)
    folded = fold(words).split()[:_MOST_WORDS]
    if not folded:
        return sources
    own, others = Q(), Q()
    for word in folded:
        own &= Q(folded__contains=word)
        others &= Q(folded__contains=word)
    return sources.filter(own | Exists(Alias.objects.filter(others, source=OuterRef("pk"))))


def _place(pk: int | None) -> tuple[str, int] | None:
    """Where a source stands in the order of the list; None for one that is not there."""
    return Source.objects.filter(pk=pk).values_list("folded", "pk").first() if pk is not None else None


def _beyond(folded: str, pk: int, *, is_backwards: bool) -> Q:
    """What comes after (before) a place: written so that the database begins reading there."""
    if is_backwards:
        return Q(folded__lte=folded) & (Q(folded__lt=folded) | Q(pk__lt=pk))
    return Q(folded__gte=folded) & (Q(folded__gt=folded) | Q(pk__gt=pk))


def _rows(keys: Sequence[int]) -> list[SourceRow]:
    sources = (
        Source.objects.filter(pk__in=keys)
        .select_related("document")
        .prefetch_related("aliases")
        .annotate(spoke=CappedCount(_of(Claim.objects.filter(speaker=OuterRef("pk")))))
        .in_bulk()
    )
    return [_row(sources[pk]) for pk in keys if pk in sources]


def _row(source: Source) -> SourceRow:
    return SourceRow(
        source=source,
        aliases=", ".join(alias.name for alias in source.aliases.all()),
        kind=_kind(source),
        reliability=_reliability(source),
        claims=_capped(source.spoke),  # type: ignore[attr-defined]  # annotated above
    )


def _of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """These rows, one more than are counted at most."""
    return rows.order_by().values("pk")[: COUNTED + 1]


def _capped(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number)


def _kind(source: Source) -> str:
    """What a source is, in a few words: kind, monitor, and how an anonymous one is identified."""
    parts = [labels.label(SourceKind(source.kind))]
    if source.is_monitor:
        parts.append(_("monitor"))
    if source.is_anonymous:
        parts.append(labels.label(Identification(source.identification)))
    return ", ".join(str(part).lower() for part in parts)


def _reliability(source: Source) -> str:
    return str(labels.label(Reliability(source.reliability))) if source.reliability else ""


# --- One source ----------------------------------------------------------------------------------------------------


def _claims(claims: ClaimQuerySet, most: int) -> list[Said]:
    """The newest of these claims, and one more if there are more, each with its primary words: two queries."""
    primary = Quotation.objects.primary().only("claim_id", "words")
    newest = claims.select_related("assigned_to").prefetch_related(
        Prefetch("quotations", primary, to_attr="primary_ones")
    )
    return [
        Said(claim, next((quotation.words for quotation in claim.primary_ones), ""))  # type: ignore[attr-defined]
        for claim in newest.order_by("-created", "-id")[: most + 1]
    ]


def _numbers(source: Source) -> Counter[str]:
    """How many of a source's newest claims stand at each status: one more than are counted at most."""
    newest = Claim.objects.by_speaker(source).order_by("-created", "-id")
    return Counter(newest.values_list("status", flat=True)[: HELD_UP + 1])


def _documents(source: Source) -> DocumentQuerySet:
    """The documents that a source published or is credited for."""
    return Document.objects.in_use().filter(Q(publisher=source) | Q(agency=source)).order_by("-id")


def _history(source: Source) -> Iterator[tuple[Line, Rating | None]]:
    """What was done with a source, newest first; with the rating where that is what was done."""
    rationales = dict(source.ratings.values_list("version", "rationale"))
    for event in Event.objects.about(SubjectKind.SOURCE, source.pk).select_related("actor").order_by("-sequence"):
        after = json.loads(event.body)["after"]
        reason = rationales.get(event.subject_version, "") if event.act == "source.rate" else ""
        line = _line(event, reason or event.reason, list(_details(event.act, after)))
        yield line, Rating(line, line.details[0]) if event.act == "source.rate" else None


_BY = {ActorKind.PERSON.value: By.PERSON, ActorKind.MACHINE.value: By.MACHINE, ActorKind.COMMAND.value: By.COMMAND}


def _line(event: Event, reason: str, details: Sequence[str]) -> Line:
    return Line(
        at=event.at,
        who=full_name(event.actor) if event.actor else event.actor_name,
        by=_BY[event.actor_kind],
        did=str(DEEDS.get(event.act, event.act)),
        reason=reason,
        details=details,
        others=0,
    )


def _details(act: str, after: Mapping[str, Any]) -> Iterator[str]:
    """What an event tells beside who and why. Names stand in no event, only that they changed."""
    match act:
        case "source.rate":
            yield _rating(after)
        case "source.vouch":
            if "known_to_the_house" in after:
                yield _("The house knows who it is.") if after["known_to_the_house"] else _("The house does not know.")
        case "source.edit":
            if after.get("names_changed"):
                yield _("Its names changed.")
            if after.get("role_changed"):
                yield _("Its role changed.")
            if "kind" in after:
                yield capfirst(str(labels.label(SourceKind(after["kind"]))))
        case _:
            pass


def _rating(after: Mapping[str, Any]) -> str:
    if "reliability" not in after:
        return _("The rating stayed, for other reasons.")
    letter = after["reliability"]
    return str(labels.label(Reliability(letter))) if letter else _("The rating was taken off.")
