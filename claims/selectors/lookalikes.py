"""Selectors: sources that look like another to the eye, by letters of other alphabets or by letters nobody sees."""

from collections.abc import Iterable

from django.db.models import Q

from claims.extraction.disguises import plain_look
from claims.lineage.folding import fold
from claims.models import Source

_MOST = 5


def of(names: Iterable[str], *, but: int = 0) -> list[Source]:
    """The sources whose names look like one of these and are written otherwise. No query for names that are plain."""
    looks = {fold(plain_look(name)) for name in names if not name.isascii() and plain_look(name) != name} - {""}
    if not looks:
        return []
    alike = Source.objects.linkable().filter(Q(folded__in=looks) | Q(aliases__folded__in=looks))
    return list(alike.exclude(pk=but).distinct().order_by("pk")[:_MOST])
