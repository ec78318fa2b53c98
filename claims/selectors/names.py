"""Selectors: who is meant by a name that somebody typed, and which names begin so."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from claims.lineage.folding import fold
from claims.models import Alias, Document, Source

MOST = 50
OFFERED = 20


def sources_called(text: str) -> list[int]:
    """The sources with this name or alias; where there are none, those whose name or alias begins so.

    One more than ``MOST`` at most. The name of somebody described in one document counts as any other.
    """
    folded = fold(text) or text  # a name of signs alone is compared as it stands
    return _sources(folded=folded) or _sources(folded__startswith=folded)


def names_beginning(text: str) -> list[str]:
    """Names and aliases to offer to somebody who has typed their beginning, in alphabetical order."""
    folded = fold(text)
    if not folded:
        return []
    begins = {"folded__startswith": folded}
    own = Source.objects.linkable().filter(**begins).order_by().values_list("folded", "name")
    others = Alias.objects.filter(**begins, source__merged_into=None).order_by().values_list("folded", "name")
    return [name for _folded, name in own.union(others).order_by("folded", "name")[:OFFERED]]


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


def _sources(**how: str) -> list[int]:
    own = Source.objects.standing().filter(**how).order_by().values_list("pk", flat=True)
    others = Alias.objects.filter(**how, source__merged_into=None).order_by().values_list("source_id", flat=True)
    return list(own.union(others)[: MOST + 1])
