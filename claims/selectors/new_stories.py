"""Selectors: stories that nobody is done with yet, the gravest first, each with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import workflow
from claims.choices import readings
from claims.models import Document, Quotation
from claims.records.provenance import Place
from claims.selectors import document_list

# So many of the newest are looked through. The rest stands in the list of documents.
LOOKED_THROUGH: Final = 100


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story to be read. ``why`` holds what should not be got wrong, the gravest first; it may be empty."""

    pk: int
    title: str
    received: datetime
    claims: int
    why: Sequence[str]
    weight: int


def new_stories(most: int) -> list[StoryRow]:
    """The gravest of the newest stories that nobody is done with; of two alike the newer one. Two queries."""
    unread = Document.objects.in_use().filter(read_at=None).annotate(looks=document_list.score_of_newest())
    documents = list(unread.order_by("-pk").values("pk", "our_title", "created", "looks")[:LOOKED_THROUGH])
    signs = _signs([document["pk"] for document in documents])
    rows = [_row(document, signs.get(document["pk"], {})) for document in documents]
    return sorted(rows, key=lambda row: (-row.weight, -row.pk))[:most]


def _signs(documents: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """What the open claims of these stories show, counted."""
    found = (
        Quotation.objects.filter(
            snapshot__document__in=documents, place=Place.CURRENT, claim__status__in=sorted(workflow.OPEN)
        )
        .order_by()
        .values("snapshot__document")
        .annotate(
            claims=Count("claim", distinct=True),
            deaths=Count("claim", distinct=True, filter=Q(claim__tells_of_death=True)),
            accusations=Count("claim", distinct=True, filter=Q(claim__accuses=True)),
            unknown=Count("claim", distinct=True, filter=Q(claim__tells_of_death=None) | Q(claim__accuses=None)),
            origins=Count("claim__source", distinct=True),
            origin=Min("claim__source__name"),
            of_unknown_origin=Count("pk", filter=Q(claim__source=None)),
            damaged=Count("pk", filter=~Q(damage=[])),
        )
    )
    return {row["snapshot__document"]: row for row in found}


def _row(document: Mapping[str, Any], signs: Mapping[str, Any]) -> StoryRow:
    reasons = list(_reasons(signs, readings.looks(document["looks"])))
    return StoryRow(
        pk=document["pk"],
        title=document["our_title"],
        received=document["created"],
        claims=signs.get("claims", 0),
        why=[sentence for sentence in reasons if sentence],
        weight=sum(2**place for place, sentence in enumerate(reversed(reasons)) if sentence),
    )


def _reasons(signs: Mapping[str, Any], looks: str) -> tuple[str, ...]:
    """Each risk in words, "" where it is none; the gravest first. One grave sign outweighs all lesser ones."""
    deaths, accusations = signs.get("deaths", 0), signs.get("accusations", 0)
    return (
        ngettext("%(number)s claim tells of death", "%(number)s claims tell of death", deaths) % {"number": deaths}
        if deaths
        else "",
        ngettext("%(number)s claim accuses by name", "%(number)s claims accuse by name", accusations)
        % {"number": accusations}
        if accusations
        else "",
        _("not read for deaths and accusations: no word list for its language") if signs.get("unknown") else "",
        _("one origin only: all of it came through %(name)s") % {"name": signs["origin"]}
        if _is_of_one_origin(signs)
        else "",
        looks.lower() or (_("a quotation looks damaged") if signs.get("damaged") else ""),
    )


def _is_of_one_origin(signs: Mapping[str, Any]) -> bool:
    """Whether several claims all reached us through one and the same outlet, agency or monitor of their chains.

    Where that is unknown of any of them nothing is said: nobody can tell. How many speak makes no difference, as one
    relay stands behind all of them.
    """
    return signs.get("claims", 0) > 1 and signs["origins"] == 1 and not signs["of_unknown_origin"]
