"""Selectors: who is meant by a name that somebody typed, and which names begin so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet

from claims.choices import labels
from claims.lineage.folding import fold
from claims.models import Alias, Claim, Document, Source
from claims.querysets import CappedCount, SourceQuerySet
from claims.records.provenance import SourceKind

MOST = 50
OFFERED = 12
COUNTED = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """A source to choose by name: what to type to mean just this one, and what tells it from others."""

    source: Source
    typed: str
    kind: str
    aliases: str
    claims: str


def sources_called(text: str) -> list[int]:
    """The sources with this name or alias; where there are none, those whose name or alias begins so.

    One more than ``MOST`` at most. The name of somebody described in one document counts as any other.
    """
    if is_number(text):
        return list(Source.objects.standing().filter(pk=int(text.strip()[1:])).values_list("pk", flat=True))
    folded = fold(text) or text  # a name of signs alone is compared as it stands
    return _sources(folded=folded) or _sources(folded__startswith=folded)


def is_number(text: str) -> bool:
    """Whether somebody typed the number of a source ("#12"), as the list of names puts it where several have one."""
    return re.fullmatch("#[0-9]{1,18}", text.strip()) is not None


def offers(text: str) -> list[Offer]:
    """Sources to offer to somebody who has typed a part of a name, in alphabetical order: those with a name that begins
    so, then those with a later word that does. Six queries, whatever was typed.
    """
    folded = fold(text)
    if not folded:
        return []
    found = _ids(folded__startswith=folded)
    if len(found) < OFFERED:
        found |= _ids(folded__contains=f" {folded}")
    sources = list(_with_numbers(found).order_by("folded", "pk"))
    first = [source for source in sources if source.folded.startswith(folded)]
    typed = to_type(sources)
    rest = (source for source in sources if not source.folded.startswith(folded))
    return [_offer(source, typed[source.pk]) for source in [*first, *rest][:OFFERED]]


def to_type(sources: Iterable[Source]) -> dict[int, str]:
    """What to type to mean just this source, by its number: its name, or "#12" where another has that name too.

    Two queries for any number of sources.
    """
    sources = list(sources)
    folded = {source.folded for source in sources}
    bearers: dict[str, set[int]] = {}
    own = Source.objects.linkable().filter(folded__in=folded).values_list("folded", "pk")
    others = Alias.objects.filter(folded__in=folded, source__in=Source.objects.linkable())
    for name, pk in (*own, *others.values_list("folded", "source_id")):
        bearers.setdefault(name, set()).add(pk)
    return {
        source.pk: source.name if bearers.get(source.folded) == {source.pk} else f"#{source.pk}" for source in sources
    }


def documents_called(text: str) -> list[tuple[int, str]]:
    """Documents by number, or by words of our title, newest first; one more than ``MOST`` at most."""
    documents = Document.objects.order_by("-id").values_list("pk", "our_title")
    if text.isdecimal() and len(text) <= 18:
        found = list(documents.filter(pk=int(text)))
        if found:
            return found
    return list(documents.filter(our_title__icontains=text)[: MOST + 1])


def people() -> QuerySet[User]:
    """Those who can sign in, by user name."""
    return User.objects.filter(is_active=True).only("username", "first_name", "last_name").order_by("username")[:200]


def _ids(**how: str) -> set[int]:
    """Linkable sources with a name or alias like that; as many of each as are offered."""
    own = Source.objects.linkable().filter(**how).order_by("folded").values_list("pk", flat=True)[:OFFERED]
    others = Alias.objects.filter(**how, source__in=Source.objects.linkable()).order_by("folded")
    return {*own, *others.values_list("source_id", flat=True)[:OFFERED]}


def _with_numbers(ids: Iterable[int]) -> SourceQuerySet:
    claims = Claim.objects.filter(speaker=OuterRef("pk")).order_by().values("pk")[: COUNTED + 1]
    sources = Source.objects.filter(pk__in=list(ids)).prefetch_related("aliases")
    return sources.annotate(spoke=CappedCount(claims))


def _offer(source: Source, typed: str) -> Offer:
    spoke: int = source.spoke  # type: ignore[attr-defined]  # annotated above
    return Offer(
        source=source,
        typed=typed,
        kind=str(labels.label(SourceKind(source.kind))).lower(),
        aliases=", ".join(alias.name for alias in source.aliases.all()),
        claims=f"{COUNTED}+" if spoke > COUNTED else str(spoke),
    )


def _sources(**how: str) -> list[int]:
    own = Source.objects.standing().filter(**how).order_by().values_list("pk", flat=True)
    others = Alias.objects.filter(**how, source__merged_into=None).order_by().values_list("source_id", flat=True)
    return list(own.union(others)[: MOST + 1])
