"""Selectors: what happened to a document, as sentences that an editor can read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.choices import labels
from claims.models import FACTS, Document
from claims.records.acts import SubjectKind
from claims.records.provenance import Knowledge, Translation
from claims.selectors import document_facts, history
from claims.selectors.history import Body, Line, Names

DEEDS: Final[Mapping[str, str | Promise]] = {
    "document.hold_fast": gettext_lazy("took it into the ledger as it was then"),
    "document.import": gettext_lazy("brought it in"),
    "document.version": gettext_lazy("brought in a new version of the text"),
    "document.edit": gettext_lazy("changed its facts"),
    "document.read_again": gettext_lazy("had the text read again"),
    "document.finish": gettext_lazy("was done with the story"),
    "document.unfinish": gettext_lazy("put it back to be read"),
    "document.withdraw": gettext_lazy("withdrew it"),
    "document.reinstate": gettext_lazy("brought it back"),
    "document.ask_to_erase": gettext_lazy("asked to erase it"),
    "document.decline_to_erase": gettext_lazy("declined to erase it"),
    "document.erase": gettext_lazy("erased its words"),
    "document.evidence": gettext_lazy("added evidence to it"),
    "document.evidence_off": gettext_lazy("took evidence off it"),
    "document.evidence_back": gettext_lazy("brought evidence back to it"),
    "document.merge_source": gettext_lazy("merged a source that it names"),
    "document.unmerge_source": gettext_lazy("took back the merging of a source that it names"),
}
_FACTS: Final = ("our_title", *FACTS, "translation")
_SOURCES: Final = frozenset({"publisher", "agency"})


def of_document(document: Document) -> list[Line]:
    """The history of a document, newest first. At most two queries."""
    events = history.events_about(SubjectKind.DOCUMENT, document.pk)
    bodies: list[Body] = [json.loads(event.body) for event in events]
    names = history.names_in(bodies)
    lines: list[Line] = []
    stood: dict[str, Any] = {}  # the facts as they stood after each event: it keeps only what it changed
    for event, body in zip(reversed(events), reversed(bodies), strict=True):
        stood |= body["after"]
        lines.append(history.line(event, DEEDS, _details(event.act, body["after"], stood, names)))
    return lines[::-1]


def _details(act: str, after: Body, stood: Body, names: Names) -> Iterator[str]:
    """What an event tells beside who and why. What a document came in with needs no telling: it stands on the page."""
    if "evidence" in after:
        yield history.evidence_told(after["evidence"])
    for one in (*after.get("evidence_off", ()), *after.get("evidence_back", ())):
        yield history.evidence_told(one)
    if act == "document.version":
        yield _("Version %(number)s") % {"number": after["snapshot"]["number"]}
    if act != "document.import":
        for fact in _FACTS:
            if fact in after or f"{fact}_knowledge" in after:
                label = capfirst(str(Document._meta.get_field(fact).verbose_name))  # type: ignore[union-attr]  # a column
                yield _("%(fact)s: %(value)s") % {"fact": label, "value": _value(fact, stood, names)}


def _value(fact: str, stood: Body, names: Names) -> str:
    """A fact as it stood then; where there was none, the word for why."""
    value = stood.get(fact)
    if not value:
        return str(labels.label(Knowledge(stood.get(f"{fact}_knowledge", Knowledge.UNKNOWN)))).lower()
    if fact in _SOURCES:
        return names.sources.get(value, str(value))
    if fact == "published":
        return _date(stood)
    return str(labels.label(Translation(value))) if fact == "translation" else str(value)


def _date(stood: Body) -> str:
    """The document's date as it was given then; as the ledger has it, where no event says how precise it was."""
    if not stood.get("published_precision"):
        return str(stood["published"])
    columns = {name: stood.get(name, "") for name in ("published_precision", "published_zone")}
    return document_facts.date_of(Document(published=parse_datetime(stood["published"]), **columns))
