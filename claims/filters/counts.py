"""Filters: the queues and saved views as links to their lists, with how many claims each holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from claims.filters.claims import ClaimFilter
from claims.models import SavedView
from claims.selectors import claim_list, queues
from claims.selectors.claim_list import Count
from claims.selectors.queues import QUEUES

SHOWN = 30  # saved views that a page shows


@dataclass(frozen=True, slots=True)
class ViewLink:
    """One queue or saved view. ``count`` None: nobody counted. ``pk`` None: a queue; ``owner`` "": one's own view."""

    label: str | Promise
    meaning: str | Promise
    query: str
    pk: int | None = None
    version: int = 0
    owner: str = ""
    is_shared: bool = False
    is_here: bool = False
    count: Count | None = None


def links(person: int, *, here: str = "") -> list[ViewLink]:
    """Every queue, and the saved views that somebody sees, by name; one query. ``here``: the query shown now."""
    found = [*_queues(), *_saved(person)]
    return [replace(link, is_here=_same(link.query, here)) for link in found]


def counted(found: Iterable[ViewLink], *, visit: object) -> list[ViewLink]:
    """The same with their counts: one query each, stopped at 10,000, and what it costs to find names that are asked.

    ``visit`` is the request, from which a filter takes whose queues are meant.
    """
    return [replace(link, count=claim_list.count(asked(link.query, visit=visit).qs)) for link in found]


def asked(query: str, *, visit: object = None) -> ClaimFilter:
    """The filter that a query is."""
    return ClaimFilter(MultiValueDict(parse_qs(query)), request=visit)


def _queues() -> Iterator[ViewLink]:
    return (ViewLink(row.label, row.meaning, queues.query(queue)) for queue, row in QUEUES.items())


def _saved(me: int) -> Iterator[ViewLink]:
    views = SavedView.objects.seen_by(me).select_related("owner").order_by("name", "pk")
    for view in views[:SHOWN]:
        owner = "" if view.owner_id == me else view.owner.get_full_name() or view.owner.get_username()
        yield ViewLink(view.name, "", view.query, view.pk, view.version, owner, view.is_shared)


def _same(one: str, other: str) -> bool:
    """Whether two queries ask the same, in whatever order they stand."""
    return parse_qs(one) == parse_qs(other)
